"""The highest frequency that really sounds, whatever the file's rate: what resampling and codecs left of it."""

from __future__ import annotations

import numpy as np

from generation.doctor.clipping import Block
from generation.doctor.frames import Decibels, Mono, decibels, frames, power_of_two, power_spectra

FRAME_SECONDS = 0.05
QUIET_POWER = 1e-9
"""-90 dBFS: quieter frames do not show where their spectrum ends."""
DEEPEST_DB = 100.0
"""So far under the loudest part of the spectrum nothing counts as sounding."""
CLIFF_DB = 15.0
"""A low-pass falls by at least so much …"""
CLIFF_SHARE = 0.04
"""… within this share of its frequency to either side …"""
BEYOND_DB = 40.0
"""… down to so far under the loudest: a low vowel that ends early is no low-pass."""
LOWEST_BIN = 8
BLACKMAN_HARRIS = (0.35875, -0.48829, 0.14128, -0.01168)
"""Side lobes at -92 dB (Harris 1978), so that the window hides no floor."""


class LongTermSpectrum:
    """The mean, in dB, of the spectra of all frames that sound; the logarithm keeps a few clicks from filling it."""

    def __init__(self, rate_hz: int) -> None:
        size = max(4 * LOWEST_BIN, power_of_two(FRAME_SECONDS * rate_hz))
        phase = 2.0 * np.pi * np.arange(size) / size
        window = sum(weight * np.cos(order * phase) for order, weight in enumerate(BLACKMAN_HARRIS))
        self._window = np.asarray(window, np.float32)
        self._full_scale = (2.0 / float(self._window.sum())) ** 2
        self._rest: Mono = np.zeros(0, np.float32)
        self._sum: Decibels = np.zeros(size // 2 + 1)
        self._count = 0
        self.frequencies_hz: Decibels = np.arange(size // 2 + 1) * np.float64(rate_hz / size)

    def feed(self, block: Block) -> None:
        """Takes float32 (frames, channels)."""
        mono = np.concatenate([self._rest, block.mean(axis=1, dtype=np.float32)])
        whole = mono.size // self._window.size * self._window.size
        self._rest = mono[whole:].copy()
        self._add(mono[:whole])

    def levels_db(self) -> Decibels | None:
        """Level at each of `frequencies_hz`, 0 dB for a full-scale tone; None where nothing sounds."""
        if self._count == 0:
            self._add(self._rest)
        return self._sum / self._count if self._count else None

    def _add(self, audio: Mono) -> None:
        for some in frames(audio, self._window.size, self._window.size):
            sounding = some[np.square(some).mean(axis=1) > QUIET_POWER]
            power = power_spectra(sounding, self._window, self._window.size)
            self._sum += decibels(power * self._full_scale, -220.0).sum(axis=0)
            self._count += len(sounding)


def bandwidth_hz(levels_db: Decibels, frequencies_hz: Decibels) -> float:
    """Where a long-term spectrum ends: its highest cliff, or without one its highest frequency that is not buried."""
    smooth = _median_over_a_hundredth(levels_db)
    top = int(np.flatnonzero(smooth > smooth.max() - DEEPEST_DB)[-1])
    bins = np.arange(top, LOWEST_BIN, -1)
    reach = np.maximum(3, np.rint(CLIFF_SHARE * bins)).astype(int)
    inside = bins + reach < smooth.size
    bins, reach = bins[inside], reach[inside]
    loudest_above = np.maximum.accumulate(smooth[::-1])[::-1][bins + reach]
    fall = smooth[np.maximum(bins - reach, 0)] - loudest_above
    cliffs = np.flatnonzero((fall >= CLIFF_DB) & (loudest_above <= smooth.max() - BEYOND_DB))
    if cliffs.size == 0:
        return float(frequencies_hz[top])
    at, wide = int(bins[cliffs[0]]), int(reach[cliffs[0]])
    start = max(0, at - 2 * wide)
    edge = smooth[start : at + wide + 1]
    halfway = (edge.max() + smooth[at + wide]) / 2.0
    return float(frequencies_hz[start + int(np.flatnonzero(edge >= halfway)[-1])])


def _median_over_a_hundredth(levels_db: Decibels) -> Decibels:
    """Single tones and holes are no edges."""
    width = max(3, levels_db.size // 100 | 1)
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(levels_db, width // 2, mode="edge"), width)
    smooth: Decibels = np.median(windows, axis=-1)
    return smooth
