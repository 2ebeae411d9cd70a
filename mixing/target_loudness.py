"""How much louder a master must go into its limiter to come out at a wanted loudness."""

import math
from collections.abc import Callable, Generator, Iterable

from mixing.audio import CHANNELS, RATE_HZ, Audio
from mixing.metering import Meter, NoPeaks

_CLOSE_LU = 0.05
_MOST_ATTEMPTS = 8
_MOST_DRIVE_DB = 24.0
_LEAST_SLOPE = 0.1  # a limiter gives back less than it is given: LU out for each dB in


def finding_drive(
    limited: Callable[[float], Iterable[Audio]], samples: int, wanted_lufs: float, drive_db: float = 0.0
) -> Generator[float, None, float]:
    """The gain in dB, within ±24, after which `limited(gain)` is as loud as wanted, or as loud as it gets.

    By secants on the integrated loudness (ITU-R BS.1770-5) of what the limiter really gives; yields the share done.
    Silence stays as it is. `drive_db` is where it begins.
    """
    slope = 1.0
    before: tuple[float, float] | None = None
    for attempt in range(_MOST_ATTEMPTS):
        meter = Meter(RATE_HZ, CHANNELS, NoPeaks())
        for block in limited(drive_db):
            meter.feed(block)
            yield (attempt + min(1.0, meter.samples / max(samples, 1))) / _MOST_ATTEMPTS
        found = meter.integrated_lufs()
        missing = wanted_lufs - found
        stuck = abs(drive_db) == _MOST_DRIVE_DB and attempt > 1
        if not math.isfinite(found) or abs(missing) <= _CLOSE_LU or stuck:
            break
        if before is not None and drive_db != before[0]:
            slope = max(_LEAST_SLOPE, (found - before[1]) / (drive_db - before[0]))
        before = (drive_db, found)
        drive_db = max(-_MOST_DRIVE_DB, min(_MOST_DRIVE_DB, drive_db + missing / slope))
    return drive_db
