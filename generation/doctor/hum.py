"""Finds mains hum: steady lines at 50 or 60 Hz and their multiples."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generation.doctor.frames import SAMPLES_AT_ONCE, Decibels, Mono, decibels, frames, power_of_two, power_spectra

MAINS_HZ = (50, 60)
HARMONICS = 8
STRONGEST = 3
"""Hum is known by its three strongest lines: rectifiers give the even ones, transformers the odd."""
LINE_HZ = 1.0
"""Mains drift by less; the window's own width comes on top."""
WINDOW_BINS = 2
NEIGHBOURS_HZ = 10.0
FRAME_SECONDS = 1.0
FEWEST_FRAMES = 4
"""With fewer the chance peaks of noise pass for lines."""


@dataclass(frozen=True)
class Hum:
    """`over_db`: how far the lines stand over what lies beside them; `share`: their part of all the energy."""

    mains_hz: int
    over_db: float
    share: float


class HumMeter:
    """Takes recordings joined end to end, as training joins them, so that many short ones tell as much as a long one.

    Spectra are averaged in dB: a line that is always there stands out, a voice that passes over it does not.
    """

    def __init__(self, rate_hz: int) -> None:
        self._size = power_of_two(FRAME_SECONDS * rate_hz)
        self._window = np.hanning(self._size).astype(np.float32)
        self._bin_hz = rate_hz / self._size
        self._levels: Decibels = np.zeros(self._size // 2 + 1)
        self._power: Decibels = np.zeros(self._size // 2 + 1)
        self._count = 0
        self._rest: Mono = np.zeros(0, np.float32)

    def feed(self, audio: Mono) -> None:
        for start in range(0, audio.size, SAMPLES_AT_ONCE):
            self._add(audio[start : start + SAMPLES_AT_ONCE])

    def _add(self, audio: Mono) -> None:
        hop = self._size // 2
        joined = np.concatenate([self._rest, audio])
        if joined.size < self._size:
            self._rest = joined
            return
        for some in frames(joined, self._size, hop):
            power = power_spectra(some, self._window, self._size)
            self._levels += decibels(power).sum(axis=0)
            self._power += power.sum(axis=0)
            self._count += len(some)
        self._rest = joined[((joined.size - self._size) // hop + 1) * hop :].copy()

    def result(self) -> Hum | None:
        """The stronger of the two mains; None with less than about three seconds of sound."""
        if self._count < FEWEST_FRAMES:
            return None
        return max((self._mains(mains) for mains in MAINS_HZ), key=lambda hum: hum.over_db)

    def _mains(self, mains_hz: int) -> Hum:
        levels = self._levels / self._count
        reach = WINDOW_BINS + round(LINE_HZ / self._bin_hz)
        beside = reach + round(NEIGHBOURS_HZ / self._bin_hz)
        over, energy = [], 0.0
        for harmonic in range(1, HARMONICS + 1):
            at = round(harmonic * mains_hz / self._bin_hz)
            if at + beside >= levels.size:
                break
            sides = np.r_[levels[max(0, at - beside) : at - reach], levels[at + reach + 1 : at + beside + 1]]
            over.append(float(levels[at - reach : at + reach + 1].max() - np.median(sides)))
            energy += float(self._power[at - reach : at + reach + 1].sum())
        strongest = sorted(over)[-STRONGEST:]
        return Hum(mains_hz, float(np.mean(strongest)), energy / max(float(self._power.sum()), 1e-30))
