"""Twice or four times the rate, and back: half-band filters in polyphase form, with a latency of whole samples.

A half-band filter of 4m + 3 taps has every other tap zero but for the middle one: one of its two phases is a
plain delay, and the other has 2m + 2 taps. Sound at a higher rate stays in its phases, (channels, factor, samples),
where phase p of sample k is what follows it p steps later: whatever bends each number by itself need not care, and
no filter has to pick every other number out of a row.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from mixing.audio import Audio
from mixing.dsp.windowed import low_pass_taps
from mixing.kernel import kernel

Phases = np.ndarray[tuple[int, int, int], np.dtype[np.float32]]  # (channels, factor, samples)

# The first stage passes 20 kHz and rejects what would fold back below it; the second has all the room.
_STEEP, _STEEP_BETA = 27, 8.0  # m, the shape of the Kaiser window
_GENTLE, _GENTLE_BETA = 5, 8.0
_STEEP_PAST, _GENTLE_PAST = 2 * _STEEP + 2, _GENTLE + 1
_CHUNK = 256


class Oversampler:
    """Up to `factor` (2 or 4) times the rate and down again; together later by `latency_samples`."""

    def __init__(self, factor: int, channels: int) -> None:
        self._factor = factor
        self.latency_samples = 2 * _STEEP + 1
        self._low = _Past((channels,), _STEEP_PAST)
        self._middle = _Past((channels, 2), _GENTLE_PAST)
        self._high = _Past((channels, 4), _GENTLE_PAST)
        self._back = _Past((channels, 2), _STEEP_PAST)
        self._steep = steep_taps()
        self._gentle = gentle_taps()
        if factor == 4:
            # This stage's way there and back is an odd number of samples at twice the rate: one more makes it even.
            self.latency_samples += _GENTLE + 1

    def up(self, block: Audio) -> Phases:
        """From (channels, n) to (channels, factor, n)."""
        twice = np.empty((block.shape[0], 2, block.shape[1]), np.float32)
        _twice(self._low.before(block), self._steep, twice)
        if self._factor == 2:
            return twice
        four_times = np.empty((block.shape[0], 4, block.shape[1]), np.float32)
        _four_times(self._middle.before(twice), self._gentle, four_times)
        return four_times

    def down(self, high: Phases) -> Audio:
        """From (channels, factor, n) to (channels, n)."""
        out = np.empty((high.shape[0], high.shape[2]), np.float32)
        if self._factor == 2:
            _once(self._back.before(high), self._steep, 0, out)
            return out
        twice = np.empty((high.shape[0], 2, high.shape[2]), np.float32)
        _half(self._high.before(high), self._gentle, twice)
        _once(self._back.before(twice), self._steep, 1, out)
        return out


class _Past:
    """The last samples of every row, which a filter needs in front of the next ones."""

    def __init__(self, rows: tuple[int, ...], samples: int) -> None:
        self._held: NDArray[np.float32] = np.zeros((*rows, samples), np.float32)

    def before(self, block: NDArray[np.float32]) -> NDArray[np.float32]:
        whole = np.concatenate([self._held, block], axis=-1)
        self._held = whole[..., block.shape[-1] :]
        return whole


def steep_taps() -> NDArray[np.float32]:
    """Those of the first stage, for whoever compares."""
    return _even_taps(_STEEP, _STEEP_BETA)


def gentle_taps() -> NDArray[np.float32]:
    """Those of the second."""
    return _even_taps(_GENTLE, _GENTLE_BETA)


@cache
def _even_taps(m: int, beta: float) -> NDArray[np.float32]:
    """The taps that are not zero, the middle one left out; they sum to one half."""
    taps = low_pass_taps(4 * m + 3, 0.5, beta)[::2]
    halved: NDArray[np.float32] = (taps * (0.5 / taps.sum())).astype(np.float32)
    return halved


@kernel
def _sums(row: NDArray[np.float32], taps: NDArray[np.float32], sums: NDArray[np.float32]) -> None:
    """sums[k] = Σ taps[t] row[k + t]; eight taps at a time, and many sums at once."""
    sums[:] = np.float32(0.0)
    for t in range(0, taps.shape[0], 8):
        h0, h1, h2, h3 = taps[t], taps[t + 1], taps[t + 2], taps[t + 3]
        h4, h5, h6, h7 = taps[t + 4], taps[t + 5], taps[t + 6], taps[t + 7]
        # Slices, because an index that is a sum might be negative for all the compiler knows.
        r0, r1, r2, r3 = row[t:], row[t + 1 :], row[t + 2 :], row[t + 3 :]
        r4, r5, r6, r7 = row[t + 4 :], row[t + 5 :], row[t + 6 :], row[t + 7 :]
        for k in range(sums.shape[0]):
            first = h0 * r0[k] + h1 * r1[k] + h2 * r2[k] + h3 * r3[k]
            sums[k] += first + h4 * r4[k] + h5 * r5[k] + h6 * r6[k] + h7 * r7[k]


@kernel
def _six(
    even: NDArray[np.float32], odd: NDArray[np.float32], taps: NDArray[np.float32], sums: NDArray[np.float32]
) -> None:
    """sums[k] = Σ taps[2s] even[k + s] + taps[2s + 1] odd[k + s]: the twelve taps of the gentle filter."""
    e0, e1, e2, e3, e4, e5 = even, even[1:], even[2:], even[3:], even[4:], even[5:]
    o0, o1, o2, o3, o4, o5 = odd, odd[1:], odd[2:], odd[3:], odd[4:], odd[5:]
    t0, t1, t2, t3, t4, t5 = taps[0], taps[1], taps[2], taps[3], taps[4], taps[5]
    t6, t7, t8, t9, ta, tb = taps[6], taps[7], taps[8], taps[9], taps[10], taps[11]
    for k in range(sums.shape[0]):
        first = t0 * e0[k] + t1 * o0[k] + t2 * e1[k] + t3 * o1[k] + t4 * e2[k] + t5 * o2[k]
        sums[k] = first + (t6 * e3[k] + t7 * o3[k] + t8 * e4[k] + t9 * o4[k] + ta * e5[k] + tb * o5[k])


@kernel
def _scaled(source: NDArray[np.float32], factor: np.float32, target: NDArray[np.float32]) -> None:
    for k in range(target.shape[0]):
        target[k] = factor * source[k]


@kernel
def _twice(audio: Audio, taps: NDArray[np.float32], out: Phases) -> None:
    """By the steep filter; 2m + 2 samples of the past stand before the block, one more than are needed."""
    samples, two = out.shape[2], np.float32(2.0)
    for channel in range(out.shape[0]):
        row = audio[channel, 1:]
        for at in range(0, samples, _CHUNK):
            stop = min(at + _CHUNK, samples)
            _sums(row[at:], taps, out[channel, 0, at:stop])
            _scaled(out[channel, 0, at:stop], two, out[channel, 0, at:stop])
        _scaled(row[_STEEP + 1 :], np.float32(1.0), out[channel, 1])


@kernel
def _four_times(twice: Phases, taps: NDArray[np.float32], out: Phases) -> None:
    """By the gentle filter; m + 1 of the past stand before each phase."""
    doubled = np.float32(2.0) * taps
    for channel in range(out.shape[0]):
        even, odd = twice[channel, 0, 1:], twice[channel, 1]
        _six(odd, even, doubled, out[channel, 0])
        _scaled(odd[_GENTLE_PAST // 2 :], np.float32(1.0), out[channel, 1])
        _six(even, odd[1:], doubled, out[channel, 2])
        _scaled(even[_GENTLE_PAST // 2 :], np.float32(1.0), out[channel, 3])


@kernel
def _half(high: Phases, taps: NDArray[np.float32], out: Phases) -> None:
    """From four times the rate to twice, later by half a sample in a pair: `_once` makes that whole."""
    half = np.float32(0.5)
    for channel in range(out.shape[0]):
        p0, p1, p2, p3 = high[channel, 0], high[channel, 1], high[channel, 2], high[channel, 3]
        _six(p2, p0[1:], taps, out[channel, 0])
        _add(p1[_GENTLE_PAST // 2 :], half, out[channel, 0])
        _six(p0[1:], p2[1:], taps, out[channel, 1])
        _add(p3[_GENTLE_PAST // 2 :], half, out[channel, 1])


@kernel
def _add(source: NDArray[np.float32], factor: np.float32, target: NDArray[np.float32]) -> None:
    for k in range(target.shape[0]):
        target[k] += factor * source[k]


@kernel
def _once(twice: Phases, taps: NDArray[np.float32], later: int, out: Audio) -> None:
    """From twice the rate to once by the steep filter; `later` by one sample of the higher rate, or by none."""
    samples, half = out.shape[1], np.float32(0.5)
    for channel in range(out.shape[0]):
        filtered = twice[channel, 1] if later else twice[channel, 0, 1:]
        plain = twice[channel, 0] if later else twice[channel, 1]
        for at in range(0, samples, _CHUNK):
            stop = min(at + _CHUNK, samples)
            _sums(filtered[at:], taps, out[channel, at:stop])
            _add(plain[at + _STEEP + 1 :], half, out[channel, at:stop])
