"""Rounding to whole numbers of bits without distortion: triangular dither, plain or with shaped noise.

Two uniform random numbers of one step each make the mean and the power of the error independent of the
signal. For 16 bits the error is fed back through the nine-tap filter of R. A. Wannamaker, "Psychoacoustically
Optimal Noise Shaping", J. Audio Eng. Soc. 40 (1992), which moves the noise out of the ear's most sensitive
range into the highest octave (designed for 44.1 kHz).
"""

import numpy as np
from numpy.typing import NDArray

from mixing.audio import Audio, Doubles
from mixing.kernel import kernel

WANNAMAKER = (2.412, -3.370, 3.937, -4.174, 3.353, -2.205, 1.281, -0.569, 0.0847)
SHAPED_NOISE_STEPS = 32.0  # a bound on how far shaped dither moves a sample, in steps
PLAIN_NOISE_STEPS = 2.0

_DEAD_SILENT_SAMPLES = 4096


class Dither:
    """Rounds a stream of blocks to integers; the same seed gives the same noise, whatever the blocks."""

    def __init__(self, bits: int, channels: int, seed: int, *, shaped: bool) -> None:
        self.steps = float(2 ** (bits - 1))
        self._seed, self._drawn = seed, 0
        self._filter = np.array(WANNAMAKER if shaped else (), np.float64)
        self._errors = np.zeros((channels, len(self._filter)))
        self._zeros = np.zeros(channels, np.int64)

    def quantise(self, block: Audio) -> NDArray[np.int32]:
        """Round float32 (channels, samples) at full scale ±1 to int32 of the same shape at ±2^(bits - 1).

        Digital silence that lasts stays digital silence: where there is nothing to round there is no error.
        """
        # Of each sample's own number, so that the noise does not depend on the division into blocks.
        noise = np.empty((block.shape[1], block.shape[0], 2), np.float32)
        draw(self._seed, self._drawn, noise.reshape(-1))
        self._drawn += noise.size
        out = np.empty(block.shape, np.int32)
        _quantise(np.ascontiguousarray(block), noise, self._filter, self._errors, self._zeros, self.steps, out)
        return out


@kernel
def draw(seed: int, first: int, noise: NDArray[np.float32]) -> None:
    """Uniform numbers from 0 up to 1, each a mixture of the bits of its place: many at once, and none waits for the
    one before it. The mixing is that of a 32-bit integer hash by multiplications and shifts (C. Wellons, 2018)."""
    start = np.uint32(first & 0xFFFFFFFF)
    key = np.uint32((seed * 0x9E3779B1 + (first >> 32) * 0x85EBCA77) & 0xFFFFFFFF)
    for k in range(noise.shape[0]):
        x = np.uint32(start + np.uint32(k)) ^ key
        x = np.uint32((x ^ (x >> np.uint32(17))) * np.uint32(0xED5AD4BB))
        x = np.uint32((x ^ (x >> np.uint32(11))) * np.uint32(0xAC4C1B51))
        x = np.uint32((x ^ (x >> np.uint32(15))) * np.uint32(0x31848BAB))
        x = np.uint32(x ^ (x >> np.uint32(14)))
        noise[k] = np.float32(np.int32(x >> np.uint32(8))) * np.float32(1.0 / 16777216.0)


@kernel
def _quantise(
    block: Audio,
    noise: NDArray[np.float32],
    weights: Doubles,
    errors: Doubles,
    zeros: NDArray[np.int64],
    steps: float,
    out: NDArray[np.int32],
) -> None:
    shaped, channels = weights.shape[0] > 0, block.shape[0]
    # Nine numbers in registers: an array that moves by one with each sample takes three times as long. And two
    # channels at a time: each rounding waits for the one before it, but not for the other channel's.
    w0, w1, w2, w3, w4, w5, w6, w7, w8 = _nine(weights)
    for channel in range(0, channels, 2):
        other = min(channel + 1, channels - 1)  # an odd channel is its own partner
        e0, e1, e2, e3, e4, e5, e6, e7, e8 = _nine(errors[channel])
        f0, f1, f2, f3, f4, f5, f6, f7, f8 = _nine(errors[other])
        still, quiet = zeros[channel], zeros[other]
        for k in range(block.shape[1]):
            x, y = block[channel, k], block[other, k]
            still = still + 1 if x == 0.0 else 0
            quiet = quiet + 1 if y == 0.0 else 0
            back = w1 * e1 + w2 * e2 + w3 * e3 + w4 * e4 + w5 * e5 + w6 * e6 + w7 * e7 + w8 * e8
            behind = w1 * f1 + w2 * f2 + w3 * f3 + w4 * f4 + w5 * f5 + w6 * f6 + w7 * f7 + w8 * f8
            wanted = (np.float64(x) * steps - back) - w0 * e0
            asked = (np.float64(y) * steps - behind) - w0 * f0
            rounded = _rounded(wanted, noise[k, channel, 0], noise[k, channel, 1], steps)
            taken = _rounded(asked, noise[k, other, 0], noise[k, other, 1], steps)
            e8, e7, e6, e5, e4, e3, e2, e1 = e7, e6, e5, e4, e3, e2, e1, e0
            f8, f7, f6, f5, f4, f3, f2, f1 = f7, f6, f5, f4, f3, f2, f1, f0
            # Where the signal clips, the error says nothing of the rounding and would build up.
            e0 = min(max(rounded - wanted, -2.0), 2.0)
            f0 = min(max(taken - asked, -2.0), 2.0)
            if still > _DEAD_SILENT_SAMPLES:
                rounded = e0 = e1 = e2 = e3 = e4 = e5 = e6 = e7 = e8 = 0.0
            if quiet > _DEAD_SILENT_SAMPLES:
                taken = f0 = f1 = f2 = f3 = f4 = f5 = f6 = f7 = f8 = 0.0
            out[channel, k], out[other, k] = np.int32(rounded), np.int32(taken)
        zeros[channel], zeros[other] = still, quiet
        if shaped:
            errors[other, :] = (f0, f1, f2, f3, f4, f5, f6, f7, f8)
            errors[channel, :] = (e0, e1, e2, e3, e4, e5, e6, e7, e8)


@kernel
def _rounded(wanted: float, one: np.float32, other: np.float32, steps: float) -> float:
    triangle = np.float64(one) - np.float64(other)
    rounded: float = min(max(np.floor(wanted + triangle + 0.5), -steps), steps - 1.0)
    return rounded


@kernel
def _nine(numbers: Doubles) -> tuple[float, float, float, float, float, float, float, float, float]:
    """The taps of a filter of nine, or of none."""
    if numbers.shape[0] == 0:
        return 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    n = numbers
    return n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7], n[8]
