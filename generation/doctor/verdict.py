"""From findings to a verdict."""

from __future__ import annotations

from generation.doctor.case import Case
from generation.doctor.plan_rules import PLAN_RULES
from generation.doctor.report import Finding, Level, Severity, Verdict
from generation.doctor.sound_rules import SOUND_RULES
from generation.doctor.wording import duration

ORDER: tuple[Severity, ...] = ("noise", "babble", "note")
LEVELS: dict[Severity, Level] = {"noise": "will give noise", "babble": "will babble", "note": "good"}
HEADLINES: dict[Level, str] = {
    "good": "Fit to train.",
    "will babble": "Will babble, but not as well as it could.",
    "will give noise": "Will give noise.",
}


def findings(case: Case) -> tuple[Finding, ...]:
    """All that the rules find, worst first."""
    found = [finding for rule in (*PLAN_RULES, *SOUND_RULES) if (finding := rule(case)) is not None]
    return tuple(sorted(found, key=lambda finding: ORDER.index(finding.severity)))


def verdict(case: Case, found: tuple[Finding, ...]) -> Verdict:
    """The level that the worst finding leaves, and why."""
    worst: Severity = found[0].severity if found else "note"
    level = LEVELS[worst]
    reasons = tuple(f"{one.sentence} {one.advice}" for one in found if one.severity != "note")
    return Verdict(level=level, headline=HEADLINES[level], sentences=reasons or _praise(case))


def _praise(case: Case) -> tuple[str, ...]:
    totals, plan = case.totals, case.plan
    parts = [f"{duration(totals.kept_seconds)} of sound"]
    if totals.timbre_across_db is not None:
        parts.append(f"of one kind (timbres {totals.timbre_across_db:.1f} dB apart)")
    if totals.snr_db is not None:
        parts.append(f"{totals.snr_db:.0f} dB over its background")
    at_a_time = f"{plan.receptive_field_ms:.0f} ms at a time"
    if plan.steps is None or plan.epochs is None:
        return f"{', '.join(parts)}.", f"The network hears {at_a_time}."
    return f"{', '.join(parts)}.", f"{plan.steps:,} steps hear all of it {plan.epochs:.0f} times, {at_a_time}."
