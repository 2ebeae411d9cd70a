"""Pitch shift of a running track, keeping its time, by moving the peaks of the spectrum.

Source: J. Laroche, M. Dolson, "New Phase-Vocoder Techniques for Pitch-Shifting, Harmonizing and Other Exotic
Effects", WASPAA 1999: every peak moves with the region around it, whose phases stay locked to the peak's. Both
sides move by the same peaks and phases, so that the place of a sound stays. Clips have a better, slower way.
"""

import math
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from scipy import fft

from mixing.audio import CHANNELS, Audio, Doubles
from mixing.dsp.overlap import Overlap, hann
from mixing.effect import Effect, Processor, parameter
from mixing.kernel import kernel

_SIZE, _HOP = 4_096, 1_024
_WINDOW = hann(_SIZE)


class PitchShift(Effect):
    """Makes the sound higher or lower while it keeps its time."""

    category: ClassVar[str] = "modulation"
    presets: ClassVar[dict[str, dict[str, float]]] = {
        "Octave down": {"semitones": -12.0},
        "Octave up": {"semitones": 12.0},
        "A fifth up": {"semitones": 7.0},
        "Giant": {"semitones": -5.0},
    }

    semitones: float = parameter(0.0, -24, 24, "st", title="Semitones")
    cents: float = parameter(0.0, -100, 100, "ct", title="Cents")

    def processor(self, sample_rate_hz: int, channels: int = CHANNELS) -> Processor:
        return _PitchShift(self, sample_rate_hz, channels)

    @property
    def ratio(self) -> float:
        """By what frequencies are multiplied."""
        return float(2.0 ** ((self.semitones + self.cents / 100.0) / 12.0))


class _PitchShift(Processor):
    def __init__(self, settings: PitchShift, rate_hz: int, channels: int) -> None:
        self._ratio = settings.ratio
        self._overlap = Overlap(channels, _SIZE, _HOP, self._frame)
        self.latency_samples = self._overlap.latency_samples
        self.tail_seconds = _SIZE / rate_hz  # a frame's echo of what it holds
        self._phases = np.zeros(_SIZE // 2 + 1)  # by which each bin's peak was turned in the last frame
        self._before = np.zeros(_SIZE // 2 + 1)  # the input's phases in the last frame

    def update(self, effect: PitchShift) -> None:
        self._ratio = effect.ratio

    def process(self, block: Audio) -> Audio:
        return self._overlap.process(block)

    def _frame(self, heard: Audio) -> Audio:
        spectra: NDArray[np.complex128] = fft.rfft(heard * _WINDOW, axis=1)
        shifted = np.zeros_like(spectra)
        _shift(spectra, self._ratio, self._before, self._phases, shifted)
        frame: Audio = (fft.irfft(shifted, axis=1) * _WINDOW).astype(np.float32)
        return frame


@kernel
def _shift(
    spectra: NDArray[np.complex128],
    ratio: float,
    before: Doubles,
    phases: Doubles,
    shifted: NDArray[np.complex128],
) -> None:
    """before: the input's phase a frame ago; phases: the output's; both by bin."""
    channels, bins = spectra.shape
    power = np.zeros(bins)
    phase = np.zeros(bins)
    for k in range(bins):
        loudest, total = 0.0, 0.0
        for channel in range(channels):
            own = spectra[channel, k].real ** 2 + spectra[channel, k].imag ** 2
            total += own
            if own > loudest:
                loudest = own
                phase[k] = math.atan2(spectra[channel, k].imag, spectra[channel, k].real)
        power[k] = total
    now = phases.copy()
    turn = 2.0 * math.pi
    advance = turn * _HOP / _SIZE
    begin, k = 0, 0
    while k < bins:
        # The next peak: louder than two neighbours on either side.
        while k < bins and not _peak(power, k):
            k += 1
        if k >= bins:
            break
        end = k + 1
        lowest = k + 1
        while end < bins and not _peak(power, end):
            if end < bins and power[end] < power[min(lowest, bins - 1)]:
                lowest = end
            end += 1
        stop = bins if end >= bins else max(lowest, k + 1)
        # The true frequency of the peak, in radians a hop, from how far its phase went.
        away = phase[k] - before[k] - advance * k
        away -= turn * math.floor(away / turn + 0.5)
        goal = int(math.floor(k * ratio + 0.5))
        if goal < bins:
            reached = phases[goal] + ratio * (advance * k + away)
            reached -= turn * math.floor(reached / turn)
            rotation = reached - phase[k] if ratio != 1.0 else 0.0
            factor = complex(math.cos(rotation), math.sin(rotation))
            for j in range(begin, stop):
                to = j + goal - k
                if 0 <= to < bins:
                    for channel in range(channels):
                        shifted[channel, to] += spectra[channel, j] * factor
                    now[to] = phase[j] + rotation
        begin = stop
        k = end
    phases[:] = now
    before[:] = phase


@kernel
def _peak(power: Doubles, k: int) -> bool:
    here = power[k]
    if here <= 0.0:
        return False
    for away in range(1, 3):
        if (k >= away and power[k - away] > here) or (k + away < power.shape[0] and power[k + away] >= here):
            return False
    return True
