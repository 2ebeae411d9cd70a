"""Equaliser: eight bands; a cut at either end, two shelves and four bells."""

from typing import ClassVar

import numpy as np

from mixing.audio import CHANNELS, Audio, Doubles
from mixing.biquads import PLAIN, Cascade, bell, butterworth_qs, high_pass, high_shelf, low_pass, low_shelf
from mixing.effect import Effect, Processor, choice, parameter

_SLOPES = ("off", "12 dB/octave", "24 dB/octave", "36 dB/octave", "48 dB/octave")
_FLAT = {"low_gain_db": 0.0, "bell_1_gain_db": 0.0, "bell_2_gain_db": 0.0, "high_gain_db": 0.0}


class Equaliser(Effect):
    """Shapes the balance of low and high: a cut at either end, two shelves and four bells."""

    category: ClassVar[str] = "filter"
    presets: ClassVar[dict[str, dict[str, float]]] = {
        "Flat": _FLAT,
        "Dark cloud": {
            **_FLAT,
            "low_cut": 1.0,
            "low_cut_hz": 354.0,
            "bell_1_hz": 426.0,
            "bell_1_gain_db": 4.0,
            "bell_1_q": 1.0,
            "high_cut": 1.0,
            "high_cut_hz": 1_227.0,
        },
        "High-pass at 556 Hz": {**_FLAT, "low_cut": 2.0, "low_cut_hz": 556.0},
        "Master": {
            "low_hz": 278.0,
            "low_gain_db": 1.8,
            "bell_1_hz": 429.0,
            "bell_1_gain_db": -1.8,
            "bell_1_q": 0.6667,  # two octaves wide
            "bell_2_hz": 2_914.0,
            "bell_2_gain_db": -3.2,
            "bell_2_q": 0.6667,
            "high_hz": 3_129.0,
            "high_gain_db": 2.4,
        },
        "Clear speech": {
            **_FLAT,
            "low_cut": 2.0,
            "low_cut_hz": 90.0,
            "bell_1_hz": 300.0,
            "bell_1_gain_db": -2.5,
            "bell_2_hz": 3_200.0,
            "bell_2_gain_db": 3.0,
        },
        "Telephone": {**_FLAT, "low_cut": 4.0, "low_cut_hz": 300.0, "high_cut": 4.0, "high_cut_hz": 3_400.0},
    }

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
    bell_3_hz: float = parameter(1_000.0, 20, 20_000, "Hz", "log", title="Bell 3 frequency")
    bell_3_gain_db: float = parameter(0.0, -18, 18, "dB", title="Bell 3 gain")
    bell_3_q: float = parameter(1.0, 0.1, 18, "", "log", title="Bell 3 Q")
    bell_4_hz: float = parameter(6_000.0, 20, 20_000, "Hz", "log", title="Bell 4 frequency")
    bell_4_gain_db: float = parameter(0.0, -18, 18, "dB", title="Bell 4 gain")
    bell_4_q: float = parameter(1.0, 0.1, 18, "", "log", title="Bell 4 Q")
    low_cut_hz: float = parameter(80.0, 20, 20_000, "Hz", "log", title="Low cut frequency")
    low_cut: float = choice(0, *_SLOPES, title="Low cut")
    high_cut_hz: float = parameter(16_000.0, 20, 20_000, "Hz", "log", title="High cut frequency")
    high_cut: float = choice(0, *_SLOPES, title="High cut")

    def processor(self, sample_rate_hz: int, channels: int = CHANNELS) -> Processor:
        return _Equaliser(self, sample_rate_hz, channels)

    def sections(self, rate_hz: int) -> list[Doubles]:
        """Fourteen second-order sections, of which those that change nothing are plain."""
        plain = np.array(PLAIN)
        bands = (
            (low_shelf, self.low_hz, self.low_gain_db, self.low_q),
            (bell, self.bell_1_hz, self.bell_1_gain_db, self.bell_1_q),
            (bell, self.bell_2_hz, self.bell_2_gain_db, self.bell_2_q),
            (bell, self.bell_3_hz, self.bell_3_gain_db, self.bell_3_q),
            (bell, self.bell_4_hz, self.bell_4_gain_db, self.bell_4_q),
            (high_shelf, self.high_hz, self.high_gain_db, self.high_q),
        )
        cuts = ((high_pass, self.low_cut_hz, round(self.low_cut)), (low_pass, self.high_cut_hz, round(self.high_cut)))
        sections = [design(hz, gain_db, q, rate_hz) if gain_db else plain for design, hz, gain_db, q in bands]
        for cut, hz, steepness in cuts:
            sections += [cut(hz, q, rate_hz) for q in butterworth_qs(steepness)] + [plain] * (4 - steepness)
        return sections


class _Equaliser(Processor):
    def __init__(self, settings: Equaliser, rate_hz: int, channels: int) -> None:
        self._rate_hz = rate_hz
        self._cascade = Cascade(settings.sections(rate_hz), channels, rate_hz)
        self.tail_seconds = self._cascade.tail_seconds

    def update(self, effect: Equaliser) -> None:
        self._cascade.update(effect.sections(self._rate_hz))
        self.tail_seconds = max(self.tail_seconds, self._cascade.tail_seconds)

    def process(self, block: Audio) -> Audio:
        return self._cascade.process(block)
