"""The network: its own gradient against autograd's, causality, and exactly its receptive field."""

import numpy as np
import pytest
import torch
from torch import Tensor

from generation.architectures.logistics import log_likelihood
from generation.architectures.wavenet import Wavenet
from generation.architectures.wavenet_config import WavenetConfig
from tests.generation.networks import CONFIGS, lively_network, some_samples

LABELS = torch.tensor([1, 0])


def plain_outputs(network: Wavenet, samples: Tensor, labels: Tensor, controls: Tensor) -> Tensor:
    """The same network written as the papers do, one operation after the other; (rows, batch, outputs)."""
    config, channels, width = network.config, network.config.dilation_channels, network.config.filter_width
    wanted = len(samples) - config.receptive_field_samples + 1
    x = plain_input(network, samples)
    skips = torch.zeros(wanted, samples.shape[1], config.skip_channels, dtype=x.dtype) + network.skip_bias
    for layer, dilation in enumerate(config.dilations):
        rows = len(x) - (width - 1) * dilation
        taps = torch.cat([x[tap * dilation : tap * dilation + rows] for tap in range(width)], 2)
        gates = taps @ network.gate_weight[layer] + network.gate_bias[layer]
        if config.classes:
            gates = gates + network.class_embedding[labels, layer]
        if config.controls:
            gates = gates + controls[-rows:] @ network.control_weight[layer]
        z = torch.tanh(gates[..., :channels]) * torch.sigmoid(gates[..., channels:])
        skips = skips + z[-wanted:] @ network.skip_weight[layer * channels : (layer + 1) * channels]
        if layer < config.layers - 1:
            x = x[-rows:] + z @ network.residual_weight[layer] + network.residual_bias[layer]
    hidden = torch.relu(torch.relu(skips) @ network.hidden_weight + network.hidden_bias)
    return hidden @ network.output_weight + network.output_bias


def plain_input(network: Wavenet, samples: Tensor) -> Tensor:
    width, rows = network.config.input_width, len(samples) - network.config.input_width + 1
    taps = [samples[tap : tap + rows] for tap in range(width)]
    if network.config.head == "categorical":
        return torch.stack([network.input_embedding[tap][heard] for tap, heard in enumerate(taps)]).sum(0)
    audio = torch.stack(taps, -1).to(network.input_weight.dtype) / 32_768
    return audio @ network.input_weight + network.input_bias


@pytest.mark.parametrize("name", CONFIGS)
def test_outputs_and_gradients_equal_the_plain_network(name: str) -> None:
    network = lively_network(CONFIGS[name]).double()
    config = network.config
    samples = torch.from_numpy(some_samples(config, 2, config.receptive_field_samples + 40).T.astype(np.int64))
    generator = torch.Generator().manual_seed(1)
    weigh = torch.randn(41, 2, config.outputs, generator=generator, dtype=torch.float64)
    controls = torch.randn(*samples.shape, config.control_features, generator=generator, dtype=torch.float64)
    gradients = []
    for forward in (
        lambda: network(samples, LABELS, controls, dtype=torch.float64),
        lambda: plain_outputs(network, samples, LABELS, controls),
    ):
        network.zero_grad()
        outputs = forward()
        (outputs * weigh).sum().backward()
        gradients.append({n: p.grad.clone() for n, p in network.named_parameters() if p.grad is not None})
        gradients[-1]["outputs"] = outputs.detach()
    assert set(gradients[0]) == {*config.parameter_shapes, "outputs"}
    for weight, expected in gradients[1].items():
        assert expected.abs().max() > 0, weight
        close = 1e-9 * float(expected.abs().max())
        torch.testing.assert_close(gradients[0][weight], expected, rtol=1e-9, atol=close)


def test_logistics_are_a_distribution_over_all_levels() -> None:
    """The likelihoods of all 65,536 levels add up to one, tails and narrow components included."""
    outputs = torch.tensor([0.3, -0.2, 0.1, 0.0, -0.999, 0.9, -3.0, -6.0, -1.0])
    nats = log_likelihood(outputs.expand(65_536, -1), torch.arange(-32_768, 32_768))
    assert nats.isfinite().all()
    assert nats.double().exp().sum().item() == pytest.approx(1.0, abs=2e-3)


def test_bfloat16_is_near(network: Wavenet, noise: np.ndarray) -> None:
    classes = torch.from_numpy(noise.astype(np.int64))
    with torch.no_grad():
        exact, rough = network.loss(classes, LABELS), network.loss(classes, LABELS, dtype=torch.bfloat16)
    assert rough.item() == pytest.approx(exact.item(), rel=0.01)
    assert rough.item() != exact.item()


def test_it_is_causal_and_hears_exactly_its_receptive_field(network: Wavenet, noise: np.ndarray) -> None:
    field = network.config.receptive_field_samples
    network.double()  # float32 would round the faintest of these influences away
    classes = torch.from_numpy(noise[: field + 30].astype(np.int64))
    with torch.no_grad():
        before = network(classes, LABELS, dtype=torch.float64)
    at = field - 1 + 10  # the last sample heard by row 10
    for position, heard in [(at + 1, False), (at, True), (at - field + 1, True), (at - field, False)]:
        changed = classes.clone()
        changed[position, 0] = (changed[position, 0] + 97) % 256
        with torch.no_grad():
            after = network(changed, LABELS, dtype=torch.float64)
        assert bool((after[10, 0] != before[10, 0]).any()) is heard, position
        assert torch.equal(after[:, 1], before[:, 1]), "the other voice must not hear it"


def test_the_gradient_reaches_back_the_receptive_field(network: Wavenet, noise: np.ndarray) -> None:
    """By the embeddings: each position gets a class of its own, so that its row of the gradient is its own."""
    field = network.config.receptive_field_samples
    classes = torch.arange(field + 5)[:, None] % 256
    network(classes, LABELS[:1])[0].square().sum().backward()
    assert network.input_embedding.grad is not None
    reached = network.input_embedding.grad.abs().sum((0, 2))
    assert (reached[:field] > 0).all()
    assert (reached[field : field + 5] == 0).all()


def test_classes_change_what_is_predicted(network: Wavenet, noise: np.ndarray) -> None:
    classes = torch.from_numpy(noise[:80, :1].astype(np.int64))
    with torch.no_grad():
        assert not torch.allclose(network(classes, torch.tensor([0])), network(classes, torch.tensor([1])), atol=1e-2)
    with pytest.raises(ValueError, match="conditioned"):
        network(classes)


def test_an_untrained_network_knows_nothing(tiny_config: WavenetConfig, noise: np.ndarray) -> None:
    network = Wavenet(tiny_config, torch.Generator().manual_seed(0))
    assert network.loss(torch.from_numpy(noise.astype(np.int64)), LABELS).item() == pytest.approx(np.log(256), abs=0.05)


def test_the_same_generator_gives_the_same_weights(tiny_config: WavenetConfig) -> None:
    first, second = (Wavenet(tiny_config, torch.Generator().manual_seed(3)).weights() for _ in range(2))
    assert all((first[name] == second[name]).all() for name in tiny_config.parameter_shapes)


def test_too_few_samples_are_refused(network: Wavenet) -> None:
    with pytest.raises(ValueError, match="receptive field"):
        network(torch.zeros(63, 2, dtype=torch.int64), LABELS)
