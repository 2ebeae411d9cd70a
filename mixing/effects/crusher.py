"""Crusher: fewer steps and fewer samples; with the µ-law and 256 steps, a WaveNet's own colour.

µ-law as in ITU-T G.711's continuous form, µ one less than the number of steps. Silence is one of the steps.
"""

import math
from typing import ClassVar

import numpy as np

from mixing.audio import CHANNELS, Audio, Doubles
from mixing.dsp.glide import Glide, glided
from mixing.effect import CONTROL_SAMPLES, Effect, Processor, choice, parameter
from mixing.kernel import kernel


class Crusher(Effect):
    """Roughens the sound with fewer bits and a lower rate, as a network or an old sampler does."""

    category: ClassVar[str] = "colour"
    presets: ClassVar[dict[str, dict[str, float]]] = {
        "WaveNet at 16 kHz": {"law": 1.0, "bits": 8.0, "rate_hz": 16_000.0},
        "WaveNet at 8 kHz": {"law": 1.0, "bits": 8.0, "rate_hz": 8_000.0},
        "Toy": {"law": 0.0, "bits": 6.0, "rate_hz": 11_025.0},
        "Rubble": {"law": 0.0, "bits": 3.0, "rate_hz": 4_000.0},
    }

    law: float = choice(1, "linear", "µ-law", title="Steps")
    bits: float = parameter(8.0, 1, 16, "bit", title="Bits")
    rate_hz: float = parameter(44_100.0, 500, 44_100, "Hz", "log", title="Rate")

    def processor(self, sample_rate_hz: int, channels: int = CHANNELS) -> Processor:
        return _Crusher(self, sample_rate_hz, channels)

    def steps(self, rate_hz: int) -> tuple[float, float, float]:
        """Steps on either side of silence, how much of the µ-law, new samples per sample."""
        half = max(1.0, 2.0**self.bits / 2.0 - 1.0)
        return half, float(round(self.law)), min(1.0, self.rate_hz / rate_hz)


class _Crusher(Processor):
    def __init__(self, settings: Crusher, rate_hz: int, channels: int) -> None:
        self._rate_hz = rate_hz
        self._glide = Glide(settings.steps(rate_hz))
        self._held = np.zeros(channels)
        self._clock = np.ones(1)
        self._settle(settings)

    def _settle(self, settings: Crusher) -> None:
        self.tail_seconds = max(self.tail_seconds, 2.0 / settings.rate_hz)  # the last sample held

    def update(self, effect: Crusher) -> None:
        self._glide.to(effect.steps(self._rate_hz))
        self._settle(effect)

    def process(self, block: Audio) -> Audio:
        block = np.ascontiguousarray(block, np.float32)
        out = np.empty(block.shape, np.float32)
        glide = self._glide
        _crush(block, glide.start, glide.target, glide.at, self._held, self._clock, out)
        glide.passed(block.shape[1])
        return out


@kernel
def _crush(block: Audio, start: Doubles, target: Doubles, at: int, held: Doubles, clock: Doubles, out: Audio) -> None:
    values = target.copy()
    time = clock[0]
    for k in range(block.shape[1]):
        if at + k < CONTROL_SAMPLES:
            glided(start, target, at + k, values)
        half, law, rate = values[0], values[1], values[2]
        if time >= 1.0:
            time -= 1.0
            mu = 2.0 * half + 1.0
            squeeze = math.log1p(mu)
            for channel in range(block.shape[0]):
                x = min(max(np.float64(block[channel, k]), -1.0), 1.0)
                plain = math.floor(x * half + 0.5) / half
                if law > 0.0:
                    code = math.floor(math.log1p(mu * abs(x)) / squeeze * half + 0.5) / half
                    bent = math.copysign(math.expm1(squeeze * code) / mu, x)
                    plain += law * (bent - plain)
                held[channel] = plain
        for channel in range(block.shape[0]):
            out[channel, k] = np.float32(held[channel])
        time += rate
    clock[0] = time
