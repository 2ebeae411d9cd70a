"""True peak: the greatest value of the waveform between its samples, by interpolation at 16 times the rate.

ITU-R BS.1770-5 annex 2 asks for at least four times; at 16 times what is left unseen is below 0.05 dB even
for a tone at the Nyquist frequency. The interpolator is a Kaiser-windowed sinc, flat to 0.48 of the rate.

Most samples are far from the peak. A cheap bound rules them out before anything is interpolated, so that the
full resolution is paid for near the peak alone, and the result is the same as if it were paid everywhere.

Interpolators differ in what they do to the highest tenth of the spectrum, and on full-band noise their peaks
differ by up to a decibel. A ceiling should hold on any player and in any meter: `strict()` is the greatest of
the ideal interpolator and of those in common use.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from mixing.audio import Audio, Doubles, gain_to_db
from mixing.kernel import kernel

PHASES = 16

_CHUNK = 32
_MAGNITUDE = np.int32(0x7FFFFFFF)  # of a float's bits, all but the sign
_OTHERS_BOUND = 0.63
_LONG = 64
# A band-limited wave falls from its peak no faster than a cosine (S. Bernstein), and is seen at half or at quarter
# points: its peak is at most 1/cos(π/4) = 1.414 and 1/cos(π/8) = 1.083 times those. Interpolators leave a little more.
_HALVES_BOUND = 1.55
_QUARTERS_BOUND = 1.15


@dataclass(frozen=True)
class Detector:
    """Finds peaks between samples as the greatest of one or more interpolators.

    weights: each (16, taps): row p gives the value p/16 of a sample after the middle one of `taps` samples. The
    first is asked everywhere, and keeps the samples as they are; the others where the first is within 4 dB of the
    floor, more than they can differ.
    """

    weights: tuple[NDArray[np.float32], ...]

    @property
    def taps(self) -> int:
        """How many samples a value between two samples depends on, half of them on either side."""
        return max(len(weights[0]) for weights in self.weights)

    def envelope(self, audio: Audio, floor: float, skip: int = 0) -> NDArray[np.float32]:
        """The greatest magnitude, over channels, from each sample to the next.

        audio: (channels, skip + n + taps), of which the n samples from skip + taps/2 - 1 on are asked about. Values
        at or above `floor` are exact; below it they may read as low as the samples themselves. Returns (n,).
        """
        near = floor * _OTHERS_BOUND if self.weights[1:] else floor
        envelope = self.by_the_first(audio, near, skip)
        self.refine(audio, envelope, near, floor, skip)
        return envelope

    def by_the_first(self, audio: Audio, floor: float, skip: int = 0) -> NDArray[np.float32]:
        """The same by the first interpolator alone."""
        audio = np.ascontiguousarray(audio)
        envelope = np.zeros(max(audio.shape[1] - skip - self.taps, 0), np.float32)
        first = self.weights[0]
        sum_of_weights = float(np.abs(first).sum(axis=1).max())
        quiet, nearby = np.array([floor / sum_of_weights, floor / _HALVES_BOUND], np.float32).view(np.int32).tolist()
        _envelope(audio, skip + self._spare(first), first, np.float32(floor), quiet, nearby, envelope)
        return envelope

    def refine(self, audio: Audio, envelope: NDArray[np.float32], near: float, floor: float, skip: int = 0) -> None:
        """Ask the other interpolators where the first one reaches `near`; raises what it found there in place.

        Exact at or above `floor`, as `envelope`.
        """
        candidates = np.flatnonzero(envelope >= near) if self.weights[1:] else np.zeros(0, np.int64)
        if candidates.size:
            audio = np.ascontiguousarray(audio)
            for weights in self.weights[1:]:
                _refine(audio, skip + self._spare(weights), weights, candidates, np.float32(floor), envelope)

    def _spare(self, weights: NDArray[np.float32]) -> int:
        """How many samples a shorter interpolator leaves out before those that it needs."""
        return (self.taps - len(weights[0])) // 2


@cache
def standard() -> Detector:
    """For meters."""
    return Detector((_interpolator(96, 0.5, _kaiser(8.0)),))


@cache
def common() -> Detector:
    """For limiting so that the meters in common use agree."""
    return Detector(
        (
            *standard().weights,
            _interpolator(256, 0.478, _kaiser(9.0)),  # as soxr: flat to 0.456, nothing left at 0.5
            _interpolator(20, 0.5, _kaiser(5.0)),  # as scipy.signal.resample_poly
            _interpolator(12, 0.5, lambda x: 0.5 + 0.5 * np.cos(np.pi * x)),  # as libebur128 and short FIR meters
        )
    )


@cache
def strict() -> Detector:
    """For promises: those in common use, and a nearly ideal one, flat to 0.497 of the rate."""
    return Detector((*common().weights, _interpolator(512, 0.5, _kaiser(5.0))))


def _kaiser(beta: float) -> Callable[[Doubles], Doubles]:
    def window(x: Doubles) -> Doubles:
        shape: Doubles = np.i0(beta * np.sqrt(1.0 - x**2)) / np.i0(beta)
        return shape

    return window


def _interpolator(taps: int, cutoff: float, window: Callable[[Doubles], Doubles]) -> NDArray[np.float32]:
    """A windowed sinc; cutoff as a share of the rate, the window over -1 … 1."""
    fraction = np.arange(PHASES)[:, None] / PHASES
    distance = np.arange(taps)[None, :] - (taps // 2 - 1) - fraction
    weights = 2.0 * cutoff * np.sinc(2.0 * cutoff * distance) * window(np.clip(2.0 * distance / taps, -1.0, 1.0))
    normalised: NDArray[np.float32] = (weights * (PHASES / weights.sum())).astype(np.float32)
    return normalised


@kernel
def _dot(one: NDArray[np.float32], other: NDArray[np.float32]) -> np.float32:
    total = np.float32(0.0)
    for k in range(one.shape[0]):
        total += one[k] * other[k]
    return total


@kernel
def _envelope(
    audio: Audio,
    skip: int,
    weights: NDArray[np.float32],
    floor: np.float32,
    quiet: int,
    nearby: int,
    envelope: NDArray[np.float32],
) -> None:
    """Chunk by chunk: the samples themselves, the quarters between them where those may count, and all that lies
    between two quarters where that may reach the floor."""
    samples, taps = envelope.shape[0], weights.shape[1]
    lead, quarter = taps // 2 - 1, weights.shape[0] // 4
    chunks = (samples + taps + _CHUNK - 1) // _CHUNK
    loudest = np.empty(chunks, np.int32)
    quarters = np.empty((3, _CHUNK), np.float32)
    for channel in range(audio.shape[0]):
        row = audio[channel, skip : skip + samples + taps]
        bits = row.view(np.int32)
        for chunk in range(chunks):
            loudest[chunk] = _loudest(bits[chunk * _CHUNK : min((chunk + 1) * _CHUNK, bits.shape[0])])
        _raise_to_samples(bits[lead : lead + samples + 1], envelope.view(np.int32))
        around = (taps - 1) // _CHUNK + 1
        for start in range(0, samples, _CHUNK):
            first = start // _CHUNK
            if _loudest(loudest[first : min(first + around + 1, chunks)]) < quiet:
                continue
            stop = min(start + _CHUNK, samples)
            some = row[start : stop + taps]
            _halves(some, weights[2 * quarter], quarters[1, : stop - start])
            loud = max(
                _loudest(bits[start + lead : stop + lead + 1]), _loudest(quarters[1, : stop - start].view(np.int32))
            )
            if loud < nearby:
                for k in range(start, stop):
                    envelope[k] = max(envelope[k], quarters[1, k - start])
                continue
            _quarters(some, weights[quarter], quarters[:, : stop - start])
            for k in range(start, stop):
                envelope[k] = _peak(row[k : k + taps + 1], weights, quarters[:, k - start], floor, envelope[k])


@kernel
def _refine(
    audio: Audio,
    skip: int,
    weights: NDArray[np.float32],
    candidates: NDArray[np.int64],
    floor: np.float32,
    envelope: NDArray[np.float32],
) -> None:
    taps = weights.shape[1]
    quarters = np.empty(5, np.float32)
    for k in candidates:
        for channel in range(audio.shape[0]):
            samples = audio[channel, skip + k : skip + k + taps + 1]
            if taps >= _LONG:
                envelope[k] = _peak_of_long(samples, weights, quarters, floor, envelope[k])
            else:  # what a short one draws is not band-limited: its quarters would tell too little
                for phase in range(weights.shape[0]):
                    envelope[k] = max(envelope[k], abs(_dot(weights[phase], samples[:taps])))


@kernel
def _peak_of_long(
    samples: NDArray[np.float32],
    weights: NDArray[np.float32],
    quarters: NDArray[np.float32],
    floor: np.float32,
    peak: np.float32,
) -> np.float32:
    """As `_peak`, of an interpolator that does not keep the samples as they are; `quarters` is room to work in."""
    taps, quarter = weights.shape[1], weights.shape[0] // 4
    bound = np.float32(_QUARTERS_BOUND)
    near = np.float32(0.0)
    for number in range(4):
        quarters[number] = abs(_dot(weights[number * quarter], samples[:taps]))
        near = max(near, quarters[number])
    quarters[4] = abs(_dot(weights[0], samples[1:]))
    if max(near, quarters[4]) * bound <= max(floor, peak):
        return peak
    peak = max(peak, near)
    for number in range(4):
        if max(quarters[number], quarters[number + 1]) * bound > max(floor, peak):
            for phase in range(number * quarter + 1, (number + 1) * quarter):
                peak = max(peak, abs(_dot(weights[phase], samples[:taps])))
    return peak


@kernel
def _loudest(bits: NDArray[np.int32]) -> int:
    """The greatest magnitude among floats, as their bits: without their signs these lie in the order of the numbers,
    and comparisons of integers go many at once."""
    loudest = np.int32(0)
    for k in range(bits.shape[0]):
        loudest = max(loudest, bits[k] & _MAGNITUDE)
    return int(loudest)


@kernel
def _raise_to_samples(bits: NDArray[np.int32], envelope: NDArray[np.int32]) -> None:
    """The sample on either side of each interval, as bits."""
    after = bits[1:]
    for k in range(envelope.shape[0]):
        envelope[k] = max(envelope[k], max(bits[k] & _MAGNITUDE, after[k] & _MAGNITUDE))


@kernel
def _halves(row: NDArray[np.float32], weights: NDArray[np.float32], values: NDArray[np.float32]) -> None:
    """The magnitudes halfway between samples, whose weights are symmetrical; many samples at once."""
    last = weights.shape[0] - 1
    values[:] = np.float32(0.0)
    for t in range(0, last // 2, 4):
        w0, w1, w2, w3 = weights[t], weights[t + 1], weights[t + 2], weights[t + 3]
        # Slices, because an index that is a sum might be negative for all the compiler knows.
        a0, a1, a2, a3 = row[t:], row[t + 1 :], row[t + 2 :], row[t + 3 :]
        b0, b1, b2, b3 = row[last - t :], row[last - t - 1 :], row[last - t - 2 :], row[last - t - 3 :]
        for k in range(values.shape[0]):
            values[k] += w0 * (a0[k] + b0[k]) + w1 * (a1[k] + b1[k]) + w2 * (a2[k] + b2[k]) + w3 * (a3[k] + b3[k])
    for k in range(values.shape[0]):
        values[k] = abs(values[k])


@kernel
def _quarters(row: NDArray[np.float32], weights: NDArray[np.float32], values: NDArray[np.float32]) -> None:
    """The magnitudes one and three quarters after samples, in rows 0 and 2. Their weights are mirror images: with even
    and odd parts of both, each sample is looked at once."""
    last, half = weights.shape[0] - 1, np.float32(0.5)
    one, three = values[0], values[2]
    one[:], three[:] = np.float32(0.0), np.float32(0.0)
    for t in range(0, last // 2, 2):
        e0, o0 = half * (weights[t] + weights[last - t]), half * (weights[t] - weights[last - t])
        e1, o1 = half * (weights[t + 1] + weights[last - t - 1]), half * (weights[t + 1] - weights[last - t - 1])
        a0, a1, b0, b1 = row[t:], row[t + 1 :], row[last - t :], row[last - t - 1 :]
        for k in range(one.shape[0]):
            one[k] += e0 * (a0[k] + b0[k]) + e1 * (a1[k] + b1[k])
            three[k] += o0 * (a0[k] - b0[k]) + o1 * (a1[k] - b1[k])
    for k in range(one.shape[0]):
        even, odd = one[k], three[k]
        one[k], three[k] = abs(even + odd), abs(even - odd)


@kernel
def _peak(
    samples: NDArray[np.float32],
    weights: NDArray[np.float32],
    quarters: NDArray[np.float32],
    floor: np.float32,
    peak: np.float32,
) -> np.float32:
    """The peak from one sample to the next: at the quarters, and between two of them if it may lie there."""
    phases, taps = weights.shape
    lead, quarter = taps // 2 - 1, phases // 4
    bound = np.float32(_QUARTERS_BOUND)
    peak = max(peak, max(quarters[0], max(quarters[1], quarters[2])))
    if peak * bound <= floor:
        return peak
    for number in range(4):
        before = quarters[number - 1] if number else abs(samples[lead])
        after = quarters[number] if number < 3 else abs(samples[lead + 1])
        if max(before, after) * bound > max(floor, peak):
            for phase in range(number * quarter + 1, (number + 1) * quarter):
                peak = max(peak, abs(_dot(weights[phase], samples[:taps])))
    return peak


class TruePeak:
    """The true peak of a stream of blocks, the sample peak included."""

    def __init__(self, channels: int, detector: Detector | None = None) -> None:
        self._detector = detector or standard()
        self._peak = 0.0
        self._recent = np.zeros((channels, self._detector.taps), np.float32)

    def feed(self, block: Audio) -> None:
        """Take the next float32 (channels, samples)."""
        audio = np.concatenate([self._recent, block], axis=1)
        envelope = self._detector.envelope(audio, max(self._peak, 1e-9))
        self._peak = max(self._peak, float(envelope.max(initial=0.0)))
        self._recent = audio[:, audio.shape[1] - self._detector.taps :]

    def peak(self) -> float:
        """The greatest magnitude so far, the ringing after the last sample included (linear)."""
        audio = np.pad(self._recent, ((0, 0), (0, self._detector.taps)))
        envelope = self._detector.envelope(audio, max(self._peak, 1e-9))
        return max(self._peak, float(envelope.max(initial=0.0)))

    def peak_dbtp(self) -> float:
        """The same in dBTP; minus infinity for silence."""
        return gain_to_db(self.peak())
