"""What is to be said about the sound of the recordings: one rule to a function."""

from __future__ import annotations

import numpy as np

from generation.doctor import thresholds as lines
from generation.doctor.case import Case, Rule
from generation.doctor.report import FileReport, Finding
from generation.doctor.wording import count, dbfs, duration, share, some

KINDS_NAMED = 4


def noise_like(case: Case) -> Finding | None:
    voicing, kept = case.totals.voicing, case.totals.kept_seconds
    files = case.worst(lambda file: 1.0 - (file.voicing or 0.0) if is_noise_like(file) else None, 0.0)
    advice = (
        "If wind, rain or a room is what you want, train: this is what you will get. For babble, record voices, "
        "close to the microphone."
    )
    if voicing is not None and voicing < lines.VOICED:
        return Finding(
            kind="noise-like",
            severity="noise",
            sentence=f"This will give noise because the recordings are like noise themselves: their voicing is "
            f"{voicing:.2f}, and speech begins at {lines.VOICED:.2f}.",
            advice=advice,
            files=files,
        )
    part = sum(file.kept_seconds for file in case.read if is_noise_like(file)) / kept if kept else 0.0
    if part < lines.NOISE_SHARE or case.classes:
        return None
    return Finding(
        kind="noise-like",
        severity="babble",
        sentence=f"Noise will come through the voice: {share(part)} of the sound is like noise itself, "
        f"{count(len(files))} such as {some(files)}.",
        advice="Train on the one or the other, or give each a folder and train with classes.",
        files=files,
    )


def is_noise_like(file: FileReport) -> bool:
    """Whether a file is as unvoiced as noise; short ones are not known well enough to blame."""
    known = file.voicing is not None and file.kept_seconds >= lines.LONG_ENOUGH_SECONDS
    return known and (file.voicing or 0.0) < lines.UNVOICED


def noisy(case: Case) -> Finding | None:
    over = case.totals.snr_db
    if over is None or over >= lines.NOISY_DB:
        return None
    very = over < lines.VERY_NOISY_DB
    effect = "This will give noise because" if very else "The network will learn the room before the voice:"
    return Finding(
        kind="noisy",
        severity="noise" if very else "babble",
        sentence=f"{effect} the sound stands only {over:.0f} dB over its background.",
        advice=f"Record closer, or in a quieter place; from {lines.NOISY_DB:.0f} dB the background no longer leads.",
        files=case.worst(lambda file: None if file.snr_db is None else -file.snr_db, -lines.NOISY_DB),
    )


def diverse(case: Case) -> Finding | None:
    across = case.totals.timbre_across_db
    if across is None or across < lines.DIVERSE_DB:
        return _strangers(case)
    very = across >= lines.VERY_DIVERSE_DB
    effect = "This will give noise because" if very else "The network will blur one sound into another:"
    far = far_files(case)
    within = " within a class" if case.classes else ""
    return Finding(
        kind="diverse",
        severity="noise" if very else "babble",
        sentence=f"{effect} the sounds{within} are {across:.0f} dB apart; those of one voice are 3 to 5.",
        advice=_split(case),
        files=far,
    )


def _split(case: Case) -> str:
    groups: dict[int, list[str]] = {}
    for file in case.read:
        if file.sound_kind is not None:
            groups.setdefault(file.sound_kind, []).append(file.name)
    if len(groups) < 2 or case.classes:
        return "Cut the recordings where their sound changes, and train on one kind of it."
    listed = [f"{count(len(names))} like “{names[0]}”" for _, names in sorted(groups.items())[:KINDS_NAMED]]
    if len(groups) > len(listed):
        listed.append(f"{len(groups) - len(listed)} more kinds")
    return f"Split the set by kind of sound, or train with a folder for each kind: {', '.join(listed)}."


def _strangers(case: Case) -> Finding | None:
    far = far_files(case)
    if not far:
        return None
    return Finding(
        kind="diverse",
        severity="note",
        sentence=f"{count(len(far))} {'sounds' if len(far) == 1 else 'sound'} like none of the others: {some(far)}.",
        advice="Listen to them, and leave out what does not belong.",
        files=far,
    )


def far_files(case: Case) -> tuple[str, ...]:
    """Names of the files that are far from the centre, farthest first."""
    distances = [file.timbre_distance_db for file in case.read if file.timbre_distance_db is not None]
    if len(distances) < 3:
        return ()
    limit = max(lines.FAR_DB, lines.FAR_TIMES * float(np.median(distances)))
    return case.worst(lambda file: file.timbre_distance_db, limit)


def hum(case: Case) -> Finding | None:
    mains_hz, over, part = case.totals.hum_hz, case.totals.hum_db, case.totals.hum_share
    if mains_hz is None or over is None or part is None or over < lines.HUM_DB:
        return None
    most = part >= lines.HUM_SHARE
    return Finding(
        kind="hum",
        severity="noise" if most else "babble",
        sentence=f"This will give noise because {share(part)} of the energy is mains hum at {mains_hz} Hz and its "
        "multiples."
        if most
        else f"The model will hum: lines of the mains, {mains_hz} Hz and its multiples, stand {over:.0f} dB over what "
        "is beside them.",
        advice="Move cables and power supplies away from the microphone, or run on batteries; take the lines out of "
        "what is recorded with narrow notches.",
        files=case.worst(lambda file: file.hum_db, lines.HUM_DB),
    )


def clipped(case: Case) -> Finding | None:
    files = case.worst(cut_share, lines.CLIPPED_SHARE)
    if not files:
        return None
    whole = case.totals.clipped_share > lines.CLIPPED_SHARE
    cut = frozenset(files)
    seconds = sum(file.kept_seconds for file in case.read if file.name in cut)
    return Finding(
        kind="clipped",
        severity="babble" if whole else "note",
        sentence=f"The model will crackle: {share(case.totals.clipped_share)} of all samples lie on cut-off tops."
        if whole
        else f"{count(len(files))} {'is' if len(files) == 1 else 'are'} clipped: {some(files)}.",
        advice=f"Record with 12 dB of headroom; leaving out what is clipped costs {duration(seconds)}.",
        files=files,
    )


def cut_share(file: FileReport) -> float:
    """The share of samples on cut tops; 0 for so few tops that they may be chance."""
    return file.clipped_share if file.clipped_runs >= lines.FEWEST_CUTS else 0.0


def clicking(case: Case) -> Finding | None:
    rate = case.totals.clicks_per_second
    if rate < lines.CLICKS_PER_SECOND:
        return None
    return Finding(
        kind="clicks",
        severity="babble",
        sentence=f"The model will click: there are {rate:.0f} clicks a second.",
        advice="Look for a loose cable or dropped buffers; if these are takes of a model, train on recordings instead.",
        files=case.worst(lambda file: file.clicks_per_second, lines.CLICKS_PER_SECOND),
    )


def quiet(case: Case) -> Finding | None:
    level = case.totals.rms_dbfs
    if level is None or level >= lines.QUIET_DBFS or case.plan.quantisation > lines.COARSE:
        return None
    return Finding(
        kind="quiet",
        severity="babble",
        sentence=f"The model will hiss: at {dbfs(level)} the sound uses a few of the network's "
        f"{case.plan.quantisation} levels.",
        advice="Record closer or with more gain, or bring the files to about −23 dBFS first.",
    )


def uneven(case: Case) -> Finding | None:
    levels = [file.kept_rms_dbfs for file in case.read if file.kept_rms_dbfs is not None]
    if len(levels) < 3:
        return None
    low, middle, high = np.percentile(levels, [5.0, 50.0, 95.0])
    if high - low < lines.UNEVEN_DB:
        return None
    return Finding(
        kind="uneven",
        severity="note",
        sentence=f"The files differ by {high - low:.0f} dB in level; the soft ones will hardly be learned.",
        advice="Bring them to one level before training.",
        files=case.worst(lambda file: None if file.kept_rms_dbfs is None else middle - file.kept_rms_dbfs, 10.0),
    )


def offset(case: Case) -> Finding | None:
    files = case.worst(lambda file: abs(file.dc_offset), lines.OFFSET)
    if not files:
        return None
    worst = abs(case.totals.dc_offset)
    silent = 20.0 * float(np.log10(worst)) <= case.plan.silence_threshold_dbfs
    effect = "" if silent else "; it counts as sound, so that their pauses are not left out"
    how_far = f"{'' if len(files) == 1 else 'up to '}{share(worst)}"
    return Finding(
        kind="offset",
        severity="babble" if worst > lines.LARGE_OFFSET and len(files) * 2 > case.totals.files else "note",
        sentence=f"{count(len(files))} {'rests' if len(files) == 1 else 'rest'} {how_far} of full scale off "
        f"zero{effect}.",
        advice="Take the offset out with a high-pass at 20 Hz.",
        files=files,
    )


SOUND_RULES: tuple[Rule, ...] = (noise_like, noisy, diverse, hum, clipped, clicking, quiet, uneven, offset)
