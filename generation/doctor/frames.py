"""Cuts audio into overlapping frames, some at a time, so that a long recording needs little memory."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from scipy.fft import rfft

Mono = npt.NDArray[np.float32]
"""Audio of shape (samples,), full scale ±1."""
Decibels = npt.NDArray[np.float64]

SAMPLES_AT_ONCE = 1 << 19


def frames(audio: Mono, frame_samples: int, hop_samples: int) -> Iterator[Mono]:
    """Views of shape (some, frame_samples), of half a million samples at most; a recording shorter than one frame is
    padded with silence."""
    if 0 < audio.size < frame_samples:
        audio = np.pad(audio, (0, frame_samples - audio.size))
    if audio.size == 0:
        return
    every = np.lib.stride_tricks.sliding_window_view(audio, frame_samples)[::hop_samples]
    at_once = max(1, SAMPLES_AT_ONCE // frame_samples)
    for start in range(0, len(every), at_once):
        yield every[start : start + at_once]


def power_spectra(some: Mono, window: Mono, size: int) -> npt.NDArray[np.float32]:
    """|X|² of windowed frames, zero-padded to a size: shape (frames, size // 2 + 1), up to half the rate."""
    spectra = rfft(some * window, size)
    powers: npt.NDArray[np.float32] = np.square(spectra.real) + np.square(spectra.imag)
    return powers


def decibels(power: npt.NDArray[np.floating], floor_db: float = -200.0) -> Decibels:
    """Power (mean square of full scale 1) in dB, never under the floor."""
    levels: Decibels = 10.0 * np.log10(np.maximum(power, 10.0 ** (floor_db / 10.0), dtype=np.float64))
    return levels


def power_of_two(samples: float) -> int:
    """The least power of two that is no less: lengths that Fourier transforms are quick at."""
    return 1 << max(0, int(np.ceil(np.log2(samples))))
