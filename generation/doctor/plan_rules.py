"""What is to be said about the amount of sound, and about the plan for it: one rule to a function."""

from __future__ import annotations

from generation.doctor import thresholds as lines
from generation.doctor.case import Case, Rule
from generation.doctor.report import Finding
from generation.doctor.wording import count, dbfs, duration, hertz, some

MODEL_RATES_HZ = (8_000, 12_000, 16_000, 22_050, 32_000, 44_100, 48_000)


def unreadable(case: Case) -> Finding | None:
    broken = [file for file in case.files if file.error is not None]
    if not broken:
        return None
    names = tuple(file.name for file in broken)
    return Finding(
        kind="unreadable",
        severity="noise" if len(broken) == len(case.files) else "babble",
        sentence=f"Training will stop at {count(len(broken))} that cannot be read: {some(names)}.",
        advice=f"{broken[0].error} Or take {'it' if len(broken) == 1 else 'them'} out of the set.",
        files=names,
    )


def silent(case: Case) -> Finding | None:
    kept, dropped, threshold = case.totals.kept_seconds, case.totals.dropped_seconds, case.plan.silence_threshold_dbfs
    if kept > 0.0 and dropped < lines.DROPPED_SHARE * (kept + dropped):
        return None
    lower = threshold - lines.LOWER_BY_DB
    more = _seconds_between(case, lower, threshold)
    real = more <= 0.1 * dropped
    if kept == 0.0:
        sentence = f"Training cannot start: there is no sound over the silence threshold of {dbfs(threshold)}."
    else:
        whole = duration(kept + dropped)
        sentence = f"{duration(dropped)} of {whole} are under {dbfs(threshold)} and will not be used."
    advice = (
        "What is left out is silence; if you expected sound there, check the microphone."
        if real
        else f"Record louder, or set the threshold to {dbfs(lower)}: some {duration(more)} more would be heard."
    )
    severity = "noise" if kept == 0.0 else "note" if real else "babble"
    return Finding(
        kind="silence",
        severity=severity,
        sentence=sentence,
        advice=advice,
        files=case.worst(lambda file: file.dropped_seconds, 0.5),
    )


def _seconds_between(case: Case, low_dbfs: float, high_dbfs: float) -> float:
    places = enumerate(case.levels.seconds, start=case.levels.lowest_dbfs)
    return sum(seconds for level, seconds in places if low_dbfs <= level < high_dbfs)


def little(case: Case) -> Finding | None:
    kept, window = case.totals.kept_seconds, case.plan.window_seconds
    if kept == 0.0 or kept >= lines.LITTLE_SECONDS:
        return None
    if kept < window:
        return Finding(
            kind="little",
            severity="noise",
            sentence=f"Training cannot start: {duration(kept)} of audible sound do not fill one example of "
            f"{duration(window)}.",
            advice="Add recordings.",
        )
    return Finding(
        kind="little",
        severity="babble",
        sentence=f"With {duration(kept)} of sound the network will learn it by heart: its takes will repeat the "
        "recordings instead of babbling like them.",
        advice=f"Record more of the same kind; {duration(lines.ENOUGH_SECONDS)} of one voice are enough to begin with.",
    )


def doubled(case: Case) -> Finding | None:
    if not case.duplicates:
        return None
    seconds, kept = case.totals.duplicate_seconds, case.totals.kept_seconds
    exact = sum(pair.exact for pair in case.duplicates)
    much = seconds > lines.DUPLICATE_SHARE * kept
    names = tuple(pair.copy_name for pair in case.duplicates)
    nearly = len(names) - exact
    kinds = " and ".join(
        words for number, words in ((exact, f"{count(exact)} again"), (nearly, f"{count(nearly)} nearly so")) if number
    )
    return Finding(
        kind="duplicates",
        severity="babble" if much else "note",
        sentence=f"{'The network will lean towards what it hears twice' if much else 'Some sound is there twice'}: "
        f"{kinds}, {duration(seconds)} in all, such as {some(names)}.",
        advice="Leave the copies out; they add time to an epoch and nothing to learn.",
        files=names,
    )


def unbalanced(case: Case) -> Finding | None:
    if not case.classes:
        return None
    if loose := tuple(file.name for file in case.files if file.class_name is None):
        return Finding(
            kind="classes",
            severity="noise",
            sentence=f"Training cannot start: {some(loose)} without a class, beside others that have one.",
            advice="Give all of them a class, or none.",
            files=loose,
        )
    least = min(case.classes, key=lambda share: share.kept_seconds)
    most = max(case.classes, key=lambda share: share.kept_seconds)
    too_short = tuple(share for share in case.classes if share.kept_seconds < case.plan.window_seconds)
    if too_short and case.totals.kept_seconds > 0.0:
        return Finding(
            kind="classes",
            severity="noise",
            sentence=f"Training cannot start: the class “{least.name}” has {duration(least.kept_seconds)} of audible "
            f"sound, less than one example of {duration(case.plan.window_seconds)}.",
            advice="Add recordings to it, or leave it out.",
        )
    if most.kept_seconds < lines.CLASS_RATIO * least.kept_seconds:
        return None
    return Finding(
        kind="classes",
        severity="babble",
        sentence=f"“{least.name}” will sound like “{most.name}”: it has {duration(least.kept_seconds)} of sound, "
        f"the other {duration(most.kept_seconds)}.",
        advice="Even the classes out: add to the small one, or take from the large one.",
    )


def short(case: Case) -> Finding | None:
    plan = case.plan
    if not 0.0 < plan.median_kept_ms < plan.receptive_field_ms:
        return None
    return Finding(
        kind="short",
        severity="babble",
        sentence=f"Half of the files are shorter ({plan.median_kept_ms:.0f} ms) than what the network hears at a time "
        f"({plan.receptive_field_ms:.0f} ms): it will learn the joins between them.",
        advice="Use longer pieces, or a preset with a shorter receptive field.",
        files=case.worst(lambda file: -1000.0 * file.kept_seconds, -plan.receptive_field_ms),
    )


def few_epochs(case: Case) -> Finding | None:
    plan = case.plan
    if plan.steps is None or plan.epochs is None or plan.epochs >= lines.FEW_EPOCHS:
        return None
    heard = plan.audible_seconds * plan.epochs
    return Finding(
        kind="epochs",
        severity="babble",
        sentence=f"{plan.steps:,} steps hear the material {plan.epochs:.1f} times: less than once.",
        advice=f"Pick one speaker, one class or one file of about {duration(heard / lines.GOOD_EPOCHS)}, or take "
        f"{round(plan.steps / plan.epochs):,} steps for each time through it.",
    )


def other_rate(case: Case) -> Finding | None:
    band, nyquist = case.totals.bandwidth_hz, case.plan.model_rate_hz / 2.0
    if band is None or lines.SPARE_BAND * nyquist < band < lines.LOST_BAND * nyquist:
        return None
    if band >= nyquist:
        return Finding(
            kind="rate",
            severity="note",
            sentence=f"The recordings sound up to {hertz(band)}; a model at {hertz(2.0 * nyquist)} stops at "
            f"{hertz(nyquist)}.",
            advice="Duller and quicker to train: choose a higher rate if you miss the height.",
        )
    enough = next((rate for rate in MODEL_RATES_HZ if rate >= 1.95 * band), None)
    if enough is None or enough >= case.plan.model_rate_hz:
        return None
    return Finding(
        kind="rate",
        severity="note",
        sentence=f"Nothing sounds above {hertz(band)}: a model at {hertz(enough)} hears all of it.",
        advice=f"With a sample rate of {enough} Hz each second takes "
        f"{round(100 * (1 - enough / case.plan.model_rate_hz))} % less time; the receptive field keeps its "
        "milliseconds.",
    )


PLAN_RULES: tuple[Rule, ...] = (unreadable, silent, little, doubled, unbalanced, short, few_epochs, other_rate)
