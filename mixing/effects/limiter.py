"""Limiter: the last stage of mastering."""

from typing import ClassVar

import numpy as np

from mixing.audio import CHANNELS, Audio, db_to_gain, gain_to_db
from mixing.dsp.glide import Glide
from mixing.effect import Effect, Processor, parameter
from mixing.limiter import LookAhead
from mixing.true_peak import Detector, standard


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
        """The same, with a choice of what counts as a peak."""
        ceiling = db_to_gain(self.ceiling_dbtp)
        core = LookAhead(sample_rate_hz, channels, ceiling, self.release_ms, self.look_ahead_ms, detector)
        return _Limiter(core, db_to_gain(self.input_db))


class _Limiter(Processor):
    def __init__(self, core: LookAhead, gain: float) -> None:
        self._core = core
        self._gain = Glide([gain])
        self.latency_samples = core.latency_samples

    def update(self, effect: Limiter) -> None:
        self._gain.to([db_to_gain(effect.input_db)])
        self._core.retune(db_to_gain(effect.ceiling_dbtp), effect.release_ms)

    def process(self, block: Audio) -> Audio:
        louder = block * self._gain.gains(block.shape[1]).astype(np.float32)
        limited = self._core.process(louder)
        self.reduction_db = abs(gain_to_db(self._core.reduction))
        return limited
