"""Limiter: the last stage of mastering."""

from typing import ClassVar

from mixing.audio import CHANNELS, Audio, db_to_gain, gain_to_db
from mixing.effect import Effect, Processor, parameter
from mixing.limiter import LookAhead
from mixing.true_peak import Detector, standard


class Limiter(Effect):
    """Keeps the true peak under a ceiling, so that nothing distorts on any player."""

    master_only: ClassVar[bool] = True

    ceiling_dbtp: float = parameter(-1.0, -20, 0, "dBTP", title="Ceiling")
    release_ms: float = parameter(120.0, 5, 2_000, "ms", "log", title="Release")
    look_ahead_ms: float = parameter(2.0, 0.2, 10, "ms", "log", title="Look-ahead")

    def processor(self, sample_rate_hz: int, channels: int = CHANNELS) -> Processor:
        return self.detecting(standard(), sample_rate_hz, channels)

    def detecting(self, detector: Detector, sample_rate_hz: int, channels: int = CHANNELS) -> Processor:
        """The same, with a choice of what counts as a peak."""
        ceiling = db_to_gain(self.ceiling_dbtp)
        core = LookAhead(sample_rate_hz, channels, ceiling, self.release_ms, self.look_ahead_ms, detector)
        return _Limiter(core)


class _Limiter(Processor):
    def __init__(self, core: LookAhead) -> None:
        self._core = core
        self.latency_samples = core.latency_samples

    def process(self, block: Audio) -> Audio:
        limited = self._core.process(block)
        self.reduction_db = abs(gain_to_db(self._core.reduction))
        return limited
