"""The sampler in torch operations equals the full network, past its receptive field too."""

import numpy as np
import pytest

from generation.architectures.wavenet import Wavenet
from generation.coding import empty
from generation.conditioning import steering
from generation.sampler import Steering
from generation.torch_sampler import TorchSampler
from tests.generation.networks import CONFIGS, full_outputs, lively_network, some_samples, some_steering


def constant(network: Wavenet, voices: int, label: int = 0) -> Steering:
    config = network.config
    classes = np.eye(len(config.classes), dtype=np.float32)[[label] * voices][None] if config.classes else None
    return steering(config, network.weights(), classes, np.zeros((1, 1, config.control_features), np.float32), voices)


@pytest.mark.parametrize("name", CONFIGS)
def test_it_equals_the_network_past_the_receptive_field(name: str) -> None:
    network = lively_network(CONFIGS[name])
    config, voices = network.config, 3
    field = config.receptive_field_samples
    samples = some_samples(config, voices, 3 * field)
    _, _, controls = some_steering(network, voices, samples.shape[1])
    classes = np.eye(len(config.classes), dtype=np.float32)[[1] * voices][None] if config.classes else None
    sampler = TorchSampler(config, network.weights(), voices)
    steered = steering(config, network.weights(), classes, controls, voices)
    sampler.prime(empty(config, 0), steered)
    followed = sampler.follow(samples, steered)
    expected = full_outputs(network, samples, controls, label=1)
    assert expected.std() > 0.3
    assert np.abs(followed[:, field:] - expected).max() <= 1e-4


@pytest.mark.parametrize("name", ["classes", "wide filter", "logistics"])
@pytest.mark.parametrize("heard", [0, 1, 10, -1, 200])
def test_a_prompt_is_heard_as_the_network_would(name: str, heard: int) -> None:
    """After silence when it is short, and only its last receptive field when it is long."""
    network = lively_network(CONFIGS[name])
    config = network.config
    field = config.receptive_field_samples
    prompt = some_samples(config, 1, field - 1 if heard < 0 else heard)[0]
    past = np.concatenate([empty(config, field), prompt])[-field:]
    sampler = TorchSampler(config, network.weights(), 1)
    sampler.prime(prompt, constant(network, 1))
    outputs = sampler.follow(empty(config, 1, 1), constant(network, 1))[0, 0]
    still = np.zeros((1, 1, config.control_features), np.float32)
    expected = full_outputs(network, np.append(past, past[:1])[None], still)[0, 0]
    assert np.abs(outputs - expected).max() <= 1e-4


def test_priming_forgets_what_was_before(network: Wavenet, noise: np.ndarray) -> None:
    sampler = TorchSampler(network.config, network.weights(), 1)
    uniforms = np.random.default_rng(0).random((1, 100, 1), np.float32)
    takes = []
    for _ in range(2):
        sampler.prime(noise[:90, 0], constant(network, 1))
        takes.append(sampler.draw(uniforms, np.ones(100, np.float32), constant(network, 1)))
    assert (takes[0] == takes[1]).all()


def test_blocks_make_the_same_take(network: Wavenet) -> None:
    uniforms = np.random.default_rng(0).random((2, 90, 1), np.float32)
    warm = np.linspace(0.5, 1.5, 90).astype(np.float32)
    takes = []
    for cuts in ([90], [1, 40, 90]):
        sampler, first, parts = TorchSampler(network.config, network.weights(), 2), 0, []
        sampler.prime(np.empty(0, np.uint8), constant(network, 2))
        for cut in cuts:
            parts.append(sampler.draw(uniforms[:, first:cut], warm[first:cut], constant(network, 2)))
            first = cut
        takes.append(np.concatenate(parts, axis=1))
    assert (takes[0] == takes[1]).all()


@pytest.mark.parametrize("temperature", [0.5, 1.0, 2.0])
def test_draws_follow_the_softmax_and_the_temperature(network: Wavenet, noise: np.ndarray, temperature: float) -> None:
    """One step from one past, drawn by a grid of numbers: the shares are the probabilities."""
    prompt, grid = noise[:100, 0], 4_000
    sampler = TorchSampler(network.config, network.weights(), grid)
    sampler.prime(prompt, constant(network, grid))
    uniforms = ((np.arange(grid) + 0.5) / grid).astype(np.float32)[:, None, None]
    drawn = sampler.draw(uniforms, np.array([temperature], np.float32), constant(network, grid))
    shares = np.bincount(drawn[:, 0], minlength=256) / grid
    still = np.zeros((1, 1, 0), np.float32)
    logits = full_outputs(network, np.append(prompt, prompt[:1])[None], still)[0, -1].astype(np.float64) / temperature
    expected = np.exp(logits - logits.max()) / np.exp(logits - logits.max()).sum()
    assert expected.max() > 2 / 256
    assert np.abs(shares - expected).max() <= 1.5 / grid + 1e-4


def test_draws_follow_the_logistics() -> None:
    """The share of draws under a value is the mixture's cumulative distribution there."""
    network, grid = lively_network(CONFIGS["logistics"]), 4_096
    config = network.config
    prompt = some_samples(config, 1, config.receptive_field_samples)[0]
    sampler = TorchSampler(config, network.weights(), grid)
    sampler.prime(prompt, constant(network, grid))
    uniforms = np.random.default_rng(1).random((grid, 1, 2), np.float32)
    drawn = sampler.draw(uniforms, np.ones(1, np.float32), constant(network, grid))[:, 0] / 32_768
    still = np.zeros((1, 1, 0), np.float32)
    weights, means, scales = np.split(full_outputs(network, np.append(prompt, prompt[:1])[None], still)[0, -1], 3)
    weights = np.exp(weights) / np.exp(weights).sum()
    for at in (-0.6, -0.2, 0.0, 0.3, 0.7):
        below = float((weights / (1 + np.exp(-(at - means) / np.exp(scales)))).sum())
        assert (drawn <= at).mean() == pytest.approx(below, abs=0.03)
