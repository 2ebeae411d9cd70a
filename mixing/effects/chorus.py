"""Chorus: an ensemble of voices, each a little late, its time wandering by itself and in its own place."""

import math
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from mixing.audio import CHANNELS, Audio, Doubles
from mixing.dsp.glide import Glide, glided
from mixing.effect import CONTROL_SAMPLES, Effect, Processor, parameter
from mixing.kernel import kernel

Clock = NDArray[np.int64]

_MOST_VOICES = 6
_MOST_MS = 60.0
_TAPE_SECONDS = 0.05  # times are reached as slowly as this: at once they would squeal


class Chorus(Effect):
    """Makes one voice sound like several that are not quite together."""

    category: ClassVar[str] = "modulation"
    presets: ClassVar[dict[str, dict[str, float]]] = {
        "Ensemble": {"voices": 6.0, "rate_hz": 0.35, "depth_ms": 4.0, "delay_ms": 18.0, "mix": 0.6},
        "Flanger": {"voices": 1.0, "rate_hz": 0.15, "depth_ms": 2.0, "delay_ms": 2.5, "mix": 0.5},
        "Crowd": {"voices": 6.0, "rate_hz": 0.2, "depth_ms": 12.0, "delay_ms": 30.0, "mix": 0.8},
    }

    voices: float = parameter(4.0, 1, _MOST_VOICES, title="Voices")
    rate_hz: float = parameter(0.5, 0.02, 8, "Hz", "log", title="Rate")
    depth_ms: float = parameter(3.0, 0, 15, "ms", title="Depth")
    delay_ms: float = parameter(15.0, 1, 40, "ms", title="Lateness")
    spread: float = parameter(1.0, 0, 1, title="Spread over the sides")
    mix: float = parameter(0.5, 0, 1, title="Voices to original")

    def processor(self, sample_rate_hz: int, channels: int = CHANNELS) -> Processor:
        return _Chorus(self, sample_rate_hz, channels)

    def values(self, rate_hz: int) -> Doubles:
        """Turns a sample, depth and lateness in samples, the original's gain, then each voice's, left and right."""
        per_ms = rate_hz / 1000.0
        depth = min(self.depth_ms, self.delay_ms - 0.5)  # a voice cannot be early
        loud = np.clip(self.voices - np.arange(_MOST_VOICES), 0.0, 1.0)
        place = self.spread * np.array([-0.9, 0.9, -0.3, 0.3, -0.6, 0.6])
        sides = np.stack([np.cos((place + 1.0) * math.pi / 4.0), np.sin((place + 1.0) * math.pi / 4.0)])
        gains = math.sin(self.mix * math.pi / 2.0) * math.sqrt(2.0 / self.voices) * loud * sides
        original = math.cos(self.mix * math.pi / 2.0)
        plain = [self.rate_hz / rate_hz, depth * per_ms, self.delay_ms * per_ms, original]
        return np.concatenate([plain, gains.ravel()])


class _Chorus(Processor):
    tail_seconds = _MOST_MS / 1000.0

    def __init__(self, settings: Chorus, rate_hz: int, channels: int) -> None:
        self._rate_hz = rate_hz
        self._glide = Glide(settings.values(rate_hz))
        longest = int(_MOST_MS * rate_hz / 1000.0)
        self._ring = np.zeros((channels, 1 << longest.bit_length()), np.float32)
        self._time = np.zeros(1, np.int64)
        self._state = np.concatenate([[0.0], self._glide.target[1:3]])  # turns, depth and lateness as reached
        self._pace = math.exp(-1.0 / (_TAPE_SECONDS * rate_hz))

    def update(self, effect: Chorus) -> None:
        self._glide.to(effect.values(self._rate_hz))

    def process(self, block: Audio) -> Audio:
        block = np.ascontiguousarray(block, np.float32)
        out = np.empty(block.shape, np.float32)
        glide = self._glide
        _voices(block, out, (glide.start, glide.target), glide.at, self._pace, self._ring, self._state, self._time)
        glide.passed(block.shape[1])
        return out


@kernel
def _voices(
    block: Audio,
    out: Audio,
    way: tuple[Doubles, Doubles],
    at: int,
    pace: float,
    ring: Audio,
    state: Doubles,
    clock: Clock,
) -> None:
    start, target = way
    values = target.copy()
    channels, mask = block.shape[0], ring.shape[1] - 1
    time, turn, depth, late = clock[0], state[0], state[1], state[2]
    for k in range(block.shape[1]):
        if at + k < CONTROL_SAMPLES:
            glided(start, target, at + k, values)
        depth = values[1] + (depth - values[1]) * pace
        late = values[2] + (late - values[2]) * pace
        for channel in range(channels):
            ring[channel, time & mask] = block[channel, k]
            out[channel, k] = np.float32(values[3]) * block[channel, k]
        for voice in range(_MOST_VOICES):
            left, right = values[4 + voice], values[4 + _MOST_VOICES + voice]
            if left == 0.0 and right == 0.0:
                continue
            # Voices swing at rates a little apart, so that they never meet in the same way.
            swing = _sine(turn * (1.0 + 0.13 * voice) + voice / _MOST_VOICES)
            delay = max(late + depth * swing, 1.0)
            whole = int(delay)
            f = np.float64(delay - whole)
            for channel in range(channels):
                row = ring[channel]
                x0 = np.float64(row[(time - whole + 1) & mask])
                x1 = np.float64(row[(time - whole) & mask])
                x2 = np.float64(row[(time - whole - 1) & mask])
                x3 = np.float64(row[(time - whole - 2) & mask])
                slope = 0.5 * (x2 - x0)
                bend = x0 - 2.5 * x1 + 2.0 * x2 - 0.5 * x3
                sound = x1 + f * (slope + f * (bend + f * (0.5 * (x3 - x0) + 1.5 * (x1 - x2))))
                gain = left if channel == 0 else right
                out[channel, k] += np.float32(gain * sound)
        turn += values[0]
        time += 1
    clock[0], state[0], state[1], state[2] = time, turn, depth, late


@kernel
def _sine(turns: float) -> float:
    """A sine, within 2e-4, a quarter of a turn early."""
    t = 4.0 * abs(turns - math.floor(turns) - 0.5) - 1.0
    square = t * t
    return t * (1.5706 + square * (-0.6452 + square * (0.0780 - 0.0034 * square)))
