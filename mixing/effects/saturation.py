"""Saturation: overdrive by one of three curves, with a tone control behind it."""

from typing import ClassVar

import numpy as np

from mixing.audio import CHANNELS, Audio, Doubles, db_to_gain
from mixing.biquads import PLAIN, Cascade, high_pass, low_pass
from mixing.dsp.shaping import Shaper, evenly_loud
from mixing.effect import Effect, Processor, choice, parameter

_REFERENCE = db_to_gain(-12.0)
_STILL_HZ, _Q = 10.0, 0.7071
_OPEN_HZ = 20_000.0


class Saturation(Effect):
    """Overdrives the sound: from a little grit to a wave folded over and over."""

    category: ClassVar[str] = "colour"
    fixed: ClassVar[frozenset[str]] = frozenset({"curve"})
    presets: ClassVar[dict[str, dict[str, float]]] = {
        "Grit": {"drive_db": 12.0, "bias": 0.2},
        "Overdrive": {"drive_db": 26.0, "bias": 0.1, "tone_hz": 6_000.0},
        "Clipped": {"curve": 1.0, "drive_db": 20.0},
        "Folded": {"curve": 2.0, "drive_db": 18.0, "output_db": -3.0},
    }

    drive_db: float = parameter(12.0, 0, 48, "dB", title="Drive")
    curve: float = choice(0, "soft", "hard", "folded", title="Curve")
    bias: float = parameter(0.0, 0, 0.9, title="Unevenness (even harmonics)")
    tone_hz: float = parameter(_OPEN_HZ, 500, _OPEN_HZ, "Hz", "log", title="Tone")
    output_db: float = parameter(0.0, -36, 12, "dB", title="Output")

    def processor(self, sample_rate_hz: int, channels: int = CHANNELS) -> Processor:
        return _Saturation(self, sample_rate_hz, channels)

    def bending(self) -> tuple[float, float, float]:
        """Drive, bias and level of the curve; a sine at -12 dBFS keeps its loudness."""
        drive = db_to_gain(self.drive_db)
        level = evenly_loud(round(self.curve), drive, self.bias, _REFERENCE)
        return drive, self.bias, level * db_to_gain(self.output_db)

    def after(self, rate_hz: int) -> list[Doubles]:
        """What removes the steady offset, and the tone."""
        plain = np.array(PLAIN)
        return [
            high_pass(_STILL_HZ, _Q, rate_hz) if self.bias else plain,
            low_pass(self.tone_hz, _Q, rate_hz) if self.tone_hz < _OPEN_HZ else plain,
        ]


class _Saturation(Processor):
    def __init__(self, settings: Saturation, rate_hz: int, channels: int) -> None:
        self._rate_hz = rate_hz
        self._shaper = Shaper(round(settings.curve), *settings.bending(), channels)
        self._after = Cascade(settings.after(rate_hz), channels, rate_hz)
        self.latency_samples = self._shaper.latency_samples
        self._settle()

    def _settle(self) -> None:
        ringing = self.latency_samples / self._rate_hz
        self.tail_seconds = max(self.tail_seconds, ringing + self._after.tail_seconds)

    def update(self, effect: Saturation) -> None:
        kept = effect.model_copy(update={"curve": float(self._shaper.curve)})
        self._shaper.update(kept.bending())
        self._after.update(kept.after(self._rate_hz))
        self._settle()

    def process(self, block: Audio) -> Audio:
        return self._after.process(self._shaper.process(block))
