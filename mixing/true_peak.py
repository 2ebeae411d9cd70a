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
_OTHERS_BOUND = 0.63
_LONG = 64
_QUARTERS_BOUND = 1.15  # the peak of a band-limited wave is at most 1/cos(π/8) = 1.083 times its quarter points


@dataclass(frozen=True)
class Detector:
    """Finds peaks between samples as the greatest of one or more interpolators.

    weights: each (16, taps): row p gives the value p/16 of a sample after the middle one of `taps` samples. The
    first is asked everywhere; the others where the first is within 4 dB of the floor, more than they can differ.
    """

    weights: tuple[NDArray[np.float32], ...]

    @property
    def taps(self) -> int:
        """How many samples a value between two samples depends on, half of them on either side."""
        return max(len(weights[0]) for weights in self.weights)

    def envelope(self, audio: Audio, floor: float) -> NDArray[np.float32]:
        """The greatest magnitude, over channels, from each sample to the next.

        audio: (channels, n + taps), of which the n samples from taps/2 - 1 on are asked about. Values at or
        above `floor` are exact; below it they may read as low as the samples themselves. Returns (n,).
        """
        near = floor * _OTHERS_BOUND if self.weights[1:] else floor
        envelope = self.by_the_first(audio, near)
        self.refine(audio, envelope, near, floor)
        return envelope

    def by_the_first(self, audio: Audio, floor: float) -> NDArray[np.float32]:
        """The same by the first interpolator alone."""
        envelope = np.zeros(max(audio.shape[1] - self.taps, 0), np.float32)
        first = self.weights[0]
        sum_of_weights = float(np.abs(first).sum(axis=1).max())
        _envelope(self._around(audio, first), first, np.float32(floor), np.float32(floor / sum_of_weights), envelope)
        return envelope

    def refine(self, audio: Audio, envelope: NDArray[np.float32], near: float, floor: float) -> None:
        """Ask the other interpolators where the first one reaches `near`; raises what it found there in place.

        Exact at or above `floor`, as `envelope`.
        """
        candidates = np.flatnonzero(envelope >= near) if self.weights[1:] else np.zeros(0, np.int64)
        if candidates.size:
            for weights in self.weights[1:]:
                _refine(self._around(audio, weights), weights, candidates, np.float32(floor), envelope)

    def _around(self, audio: Audio, weights: NDArray[np.float32]) -> Audio:
        """The samples that a shorter interpolator needs."""
        spare = (self.taps - weights.shape[1]) // 2
        return np.ascontiguousarray(audio[:, spare : audio.shape[1] - spare])


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
    audio: Audio, weights: NDArray[np.float32], floor: np.float32, quiet: np.float32, envelope: NDArray[np.float32]
) -> None:
    samples, taps, lead = envelope.shape[0], weights.shape[1], weights.shape[1] // 2 - 1
    for channel in range(audio.shape[0]):
        row = audio[channel]
        for start in range(0, samples, _CHUNK):
            stop = min(start + _CHUNK, samples)
            loud = _loudest(row[start : stop + taps]) >= quiet
            for k in range(start, stop):
                peak = max(abs(row[k + lead]), abs(row[k + lead + 1]))
                if loud:
                    peak = max(peak, _between(row[k : k + taps], weights, floor))
                envelope[k] = max(envelope[k], peak)


@kernel
def _refine(
    audio: Audio,
    weights: NDArray[np.float32],
    candidates: NDArray[np.int64],
    floor: np.float32,
    envelope: NDArray[np.float32],
) -> None:
    phases, taps = weights.shape
    for k in candidates:
        peak = envelope[k]
        for channel in range(audio.shape[0]):
            samples = audio[channel, k : k + taps]
            if taps >= _LONG:  # what a short one draws is not band-limited: its quarters would tell too little
                near = abs(_dot(weights[0], audio[channel, k + 1 : k + 1 + taps]))
                for phase in range(0, phases, phases // 4):
                    near = max(near, abs(_dot(weights[phase], samples)))
                if near * np.float32(_QUARTERS_BOUND) <= max(floor, peak):
                    continue
            for phase in range(phases):
                peak = max(peak, abs(_dot(weights[phase], samples)))
        envelope[k] = peak


@kernel
def _loudest(samples: NDArray[np.float32]) -> np.float32:
    loudest = np.float32(0.0)
    for k in range(samples.shape[0]):
        loudest = max(loudest, abs(samples[k]))
    return loudest


@kernel
def _between(samples: NDArray[np.float32], weights: NDArray[np.float32], floor: np.float32) -> np.float32:
    """The peak from one sample to the next: at the quarters, and everywhere if it may reach the floor."""
    phases = weights.shape[0]
    peak = np.float32(0.0)
    for phase in range(0, phases, phases // 4):
        peak = max(peak, abs(_dot(weights[phase], samples)))
    if peak * np.float32(_QUARTERS_BOUND) > floor:
        for phase in range(1, phases):
            peak = max(peak, abs(_dot(weights[phase], samples)))
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
