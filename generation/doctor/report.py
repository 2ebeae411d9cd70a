"""What the doctor tells: plain frozen records that become JSON. None is “unknown”, never 0."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict

Level = Literal["good", "will babble", "will give noise"]
Severity = Literal["note", "babble", "noise"]
Kind = Literal[
    "unreadable", "silence", "little", "noise-like", "noisy", "diverse", "hum", "clipped", "quiet", "uneven", "offset",
    "clicks", "duplicates", "classes", "short", "epochs", "rate",
]  # fmt: skip


class Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Finding(Record):
    """One thing that is wrong, or worth knowing: `sentence` says what it does, `advice` what to do about it."""

    kind: Kind
    severity: Severity
    sentence: str
    advice: str
    files: tuple[str, ...] = ()
    """Names of the files that it is about, worst first; empty when it is about all."""


class Verdict(Record):
    level: Level
    headline: str
    sentences: tuple[str, ...]
    """The findings that lower the level, each with what to do; for a good set, what makes it good."""


SILENCE_THRESHOLDS_DBFS = tuple(range(-90, -9, 3))
"""At which it is told what would be kept, for choosing one."""


class FileReport(Record):
    """One file. Levels, clipping, offset and bandwidth are the file's own; the rest is of what the model would hear."""

    name: str
    class_name: str | None
    error: str | None = None
    """Why the file cannot be read; every figure is then unknown."""
    seconds: float = 0.0
    kept_seconds: float = 0.0
    dropped_seconds: float = 0.0
    """Under the silence threshold: training leaves it out."""
    kept_at_seconds: tuple[float, ...] = ()
    """What would be kept at each of `Report.silence_thresholds_dbfs`."""
    rate_hz: int | None = None
    channels: int | None = None
    bandwidth_hz: float | None = None
    """Above it nothing sounds, whatever the rate."""
    peak_dbfs: float | None = None
    rms_dbfs: float | None = None
    kept_rms_dbfs: float | None = None
    """Of what training keeps."""
    dc_offset: float = 0.0
    """Share of full scale."""
    clipped_runs: int = 0
    clipped_share: float = 0.0
    snr_db: float | None = None
    hum_hz: int | None = None
    hum_db: float | None = None
    """How far the lines of the mains stand over what is beside them."""
    clicks_per_second: float = 0.0
    voicing: float | None = None
    """0 noise … 1 a steady voice; noise stays under 0.2, speech is at 0.27 and more."""
    timbre_within_db: float | None = None
    """RMS distance of its frames from their passage's mean."""
    timbre_distance_db: float | None = None
    """Distance of its mean from the centre of the set, or of its class where there are classes."""
    timbre_place: tuple[float, float] | None = None
    """In dB along the two directions in which the set's timbres differ most."""
    sound_kind: int | None = None
    """Recordings of one number sound alike; 0 is the most frequent kind."""
    outline: tuple[int, ...] = ()
    """Peaks of 64 stretches of the file in hundredths of full scale, to draw it small."""
    findings: tuple[Kind, ...] = ()


class Duplicate(Record):
    """`copy_name` holds a sound that `original` holds too, `shift_seconds` later than in the copy."""

    original: str
    copy_name: str
    seconds: float
    shift_seconds: float
    correlation: float
    exact: bool
    """The same recording, whatever its rate, level or codec; otherwise the same with something on top."""


class ClassShare(Record):
    name: str
    files: int
    seconds: float
    kept_seconds: float


class Spectrum(Record):
    """The set's long-term spectrum: the mean, in dB, over all files that reach so far, weighted by their seconds."""

    step_hz: float
    levels_db: tuple[float | None, ...]


class LevelSpread(Record):
    """Seconds of 20 ms frames at each dB, from `lowest_dbfs` upwards."""

    lowest_dbfs: int
    seconds: tuple[float, ...]


class PlanFigures(Record):
    """What the plan makes of this material."""

    preset: str
    model_rate_hz: int
    steps: int | None
    """Unknown for a plan that gives a number of minutes."""
    epochs: float | None
    """How many times the training hears all of it."""
    receptive_field_samples: int
    receptive_field_ms: float
    window_seconds: float
    parameters: int
    quantisation: int
    """Levels that the network tells apart."""
    audible_seconds: float
    silence_threshold_dbfs: float
    median_kept_ms: float
    """Half of the files have less audible sound than this: what the receptive field meets in one piece."""


class Totals(Record):
    """All files together: sums of seconds, and means over what training keeps."""

    files: int
    unreadable: int
    seconds: float
    kept_seconds: float
    dropped_seconds: float
    rates_hz: dict[int, int]
    """File rate → number of files."""
    bandwidth_hz: float | None
    peak_dbfs: float | None
    rms_dbfs: float | None
    dc_offset: float
    """The largest of any file."""
    clipped_share: float
    snr_db: float | None
    hum_hz: int | None
    hum_db: float | None
    hum_share: float | None
    """Of all the energy, what lies on the lines of the mains."""
    clicks_per_second: float
    voicing: float | None
    timbre_within_db: float | None
    timbre_across_db: float | None
    """RMS distance of passages from the centre of the set, or of their class: the set's diversity."""
    duplicate_seconds: float


class Report(Record):
    verdict: Verdict
    findings: tuple[Finding, ...]
    """Worst first."""
    plan: PlanFigures
    totals: Totals
    classes: tuple[ClassShare, ...]
    duplicates: tuple[Duplicate, ...]
    spectrum: Spectrum
    levels: LevelSpread
    silence_thresholds_dbfs: tuple[int, ...] = SILENCE_THRESHOLDS_DBFS
    files: tuple[FileReport, ...]
    """In the order in which they were given."""


@dataclass(frozen=True)
class DoctorProgress:
    """A file is examined; `fraction` of the work (by file size) is done."""

    fraction: float
    seconds_left: float
    name: str
    files_done: int
    files: int
