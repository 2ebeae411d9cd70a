"""The report of a render: what there is to draw of it, and what to say."""

from collections.abc import Mapping

from mixing.analysis.added import Added
from mixing.audio import level_or_none
from mixing.examination import Heard
from mixing.master import HOP_SECONDS, Mastering
from mixing.metering import Measurement
from mixing.progress import AdditionReport, LimiterReport, RenderFinished, RenderReport
from mixing.project import Id


def finished(
    heard: Mapping[str, Heard],
    mastering: Mastering,
    added: Mapping[Id, Added],
    *,
    duration_seconds: float,
    mix_turned_down_db: float,
    bounces_turned_down_db: dict[str, float],
) -> RenderFinished:
    """heard: the written files, "mix" and "master"; added: by the exciters of the tracks."""
    measured = {name: one.meter.measurement(one.bit_depth) for name, one in heard.items()}
    curves = {
        name: [level_or_none(round(value, 2)) for value in one.meter.short_term_lufs(HOP_SECONDS).tolist()]
        for name, one in heard.items()
    }
    limiter: LimiterReport | None = None
    if "master" in heard:
        limiter = LimiterReport(
            ceiling_dbtp=mastering.ceiling_dbtp,
            max_reduction_db=max(mastering.limiter_reduction_db, default=0.0),
            corrections_db=mastering.corrections_db,
        )
    reducing = {key: trace["reduction_db"] for key, trace in mastering.traces.items()}
    report = RenderReport(
        duration_seconds=duration_seconds,
        mix_turned_down_db=mix_turned_down_db,
        hop_seconds=HOP_SECONDS,
        mix_short_term_lufs=curves.get("mix", []),
        master_short_term_lufs=curves.get("master", []),
        reduction_db={key: curve for key, curve in reducing.items() if any(curve)},
        stages=mastering.traces,
        drive_db=None if mastering.drive_db is None else round(mastering.drive_db, 2),
        matched_gain_db=matched_gain_db(measured),
        examined={name: one.examination.report() for name, one in heard.items()},
        added={key: report for key, one in {**added, **mastering.added}.items() if (report := _addition(one))},
        limiter=limiter,
        bounces_turned_down_db=bounces_turned_down_db,
    )
    return RenderFinished(measured.get("mix"), measured.get("master"), report)


def matched_gain_db(measured: Mapping[str, Measurement]) -> dict[str, float]:
    """The gain of each for hearing them side by side: all as loud as the softest, so that nothing is turned up.

    What is louder sounds better, whatever else was done to it; a comparison has to take that away. Files without a
    loudness are left out.
    """
    known = {name: one.integrated_lufs for name, one in measured.items() if one.integrated_lufs is not None}
    softest = min(known.values(), default=0.0)
    return {name: round(softest - lufs, 2) for name, lufs in known.items()}


def _addition(added: Added) -> AdditionReport | None:
    found = added.result()
    if found is None:
        return None
    return AdditionReport(
        bandwidth_hz=round(found.bandwidth_hz, 1),
        before_db=round(found.before_db, 1),
        after_db=round(found.after_db, 1),
    )
