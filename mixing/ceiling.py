"""Keeping a ceiling in every meter, not in ours alone: the judge of a finished file, and what helps it pass."""

import numpy as np
from numpy.typing import NDArray
from scipy import signal

from mixing.audio import CHANNELS, RATE_HZ, Audio, db_to_gain, gain_to_db
from mixing.effect import Processor
from mixing.true_peak import strict

_BLOCK_SAMPLES = 8_192
_BAND_HZ = 21_300  # the middle of a slope that is flat to 20.5 kHz and has nothing left at 22.05 kHz
_BAND_TAPS = 255
_HIGH_HZ = 16_000  # below it all interpolators agree to better than 0.01 dB
_FAR_UNDER = 4.0  # times a sample that no interpolated peak reaches
_DIFFERENT = 0.63  # interpolators differ by less than these 4 dB
_HARMLESS = 2e-3  # high content this far under the ceiling cannot move a peak by more than the limiter's margin


class Judge:
    """Measures by the strictest of interpolators where they could differ at all, and by the ordinary one everywhere.

    They differ only in the highest octave-third: where that holds next to nothing, the ordinary true peak is as
    good. Where a sound is far under the ceiling nobody has to look.
    """

    def __init__(self, ceiling_dbtp: float) -> None:
        self._detector = strict()
        self._brightness = Brightness(ceiling_dbtp)
        self._recent = np.zeros((CHANNELS, self._detector.taps), np.float32)
        self._ordinary, self._strictest = 0.0, 0.0
        self._was_bright = False

    def feed(self, block: Audio) -> None:
        """Take the next float32 (2, samples) at 44.1 kHz."""
        for at in range(0, block.shape[1], _BLOCK_SAMPLES):
            part = block[:, at : at + _BLOCK_SAMPLES]
            bright = self._brightness.share(part) > _HARMLESS
            self._hear(part, closely=bright or self._was_bright)  # this block's end is heard with the next one
            self._was_bright = bright

    def peak_dbtp(self) -> float:
        """The true peak as meters have it; minus infinity for silence."""
        self._finish()
        return gain_to_db(self._ordinary)

    def strictest_dbtp(self) -> float:
        """The greatest peak of all interpolators."""
        self._finish()
        return gain_to_db(max(self._ordinary, self._strictest))

    def _hear(self, part: Audio, *, closely: bool) -> None:
        audio = np.concatenate([self._recent, part], axis=1)
        self._recent = audio[:, audio.shape[1] - self._detector.taps :]
        near = _DIFFERENT * max(self._strictest, self._ordinary)
        floor = max(min(self._ordinary, near) if closely else self._ordinary, 1e-9)
        envelope = self._detector.by_the_first(audio, floor)
        self._ordinary = max(self._ordinary, float(envelope.max(initial=0.0)))
        if closely:
            self._detector.refine(audio, envelope, max(near, 1e-9), max(self._strictest, self._ordinary, 1e-9))
            self._strictest = max(self._strictest, float(envelope.max(initial=0.0)))

    def _finish(self) -> None:
        """What rings on after the last sample."""
        if self._recent.any():
            self._hear(np.zeros((CHANNELS, self._detector.taps), np.float32), closely=self._was_bright)


class Brightness:
    """How much of a block's level lies where interpolators differ, as a share of the ceiling."""

    def __init__(self, ceiling_dbtp: float, far_under: float = _FAR_UNDER) -> None:
        """Blocks whose loudest sample is so many times under the ceiling do not count."""
        self._ceiling, self._far_under = db_to_gain(ceiling_dbtp), far_under
        self._filter = signal.ellip(6, 0.5, 60, _HIGH_HZ, "highpass", fs=RATE_HZ, output="sos")
        self._state: NDArray[np.float64] | None = None
        self._last: Audio = np.zeros((CHANNELS, 0), np.float32)

    def share(self, block: Audio) -> float:
        """Of the next block; 0 where it is too soft to come near the ceiling anyhow."""
        loudest = float(max(block.max(initial=0.0), -block.min(initial=0.0)))
        if loudest * self._far_under < self._ceiling:
            self._state, self._last = None, block
            return 0.0
        if self._state is None:
            self._state = np.zeros((len(self._filter), CHANNELS, 2))
            if self._last.size:
                _, self._state = signal.sosfilt(self._filter, self._last, axis=1, zi=self._state)
        high, self._state = signal.sosfilt(self._filter, block, axis=1, zi=self._state)
        return float(np.abs(high).max(initial=0.0)) / self._ceiling


class BandLimit(Processor):
    """Removes what lies at the very edge of the spectrum, inaudible, where no two meters agree on a peak."""

    latency_samples = _BAND_TAPS // 2

    def __init__(self) -> None:
        self._taps = signal.firwin(_BAND_TAPS, _BAND_HZ, window=("kaiser", 6.0), fs=RATE_HZ)
        self._history: Audio = np.zeros((CHANNELS, _BAND_TAPS - 1), np.float32)

    def process(self, block: Audio) -> Audio:
        """Float32 (2, samples) in and out, later by the latency."""
        audio = np.concatenate([self._history, block], axis=1)
        self._history = audio[:, block.shape[1] :]
        filtered: Audio = signal.oaconvolve(audio, self._taps[None, :], mode="valid", axes=1).astype(np.float32)
        return filtered
