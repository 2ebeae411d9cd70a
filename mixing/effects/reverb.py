"""Reverb: a large, long and dark room. The reverberation alone comes out; how much of it is the device's wet."""

from typing import ClassVar

import numpy as np

from mixing.audio import CHANNELS, Audio, Doubles, db_to_gain
from mixing.biquads import Cascade, high_pass, low_pass
from mixing.dsp.delay import Late
from mixing.dsp.network import Network, Room
from mixing.effect import Effect, Processor, parameter

_Q = 0.7071
_BUILD_UP_SECONDS = 0.5


class Reverb(Effect):
    """Puts the sound into a room that can be very large, very long and dark."""

    category: ClassVar[str] = "space"
    fixed: ClassVar[frozenset[str]] = frozenset({"size", "pre_delay_ms"})
    presets: ClassVar[dict[str, dict[str, float]]] = {
        "Large dark hall": {
            "decay_seconds": 9.0,
            "high_share": 0.28,
            "size": 1.5,
            "pre_delay_ms": 40.0,
            "high_cut_hz": 5_000.0,
        },
        "Chamber": {"decay_seconds": 1.2, "high_share": 0.6, "size": 0.6, "pre_delay_ms": 5.0},
        "Cathedral": {"decay_seconds": 6.0, "high_share": 0.4, "size": 1.6, "pre_delay_ms": 60.0},
        "Endless": {"decay_seconds": 30.0, "high_share": 0.3, "size": 2.0, "modulation": 0.7},
    }

    decay_seconds: float = parameter(4.0, 0.2, 40, "s", "log", title="Decay by 60 dB")
    high_share: float = parameter(0.35, 0.1, 1, title="Decay at 4 kHz, as a share")
    size: float = parameter(1.0, 0.5, 2, "×", title="Size")
    pre_delay_ms: float = parameter(20.0, 0, 500, "ms", title="Pre-delay")
    diffusion: float = parameter(0.9, 0, 1, title="Diffusion")
    modulation: float = parameter(0.3, 0, 1, title="Modulation")
    low_cut_hz: float = parameter(40.0, 20, 1_000, "Hz", "log", title="Low cut")
    high_cut_hz: float = parameter(9_000.0, 500, 20_000, "Hz", "log", title="High cut")
    width: float = parameter(1.0, 0, 1, title="Width")
    level_db: float = parameter(0.0, -36, 12, "dB", title="Level")

    def processor(self, sample_rate_hz: int, channels: int = CHANNELS) -> Processor:
        return _Reverb(self, sample_rate_hz, channels)

    def room(self) -> Room:
        """What the network is told."""
        return Room(
            decay_seconds=self.decay_seconds,
            high_share=self.high_share,
            diffusion=self.diffusion,
            depth_samples=8.0 * self.modulation,
            width=self.width,
            gain=db_to_gain(self.level_db),
        )

    def tone(self, rate_hz: int) -> list[Doubles]:
        """The cuts before the room."""
        return [high_pass(self.low_cut_hz, _Q, rate_hz), low_pass(self.high_cut_hz, _Q, rate_hz)]


class _Reverb(Processor):
    def __init__(self, settings: Reverb, rate_hz: int, channels: int) -> None:
        self._rate_hz = rate_hz
        self._channels = channels
        self._tone = Cascade(settings.tone(rate_hz), channels, rate_hz)
        self._before = Late(round(settings.pre_delay_ms * rate_hz / 1000.0), channels)
        self._network = Network(settings.room(), settings.size, rate_hz)
        self._before_seconds = settings.pre_delay_ms / 1000.0
        self._settle(settings)

    def _settle(self, settings: Reverb) -> None:
        tail_seconds = 1.6 * settings.decay_seconds + self._before_seconds + _BUILD_UP_SECONDS
        self.tail_seconds = max(self.tail_seconds, tail_seconds)

    def update(self, effect: Reverb) -> None:
        self._tone.update(effect.tone(self._rate_hz))
        self._network.update(effect.room())
        self._settle(effect)

    def process(self, block: Audio) -> Audio:
        sound = self._before.process(self._tone.process(block))
        if self._channels == 1:
            return self._network.process(np.repeat(sound, 2, axis=0))[:1]
        return self._network.process(sound)
