"""Audio as the samples that a network hears and gives: µ-law classes, or 16-bit PCM for a head of logistics."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from generation import mu_law
from generation.architectures.wavenet_config import WavenetConfig

PCM_SCALE = 32_768.0

Samples = npt.NDArray[np.uint8 | np.int16]
Floats = npt.NDArray[np.float32]


def encode(config: WavenetConfig, audio: npt.NDArray[np.floating]) -> Samples:
    """Audio of any shape, full scale ±1 (beyond is clipped), as uint8 classes or int16 PCM."""
    if config.head == "categorical":
        return mu_law.encode(audio, config.quantisation)
    pcm: npt.NDArray[np.int16] = np.clip(np.rint(audio * PCM_SCALE), -PCM_SCALE, PCM_SCALE - 1).astype(np.int16)
    return pcm


def decode(config: WavenetConfig, samples: Samples) -> Floats:
    """The inverse of `encode` up to its quantisation: float32 in ±1."""
    if config.head == "categorical":
        return mu_law.decode(samples.astype(np.uint8, copy=False), config.quantisation)
    return (samples / np.float32(PCM_SCALE)).astype(np.float32)


def silence(config: WavenetConfig) -> int:
    """The sample of digital silence."""
    return mu_law.silence(config.quantisation) if config.head == "categorical" else 0


def empty(config: WavenetConfig, *shape: int) -> Samples:
    """An array for samples of this network, filled with silence."""
    quiet = silence(config)
    return np.full(shape, quiet, np.uint8) if config.head == "categorical" else np.full(shape, quiet, np.int16)
