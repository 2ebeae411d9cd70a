"""Twice or four times the rate, and back: half-band filters in polyphase form, with a latency of whole samples.

A half-band filter of 4m + 3 taps has every other tap zero but for the middle one: one of its two phases is a
plain delay, and the other has 2m + 2 taps.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy import signal

from mixing.audio import Audio
from mixing.kernel import kernel

# The first stage passes 20 kHz and rejects what would fold back below it; the second has all the room.
_STEEP = (27, 8.0)  # m, the shape of the Kaiser window
_GENTLE = (5, 8.0)
_CHUNK = 256


class Oversampler:
    """Up to `factor` (2 or 4) times the rate and down again; together later by `latency_samples`."""

    def __init__(self, factor: int, channels: int) -> None:
        self._stages = [_Stage(*_STEEP, channels)]
        self.latency_samples = 2 * _STEEP[0] + 1
        if factor == 4:
            # This stage's way there and back is an odd number of samples at twice the rate: one more makes it even.
            self._stages.append(_Stage(*_GENTLE, channels, later=1))
            self.latency_samples += _GENTLE[0] + 1

    def up(self, block: Audio) -> Audio:
        """From (channels, n) to (channels, factor n)."""
        for stage in self._stages:
            block = stage.up(block)
        return block

    def down(self, block: Audio) -> Audio:
        """From (channels, factor n) to (channels, n)."""
        for stage in reversed(self._stages):
            block = stage.down(block)
        return block


class _Stage:
    def __init__(self, m: int, beta: float, channels: int, later: int = 0) -> None:
        self._taps = _even_taps(m, beta)
        past = 2 * m + 1
        self._before_up = np.zeros((channels, past), np.float32)
        self._before_down = np.zeros((channels, 2 * (past + 1)), np.float32)
        self._late = np.zeros((channels, later), np.float32)

    def up(self, block: Audio) -> Audio:
        audio = np.concatenate([self._before_up, block], axis=1)
        self._before_up = audio[:, block.shape[1] :]
        out = np.empty((block.shape[0], 2 * block.shape[1]), np.float32)
        _up(audio, self._taps, out)
        return out

    def down(self, block: Audio) -> Audio:
        audio = np.concatenate([self._before_down, block], axis=1)
        self._before_down = audio[:, block.shape[1] :]
        out = np.empty((block.shape[0], block.shape[1] // 2), np.float32)
        _down(audio, self._taps, out)
        if self._late.shape[1]:
            late = np.concatenate([self._late, out], axis=1)
            self._late = late[:, out.shape[1] :]
            out = late[:, : out.shape[1]]
        return out


@cache
def _even_taps(m: int, beta: float) -> NDArray[np.float32]:
    """The taps that are not zero, the middle one left out; they sum to one half."""
    taps = signal.firwin(4 * m + 3, 0.5, window=("kaiser", beta))[::2]
    halved: NDArray[np.float32] = (taps * (0.5 / taps.sum())).astype(np.float32)
    return halved


@kernel
def _sums(row: NDArray[np.float32], taps: NDArray[np.float32], sums: NDArray[np.float32]) -> None:
    """sums[k] = Σ taps[t] row[k + t]; four taps at a time, and many sums at once. The taps are symmetrical."""
    sums[:] = np.float32(0.0)
    for t in range(0, taps.shape[0], 4):
        h0, h1, h2, h3 = taps[t], taps[t + 1], taps[t + 2], taps[t + 3]
        # Slices, because an index that is a sum might be negative for all the compiler knows.
        r0, r1, r2, r3 = row[t:], row[t + 1 :], row[t + 2 :], row[t + 3 :]
        for k in range(sums.shape[0]):
            sums[k] += h0 * r0[k] + h1 * r1[k] + h2 * r2[k] + h3 * r3[k]


@kernel
def _up(audio: Audio, taps: NDArray[np.float32], out: Audio) -> None:
    past = taps.shape[0] - 1  # 2m + 1
    samples = audio.shape[1] - past
    sums = np.empty(_CHUNK, np.float32)
    two = np.float32(2.0)
    for channel in range(audio.shape[0]):
        row = audio[channel]
        for at in range(0, samples, _CHUNK):
            length = min(_CHUNK, samples - at)
            _sums(row[at:], taps, sums[:length])
            target, middle = out[channel, 2 * at :], row[at + past // 2 + 1 :]
            for k in range(length):
                target[2 * k] = two * sums[k]
                target[2 * k + 1] = middle[k]


@kernel
def _down(audio: Audio, taps: NDArray[np.float32], out: Audio) -> None:
    past = taps.shape[0]  # pairs of samples before the first
    samples = out.shape[1]
    half = np.float32(0.5)
    even = np.empty(_CHUNK + past, np.float32)
    sums = np.empty(_CHUNK, np.float32)
    for channel in range(audio.shape[0]):
        row = audio[channel]
        for at in range(0, samples, _CHUNK):
            length = min(_CHUNK, samples - at)
            source, middle, target = row[2 * (at + 1) :], row[2 * (at + past // 2) + 1 :], out[channel, at:]
            for k in range(length + past - 1):
                even[k] = source[2 * k]
            _sums(even, taps, sums[:length])
            for k in range(length):
                target[k] = sums[k] + half * middle[2 * k]
