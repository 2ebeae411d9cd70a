"""Keeping a ceiling in every meter, not in ours alone: the judge of a finished file, and what helps it pass."""

import numpy as np
from numpy.typing import NDArray

from mixing.audio import CHANNELS, RATE_HZ, Audio, db_to_gain, gain_to_db
from mixing.biquads import Cascade
from mixing.dsp.windowed import low_pass_taps
from mixing.effect import Processor
from mixing.kernel import kernel
from mixing.true_peak import strict

_BLOCK_SAMPLES = 8_192
_BAND_HZ = 21_300  # the middle of a slope that is flat to 20.5 kHz and has nothing left at 22.05 kHz
_BAND_TAPS = 255
_CHUNK = 256
# What is below 16 kHz all interpolators agree on to better than 0.01 dB. An elliptic high-pass of the sixth order at
# 44.1 kHz, with 0.5 dB of ripple above and 60 dB less below, as rows (b0, b1, b2, a1, a2).
_ABOVE_16_KHZ = (
    (0.005993601133904611, -0.007646056540232172, 0.0059936011339046125, 1.4075632515991707, 0.5457444933505207),
    (1.0, 0.3445020282537005, 0.9999999999999999, 1.295276138269693, 0.7390951717210854),
    (1.0, 0.7858509811809667, 0.9999999999999998, 1.24118957554006, 0.9228028243255513),
)
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
        self._sections = [np.array(section) for section in _ABOVE_16_KHZ]
        self._filter: Cascade | None = None
        self._last: Audio = np.zeros((CHANNELS, 0), np.float32)

    def share(self, block: Audio) -> float:
        """Of the next block; 0 where it is too soft to come near the ceiling anyhow."""
        loudest = float(max(block.max(initial=0.0), -block.min(initial=0.0)))
        if loudest * self._far_under < self._ceiling:
            self._filter, self._last = None, block
            return 0.0
        if self._filter is None:
            self._filter = Cascade(self._sections, CHANNELS)
            self._filter.process(self._last)
        high = self._filter.process(block)
        return float(max(high.max(initial=0.0), -high.min(initial=0.0))) / self._ceiling


class BandLimit(Processor):
    """Removes what lies at the very edge of the spectrum, inaudible, where no two meters agree on a peak."""

    latency_samples = _BAND_TAPS // 2

    def __init__(self) -> None:
        taps = low_pass_taps(_BAND_TAPS, 2.0 * _BAND_HZ / RATE_HZ, 6.0)
        # One half and the middle: the taps are symmetrical. With nothing before the first there are whole fours.
        self._taps = np.concatenate([[0.0], taps[: _BAND_TAPS // 2 + 1]]).astype(np.float32)
        self._history: Audio = np.zeros((CHANNELS, _BAND_TAPS), np.float32)

    def process(self, block: Audio) -> Audio:
        """Float32 (2, samples) in and out, later by the latency."""
        audio = np.concatenate([self._history, block, np.zeros((CHANNELS, 1), np.float32)], axis=1)
        self._history = audio[:, block.shape[1] : -1]
        filtered = np.empty((CHANNELS, block.shape[1]), np.float32)
        _filtered(audio, self._taps, filtered)
        return filtered


@kernel
def _filtered(audio: Audio, taps: NDArray[np.float32], out: Audio) -> None:
    """Four taps and their mirror images at a time, and many samples at once."""
    middle = taps.shape[0] - 1
    for channel in range(audio.shape[0]):
        for at in range(0, out.shape[1], _CHUNK):
            row, sums = audio[channel, at:], out[channel, at : at + _CHUNK]
            # Slices, because an index that is a sum might be negative for all the compiler knows.
            centre = row[middle:]
            for k in range(sums.shape[0]):
                sums[k] = taps[middle] * centre[k]
            for t in range(0, middle, 4):
                h0, h1, h2, h3 = taps[t], taps[t + 1], taps[t + 2], taps[t + 3]
                a0, a1, a2, a3 = row[t:], row[t + 1 :], row[t + 2 :], row[t + 3 :]
                b0, b1 = row[2 * middle - t :], row[2 * middle - t - 1 :]
                b2, b3 = row[2 * middle - t - 2 :], row[2 * middle - t - 3 :]
                for k in range(sums.shape[0]):
                    outer = h0 * (a0[k] + b0[k]) + h1 * (a1[k] + b1[k])
                    sums[k] += outer + h2 * (a2[k] + b2[k]) + h3 * (a3[k] + b3[k])
