"""Limiter: the last stage of mastering."""

from typing import ClassVar

import numpy as np

from mixing.audio import CHANNELS, Audio, db_to_gain, gain_to_db
from mixing.dsp.glide import Glide
from mixing.effect import Effect, Processor, parameter
from mixing.limiter import LookAhead
from mixing.true_peak import Detector, standard

_SLOW_MS, _SLOW_RELEASE_MS = 1.5, 50.0


class Limiter(Effect):
    """Keeps the true peak under a ceiling, so that nothing distorts on any player."""

    master_only: ClassVar[bool] = True
    category: ClassVar[str] = "dynamics"
    fixed: ClassVar[frozenset[str]] = frozenset({"look_ahead_ms"})
    presets: ClassVar[dict[str, dict[str, float]]] = {
        # A threshold of -3 dB under a ceiling of -0.26 dB is a ceiling, 2.74 dB louder going in.
        "Master": {"input_db": 2.74, "ceiling_dbtp": -0.26, "release_ms": 250.0, "look_ahead_ms": 0.2},
        "For streaming": {"ceiling_dbtp": -1.0, "release_ms": 150.0, "look_ahead_ms": 3.0},
        "Loud": {"input_db": 6.0, "ceiling_dbtp": -1.0, "release_ms": 60.0, "look_ahead_ms": 2.0},
    }

    ceiling_dbtp: float = parameter(-1.0, -20, 0, "dBTP", title="Ceiling")
    release_ms: float = parameter(120.0, 5, 2_000, "ms", "log", title="Release")
    look_ahead_ms: float = parameter(2.0, 0.2, 10, "ms", "log", title="Look-ahead")
    input_db: float = parameter(0.0, -12, 24, "dB", title="Louder going in")

    def processor(self, sample_rate_hz: int, channels: int = CHANNELS) -> Processor:
        return self.detecting(standard(), sample_rate_hz, channels)

    def detecting(self, detector: Detector, sample_rate_hz: int, channels: int = CHANNELS) -> Processor:
        """The same, with a choice of what counts as a peak.

        A gain that moves within a few samples makes new peaks between them: behind a short look-ahead stands a second
        one, which takes the few tenths of a decibel that are left, slowly.
        """
        quick = self.look_ahead_ms < _SLOW_MS
        ceiling = db_to_gain(self.ceiling_dbtp)
        own = standard() if quick else detector
        stages = [LookAhead(sample_rate_hz, channels, ceiling, self.release_ms, self.look_ahead_ms, own)]
        if quick:
            stages.append(LookAhead(sample_rate_hz, channels, ceiling, _SLOW_RELEASE_MS, _SLOW_MS, detector))
        return _Limiter(stages, db_to_gain(self.input_db))


class _Limiter(Processor):
    def __init__(self, stages: list[LookAhead], gain: float) -> None:
        self._stages = stages
        self._gain = Glide([gain])
        self.latency_samples = sum(stage.latency_samples for stage in stages)

    def update(self, effect: Limiter) -> None:
        self._gain.to([db_to_gain(effect.input_db)])
        ceiling = db_to_gain(effect.ceiling_dbtp)
        self._stages[0].retune(ceiling, effect.release_ms)
        for guard in self._stages[1:]:
            guard.retune(ceiling, _SLOW_RELEASE_MS)

    def process(self, block: Audio) -> Audio:
        sound = block * self._gain.gains(block.shape[1]).astype(np.float32)
        self.reduction_db = 0.0
        for stage in self._stages:
            sound = stage.process(sound)
            self.reduction_db += abs(gain_to_db(stage.reduction))
        return sound
