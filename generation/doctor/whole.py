"""All files together: sums, means over what training keeps, and how far each file is from the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from generation.doctor.duplicates import Match
from generation.doctor.frames import Decibels
from generation.doctor.hum import Hum
from generation.doctor.kinds import kinds
from generation.doctor.noise import LOWEST_DBFS
from generation.doctor.patient import SPECTRUM_STEP_HZ, Examined
from generation.doctor.report import ClassShare, FileReport, LevelSpread, Spectrum, Totals
from generation.doctor.timbre import distances_db
from generation.doctor.voicing import voicing


def totals(
    examined: Sequence[Examined], files: Sequence[FileReport], hum: Hum | None, matches: Sequence[Match]
) -> Totals:
    """The set in figures; `files` are the reports with their distances, in the order of `examined`."""
    read = [file for file in files if file.error is None]
    seconds = sum(file.seconds for file in read)
    voice = voicing([one.voiced for one in examined])
    return Totals(
        files=len(files),
        unreadable=len(files) - len(read),
        seconds=seconds,
        kept_seconds=sum(file.kept_seconds for file in read),
        dropped_seconds=sum(file.dropped_seconds for file in read),
        rates_hz=dict(Counter(file.rate_hz for file in read if file.rate_hz is not None).most_common()),
        bandwidth_hz=_median([(file.bandwidth_hz, file.kept_seconds) for file in read]),
        peak_dbfs=max((file.peak_dbfs for file in read if file.peak_dbfs is not None), default=None),
        rms_dbfs=_mean_level([(file.kept_rms_dbfs, file.kept_seconds) for file in read]),
        dc_offset=max((file.dc_offset for file in read), key=abs, default=0.0),
        clipped_share=sum(file.clipped_share * file.seconds for file in read) / seconds if seconds else 0.0,
        snr_db=_median([(file.snr_db, file.kept_seconds) for file in read]),
        hum_hz=hum.mains_hz if hum else None,
        hum_db=hum.over_db if hum else None,
        hum_share=hum.share if hum else None,
        clicks_per_second=sum(file.clicks_per_second * file.seconds for file in read) / seconds if seconds else 0.0,
        voicing=voice.mean if voice else None,
        timbre_within_db=_rms([(file.timbre_within_db, file.kept_seconds) for file in read]),
        timbre_across_db=_across_db(examined),
        duplicate_seconds=sum(match.seconds for match in matches),
    )


def compared(examined: Sequence[Examined]) -> list[FileReport]:
    """The reports with each file's distance from the centre of its class, and its place on a map of the set."""
    sounding = [one.passages.mean for one in examined if one.passages is not None]
    if not sounding:
        return [one.report for one in examined]
    centres, means = _centres(examined), np.stack(sounding)
    described = zip(_places(means), kinds(means), strict=True)
    found = []
    for one in examined:
        update: dict[str, object] = {}
        if one.passages is not None:
            place, kind = next(described)
            distance = float(distances_db(one.passages.mean, centres[one.report.class_name]))
            update = {"timbre_distance_db": distance, "timbre_place": place, "sound_kind": kind}
        found.append(one.report.model_copy(update=update))
    return found


def class_shares(files: Sequence[FileReport]) -> tuple[ClassShare, ...]:
    """Empty for a set without classes; else every class, by name."""
    names = sorted({file.class_name for file in files if file.class_name is not None})
    members = {name: [file for file in files if file.class_name == name] for name in names}
    return tuple(
        ClassShare(
            name=name,
            files=len(some),
            seconds=sum(file.seconds for file in some),
            kept_seconds=sum(file.kept_seconds for file in some),
        )
        for name, some in members.items()
    )


def spectrum(examined: Sequence[Examined]) -> Spectrum:
    """Each file counts by its seconds, and only as far as half its rate."""
    levels = np.stack([one.spectrum_db for one in examined])
    weights = np.array([one.report.kept_seconds for one in examined])[:, None] * np.isfinite(levels)
    heard = weights.sum(axis=0)
    mean = (np.nan_to_num(levels) * weights).sum(axis=0) / np.maximum(heard, 1e-12)
    whole = [round(float(level), 1) if weight > 0.0 else None for level, weight in zip(mean, heard, strict=True)]
    return Spectrum(step_hz=SPECTRUM_STEP_HZ, levels_db=tuple(whole))


def level_spread(examined: Sequence[Examined]) -> LevelSpread:
    seconds = np.sum([one.spread for one in examined], axis=0)
    return LevelSpread(lowest_dbfs=LOWEST_DBFS, seconds=tuple(round(float(second), 2) for second in seconds))


def _centres(examined: Sequence[Examined]) -> dict[str | None, Decibels]:
    """The middle timbre of each class (of all, without classes): medians, which a few strangers do not move."""
    passages: dict[str | None, list[Decibels]] = {}
    for one in examined:
        if one.passages is not None:
            passages.setdefault(one.report.class_name, []).append(one.passages.timbres)
    return {name: np.median(np.concatenate(timbres), axis=0) for name, timbres in passages.items()}


def _across_db(examined: Sequence[Examined]) -> float | None:
    """None with fewer than two passages: one sound is not diverse, nor is it known to be alike."""
    centres = _centres(examined)
    distances, seconds = [np.zeros(0)], [np.zeros(0)]
    for one in examined:
        if one.passages is not None:
            distances.append(distances_db(one.passages.timbres, centres[one.report.class_name]))
            seconds.append(one.passages.seconds)
    every, weights = np.concatenate(distances), np.concatenate(seconds)
    if every.size < 2:
        return None
    return float(np.sqrt(np.average(np.square(every), weights=weights)))


def _places(means: Decibels) -> list[tuple[float, float] | None]:
    """Principal components of the files' timbres (files, 20), in dB of distance; unknown for fewer than three."""
    if len(means) < 3:
        return [None] * len(means)
    centred = means - means.mean(axis=0)
    directions = np.linalg.svd(centred, full_matrices=False)[2][:2]
    places = centred @ directions.T / np.sqrt(centred.shape[1])
    return [(round(float(x), 2), round(float(y), 2)) for x, y in places]


Weighted = Sequence[tuple[float | None, float]]


def _known(pairs: Weighted) -> tuple[Decibels, Decibels]:
    known = [(value, weight) for value, weight in pairs if value is not None and weight > 0.0]
    values, weights = np.array(known).reshape(-1, 2).T
    return values, weights


def _median(pairs: Weighted) -> float | None:
    """The value that half of the seconds stay under."""
    values, weights = _known(pairs)
    if not values.size:
        return None
    order = np.argsort(values)
    reached = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(reached, reached[-1] / 2.0)])


def _rms(pairs: Weighted) -> float | None:
    values, weights = _known(pairs)
    return float(np.sqrt(np.average(np.square(values), weights=weights))) if values.size else None


def _mean_level(pairs: Weighted) -> float | None:
    """The level of the mean power."""
    values, weights = _known(pairs)
    return 10.0 * float(np.log10(np.average(10.0 ** (values / 10.0), weights=weights))) if values.size else None
