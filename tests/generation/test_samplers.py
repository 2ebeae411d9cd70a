"""The choice of a sampler: the best there is, a clear word when it is a slow one, a clear error when there is none."""

import logging
from collections.abc import Iterator

import numpy as np
import pytest
import torch

from generation import samplers
from generation.architectures.wavenet import Wavenet
from generation.bench.rows import NETWORKS
from generation.errors import EngineError
from generation.generate import GenerationRequest, generate
from generation.native_sampler import NativeSampler, NativeUnavailable, native_levels
from generation.precision import SamplerPrecision
from generation.samplers import SLOW_NOTICE, make_sampler, preferred_precisions
from generation.torch_sampler import TorchSampler
from tests.generation.models import model_of

needs_native = pytest.mark.skipif(not native_levels(), reason="the native sampler is not built here")


@pytest.fixture
def not_built(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(samplers, "native_levels", tuple)
    samplers._log_once.cache_clear()
    yield
    samplers._log_once.cache_clear()


@needs_native
def test_the_native_one_is_taken_where_it_is_built(network: Wavenet) -> None:
    notices: list[str] = []
    sampler = make_sampler(network.config, network.weights(), 2, threads=1, notices=notices)
    assert isinstance(sampler, NativeSampler) and sampler.voices == 2 and notices == []


@needs_native
def test_a_precision_that_is_only_preferred_gives_way(network: Wavenet, monkeypatch: pytest.MonkeyPatch) -> None:
    """A processor that lacks some generates in the next best, unless one was asked for by name."""
    made: list[str] = []
    missing: set[object] = set()

    def some(*given: object) -> str:
        if given[-1] in missing:
            raise NativeUnavailable("not here")
        made.append(str(given[-1]))
        return "sampler"

    monkeypatch.setattr("generation.native_sampler.NativeSampler", some)
    lacking: SamplerPrecision
    for lacking in ("bfloat16", "int8"):
        make_sampler(network.config, network.weights(), 1)
        missing.add(lacking)
        with pytest.raises(NativeUnavailable):
            make_sampler(network.config, network.weights(), 1, precision=lacking)
    missing.remove("bfloat16")
    make_sampler(network.config, network.weights(), 1)
    missing.add("bfloat16")
    make_sampler(network.config, network.weights(), 1)
    assert made == ["int8", "int8", "bfloat16", "float32"]


@pytest.mark.parametrize(
    ("name", "levels", "few", "many"),
    [
        ("small", ("v4_amx", "v4_bf16"), 5, 6),
        ("big", ("v4_amx", "v4_bf16"), 15, 16),
        ("small", ("v4_bf16", "v4"), 64, None),
        ("narrow", ("v4_amx", "v4_bf16"), 64, None),
    ],
)
def test_many_voices_prefer_tiles(name: str, levels: tuple[str, ...], few: int, many: int | None) -> None:
    """By the network and the voices alone; never where there are no tiles, nor where they do not fit the channels."""
    config = NETWORKS["small"].model_copy(update={"skip_channels": 100}) if name == "narrow" else NETWORKS[name]
    assert preferred_precisions(config, few, levels) == ("int8", "bfloat16", "float32")
    if many is not None:
        assert preferred_precisions(config, many, levels) == ("bfloat16", "int8", "float32")


@pytest.mark.usefixtures("not_built")
def test_the_slow_one_is_told_in_the_first_block_and_logged_once(
    network: Wavenet, caplog: pytest.LogCaptureFixture
) -> None:
    request = GenerationRequest(seconds=0.03, block_seconds=0.01, class_name="sea")
    with caplog.at_level(logging.WARNING):
        for _ in range(2):
            blocks = list(generate(model_of(network), request))
            assert [block.warnings for block in blocks] == [(SLOW_NOTICE,), (), ()]
    assert [record.message for record in caplog.records] == [SLOW_NOTICE]
    assert isinstance(make_sampler(network.config, network.weights(), 1), TorchSampler)
    for precision in ("bfloat16", "int8"):
        with pytest.raises(EngineError, match=f"in {precision}: build it, or choose float32"):
            make_sampler(network.config, network.weights(), 1, precision=precision)


@needs_native
def test_both_give_the_same_take(network: Wavenet, monkeypatch: pytest.MonkeyPatch) -> None:
    """Up to the rare sample at which rounding tips a draw over: most takes agree from the first sample to the last."""
    request = GenerationRequest(seconds=0.03, voices=16, class_curve=[(0, "rain"), (0.03, "sea")])

    def audio() -> np.ndarray:
        return next(generate(model_of(network), request, threads=1, precision="float32")).audio

    native = audio()
    monkeypatch.setattr(samplers, "native_levels", tuple)
    assert (audio() == native).all(axis=1).mean() > 0.6


@pytest.mark.parametrize(
    ("device", "words"), [("gpu", "no device “gpu”"), ("cuda:x", "no device “cuda:x”"), ("mps", "choose cpu, cuda")]
)
def test_unknown_devices_are_refused(network: Wavenet, device: str, words: str) -> None:
    with pytest.raises(EngineError, match=words):
        make_sampler(network.config, network.weights(), 1, device=device)


def test_missing_devices_are_refused(network: Wavenet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    with pytest.raises(EngineError, match="cuda is not on this machine"):
        make_sampler(network.config, network.weights(), 1, device="cuda")
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 1)
    with pytest.raises(EngineError, match=r"GPUs found: 1"):
        make_sampler(network.config, network.weights(), 1, device="cuda:1")
