"""Delay: filtered echoes that can go from side to side. The echoes alone come out; how much is the device's wet.

A new time is reached as a tape would reach it, gliding in pitch.
"""

import math
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from mixing.audio import CHANNELS, Audio, Doubles
from mixing.dsp.glide import Glide, glided
from mixing.effect import CONTROL_SAMPLES, Effect, Processor, choice, parameter
from mixing.kernel import kernel

_LONGEST_MS = 4_000.0
_TAPE_SECONDS = 0.08  # a new time is nearly there after three of these
_TINY = 1e-15


class Delay(Effect):
    """Repeats the sound, each time darker and softer, in one place or from side to side."""

    category: ClassVar[str] = "space"
    presets: ClassVar[dict[str, dict[str, float]]] = {
        "Slap": {"time_ms": 95.0, "feedback": 0.1},
        "Ping-pong": {"bounce": 1.0, "time_ms": 375.0, "feedback": 0.55},
        "Dub": {"time_ms": 540.0, "feedback": 0.75, "low_cut_hz": 250.0, "high_cut_hz": 2_200.0},
        "Murmur": {"time_ms": 47.0, "feedback": 0.8, "high_cut_hz": 1_500.0, "bounce": 1.0},
    }

    time_ms: float = parameter(350.0, 1, _LONGEST_MS, "ms", "log", title="Time")
    feedback: float = parameter(0.4, 0, 0.98, title="Feedback")
    bounce: float = choice(0, "in place", "ping-pong", title="Echoes")
    low_cut_hz: float = parameter(80.0, 20, 2_000, "Hz", "log", title="Low cut")
    high_cut_hz: float = parameter(6_000.0, 200, 20_000, "Hz", "log", title="High cut")

    def processor(self, sample_rate_hz: int, channels: int = CHANNELS) -> Processor:
        return _Delay(self, sample_rate_hz, channels)

    def values(self, rate_hz: int) -> list[float]:
        """Samples, feedback, how far from side to side, and the poles of the two one-pole cuts."""
        poles = [
            math.exp(-2.0 * math.pi * min(hz, 0.45 * rate_hz) / rate_hz) for hz in (self.low_cut_hz, self.high_cut_hz)
        ]
        return [self.time_ms * rate_hz / 1000.0, self.feedback, float(round(self.bounce)), *poles]


class _Delay(Processor):
    def __init__(self, settings: Delay, rate_hz: int, channels: int) -> None:
        self._rate_hz = rate_hz
        values = settings.values(rate_hz)
        self._glide = Glide(values[1:])
        self._reached = np.array(values[:1])
        self._samples = values[0]
        longest = int(_LONGEST_MS * rate_hz / 1000.0) + 8
        self._ring = np.zeros((channels, 1 << longest.bit_length()), np.float32)
        self._filters = np.zeros((channels, 2))
        self._time = np.zeros(1, np.int64)
        self._pace = math.exp(-1.0 / (_TAPE_SECONDS * rate_hz))
        self._settle(settings)

    def _settle(self, settings: Delay) -> None:
        echoes = math.log(10.0**-4.5) / math.log(settings.feedback) if settings.feedback > 0.0 else 0.0
        ringing = 10.4 / (2.0 * math.pi * settings.low_cut_hz)  # the low cut's own decay, of which some is left
        tail_seconds = (settings.time_ms / 1000.0 + ringing) * (math.ceil(echoes) + 2)
        self.tail_seconds = max(self.tail_seconds, tail_seconds)

    def update(self, effect: Delay) -> None:
        values = effect.values(self._rate_hz)
        self._samples = values[0]
        self._glide.to(values[1:])
        self._settle(effect)

    def process(self, block: Audio) -> Audio:
        block = np.ascontiguousarray(block, np.float32)
        out = np.empty(block.shape, np.float32)
        glide = self._glide
        way = (glide.start, glide.target)
        tape = (self._samples, self._pace)
        _echo(block, out, way, glide.at, tape, self._reached, self._ring, self._filters, self._time)
        glide.passed(block.shape[1])
        return out


@kernel
def _echo(
    block: Audio,
    out: Audio,
    way: tuple[Doubles, Doubles],
    at: int,
    tape: tuple[float, float],
    reached: Doubles,
    ring: Audio,
    filters: Doubles,
    clock: NDArray[np.int64],
) -> None:
    start, target = way
    wanted, pace = tape
    values = target.copy()
    channels, mask = block.shape[0], ring.shape[1] - 1
    time, delay = clock[0], reached[0]
    heard = np.zeros(2)
    for k in range(block.shape[1]):
        if at + k < CONTROL_SAMPLES:
            glided(start, target, at + k, values)
        feedback, bounce, low, high = values[0], values[1], values[2], values[3]
        delay = wanted + (delay - wanted) * pace
        if abs(delay - wanted) < 1e-6:
            delay = wanted
        whole = int(delay)
        f = np.float64(delay - whole)
        for channel in range(channels):
            # Echoes are taken between samples by a third-order polynomial (Hermite).
            x0 = np.float64(ring[channel, (time - whole + 1) & mask]) if whole > 1 else 0.0
            x1 = np.float64(ring[channel, (time - whole) & mask])
            x2 = np.float64(ring[channel, (time - whole - 1) & mask])
            x3 = np.float64(ring[channel, (time - whole - 2) & mask])
            slope = 0.5 * (x2 - x0)
            bend = x0 - 2.5 * x1 + 2.0 * x2 - 0.5 * x3
            echo = x1 + f * (slope + f * (bend + f * (0.5 * (x3 - x0) + 1.5 * (x1 - x2))))
            filters[channel, 0] = echo + low * (filters[channel, 0] - echo)
            cut = echo - filters[channel, 0]
            filters[channel, 1] = cut + high * (filters[channel, 1] - cut)
            heard[channel] = filters[channel, 1]
            out[channel, k] = np.float32(heard[channel])
        if channels == 2:
            left, right = np.float64(block[0, k]), np.float64(block[1, k])
            # Side to side: both enter on the left, and each echo comes back on the other side.
            entering = left + bounce * (0.5 * (left + right) - left)
            ring[0, time & mask] = _kept(entering + feedback * (heard[0] + bounce * (heard[1] - heard[0])))
            entering = right * (1.0 - bounce)
            ring[1, time & mask] = _kept(entering + feedback * (heard[1] + bounce * (heard[0] - heard[1])))
        else:
            ring[0, time & mask] = _kept(np.float64(block[0, k]) + feedback * heard[0])
        time += 1
    clock[0], reached[0] = time, delay
    for channel in range(channels):
        for k in range(2):
            filters[channel, k] = filters[channel, k] if abs(filters[channel, k]) > _TINY else 0.0


@kernel
def _kept(x: float) -> np.float32:
    return np.float32(x if abs(x) > _TINY else 0.0)
