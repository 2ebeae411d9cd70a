"""`doctor`: what a dataset would give, before it is trained on."""

from __future__ import annotations

import os
import textwrap
from argparse import ArgumentParser, Namespace
from pathlib import Path

from generation.commands.plan_options import add_plan_arguments, at_least_one, plan_from, recordings_in
from generation.commands.terminal import print_json, show_bar
from generation.doctor.report import DoctorProgress, Report
from generation.doctor.wording import dbfs, duration, hertz

HELP = "what a dataset would give, and what to do about it"
WIDTH = 100


def add_arguments(parser: ArgumentParser) -> None:
    add_plan_arguments(parser)
    parser.add_argument("--steps", type=at_least_one)
    parser.add_argument("--page", type=Path, metavar="OUT.html", help="write the report as a page as well")


def run(options: Namespace) -> None:
    """Examines the recordings; the report goes to the standard output, as one JSON line or for people."""
    recordings = recordings_in(options.directory, options.classes)
    from generation.doctor.examine import examine
    from generation.doctor.page.page import page

    for told in examine(recordings, plan_from(options)):
        if isinstance(told, DoctorProgress):
            if not options.json:
                show_bar(told.fraction, told.seconds_left, f"listening to {told.name}")
            continue
        if options.page is not None:
            _write(options.page, page(told, options.directory.resolve().name))
        if options.json:
            print_json(told.model_dump(mode="json"))
        else:
            _show(told)


def _show(report: Report) -> None:
    print(report.verdict.headline, end="\n\n")
    for sentence in report.verdict.sentences:
        print(textwrap.fill(sentence, WIDTH, initial_indent="  ", subsequent_indent="  "), end="\n\n")
    for note in (finding for finding in report.findings if finding.severity == "note"):
        line = f"Note: {note.sentence} {note.advice}"
        print(textwrap.fill(line, WIDTH, initial_indent="  ", subsequent_indent="  "), end="\n\n")
    totals, plan = report.totals, report.plan
    band = "unknown" if totals.bandwidth_hz is None else hertz(totals.bandwidth_hz)
    level = "unknown" if totals.rms_dbfs is None else dbfs(totals.rms_dbfs)
    left_out = f"{duration(totals.dropped_seconds)} under {dbfs(plan.silence_threshold_dbfs)} left out"
    for name, text in (
        ("Sound used", f"{duration(totals.kept_seconds)} of {totals.files} files ({left_out})"),
        ("Level, bandwidth", f"{level}, {band}"),
        ("Over the background", _figure(totals.snr_db, ".0f", " dB")),
        ("Voicing, diversity", f"{_figure(totals.voicing, '.2f')}, {_figure(totals.timbre_across_db, '.1f', ' dB')}"),
        ("Epochs", _figure(plan.epochs, ".1f")),
        ("Receptive field", f"{plan.receptive_field_samples} samples, {plan.receptive_field_ms:.0f} ms"),
    ):
        print(f"{name:20} {text}")


def _figure(value: float | None, form: str, unit: str = "") -> str:
    return "unknown" if value is None else f"{value:{form}}{unit}"


def _write(path: Path, text: str) -> None:
    """Whole or not at all."""
    part = path.with_name(path.name + ".part")
    part.write_text(text, encoding="utf-8")
    os.replace(part, path)
