"""What a render tells while it works."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypedDict

from mixing.audio import gain_to_db, level_or_none
from mixing.examination import ExaminationReport
from mixing.metering import Measurement
from mixing.project import Id

Stage = Literal["preparing", "mixing", "mastering", "checking"]

_FIRST_ESTIMATE_SECONDS = 0.5


@dataclass(frozen=True)
class RenderProgress:
    """How far a render is. `fraction` never falls; `seconds_left` is unknown at first."""

    stage: Stage
    fraction: float
    seconds_left: float | None
    at_seconds: float  # the place in the piece that is being worked on
    peak_dbfs: float | None  # the loudest sample of this stage so far; None in silence
    levels_dbfs: tuple[float | None, ...] = ()  # while mixing, the peak of each side in the last block


class StageTrace(TypedDict):
    """How a stage of mastering went, one value for each hop; levels are those of what comes out of it."""

    reduction_db: list[float]
    rms_dbfs: list[float | None]
    peak_dbfs: list[float | None]


class LimiterReport(TypedDict):
    """What holding the ceiling took."""

    ceiling_dbtp: float
    max_reduction_db: float
    corrections_db: list[float]  # by how much each finished master was over and was limited again; mostly empty


class AdditionReport(TypedDict):
    """What an exciter added above the highest frequency that sounded before it, against the whole sound."""

    bandwidth_hz: float
    before_db: float
    after_db: float


class RenderReport(TypedDict):
    """What there is to draw and to say about a finished render; all of it fits JSON."""

    duration_seconds: float
    mix_turned_down_db: float  # 0, or what kept the mix from clipping
    hop_seconds: float  # of the curves
    mix_short_term_lufs: list[float | None]
    master_short_term_lufs: list[float | None]
    reduction_db: dict[Id, list[float]]  # of every device of the master that reduces, the limiter included
    stages: dict[Id, StageTrace]  # of every device of the master in their order, the limiter last
    drive_db: float | None  # what the wanted loudness took before the limiter
    matched_gain_db: dict[str, float]  # for the mix and the master: heard with it, both are as loud as the softer one
    examined: dict[str, ExaminationReport]  # the mix and the master
    added: dict[Id, AdditionReport]  # by every exciter on a track or the master
    limiter: LimiterReport | None
    bounces_turned_down_db: dict[str, float]  # by the names of the files, as the mix


@dataclass(frozen=True)
class RenderFinished:
    """The last event: what was written, measured from the files themselves."""

    mix: Measurement | None
    master: Measurement | None
    report: RenderReport


RenderEvent = RenderProgress | RenderFinished


class Tracker:
    """Turns the shares of the stages into one fraction, and the fraction into time left."""

    def __init__(self, costs: Mapping[Stage, float], clock: Callable[[], float] = time.monotonic) -> None:
        total = sum(costs.values()) or 1.0
        self._shares = {stage: cost / total for stage, cost in costs.items()}
        self._clock = clock
        self._began = clock()
        self._fraction = 0.0

    def at(
        self, stage: Stage, done: float, at_seconds: float = 0.0, peak: float = 0.0, levels: Sequence[float] = ()
    ) -> RenderProgress:
        """`done` is the share of this stage, from 0 to 1; `levels` are the peaks of the sides."""
        stages = list(self._shares)
        before = sum(self._shares[earlier] for earlier in stages[: stages.index(stage)])
        self._fraction = max(self._fraction, min(1.0, round(before + self._shares[stage] * done, 6)))
        elapsed = self._clock() - self._began
        known = elapsed >= _FIRST_ESTIMATE_SECONDS and self._fraction > 0.0
        left = elapsed * (1.0 - self._fraction) / self._fraction if known else None
        sides = tuple(level_or_none(gain_to_db(level)) for level in levels)
        return RenderProgress(stage, self._fraction, left, at_seconds, level_or_none(gain_to_db(peak)), sides)
