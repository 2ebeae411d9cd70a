"""Pitch shift of a running track, keeping its time, by moving the peaks of the spectrum.

Source: J. Laroche, M. Dolson, "New Phase-Vocoder Techniques for Pitch-Shifting, Harmonizing and Other Exotic
Effects", WASPAA 1999: every peak moves with the region around it, whose phases stay locked to the peak's. Both
sides move by the same peaks and phases, so that the place of a sound stays. Clips have a better, slower way.
"""

import math
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from mixing.audio import CHANNELS, Audio, Doubles
from mixing.dsp.overlap import Overlap, hann
from mixing.effect import Effect, Processor, parameter
from mixing.kernel import kernel

_SIZE, _HOP = 4_096, 1_024
_WINDOW = hann(_SIZE)
_TURN = 2.0 * math.pi


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
        spectra: NDArray[np.complex128] = np.fft.rfft(heard * _WINDOW, axis=1)
        shifted = np.zeros_like(spectra)
        _shift(spectra, self._ratio, self._before, self._phases, shifted)
        frame: Audio = (np.fft.irfft(shifted, axis=1) * _WINDOW).astype(np.float32)
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
    bins = spectra.shape[1]
    power, phase = np.zeros(bins), np.zeros(bins)
    _loudest(spectra, power, phase)
    now = phases.copy()
    begin, peak = 0, _next_peak(power, 0)
    while peak < bins:
        following = _next_peak(power, peak + 1)
        stop = bins
        if following < bins:
            stop = peak + 1 + np.argmin(power[peak + 1 : following + 1])
        # The true frequency of the peak, in radians a hop, from how far its phase went.
        expected = _TURN * _HOP / _SIZE * peak
        away = phase[peak] - before[peak] - expected
        away -= _TURN * math.floor(away / _TURN + 0.5)
        goal = math.floor(peak * ratio + 0.5)
        if goal < bins:
            rotation = phases[goal] + ratio * (expected + away) - phase[peak] if ratio != 1.0 else 0.0
            rotation -= _TURN * math.floor(rotation / _TURN)
            _move(spectra, (begin, stop), goal - peak, rotation, shifted)
            for k in range(max(begin, peak - goal), min(stop, bins + peak - goal)):
                now[k + goal - peak] = phase[k] + rotation
        begin, peak = stop, following
    phases[:] = now
    before[:] = phase


@kernel
def _loudest(spectra: NDArray[np.complex128], power: Doubles, phase: Doubles) -> None:
    """The power of all channels by bin, and the phase of the loudest of them."""
    for k in range(power.shape[0]):
        loudest = 0.0
        for channel in range(spectra.shape[0]):
            own = spectra[channel, k].real ** 2 + spectra[channel, k].imag ** 2
            power[k] += own
            if own > loudest:
                loudest = own
                phase[k] = math.atan2(spectra[channel, k].imag, spectra[channel, k].real)


@kernel
def _move(
    spectra: NDArray[np.complex128],
    region: tuple[int, int],
    by: int,
    rotation: float,
    shifted: NDArray[np.complex128],
) -> None:
    """Add a region of bins, turned, so many bins higher."""
    factor = complex(math.cos(rotation), math.sin(rotation))
    begin, stop = max(region[0], -by), min(region[1], spectra.shape[1] - by)
    for channel in range(spectra.shape[0]):
        for k in range(begin, stop):
            shifted[channel, k + by] += spectra[channel, k] * factor


@kernel
def _next_peak(power: Doubles, k: int) -> int:
    while k < power.shape[0] and not _peak(power, k):
        k += 1
    return k


@kernel
def _peak(power: Doubles, k: int) -> bool:
    """Louder than two neighbours on either side."""
    here = power[k]
    if here <= 0.0:
        return False
    for away in range(1, 3):
        if (k >= away and power[k - away] > here) or (k + away < power.shape[0] and power[k + away] >= here):
            return False
    return True
