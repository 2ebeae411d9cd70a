"""The doctor's visit: every file, then the set, then the verdict."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

from generation.dataset import HELD_OUT_SHARE, DatasetError, Recording
from generation.doctor import whole
from generation.doctor.case import Case
from generation.doctor.duplicates import SAME, Match, matches
from generation.doctor.hum import HumMeter
from generation.doctor.marks import marked
from generation.doctor.patient import Examined, examine_file
from generation.doctor.report import DoctorProgress, Duplicate, FileReport, PlanFigures, Report
from generation.doctor.verdict import findings, verdict
from generation.training_plan import TrainingPlan


def examine(
    recordings: Sequence[Recording],
    plan: TrainingPlan,
    clock: Callable[[], float] = time.monotonic,
    *,
    names: Sequence[str] | None = None,
) -> Iterator[DoctorProgress | Report]:
    """Yields progress after each file, and the report last.

    `names`: what the report calls the files, each another; None: their paths. A file that cannot be read is a finding.
    Holds the audio of one file at a time. Raises `DatasetError` when there
    are no recordings.
    """
    if not recordings:
        raise DatasetError("There are no recordings; add some audio files first.")
    rate_hz = plan.config().sample_rate_hz
    names = _names(recordings) if names is None else names
    sizes = [_bytes(recording.path) for recording in recordings]
    together = HumMeter(rate_hz)
    examined: list[Examined] = []
    started, done, whole_work = clock(), 0, sum(sizes)
    for recording, name, size in zip(recordings, names, sizes, strict=True):
        examined.append(examine_file(recording, name, rate_hz, plan.silence_threshold_dbfs, together))
        done += size
        fraction = done / whole_work
        seconds_left = (clock() - started) * (1.0 - fraction) / fraction
        yield DoctorProgress(fraction, seconds_left, name, len(examined), len(recordings))
    found = list(matches([recording.path for recording in recordings], [one.words for one in examined]))
    yield _report(examined, found, together, plan)


def _report(examined: Sequence[Examined], found: Sequence[Match], together: HumMeter, plan: TrainingPlan) -> Report:
    files = whole.compared(examined)
    totals = whole.totals(examined, files, together.result(), found)
    classes = whole.class_shares(files)
    case = Case(
        files=tuple(files),
        totals=totals,
        classes=classes,
        duplicates=tuple(_duplicate(match, files) for match in found),
        levels=whole.level_spread(examined),
        plan=_plan_figures(plan, tuple(share.name for share in classes), files, totals.kept_seconds),
    )
    told = findings(case)
    return Report(
        verdict=verdict(case, told),
        findings=told,
        plan=case.plan,
        totals=totals,
        classes=classes,
        duplicates=case.duplicates,
        spectrum=whole.spectrum(examined),
        levels=case.levels,
        files=marked(case),
    )


def _plan_figures(
    plan: TrainingPlan, classes: tuple[str, ...], files: Sequence[FileReport], kept_seconds: float
) -> PlanFigures:
    config, shape = plan.config(classes), plan.shape
    steps = plan.total_steps if plan.minutes is None else None
    heard = (steps or 0) * shape.batch * shape.window_samples / config.sample_rate_hz
    trained = kept_seconds * (1.0 - HELD_OUT_SHARE)
    kept = [file.kept_seconds for file in files if file.kept_seconds > 0.0]
    return PlanFigures(
        preset=plan.preset,
        model_rate_hz=config.sample_rate_hz,
        steps=steps,
        epochs=heard / trained if steps is not None and trained > 0.0 else None,
        receptive_field_samples=config.receptive_field_samples,
        receptive_field_ms=config.receptive_field_ms,
        window_seconds=shape.window_samples / config.sample_rate_hz,
        parameters=config.parameter_count,
        quantisation=config.quantisation,
        audible_seconds=kept_seconds,
        silence_threshold_dbfs=plan.silence_threshold_dbfs,
        median_kept_ms=1000.0 * float(np.median(kept)) if kept else 0.0,
    )


def _duplicate(match: Match, files: Sequence[FileReport]) -> Duplicate:
    return Duplicate(
        original=files[match.original].name,
        copy_name=files[match.copy].name,
        seconds=match.seconds,
        shift_seconds=match.shift_seconds,
        correlation=match.correlation,
        exact=match.correlation >= SAME,
    )


def _names(recordings: Sequence[Recording]) -> list[str]:
    """Paths from the folder that all have in common, so that they are short and differ."""
    folder = os.path.commonpath([recording.path.absolute().parent for recording in recordings])
    return [recording.path.absolute().relative_to(folder).as_posix() for recording in recordings]


def _bytes(path: Path) -> int:
    """At least 1, also for a file that has gone: reading it will tell."""
    try:
        return max(1, path.stat().st_size)
    except OSError:
        return 1
