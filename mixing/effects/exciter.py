"""Exciter: new high frequencies out of those that are there.

What lies above a frequency goes through a polynomial, which adds its second to fifth harmonics, and is laid
over the sound. Source of the antialiasing: J. D. Parker, V. Zavalishin, E. Le Bivic, "Reducing the Aliasing of
Nonlinear Waveshaping Using Continuous-Time Convolution", DAFx-16 (2016): the curve's antiderivative between
samples in place of the curve at samples; with twice the rate around it. For a polynomial the difference
quotient of the antiderivative has a closed form without a division.
"""

from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from mixing.audio import CHANNELS, Audio, Doubles, db_to_gain
from mixing.biquads import Cascade, butterworth_qs, high_pass
from mixing.dsp.delay import Late
from mixing.dsp.glide import Glide, glided
from mixing.dsp.oversampling import Oversampler, Phases
from mixing.effect import CONTROL_SAMPLES, Effect, Processor, parameter
from mixing.kernel import kernel

_FACTOR = 2
_LONGEST = 8_192  # samples at a time: what is oversampled stays in the cache
_STRETCH = 64


class Exciter(Effect):
    """Brightens a dull sound with new harmonics above a frequency."""

    category: ClassVar[str] = "colour"
    presets: ClassVar[dict[str, dict[str, float]]] = {
        "Babbling": {"frequency_hz": 2_500.0, "drive_db": 15.0, "amount_db": -10.0, "even": 0.6},
        "Air over an 8 kHz recording": {"frequency_hz": 3_800.0, "drive_db": 20.0, "amount_db": -8.0, "even": 0.8},
        "Presence": {"frequency_hz": 1_800.0, "drive_db": 9.0, "amount_db": -14.0, "even": 0.3},
    }

    frequency_hz: float = parameter(3_000.0, 500, 10_000, "Hz", "log", title="Excite above")
    drive_db: float = parameter(12.0, 0, 36, "dB", title="Drive")
    even: float = parameter(0.5, 0, 1, title="Odd to even harmonics")
    amount_db: float = parameter(-12.0, -60, 6, "dB", title="Amount")

    def processor(self, sample_rate_hz: int, channels: int = CHANNELS) -> Processor:
        return _Exciter(self, sample_rate_hz, channels)

    def above(self, rate_hz: int, sections: int) -> list[Doubles]:
        """A high-pass at the frequency."""
        return [high_pass(self.frequency_hz, q, rate_hz) for q in butterworth_qs(sections)]

    def bending(self) -> tuple[float, float, float]:
        """The drive, and the weights of the even and of the odd polynomial."""
        amount = db_to_gain(self.amount_db)
        return db_to_gain(self.drive_db), amount * self.even, amount * (1.0 - self.even)


class _Exciter(Processor):
    def __init__(self, settings: Exciter, rate_hz: int, channels: int) -> None:
        self._rate_hz = rate_hz
        self._before = Cascade(settings.above(rate_hz, 2), channels, rate_hz)
        self._after = Cascade(settings.above(rate_hz, 2), channels, rate_hz)
        self._oversampler = Oversampler(_FACTOR, channels)
        self._glide = Glide(settings.bending())
        self._last = np.zeros(channels)
        self.latency_samples = self._oversampler.latency_samples
        self._dry = Late(self.latency_samples, channels)
        self._settle()

    def _settle(self) -> None:
        filters = self._before.tail_seconds + self._after.tail_seconds
        self.tail_seconds = max(self.tail_seconds, self.latency_samples / self._rate_hz + filters)

    def update(self, effect: Exciter) -> None:
        self._before.update(effect.above(self._rate_hz, 2))
        self._after.update(effect.above(self._rate_hz, 2))
        self._glide.to(effect.bending())
        self._settle()

    def process(self, block: Audio) -> Audio:
        parts = [self._part(block[:, at : at + _LONGEST]) for at in range(0, block.shape[1], _LONGEST)]
        return parts[0] if len(parts) == 1 else np.concatenate([block[:, :0], *parts], axis=1)

    def _part(self, block: Audio) -> Audio:
        high = self._oversampler.up(self._before.process(block))
        glide = self._glide
        _excite(high, glide.start, glide.target, glide.at, self._last)
        glide.passed(block.shape[1])
        return self._dry.process(block) + self._after.process(self._oversampler.down(high))


@kernel
def _curve(u: float, even: float, odd: float) -> float:
    """u² (2 - u²) and u³ (5 - 3u²) / 2 within ±1, where both arrive level, and stay."""
    square = u * u
    return square * (even * (2.0 - square) + 0.5 * odd * u * (5.0 - 3.0 * square))


@kernel
def _area(u: float, even: float, odd: float) -> float:
    """The antiderivative of the curve, which stays where it is beyond ±1."""
    inside = min(max(u, -1.0), 1.0)
    square = inside * inside
    area = even * inside * square * (2.0 / 3.0 - square / 5.0) + odd * square * square * (5.0 / 8.0 - square / 4.0)
    return area + (u - inside) * _curve(inside, even, odd)


@kernel
def _between(a: float, b: float, even: float, odd: float) -> float:
    """(area(a) - area(b)) / (a - b) for both within ±1, divided out."""
    p, q = a * a + b * b, a * b
    cubes, fifths = p + q, p * p + p * q - q * q
    return even * (2.0 / 3.0 * cubes - fifths / 5.0) + odd * (a + b) * (5.0 / 8.0 * p - 0.25 * (p - q) * cubes)


@kernel
def _bent(u: float, before: float, even: float, odd: float) -> float:
    """The mean of the curve between two numbers."""
    if abs(u) <= 1.0 and abs(before) <= 1.0:
        return _between(u, before, even, odd)
    if abs(u - before) > 1e-6:
        return (_area(u, even, odd) - _area(before, even, odd)) / (u - before)
    return _curve(min(max(u, -1.0), 1.0), even, odd)


@kernel
def _excite(high: Phases, start: Doubles, target: Doubles, at: int, last: Doubles) -> None:
    values = target.copy()
    samples = high.shape[2]
    moving = min(max(CONTROL_SAMPLES - at, 0), samples)
    first, second = np.empty(_STRETCH), np.empty(_STRETCH + 1)
    for channel in range(high.shape[0]):
        one, two = high[channel, 0], high[channel, 1]
        before = last[channel]
        for k in range(moving):
            glided(start, target, at + k, values)
            for row in (one, two):
                u = values[0] * row[k]
                row[k] = np.float32(_bent(u, before, values[1], values[2]))
                before = u
        for k in range(moving, samples, _STRETCH):
            second[0] = before
            before = _stretch(one[k : k + _STRETCH], two[k : k + _STRETCH], target, first, second)
        last[channel] = before


@kernel
def _stretch(
    one: NDArray[np.float32], two: NDArray[np.float32], values: Doubles, first: Doubles, second: Doubles
) -> float:
    """Both phases of a stretch: at once while all of it is within the curve, which it is but for the loudest sounds.

    The number before the first stands at the beginning of `second`, which is room to work in; returns the last.
    """
    drive, even, odd = values[0], values[1], values[2]
    count = one.shape[0]
    ahead = second[1:]
    for k in range(count):
        first[k] = drive * one[k]
        ahead[k] = drive * two[k]
    loudest = abs(second[0])
    for k in range(count):
        loudest = max(loudest, max(abs(first[k]), abs(ahead[k])))
    if loudest <= 1.0:
        for k in range(count):
            one[k] = np.float32(_between(first[k], second[k], even, odd))
        for k in range(count):
            two[k] = np.float32(_between(ahead[k], first[k], even, odd))
    else:
        for k in range(count):
            one[k] = np.float32(_bent(first[k], second[k], even, odd))
            two[k] = np.float32(_bent(ahead[k], first[k], even, odd))
    return float(ahead[count - 1])
