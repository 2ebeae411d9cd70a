"""Chooses the sampler for a machine: native where it was built, a GPU's where one is asked for, else torch's."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np
import numpy.typing as npt

from generation.architectures.wavenet_config import WavenetConfig
from generation.devices import require_device
from generation.native.library import NativeUnavailable, native_levels
from generation.precision import SamplerPrecision
from generation.sampler import Sampler

TILE_CHANNELS = 32
"""Tiles multiply networks whose channels are multiples of this; others are multiplied by vectors."""
NEAR_WEIGHTS = 1_000_000
"""As many fit, as bfloat16, into the second cache (2 MiB) of the processors with tiles."""
SLOW_NOTICE = (
    "The native sampler is not built on this machine, so generating takes many times longer: "
    "install a C++ compiler, then install Overhear again."
)

logger = logging.getLogger(__name__)


def preferred_precisions(config: WavenetConfig, voices: int, levels: Sequence[str]) -> tuple[SamplerPrecision, ...]:
    """What None means for a precision, the fastest first: the first that the processor has.

    Bytes are read in half the time of bfloat16, which is what few voices wait for; tiles take many voices at once.
    Measured on one and on two threads, six are many where the weights stay in the second cache, else sixteen. The
    threads themselves do not enter, so that a take is the same with any number of them. Judged on trained weights, all
    sound equal: held-out speech costs 2.815 nats in each, and int8 adds 0.00015 (docs/one-speaker).
    """
    channels = (config.residual_channels, config.dilation_channels, config.skip_channels)
    by_tiles = "v4_amx" in levels and all(count % TILE_CHANNELS == 0 for count in channels)
    many = voices >= (6 if config.parameter_count <= NEAR_WEIGHTS else 16)
    return ("bfloat16", "int8", "float32") if by_tiles and many else ("int8", "bfloat16", "float32")


def make_sampler(
    config: WavenetConfig,
    weights: Mapping[str, npt.NDArray[np.float32]],
    voices: int,
    *,
    threads: int | None = None,
    precision: SamplerPrecision | None = None,
    device: str = "cpu",
    notices: list[str] | None = None,
) -> Sampler:
    """A sampler for `voices` voices; `threads` of a CPU at most. None for precision: the fastest that sounds equal.

    `device` is "cpu", "cuda" or "cuda:N". `notices` is given a sentence when a slower sampler had to do, which is
    also logged once a process. Raises `EngineError` for a device or a precision that this machine does not have.
    """
    if device != "cpu":
        from generation.torch_sampler import TorchSampler

        require_device(device)
        return TorchSampler(config, weights, voices, device)
    if native_levels():
        return _native(config, weights, voices, threads, precision)
    if precision not in (None, "float32"):
        raise NativeUnavailable(f"Only the native sampler generates in {precision}: build it, or choose float32.")
    if notices is not None:
        notices.append(SLOW_NOTICE)
    _log_once(SLOW_NOTICE)
    from generation.torch_sampler import TorchSampler  # torch takes a second to load, and the native one needs it not

    return TorchSampler(config, weights, voices)


def _native(
    config: WavenetConfig,
    weights: Mapping[str, npt.NDArray[np.float32]],
    voices: int,
    threads: int | None,
    precision: SamplerPrecision | None,
) -> Sampler:
    from generation.native_sampler import NativeSampler

    if precision is not None:
        return NativeSampler(config, weights, voices, threads, precision)
    *faster, last = preferred_precisions(config, voices, native_levels())
    for preferred in faster:
        try:
            return NativeSampler(config, weights, voices, threads, preferred)
        except NativeUnavailable:
            continue
    return NativeSampler(config, weights, voices, threads, last)


@cache
def _log_once(sentence: str) -> None:
    logger.warning(sentence)
