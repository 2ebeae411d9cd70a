"""`leak`: what takes give away of the audio that a model was trained on."""

from __future__ import annotations

import dataclasses
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from generation.commands.plan_options import recordings_in
from generation.commands.terminal import print_json, show_bar

if TYPE_CHECKING:
    from generation.leak.report import LeakReport

HELP = "what a take repeats of the training audio"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("takes", type=Path, nargs="+", metavar="TAKE", help="generated audio")
    parser.add_argument("--corpus", type=Path, required=True, metavar="DIR", help="the recordings that were trained on")
    parser.add_argument(
        "--held-out", type=Path, metavar="DIR", help="recordings of the same kind that were not trained on, to compare"
    )
    parser.add_argument(
        "--rate", type=int, metavar="HZ", help="compare at this rate; the band under half of it counts (default: 8000)"
    )


def run(options: Namespace) -> None:
    """Says how much of each take is copied, and from where."""
    from generation.leak.report import LeakProgress
    from generation.leak.search import find_leaks

    corpus = _audio_in(options.corpus)
    held_out = _audio_in(options.held_out) if options.held_out is not None else None
    told: set[str] = set()
    for event in find_leaks(options.takes, corpus, held_out=held_out, sample_rate_hz=options.rate):
        if isinstance(event, LeakProgress):
            if options.json:
                print_json({"event": "LeakProgress", **dataclasses.asdict(event)})
            else:
                show_bar(event.fraction, event.seconds_left, "comparing")
        elif options.json:
            print_json({"event": "LeakReport", **dataclasses.asdict(event)})
        else:
            for warning in event.warnings:
                if warning not in told:
                    print(warning, file=sys.stderr)
                told.add(warning)
            _show(event)


def _audio_in(directory: Path) -> list[Path]:
    return [recording.path for recording in recordings_in(directory, "none")]


def _show(report: LeakReport) -> None:
    print(f"{report.take.name}: {report.sentence}")
    for passage in report.passages:
        print(
            f"  {passage.take_start_seconds:7.2f} s  {passage.seconds:6.2f} s  copied from {passage.file} "
            f"at {passage.start_seconds:.2f} s  (similarity {passage.similarity:.2f})"
        )
