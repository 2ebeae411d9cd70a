"""The highest frequency that really sounds, whatever the file's rate: what resampling and codecs left of it."""

import numpy as np
from numpy.typing import NDArray

from mixing.analysis.frames import Framer, Frames
from mixing.analysis.sparing import looked_at
from mixing.audio import Audio

Spectrum = NDArray[np.float64]

FRAME_SECONDS = 0.05
QUIET_POWER = 1e-9  # mean square under -90 dBFS: too quiet to show where its spectrum ends
DEEPEST_DB = 100.0  # under the loudest part of the spectrum nothing counts as sounding
EDGE_DB = 15.0  # a filter's edge falls by at least so much …
EDGE_SHARE = 0.04  # … within this share of its frequency to either side
BEYOND_DB = 40.0  # what lies beyond an edge is so far under the loudest: a low vowel alone is no low-pass
FLOOR_DB = -220.0
BLACKMAN_HARRIS = (0.35875, -0.48829, 0.14128, -0.01168)  # side lobes at -92 dB (Harris 1978): they hide no floor


class Bandwidth:
    """Averages the logarithmic spectrum of all frames that sound, and looks for the edge where it ends.

    A resampler's or codec's low-pass is a cliff: the level on its upper side stays far under that on its lower
    side. Where there is none, the bandwidth is the highest frequency within 100 dB of the loudest.
    The mean of logarithms keeps a few clicks, which sound at all frequencies, from hiding the cliff.
    """

    def __init__(self, rate_hz: int, every: int = 1) -> None:
        """Looks at every so many-th frame, and in the long run at fewer: where a whole piece's spectrum ends shows in a
        part of it."""
        self.rate_hz, self._every, self._passed = rate_hz, every, 0
        size = 1 << int(np.ceil(np.log2(FRAME_SECONDS * rate_hz)))
        self._framer = Framer(size)
        phase = 2 * np.pi * np.arange(size) / size
        terms = [weight * np.cos(order * phase) for order, weight in enumerate(BLACKMAN_HARRIS)]
        self._window = np.sum(terms, axis=0).astype(np.float32)
        self._sum = np.zeros(size // 2 + 1)
        self._count = 0

    def feed(self, block: Audio) -> None:
        """Take float32 (channels, frames)."""
        frames = self._framer.feed(block)
        self._add(frames if self._every == 1 else frames[looked_at(self._passed, len(frames), self._every)])
        self._passed += len(frames)

    def result(self) -> float | None:
        """In hertz; None where nothing sounds."""
        self._add(self._framer.finish())
        if not self._count:
            return None
        level_db = self._sum / self._count
        frequencies_hz = np.linspace(0, self.rate_hz / 2, level_db.size)
        return edge_hz(level_db, frequencies_hz)

    def _add(self, frames: Frames) -> None:
        sounding = frames[np.square(frames).mean(axis=1) > QUIET_POWER]
        for some in np.array_split(sounding, max(1, len(sounding) // 64)):
            spectrum = np.fft.rfft(some * self._window)
            power = np.square(spectrum.real) + np.square(spectrum.imag)
            self._sum += 10 * np.log10(power + 10 ** (FLOOR_DB / 10)).sum(axis=0)
        self._count += len(sounding)


def edge_hz(level_db: Spectrum, frequencies_hz: Spectrum) -> float:
    """Where a spectrum ends: its highest cliff, or the highest frequency that is not buried."""
    smooth = _smoothed(level_db)
    nyquist_hz = frequencies_hz[-1]
    step_hz = frequencies_hz[1]
    buried_db = smooth.max() - DEEPEST_DB
    sounding = np.flatnonzero(smooth > buried_db)
    top = int(sounding[-1])
    best = frequencies_hz[top]
    greatest_above = np.maximum.accumulate(smooth[::-1])[::-1]
    for index in range(top, 8, -1):
        at_hz = frequencies_hz[index]
        reach = max(3, round(EDGE_SHARE * at_hz / step_hz))
        if at_hz + reach * step_hz > nyquist_hz:
            continue
        below, above = smooth[index - reach], greatest_above[index + reach]
        if below - above >= EDGE_DB and above <= smooth.max() - BEYOND_DB:
            return _middle(smooth, frequencies_hz, index, reach)
    return float(best)


def _middle(smooth: Spectrum, frequencies_hz: Spectrum, index: int, reach: int) -> float:
    """Where, around the edge, the level passes halfway between its two sides."""
    start = max(0, index - 2 * reach)
    span = smooth[start : index + reach + 1]
    halfway = (span.max() + smooth[index + reach]) / 2
    over = np.flatnonzero(span >= halfway)
    return float(frequencies_hz[start + int(over[-1])])


def _smoothed(level_db: Spectrum) -> Spectrum:
    """The median over 1 % of the spectrum: single tones and holes are no edges."""
    width = max(3, level_db.size // 100 | 1)
    padded = np.pad(level_db, width // 2, mode="edge")
    windows = np.lib.stride_tricks.sliding_window_view(padded, width)
    return np.asarray(np.median(windows, axis=-1))
