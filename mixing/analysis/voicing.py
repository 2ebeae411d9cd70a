"""How voiced a sound is, from 0 (noise) to 1 (a steady voice)."""

import numpy as np
from numpy.typing import NDArray

from mixing.analysis.frames import Framer, Frames
from mixing.audio import Audio

FRAME_SECONDS = 0.128  # long enough that noise stays under 0.2, short enough for a gliding voice
PITCH_HZ = (80.0, 320.0)
BAND_HZ = (60.0, 3000.0)  # where the pitch and the formants of a voice are
GATE_DB = 40.0  # frames quieter than the loudest by this are pauses


class Voicing:
    """Mean height of the autocorrelation's greatest peak between 80 and 320 Hz, over the frames that sound.

    The autocorrelation of the windowed frame is divided by the window's own (Boersma 1993), so that a periodic
    sound comes out at 1 whatever its pitch; a maximum at the rim of the range is a slope, not a period.
    """

    def __init__(self, rate_hz: int) -> None:
        self.rate_hz = rate_hz
        frame = round(FRAME_SECONDS * rate_hz)
        self._framer = Framer(frame)
        self._window = np.hanning(frame).astype(np.float32)
        self._size = 1 << int(np.ceil(np.log2(2 * frame)))
        frequencies_hz = np.fft.rfftfreq(self._size, 1 / rate_hz)
        self._band = (frequencies_hz >= BAND_HZ[0]) & (frequencies_hz <= BAND_HZ[1])
        self._lags = slice(int(rate_hz / PITCH_HZ[1]) - 1, int(np.ceil(rate_hz / PITCH_HZ[0])) + 2)
        spectrum = np.square(np.abs(np.fft.rfft(self._window, self._size)))
        self._own = np.fft.irfft(spectrum, self._size)[self._lags] / np.sum(np.square(self._window))
        self._heights: list[NDArray[np.float64]] = []
        self._powers: list[NDArray[np.float64]] = []

    def feed(self, block: Audio) -> None:
        """Take float32 (channels, frames)."""
        self._add(self._framer.feed(block))

    def result(self) -> float | None:
        """None where nothing sounds."""
        self._add(self._framer.finish())
        powers = np.concatenate([np.zeros(0), *self._powers])
        heights = np.concatenate([np.zeros(0), *self._heights])
        loudest = powers.max(initial=0.0)
        if loudest <= 0:
            return None
        sounding = powers > loudest * 10 ** (-GATE_DB / 10)
        return float(np.clip(heights[sounding].mean(), 0.0, 1.0))

    def _add(self, frames: Frames) -> None:
        for some in np.array_split(frames, max(1, len(frames) // 64)):
            spectrum = np.fft.rfft(some * self._window, self._size)
            power = np.where(self._band, np.square(np.abs(spectrum)), 0.0)
            correlation = np.fft.irfft(power, self._size)
            energy = correlation[:, 0]
            inner = correlation[:, self._lags] / np.maximum(energy, 1e-20)[:, np.newaxis] / self._own
            is_peak = (inner[:, 1:-1] >= inner[:, :-2]) & (inner[:, 1:-1] > inner[:, 2:])
            self._heights.append(np.where(is_peak, inner[:, 1:-1], 0.0).max(axis=1, initial=0.0))
            self._powers.append(energy.copy())  # a view would hold all of the correlation, for hours of sound
