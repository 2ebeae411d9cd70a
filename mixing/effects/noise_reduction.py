"""Noise reduction by spectral gating: what hardly rises above the noise is made softer, bin by bin.

The noise is learned as it plays. In each band the median of the spectrum stands for what is everywhere in it,
not for tones; and the lowest that it was within the last second and a half stands for the noise between sounds
(cf. R. Martin, "Noise Power Spectral Density Estimation Based on Optimal Smoothing and Minimum Statistics",
IEEE Trans. Speech and Audio Processing 9 (2001)).
"""

import math
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from mixing.audio import CHANNELS, Audio, Doubles
from mixing.dsp.overlap import Overlap, hann
from mixing.effect import Effect, Processor, parameter
from mixing.kernel import kernel

_SIZE, _HOP = 2_048, 512
_WINDOW = hann(_SIZE).astype(np.float32)
_BINS = _SIZE // 2 + 1
_PLACES = np.log(np.arange(_BINS) + 1.0)
_BANDS = 26
_SMALLEST = 8  # bins in a band
_AVERAGE_SECONDS = 0.06
_PARTS, _PART_SECONDS = 6, 0.25  # of the time within which the lowest is taken
_MEDIAN_TO_MEAN = 1.0 / math.log(2.0)
_LOWEST_TO_MEAN = 1.35  # how far the lowest of the averages lies under their mean, in steady noise
_KNEE_DB = 6.0
_MOST_RISE_DB = 24.0
_AT_ONCE = 0.4  # a single frame counts as much as this share of an average
_FLOOR = 1e-18


class NoiseReduction(Effect):
    """Lowers steady noise (hiss, hum of a room) under everything that stands out from it."""

    category: ClassVar[str] = "repair"
    presets: ClassVar[dict[str, dict[str, float]]] = {
        "Gentle": {"reduction_db": 8.0, "threshold_db": 5.0},
        "Field recording": {"reduction_db": 14.0, "threshold_db": 7.0, "release_ms": 160.0},
        "Only what stands out": {"reduction_db": 36.0, "threshold_db": 12.0, "release_ms": 60.0},
    }

    reduction_db: float = parameter(12.0, 0, 40, "dB", title="Reduction")
    threshold_db: float = parameter(6.0, 0, 24, "dB", title="Above the noise")
    release_ms: float = parameter(100.0, 10, 1_000, "ms", "log", title="Release")

    def processor(self, sample_rate_hz: int, channels: int = CHANNELS) -> Processor:
        return _NoiseReduction(self, sample_rate_hz, channels)


class _NoiseReduction(Processor):
    def __init__(self, settings: NoiseReduction, rate_hz: int, channels: int) -> None:
        self._settings = settings
        self._frame_seconds = _HOP / rate_hz
        self._overlap = Overlap(channels, _SIZE, _HOP, self._frame)
        self.latency_samples = self._overlap.latency_samples
        self.tail_seconds = _SIZE / rate_hz
        self._edges = _edges()
        self._middles = np.log(0.5 * (self._edges[1:] + self._edges[:-1]) + 1.0)
        self._average = np.full(_BINS, _FLOOR)
        self._levels = np.full(len(self._edges) - 1, -1.0)  # each band's smoothed median; below 0 before the first
        self._lowest = np.full((_PARTS, len(self._edges) - 1), np.inf)
        self._gains_db = np.zeros(_BINS)
        self._frames = 0

    def update(self, effect: NoiseReduction) -> None:
        self._settings = effect  # the frames overlap, and so do the settings

    def process(self, block: Audio) -> Audio:
        return self._overlap.process(block)

    def _frame(self, heard: Audio) -> Audio:
        spectra = np.fft.rfft(heard * _WINDOW, axis=1)
        average = math.exp(-self._frame_seconds / _AVERAGE_SECONDS)
        release = math.exp(-self._frame_seconds * 1000.0 / self._settings.release_ms)
        frames_a_part = max(1, round(_PART_SECONDS / self._frame_seconds))
        part = self._frames // frames_a_part % _PARTS
        if self._frames % frames_a_part == 0:
            self._lowest[part] = np.inf
        self._frames += 1
        power = np.sum(spectra.real**2 + spectra.imag**2, axis=0) + _FLOOR
        _medians(power, self._edges, average, self._levels)
        self._lowest[part] = np.minimum(self._lowest[part], self._levels)
        level_db = 10.0 * np.log10(self._lowest.min(axis=0) * _MEDIAN_TO_MEAN * _LOWEST_TO_MEAN)
        # Below the middle of the lowest band the noise goes on rising as it rose, as that of rooms and wind does.
        rise_db = (level_db[0] - level_db[1]) / (self._middles[1] - self._middles[0]) * self._middles[0]
        level_db = np.concatenate([[level_db[0] + min(max(rise_db, 0.0), _MOST_RISE_DB)], level_db])
        limit_db = np.interp(_PLACES, np.concatenate([[0.0], self._middles]), level_db) + self._settings.threshold_db
        gains = np.empty(_BINS, np.float32)
        _gate(power, (average, release), limit_db, self._settings.reduction_db, self._average, self._gains_db, gains)
        frame = np.asarray(np.fft.irfft(spectra * gains, axis=1) * _WINDOW, np.float32)
        return frame


def _edges() -> NDArray[np.int64]:
    """Where bands begin and end, in bins: as wide as the ear's, but never too narrow for a median."""
    edges = [0]
    for edge in np.geomspace(_SMALLEST, _BINS, _BANDS):
        if edge - edges[-1] >= _SMALLEST:
            edges.append(int(edge))
    edges[-1] = _BINS
    return np.array(edges)


@kernel
def _medians(power: Doubles, edges: NDArray[np.int64], average: float, levels: Doubles) -> None:
    for band in range(levels.shape[0]):
        ordered = np.sort(power[edges[band] : edges[band + 1]])
        median = ordered[ordered.shape[0] // 2]
        levels[band] = median if levels[band] < 0.0 else average * levels[band] + (1.0 - average) * median


@kernel
def _gate(
    power: Doubles,
    paces: tuple[float, float],
    limit_db: Doubles,
    reduction_db: float,
    average: Doubles,
    gains_db: Doubles,
    gains: NDArray[np.float32],
) -> None:
    """What each bin is multiplied by: it opens at once and closes at its own pace."""
    average_pace, release = paces
    bins = power.shape[0]
    for k in range(bins):
        average[k] = average_pace * average[k] + (1.0 - average_pace) * power[k]
    for k in range(bins):
        low, high = max(k - 1, 0), min(k + 1, bins - 1)
        steady = average[low] + average[k] + average[high]
        now = power[low] + power[k] + power[high]
        over_db = 10.0 * math.log10(max(steady, _AT_ONCE * now) / 3.0) - limit_db[k]
        wanted_db = -reduction_db * min(max(1.0 - over_db / _KNEE_DB, 0.0), 1.0)
        pace = 0.0 if wanted_db > gains_db[k] else release
        gains_db[k] = pace * gains_db[k] + (1.0 - pace) * wanted_db
        gains[k] = np.float32(math.exp(gains_db[k] * math.log(10.0) / 20.0))
