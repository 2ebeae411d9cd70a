"""Gain: the plainest effect."""

from typing import ClassVar

import numpy as np

from mixing.audio import CHANNELS, Audio, db_to_gain
from mixing.dsp.glide import Glide
from mixing.effect import Effect, Processor, choice, parameter


class Gain(Effect):
    """Makes the sound louder or softer."""

    category: ClassVar[str] = "utility"
    presets: ClassVar[dict[str, dict[str, float]]] = {
        "Into the master (+10 dB)": {"gain_db": 10.0},
        "Headroom (-11 dB)": {"gain_db": -11.0},
        "Half": {"gain_db": -6.0206},
        "Turn the phase": {"phase": 1.0},
    }

    gain_db: float = parameter(0.0, -60, 36, "dB", title="Gain")
    phase: float = choice(0, "as it is", "inverted", title="Phase")

    def processor(self, sample_rate_hz: int, channels: int = CHANNELS) -> Processor:
        return _Gain(self)


class _Gain(Processor):
    def __init__(self, settings: Gain) -> None:
        self._gain = Glide([_factor(settings)])

    def update(self, effect: Gain) -> None:
        self._gain.to([_factor(effect)])

    def process(self, block: Audio) -> Audio:
        return block * self._gain.gains(block.shape[1]).astype(np.float32)


def _factor(settings: Gain) -> float:
    return db_to_gain(settings.gain_db) * (-1.0 if round(settings.phase) else 1.0)
