"""Keeping a ceiling in every meter, not in ours alone: the judge of a finished file, and what helps it pass."""

import numpy as np
from scipy import signal

from mixing.audio import CHANNELS, RATE_HZ, Audio, db_to_gain
from mixing.effect import Processor
from mixing.true_peak import TruePeak, strict

_BLOCK_SAMPLES = 8_192
_BAND_HZ = 21_300  # the middle of a slope that is flat to 20.5 kHz and has nothing left at 22.05 kHz
_BAND_TAPS = 255
_HIGH_HZ = 16_000  # below it all interpolators agree to better than 0.01 dB
_HARMLESS = 2e-3  # high content this far under the ceiling cannot move a peak by more than the limiter's margin


class Judge:
    """Measures by the strictest of interpolators, where they could differ at all.

    They differ only in the highest octave-third. Where a block holds next to nothing there, the ordinary
    true peak is as good, and the block is passed over.
    """

    def __init__(self, ceiling_dbtp: float) -> None:
        self._harmless = db_to_gain(ceiling_dbtp) * _HARMLESS
        self._peak = TruePeak(CHANNELS, strict())
        self._filter = signal.ellip(6, 0.5, 60, _HIGH_HZ, "highpass", fs=RATE_HZ, output="sos")
        self._state = np.zeros((len(self._filter), CHANNELS, 2))
        self._last: Audio = np.zeros((CHANNELS, 0), np.float32)
        self._hearing = False

    def feed(self, block: Audio) -> None:
        """Take the next float32 (2, samples) at 44.1 kHz."""
        for at in range(0, block.shape[1], _BLOCK_SAMPLES):
            self._feed(block[:, at : at + _BLOCK_SAMPLES])

    def peak_dbtp(self) -> float:
        """The greatest peak of what was worth hearing; minus infinity where nothing was."""
        return self._peak.peak_dbtp()

    def _feed(self, block: Audio) -> None:
        high, self._state = signal.sosfilt(self._filter, block, axis=1, zi=self._state)
        bright = bool(np.abs(high).max(initial=0.0) > self._harmless)
        if bright or self._hearing:
            # The block before reaches into this one, and this one into the next.
            if not self._hearing:
                self._peak.feed(self._last)
            self._peak.feed(block)
        self._hearing = bright
        self._last = block


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
