"""Equaliser: two shelves and two bells."""

from mixing.audio import CHANNELS, Audio
from mixing.biquads import Cascade, bell, high_shelf, low_shelf
from mixing.effect import Effect, Processor, parameter


class Equaliser(Effect):
    """Shapes the balance of low and high with two shelves and two bells."""

    low_hz: float = parameter(120.0, 20, 2_000, "Hz", "log", title="Low shelf frequency")
    low_gain_db: float = parameter(1.0, -18, 18, "dB", title="Low shelf gain")
    low_q: float = parameter(0.7071, 0.1, 2, "", "log", title="Low shelf Q")
    bell_1_hz: float = parameter(420.0, 20, 20_000, "Hz", "log", title="Bell 1 frequency")
    bell_1_gain_db: float = parameter(-1.0, -18, 18, "dB", title="Bell 1 gain")
    bell_1_q: float = parameter(0.7, 0.1, 18, "", "log", title="Bell 1 Q")
    bell_2_hz: float = parameter(3_000.0, 20, 20_000, "Hz", "log", title="Bell 2 frequency")
    bell_2_gain_db: float = parameter(-0.5, -18, 18, "dB", title="Bell 2 gain")
    bell_2_q: float = parameter(0.7, 0.1, 18, "", "log", title="Bell 2 Q")
    high_hz: float = parameter(8_000.0, 500, 20_000, "Hz", "log", title="High shelf frequency")
    high_gain_db: float = parameter(1.0, -18, 18, "dB", title="High shelf gain")
    high_q: float = parameter(0.7071, 0.1, 2, "", "log", title="High shelf Q")

    def processor(self, sample_rate_hz: int, channels: int = CHANNELS) -> Processor:
        bands = (
            (low_shelf, self.low_hz, self.low_gain_db, self.low_q),
            (bell, self.bell_1_hz, self.bell_1_gain_db, self.bell_1_q),
            (bell, self.bell_2_hz, self.bell_2_gain_db, self.bell_2_q),
            (high_shelf, self.high_hz, self.high_gain_db, self.high_q),
        )
        heard = [design(hz, gain_db, q, sample_rate_hz) for design, hz, gain_db, q in bands if gain_db]
        return _Equaliser(Cascade(heard, channels))


class _Equaliser(Processor):
    def __init__(self, cascade: Cascade) -> None:
        self._cascade = cascade

    def process(self, block: Audio) -> Audio:
        return self._cascade.process(block)
