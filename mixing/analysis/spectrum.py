"""The mean spectrum in bands of a sixth of an octave: the colour of a whole piece."""

import math

import numpy as np
from numpy.typing import NDArray

from mixing.analysis.sparing import looked_at
from mixing.audio import Audio

_SIZE = 8_192
_LOWEST_HZ = 20.0
_BANDS_AN_OCTAVE = 6
_EVERY = 3  # frame that is looked at, and fewer in the long run: a long mean needs no more
_FLOOR = 1e-20


class Spectrum:
    """Averages the power of Hann-windowed frames, every third and later every twelfth, over all channels.

    Calibrated so that a sine of full scale in every channel gives 0 dB in its band.
    """

    def __init__(self, rate_hz: int) -> None:
        self.rate_hz = rate_hz
        self._window = np.hanning(_SIZE + 1)[:-1].astype(np.float32)
        self._rest = np.zeros((0, 0), np.float32)
        self._power = np.zeros(_SIZE // 2 + 1)
        self._frames = 0
        self._passed = 0

    def feed(self, block: Audio) -> None:
        """Take float32 (channels, samples)."""
        waiting = np.concatenate([self._rest, block], axis=1) if self._rest.size else block
        whole = waiting.shape[1] // _SIZE * _SIZE
        self._rest = waiting[:, whole:].copy()
        for number in looked_at(self._passed, whole // _SIZE, _EVERY):
            frame = waiting[:, number * _SIZE : (number + 1) * _SIZE]
            spectrum = np.fft.rfft(frame * self._window)
            self._power += np.square(spectrum.real).sum(axis=0) + np.square(spectrum.imag).sum(axis=0)
            self._frames += len(waiting)
        self._passed += whole // _SIZE

    def power(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """The frequency of every bin, and its mean power: bins add up to a sine's mean square times two."""
        self._finish()
        scale = 4.0 / (np.square(self._window).sum() * _SIZE)
        power: NDArray[np.float64] = self._power * (scale / max(self._frames, 1))
        return np.fft.rfftfreq(_SIZE, 1 / self.rate_hz).astype(np.float64), power

    def result(self) -> tuple[list[float], list[float]]:
        """The bands' middle frequencies in Hz, and their levels in dB (at least -200)."""
        frequencies_hz, power = self.power()
        octaves = math.log2(self.rate_hz / 2.0 / _LOWEST_HZ)
        edges = _LOWEST_HZ * 2.0 ** (np.arange(int(octaves * _BANDS_AN_OCTAVE) + 1) / _BANDS_AN_OCTAVE)
        # A bin's power lies evenly over its width, so narrow bands get their share of it.
        total = np.concatenate([[0.0], np.cumsum(power)])
        width = frequencies_hz[1]
        at = np.interp(edges, np.arange(total.size) * width - width / 2.0, total)
        levels_db = 10.0 * np.log10(np.maximum(np.diff(at), _FLOOR))
        middles = np.sqrt(edges[1:] * edges[:-1])
        return middles.round(1).tolist(), levels_db.round(2).tolist()

    def _finish(self) -> None:
        """A piece shorter than one frame still has a spectrum."""
        if not self._frames and self._rest.size:
            left = (_SIZE - self._rest.shape[1]) // 2
            sound, self._rest = self._rest, self._rest[:, :0]
            self.feed(np.pad(sound, ((0, 0), (left, _SIZE - sound.shape[1] - left))))
