"""Tape: high frequencies bend first, and the louder it goes in the more it bends.

A pre-emphasis raises the high frequencies before the hyperbolic tangent and the de-emphasis lowers them after
it, as a recorder does: the response stays flat where nothing saturates. The level is calibrated: a sine at
-12 dBFS comes out as loud as it went in, whatever the drive.
"""

from typing import ClassVar

import numpy as np

from mixing.audio import CHANNELS, Audio, Doubles, db_to_gain
from mixing.biquads import PLAIN, Cascade, bell, high_pass, high_shelf
from mixing.dsp.shaping import SOFT, Shaper, evenly_loud
from mixing.effect import Effect, Processor, parameter

_REFERENCE = db_to_gain(-12.0)
_EMPHASIS_HZ, _Q = 4_000.0, 0.7071
_STILL_HZ = 10.0  # removes the steady offset that an uneven curve leaves


class Tape(Effect):
    """Warms and rounds the sound as magnetic tape does: peaks soften, harmonics grow with the level."""

    category: ClassVar[str] = "colour"
    presets: ClassVar[dict[str, dict[str, float]]] = {
        "Master": {"drive_db": 2.0, "emphasis_db": 4.0, "bump_db": 0.0},
        "Warm": {"drive_db": 8.0, "bias": 0.15, "bump_db": 1.5},
        "Hot": {"drive_db": 16.0, "emphasis_db": 9.0, "bias": 0.1, "bump_db": 2.0},
        "Worn": {"drive_db": 22.0, "emphasis_db": 12.0, "bias": 0.3, "bump_db": 3.0, "output_db": -1.0},
    }

    drive_db: float = parameter(6.0, -12, 30, "dB", title="Drive")
    emphasis_db: float = parameter(6.0, 0, 12, "dB", title="High frequencies bend earlier by")
    bias: float = parameter(0.0, 0, 0.5, title="Unevenness (even harmonics)")
    bump_db: float = parameter(0.0, 0, 6, "dB", title="Head bump at 80 Hz")
    output_db: float = parameter(0.0, -24, 24, "dB", title="Output")

    def processor(self, sample_rate_hz: int, channels: int = CHANNELS) -> Processor:
        return _Tape(self, sample_rate_hz, channels)

    def bending(self) -> tuple[float, float, float]:
        """Drive, bias and level of the curve."""
        drive = db_to_gain(self.drive_db)
        level = evenly_loud(SOFT, drive, self.bias, _REFERENCE)
        return drive, self.bias, level * db_to_gain(self.output_db)

    def before(self, rate_hz: int) -> list[Doubles]:
        """The pre-emphasis."""
        plain = np.array(PLAIN)
        return [high_shelf(_EMPHASIS_HZ, self.emphasis_db, _Q, rate_hz) if self.emphasis_db else plain]

    def after(self, rate_hz: int) -> list[Doubles]:
        """The de-emphasis and the playback head."""
        plain = np.array(PLAIN)
        return [
            high_shelf(_EMPHASIS_HZ, -self.emphasis_db, _Q, rate_hz) if self.emphasis_db else plain,
            bell(80.0, self.bump_db, 0.8, rate_hz) if self.bump_db else plain,
            high_pass(_STILL_HZ, _Q, rate_hz) if self.bias else plain,
        ]


class _Tape(Processor):
    def __init__(self, settings: Tape, rate_hz: int, channels: int) -> None:
        self._rate_hz = rate_hz
        self._before = Cascade(settings.before(rate_hz), channels, rate_hz)
        self._shaper = Shaper(SOFT, *settings.bending(), channels)
        self._after = Cascade(settings.after(rate_hz), channels, rate_hz)
        self.latency_samples = self._shaper.latency_samples
        self._settle()

    def _settle(self) -> None:
        filters = self._before.tail_seconds + self._after.tail_seconds
        self.tail_seconds = max(self.tail_seconds, self.latency_samples / self._rate_hz + filters)

    def update(self, effect: Tape) -> None:
        self._before.update(effect.before(self._rate_hz))
        self._shaper.update(effect.bending())
        self._after.update(effect.after(self._rate_hz))
        self._settle()

    def process(self, block: Audio) -> Audio:
        return self._after.process(self._shaper.process(self._before.process(block)))
