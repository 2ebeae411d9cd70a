"""Hum removal: narrow notches at the mains frequency and its harmonics, found in the sound itself."""

import math
from typing import ClassVar

import numpy as np

from mixing.audio import CHANNELS, Audio, Doubles
from mixing.effect import Effect, Processor, choice, parameter
from mixing.kernel import kernel

_MOST = 40  # harmonics
_SILENT_NEPERS = 90.0 / 20.0 * math.log(10.0)


class HumRemoval(Effect):
    """Takes out the hum of the mains and its harmonics, and hardly anything beside them."""

    category: ClassVar[str] = "repair"
    fixed: ClassVar[frozenset[str]] = frozenset({"mains", "offset_hz", "harmonics", "width_hz"})
    presets: ClassVar[dict[str, dict[str, float]]] = {
        "Mains of 60 Hz": {"mains": 1.0},
        "Buzz of a dimmer": {"harmonics": 40.0, "width_hz": 1.0},
        "Wavering": {"width_hz": 4.0},
    }

    mains: float = choice(0, "50 Hz", "60 Hz", title="Mains")
    offset_hz: float = parameter(0.0, -1, 1, "Hz", title="Off by")
    harmonics: float = parameter(12.0, 1, _MOST, title="Harmonics")
    width_hz: float = parameter(1.5, 0.3, 8, "Hz", "log", title="Width")

    def processor(self, sample_rate_hz: int, channels: int = CHANNELS) -> Processor:
        return _HumRemoval(self, sample_rate_hz, channels)

    @property
    def fundamental_hz(self) -> float:
        return (50.0, 60.0)[round(self.mains)] + self.offset_hz


class _HumRemoval(Processor):
    """A chain of state variable notches (A. Simper, 2013), which stay exact at low frequencies and high rates."""

    def __init__(self, settings: HumRemoval, rate_hz: int, channels: int) -> None:
        self._state = np.zeros((channels, _MOST, 2))
        frequencies = settings.fundamental_hz * np.arange(1, round(settings.harmonics) + 1)
        frequencies = frequencies[frequencies < 0.45 * rate_hz]
        g = np.tan(np.pi * frequencies / rate_hz)
        self._shape = np.stack([g, settings.width_hz / frequencies], axis=1)
        # The notches stand far apart: each rings by itself, and the lowest has most time to do so.
        self.tail_seconds = 1.2 * _SILENT_NEPERS / (math.pi * settings.width_hz)

    def process(self, block: Audio) -> Audio:
        block = np.ascontiguousarray(block, np.float32)
        out = np.empty(block.shape, np.float32)
        _notches(block, self._shape, self._state, out)
        self._state[np.abs(self._state) < 1e-30] = 0.0
        return out


@kernel
def _notches(block: Audio, shape: Doubles, state: Doubles, out: Audio) -> None:
    for channel in range(block.shape[0]):
        memory = state[channel]
        for k in range(block.shape[1]):
            x = np.float64(block[channel, k])
            for s in range(shape.shape[0]):
                g, damping = shape[s, 0], shape[s, 1]
                v3 = x - memory[s, 1]
                v1 = (memory[s, 0] + g * v3) / (1.0 + g * (g + damping))
                v2 = memory[s, 1] + g * v1
                memory[s, 0] = 2.0 * v1 - memory[s, 0]
                memory[s, 1] = 2.0 * v2 - memory[s, 1]
                x -= damping * v1
            out[channel, k] = np.float32(x)
