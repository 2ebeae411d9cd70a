"""Chooses the sampler for a machine: native where it was built, a GPU's where one is asked for, else torch's."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from functools import cache

import numpy as np
import numpy.typing as npt

from generation.architectures.wavenet_config import WavenetConfig
from generation.devices import require_device
from generation.native.library import NativeUnavailable, native_levels
from generation.precision import SamplerPrecision
from generation.sampler import Sampler

PREFERRED: tuple[SamplerPrecision, ...] = ("int8", "bfloat16", "float32")
"""What None means: the first that the processor has. The same for any number of voices, so that a voice is the same
beside others. Judged on trained weights: held-out speech costs 2.815 nats in each, and int8 adds 0.00015
(docs/one-speaker)."""
SLOW_NOTICE = (
    "The native sampler is not built on this machine, so generating takes many times longer: "
    "install a C++ compiler, then install Overhear again."
)

logger = logging.getLogger(__name__)


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
    for preferred in PREFERRED[:-1]:
        try:
            return NativeSampler(config, weights, voices, threads, preferred)
        except NativeUnavailable:
            continue
    return NativeSampler(config, weights, voices, threads, PREFERRED[-1])


@cache
def _log_once(sentence: str) -> None:
    logger.warning(sentence)
