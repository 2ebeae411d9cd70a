"""Gain: the plainest effect."""

import numpy as np

from mixing.audio import CHANNELS, Audio, db_to_gain
from mixing.effect import Effect, Processor, parameter


class Gain(Effect):
    """Makes the sound louder or softer."""

    gain_db: float = parameter(0.0, -60, 36, "dB", title="Gain")

    def processor(self, sample_rate_hz: int, channels: int = CHANNELS) -> Processor:
        return _Gain(db_to_gain(self.gain_db))


class _Gain(Processor):
    def __init__(self, gain: float) -> None:
        self._gain = np.float32(gain)

    def process(self, block: Audio) -> Audio:
        return block * self._gain
