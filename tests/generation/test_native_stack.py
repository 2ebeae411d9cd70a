"""The gated layers in C++ against torch's operations: outputs, every gradient, and what they depend on."""

from collections.abc import Iterator

import pytest
import torch
from torch import Tensor

from generation.architectures import native_stack, wavenet
from generation.architectures.native_stack import runs_natively
from generation.architectures.wavenet import Wavenet
from generation.architectures.wavenet_config import WavenetConfig
from generation.native import native_levels
from generation.native.library import load
from tests.generation.networks import lively_network, some_samples

SHAPES = {
    "plain": WavenetConfig(sample_rate_hz=8_000, dilations=(1, 2, 4, 8, 150, 2), skip_channels=64),
    "one layer": WavenetConfig(sample_rate_hz=8_000, dilations=(3,), residual_channels=16, dilation_channels=48),
    "all of it": WavenetConfig(
        sample_rate_hz=1_000, dilations=(1, 2, 40, 1, 2), filter_width=4, input_width=32, residual_channels=80,
        dilation_channels=16, skip_channels=44, head="logistics", quantisation=65_536, mixtures=3,
        classes=("rain", "sea", "wind"), controls=("pitch", "loudness"),
    ),
}  # fmt: skip

pytestmark = pytest.mark.skipif(not native_levels(), reason="no native build: no compiler was there")


@pytest.fixture(params=native_levels())
def level(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """One build of the C++, in use."""
    library = load(request.param)
    monkeypatch.setattr(native_stack, "_library", lambda: library)
    return str(request.param)


@pytest.fixture(autouse=True)
def threads() -> Iterator[None]:
    before = torch.get_num_threads()
    yield
    torch.set_num_threads(before)


def outputs_and_gradients(
    network: Wavenet, dtype: torch.dtype = torch.float32, batch: int = 3, rows: int = 250
) -> dict[str, Tensor]:
    """Of one loss that looks at every output, without a kink that rounding could fall across."""
    config = network.config
    samples = torch.from_numpy(some_samples(config, batch, config.receptive_field_samples + rows).T.astype("int64"))
    controls = torch.randn(*samples.shape, config.control_features, generator=torch.Generator().manual_seed(2))
    network.zero_grad()
    skips = network._skips(samples, torch.arange(batch) % 3, controls, rows + 1, dtype)
    weigh = torch.randn(skips.shape, generator=torch.Generator().manual_seed(3))
    (skips.float() * weigh).sum().backward()  # type: ignore[no-untyped-call]
    found = {name: p.grad.clone() for name, p in network.named_parameters() if p.grad is not None}
    return found | {"skips": skips.detach().float()}


@pytest.mark.parametrize("threads", [1, 3])
@pytest.mark.parametrize("shape", SHAPES)
def test_it_equals_torch(shape: str, threads: int, level: str, monkeypatch: pytest.MonkeyPatch) -> None:
    network = lively_network(SHAPES[shape])
    torch.set_num_threads(threads)
    native = outputs_and_gradients(network)
    with monkeypatch.context() as patch:
        patch.setattr(wavenet, "runs_natively", lambda *_: False)
        expected = outputs_and_gradients(network)
    assert native.keys() == expected.keys() and len(native) > 4
    for name, value in expected.items():
        if value.numel() == 0:  # the residuals of a single layer
            continue
        assert value.abs().max() > 0, name
        torch.testing.assert_close(native[name], value, rtol=1e-5, atol=5e-6 * float(value.abs().max()), msg=name)


def test_skips_in_bfloat16_are_the_rounded_ones(level: str) -> None:
    network = lively_network(SHAPES["plain"])
    exact, rough = outputs_and_gradients(network), outputs_and_gradients(network, torch.bfloat16)
    assert torch.equal(rough["skips"], exact["skips"].bfloat16().float())
    for name in ("gate_weight", "residual_weight", "input_embedding"):  # the skips' gradient was rounded
        torch.testing.assert_close(
            rough[name], exact[name], rtol=0.0, atol=0.01 * float(exact[name].abs().max()), msg=name
        )


def test_outputs_do_not_depend_on_threads_nor_on_the_examples_beside_them() -> None:
    network = lively_network(SHAPES["plain"])
    skips = []
    for threads, batch in ((1, 1), (1, 3), (2, 3), (5, 3)):
        torch.set_num_threads(threads)
        found = outputs_and_gradients(network, batch=batch)["skips"]
        skips.append(found.view(251, batch, -1)[:, 0])
    assert all(torch.equal(skips[0], other) for other in skips[1:])


def test_the_same_threads_give_the_same_bits() -> None:
    network = lively_network(SHAPES["all of it"])
    torch.set_num_threads(2)
    first = outputs_and_gradients(network)
    for _ in range(20):
        again = outputs_and_gradients(network)
        assert all(torch.equal(first[name], again[name]) for name in first)


def test_what_it_cannot_do_is_left_to_torch() -> None:
    narrow = WavenetConfig(sample_rate_hz=8_000, dilations=(1, 2), residual_channels=20, dilation_channels=20)
    assert runs_natively(SHAPES["plain"], torch.zeros(4, 32))
    assert not runs_natively(SHAPES["plain"], torch.zeros(4, 32, dtype=torch.float64))
    assert not runs_natively(SHAPES["plain"], torch.zeros(4, 32, device="meta"))
    assert not runs_natively(narrow.model_copy(update={"residual_channels": 18}), torch.zeros(4, 18))
    assert outputs_and_gradients(Wavenet(narrow))["skips"].shape == (3 * 251, 40)
