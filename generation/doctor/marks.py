"""What each file has of what may be wrong, whatever the set as a whole is like."""

from __future__ import annotations

from generation.doctor import thresholds as lines
from generation.doctor.case import Case
from generation.doctor.report import FileReport, Kind
from generation.doctor.sound_rules import cut_share, far_files, is_noise_like


def marked(case: Case) -> tuple[FileReport, ...]:
    """The files with their findings filled in."""
    far = frozenset(far_files(case))
    copies = frozenset(pair.copy_name for pair in case.duplicates)
    return tuple(file.model_copy(update={"findings": _marks(file, far, copies)}) for file in case.files)


def _marks(file: FileReport, far: frozenset[str], copies: frozenset[str]) -> tuple[Kind, ...]:
    if file.error is not None:
        return ("unreadable",)
    long = file.kept_seconds >= lines.LONG_ENOUGH_SECONDS
    found: dict[Kind, bool] = {
        "silence": file.dropped_seconds > lines.DROPPED_SHARE * (file.kept_seconds + file.dropped_seconds),
        "noise-like": is_noise_like(file),
        "noisy": long and file.snr_db is not None and file.snr_db < lines.NOISY_DB,
        "diverse": file.name in far,
        "hum": file.hum_db is not None and file.hum_db >= lines.HUM_DB,
        "clipped": cut_share(file) > lines.CLIPPED_SHARE,
        "clicks": long and file.clicks_per_second >= lines.CLICKS_PER_SECOND,
        "duplicates": file.name in copies,
        "quiet": file.kept_rms_dbfs is not None and file.kept_rms_dbfs < lines.QUIET_DBFS,
        "offset": abs(file.dc_offset) > lines.OFFSET,
    }
    return tuple(kind for kind, is_so in found.items() if is_so)
