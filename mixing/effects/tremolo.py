"""Tremolo and auto-pan: the level swings; where the two sides swing apart, the sound wanders."""

import math
from typing import ClassVar

import numpy as np

from mixing.audio import CHANNELS, Audio, Doubles
from mixing.dsp.glide import Glide, glided
from mixing.effect import CONTROL_SAMPLES, Effect, Processor, choice, parameter
from mixing.kernel import kernel

_SINE, _TRIANGLE, _SQUARE = 0, 1, 2


class Tremolo(Effect):
    """Makes the level swing, or the sound wander from side to side."""

    category: ClassVar[str] = "modulation"
    presets: ClassVar[dict[str, dict[str, float]]] = {
        "Auto-pan": {"apart": 180.0, "rate_hz": 0.3, "depth": 1.0},
        "Shiver": {"rate_hz": 11.0, "depth": 0.5},
        "Stutter": {"rate_hz": 8.0, "depth": 1.0, "shape": 2.0},
    }

    rate_hz: float = parameter(4.0, 0.02, 40, "Hz", "log", title="Rate")
    depth: float = parameter(0.6, 0, 1, title="Depth")
    shape: float = choice(0, "sine", "triangle", "square", title="Shape")
    apart: float = parameter(0.0, 0, 180, "°", title="Left and right apart")

    def processor(self, sample_rate_hz: int, channels: int = CHANNELS) -> Processor:
        return _Tremolo(self, sample_rate_hz)

    def motion(self, rate_hz: int) -> list[float]:
        """Turns a sample, depth, turns between the sides, and how much there is of each shape."""
        shapes = [float(round(self.shape) == kind) for kind in (_SINE, _TRIANGLE, _SQUARE)]
        return [self.rate_hz / rate_hz, self.depth, self.apart / 360.0, *shapes]


class _Tremolo(Processor):
    def __init__(self, settings: Tremolo, rate_hz: int) -> None:
        self._rate_hz = rate_hz
        self._glide = Glide(settings.motion(rate_hz))
        self._turns = np.zeros(1)

    def update(self, effect: Tremolo) -> None:
        self._glide.to(effect.motion(self._rate_hz))

    def process(self, block: Audio) -> Audio:
        block = np.ascontiguousarray(block, np.float32)
        out = np.empty(block.shape, np.float32)
        glide = self._glide
        _swing(block, glide.start, glide.target, glide.at, self._turns, out)
        glide.passed(block.shape[1])
        return out


@kernel
def _swing(block: Audio, start: Doubles, target: Doubles, at: int, turns: Doubles, out: Audio) -> None:
    values = target.copy()
    turn = turns[0]
    for k in range(block.shape[1]):
        if at + k < CONTROL_SAMPLES:
            glided(start, target, at + k, values)
        for channel in range(block.shape[0]):
            own = turn + channel * values[2]
            own -= math.floor(own)
            low = 0.0  # 0 where the sound is loudest, 1 where it is softest
            if values[3] != 0.0:
                low += values[3] * (0.5 - 0.5 * math.cos(2.0 * math.pi * own))
            if values[4] != 0.0:
                low += values[4] * (1.0 - abs(2.0 * own - 1.0))
            if values[5] != 0.0:
                # The edges take a fiftieth of a turn: a square that steps would click.
                low += values[5] * min(max(0.5 - 12.5 * (abs(own - 0.5) - 0.25) * 2.0, 0.0), 1.0)
            out[channel, k] = block[channel, k] * np.float32(1.0 - values[1] * low)
        turn += values[0]
        turn -= math.floor(turn)
    turns[0] = turn
