"""The set in figures: each with where it lies, and the line that it should be on the right side of."""

from __future__ import annotations

from generation.doctor import thresholds as lines
from generation.doctor.page.markup import Markup, element
from generation.doctor.page.plot import scale
from generation.doctor.report import Report
from generation.doctor.wording import count, dbfs, duration, share

UNKNOWN = "unknown"


def strip(report: Report) -> Markup:
    """What the plan makes of the material."""
    plan = report.plan
    return element(
        "div",
        _cell("Sound used", duration(plan.audible_seconds), f"{duration(report.totals.dropped_seconds)} left out"),
        _cell("Steps", UNKNOWN if plan.steps is None else f"{plan.steps:,}", f"preset “{plan.preset}”"),
        _cell("Epochs", UNKNOWN if plan.epochs is None else f"{plan.epochs:.1f}", "times it hears all of it"),
        _cell("Receptive field", f"{plan.receptive_field_ms:.0f} ms", f"{plan.receptive_field_samples:,} samples"),
        _cell("Network", f"{plan.parameters / 1e6:.2f} M", "parameters"),
        class_="strip",
    )


def gauges(report: Report) -> Markup:
    return element(
        "div",
        _level(report), _background(report), _voicing(report), _diversity(report),
        _clipping(report), _hum(report), _clicks(report), _copies(report),
        class_="gauges",
    )  # fmt: skip


def _cell(label: str, value: str, more: str) -> Markup:
    return element("div", element("h3", label), element("span", value, class_="n"), element("span", more, class_="dim"))


def _gauge(label: str, value: str, drawing: Markup, text: str) -> Markup:
    head = element("div", element("h3", label), element("span", value, class_="n"), class_="row")
    return element("div", head, drawing, element("p", text, class_="dim"), class_="gauge")


def _level(report: Report) -> Markup:
    level, peak = report.totals.rms_dbfs, report.totals.peak_dbfs
    drawing = scale(0.0, 0.0 if level is None else 1.0 + level / 60.0, None if peak is None else 1.0 + peak / 60.0)
    return _gauge(
        "Level",
        UNKNOWN if level is None else dbfs(level),
        drawing,
        "Nothing sounds." if peak is None else f"RMS of what is kept; the peak is at {dbfs(peak)}.",
    )


def _background(report: Report) -> Markup:
    over = report.totals.snr_db
    return _gauge(
        "Over the background",
        UNKNOWN if over is None else f"{over:.0f} dB",
        scale(0.0, (over or 0.0) / 60.0, lines.NOISY_DB / 60.0),
        "No pause tells how loud the background is."
        if over is None
        else f"Below {lines.NOISY_DB:.0f} dB the network learns the room first.",
    )


def _voicing(report: Report) -> Markup:
    voicing = report.totals.voicing
    return _gauge(
        "Voicing",
        UNKNOWN if voicing is None else f"{voicing:.2f}",
        scale(0.0, voicing or 0.0, lines.VOICED),
        f"Noise stays under 0.20; speech begins at {lines.VOICED:.2f}.",
    )


def _diversity(report: Report) -> Markup:
    across = report.totals.timbre_across_db
    return _gauge(
        "Diversity",
        UNKNOWN if across is None else f"{across:.1f} dB",
        scale(0.0, (across or 0.0) / 16.0, lines.DIVERSE_DB / 16.0),
        f"How far the timbres lie apart. From {lines.DIVERSE_DB:.0f} dB a small network blurs them.",
    )


def _clipping(report: Report) -> Markup:
    clipped = [file for file in report.files if "clipped" in file.findings]
    return _gauge(
        "Clipped",
        f"{len(clipped)} of {count(report.totals.files)}",
        scale(0.0, len(clipped) / report.totals.files),
        f"{share(report.totals.clipped_share)} of all samples lie on cut-off tops.",
    )


def _hum(report: Report) -> Markup:
    hum, mains = report.totals.hum_db, report.totals.hum_hz
    present = hum is not None and hum >= lines.HUM_DB
    return _gauge(
        "Mains hum",
        UNKNOWN if hum is None else f"{max(0.0, hum):.0f} dB",
        scale(0.0, (hum or 0.0) / 48.0, lines.HUM_DB / 48.0),
        f"Lines at {mains} Hz and its multiples over what is beside them."
        if present
        else "Too little sound to tell." if hum is None
        else f"No lines at 50 or 60 Hz; hum begins at {lines.HUM_DB:.0f} dB.",
    )  # fmt: skip


def _clicks(report: Report) -> Markup:
    rate = report.totals.clicks_per_second
    return _gauge(
        "Clicks",
        f"{rate:.1f} a second",
        scale(0.0, rate / 12.0, lines.CLICKS_PER_SECOND / 12.0),
        f"Takes of a network crackle from {lines.CLICKS_PER_SECOND:.0f} a second.",
    )


def _copies(report: Report) -> Markup:
    seconds, kept = report.totals.duplicate_seconds, report.totals.kept_seconds
    return _gauge(
        "There twice",
        duration(seconds) if report.duplicates else "nothing",
        scale(0.0, seconds / kept if kept else 0.0, lines.DUPLICATE_SHARE),
        f"{count(len(report.duplicates))} whose sound another one holds."
        if report.duplicates
        else "No file is a copy of another, whatever its level, rate or format.",
    )
