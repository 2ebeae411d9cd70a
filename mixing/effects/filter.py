"""Filter: low-pass, high-pass, band-pass or notch, with resonance.

Source: A. Simper, "Solving the continuous SVF equations using trapezoidal integration" (2013): a state
variable filter that stays stable, and sounds right, while its frequency moves.
"""

import math
from typing import ClassVar

import numpy as np

from mixing.audio import CHANNELS, Audio, Doubles
from mixing.dsp.glide import Glide, glided
from mixing.effect import CONTROL_SAMPLES, Effect, Processor, choice, parameter
from mixing.kernel import kernel

_INAUDIBLE = 1e-30
_SILENT_NEPERS = 90.0 / 20.0 * math.log(10.0)
# What each mode takes of the input, the band-pass and the low-pass; the high-pass also needs the damping.
_MIXES = ((0.0, 0.0, 1.0), (1.0, -1.0, -1.0), (0.0, 1.0, 0.0), (1.0, -1.0, 0.0))


class Filter(Effect):
    """Lets through what lies below, above or around a frequency, and can ring there."""

    category: ClassVar[str] = "filter"
    presets: ClassVar[dict[str, dict[str, float]]] = {
        "High-pass at 556 Hz": {"mode": 1.0, "frequency_hz": 556.0, "slope": 1.0},
        "Behind a wall": {"mode": 0.0, "frequency_hz": 420.0, "slope": 1.0},
        "Whistle": {"mode": 2.0, "frequency_hz": 1_800.0, "q": 18.0},
    }

    mode: float = choice(0, "low-pass", "high-pass", "band-pass", "notch", title="Mode")
    frequency_hz: float = parameter(1_000.0, 20, 20_000, "Hz", "log", title="Frequency")
    q: float = parameter(0.7071, 0.5, 30, "", "log", title="Resonance")
    slope: float = choice(0, "12 dB/octave", "24 dB/octave", title="Slope")

    def processor(self, sample_rate_hz: int, channels: int = CHANNELS) -> Processor:
        return _Filter(self, sample_rate_hz, channels)

    def shape(self, rate_hz: int) -> list[float]:
        """The integrators' gain, the damping, the three shares, and how much of a second pass there is."""
        g = math.tan(math.pi * min(self.frequency_hz, 0.49 * rate_hz) / rate_hz)
        damping = 1.0 / self.q
        dry, band, low = _MIXES[round(self.mode)]
        return [g, damping, dry, band * damping, low, float(round(self.slope))]


class _Filter(Processor):
    def __init__(self, settings: Filter, rate_hz: int, channels: int) -> None:
        self._rate_hz = rate_hz
        self._glide = Glide(settings.shape(rate_hz))
        self._state = np.zeros((channels, 2, 2))
        self._settle(settings)

    def _settle(self, settings: Filter) -> None:
        # The poles of a resonance decay at ω/2Q; two passes together take longer than one, by less than half.
        ringing = _SILENT_NEPERS * 2.0 * max(settings.q, 0.5) / (2.0 * math.pi * settings.frequency_hz)
        self.tail_seconds = max(self.tail_seconds, 1.6 * ringing)

    def update(self, effect: Filter) -> None:
        self._glide.to(effect.shape(self._rate_hz))
        self._settle(effect)

    def process(self, block: Audio) -> Audio:
        block = np.ascontiguousarray(block, np.float32)
        out = np.empty(block.shape, np.float32)
        glide = self._glide
        _filter(block, glide.start, glide.target, glide.at, self._state, out)
        glide.passed(block.shape[1])
        self._state[np.abs(self._state) < _INAUDIBLE] = 0.0
        return out


@kernel
def _filter(block: Audio, start: Doubles, target: Doubles, at: int, state: Doubles, out: Audio) -> None:
    values = target.copy()
    for channel in range(block.shape[0]):
        memory = state[channel]
        values[:] = target
        for k in range(block.shape[1]):
            if at + k < CONTROL_SAMPLES:
                glided(start, target, at + k, values)
            g, damping, second = values[0], values[1], values[5]
            a1 = 1.0 / (1.0 + g * (g + damping))
            x = np.float64(block[channel, k])
            once = x
            for s in range(2):
                v3 = x - memory[s, 1]
                v1 = a1 * (memory[s, 0] + g * v3)
                v2 = memory[s, 1] + g * v1
                memory[s, 0] = 2.0 * v1 - memory[s, 0]
                memory[s, 1] = 2.0 * v2 - memory[s, 1]
                y = values[2] * x + values[3] * v1 + values[4] * v2
                if s == 0:
                    once = y
                    if second == 0.0:
                        memory[1, 0] = memory[1, 1] = 0.0
                        break
                x = y
            if not k & 63:
                for s in range(2):
                    for i in range(2):
                        memory[s, i] = memory[s, i] if abs(memory[s, i]) > _INAUDIBLE else 0.0
            out[channel, k] = np.float32(once + second * (x - once) if second != 0.0 else once)
