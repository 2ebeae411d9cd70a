"""Curves that bend a wave, run at four times the rate so that what they add does not fold back."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mixing.audio import CHANNELS, Audio, Doubles
from mixing.dsp.glide import Glide, glided
from mixing.dsp.oversampling import Oversampler, Phases
from mixing.effect import CONTROL_SAMPLES
from mixing.kernel import kernel

SOFT, HARD, FOLD = 0, 1, 2

_FACTOR = 4
_SINE = np.sin(2.0 * np.pi * np.arange(256) / 256).astype(np.float32)
_LONGEST = 8_192  # samples at a time: what is oversampled stays in the cache


class Shaper:
    """level * (curve(drive * x + bias) - curve(bias)), for a curve and three numbers that may move."""

    def __init__(self, curve: int, drive: float, bias: float, level: float, channels: int = CHANNELS) -> None:
        self.curve = curve
        self._glide = Glide([drive, bias, level])
        self._oversampler = Oversampler(_FACTOR, channels)
        self.latency_samples = self._oversampler.latency_samples

    def update(self, values: ArrayLike) -> None:
        """Move to another drive, bias and level."""
        self._glide.to(values)

    def process(self, block: Audio) -> Audio:
        """Float32 (channels, n) in and out, later by the latency."""
        parts = [self._part(block[:, at : at + _LONGEST]) for at in range(0, block.shape[1], _LONGEST)]
        return parts[0] if len(parts) == 1 else np.concatenate([block[:, :0], *parts], axis=1)

    def _part(self, block: Audio) -> Audio:
        high = self._oversampler.up(block)
        glide = self._glide
        _shape(high, self.curve, glide.start, glide.target, glide.at)
        glide.passed(block.shape[1])
        return self._oversampler.down(high)


def evenly_loud(curve: int, drive: float, bias: float, reference: float) -> float:
    """The level at which a sine of amplitude `reference` leaves the curve as loud as it came."""
    bent = (np.float32(reference) * _SINE)[None, None]
    values = np.array([drive, bias, 1.0])
    _shape(bent, curve, values, values, CONTROL_SAMPLES)
    return float(reference / np.sqrt(2.0) / bent.std(dtype=np.float64))


@kernel
def _tanh(x: np.float32) -> np.float32:
    """Lambert's continued fraction, cut where it reaches 1; within 1e-4 of the hyperbolic tangent."""
    x = min(max(x, np.float32(-4.97)), np.float32(4.97))
    s = x * x
    above = x * (np.float32(135135.0) + s * (np.float32(17325.0) + s * (np.float32(378.0) + s)))
    below = np.float32(135135.0) + s * (np.float32(62370.0) + s * (np.float32(3150.0) + s * np.float32(28.0)))
    return above / below


@kernel
def _bent(curve: int, x: np.float32) -> np.float32:
    if curve == SOFT:
        return _tanh(x)
    if curve == HARD:
        return min(max(x, np.float32(-1.0)), np.float32(1.0))
    # A triangle wave of its input: turns back at ±1.
    turn = x * np.float32(0.25) + np.float32(0.25)
    return np.float32(np.float32(1.0) - np.float32(4.0) * abs(turn - np.floor(turn) - np.float32(0.5)))


@kernel
def _row(row: NDArray[np.float32], curve: int, drive: np.float32, bias: np.float32, level: np.float32) -> None:
    offset = _bent(curve, bias)
    if curve == SOFT:
        for k in range(row.shape[0]):
            row[k] = level * (_tanh(drive * row[k] + bias) - offset)
    else:
        for k in range(row.shape[0]):
            row[k] = level * (_bent(curve, drive * row[k] + bias) - offset)


@kernel
def _shape(high: Phases, curve: int, start: Doubles, target: Doubles, at: int) -> None:
    values = target.copy()
    moving = min(max(CONTROL_SAMPLES - at, 0), high.shape[2])
    for channel in range(high.shape[0]):
        for k in range(moving):
            glided(start, target, at + k, values)
            drive, bias, level = np.float32(values[0]), np.float32(values[1]), np.float32(values[2])
            for phase in range(high.shape[1]):
                _row(high[channel, phase, k : k + 1], curve, drive, bias, level)
        drive, bias, level = np.float32(target[0]), np.float32(target[1]), np.float32(target[2])
        for phase in range(high.shape[1]):
            _row(high[channel, phase, moving:], curve, drive, bias, level)
