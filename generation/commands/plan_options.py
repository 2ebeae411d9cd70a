"""The options that say what is trained, on what: shared by the commands that read recordings."""

from __future__ import annotations

import argparse
import re
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any, NamedTuple

from generation.dataset import Recording
from generation.labels import labelled
from generation.presets import PRESETS, preset_named
from generation.tensorflow_parameters import read_network
from generation.training_plan import TrainingPlan


class Span(NamedTuple):
    """A length as it was asked for."""

    value: float
    unit: str
    """ms or samples"""


def add_plan_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("directory", type=Path, metavar="DIR", help="a folder of recordings, searched to any depth")
    parser.add_argument("--preset", choices=list(PRESETS), default="small")
    parser.add_argument(
        "--network",
        type=Path,
        metavar="JSON",
        help="a network instead of the preset's: this engine's configuration, or tensorflow-wavenet's parameters",
    )
    parser.add_argument("--rate", type=int, metavar="HZ", help="sample rate of the model (default: the preset's)")
    parser.add_argument(
        "--receptive-field",
        type=span,
        metavar="SPAN",
        help="how far back the preset's network hears: 300ms or 4800samples (default: the preset's own ms)",
    )
    parser.add_argument(
        "--head",
        choices=["categorical", "logistics"],
        help="categorical: µ-law levels; logistics: 16 bits (default: the network's)",
    )
    parser.add_argument(
        "--controls", type=_names, metavar="NAMES", help="curves to learn to follow: loudness, pitch or loudness,pitch"
    )
    parser.add_argument(
        "--classes",
        default="none",
        metavar="HOW",
        help="none; folder: each subfolder is a class; TABLE.csv with the columns file and class; tag:FIELD of the "
        "files, such as tag:artist; regex:PATTERN whose one group is the class, such as 'regex:p(\\d+)_'",
    )
    parser.add_argument("--silence", type=float, default=-60.0, metavar="DBFS", help="quieter than this is left out")


def at_least_one(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number


def span(text: str) -> Span:
    """`300ms`, `300` (ms too) or `5117samples`."""
    match = re.fullmatch(r"\s*([0-9]+(?:\.[0-9]+)?)\s*(ms|samples?)?\s*", text)
    if match is None:
        raise argparse.ArgumentTypeError(f"“{text}” is no length: write 300ms or 4800samples")
    return Span(float(match[1]), "samples" if (match[2] or "ms").startswith("sample") else "ms")


def recordings_in(directory: Path, classes: str) -> list[Recording]:
    """The recordings under the folder with their classes (see `labels.labelled`); notes on them go to stderr."""
    found = labelled(directory, classes)
    _tell(found.notes)
    return list(found.recordings)


def plan_from(options: Namespace, **more: Any) -> TrainingPlan:
    """The plan that the options ask for; `more` are settings that only some commands have."""
    network = None
    if options.network is not None:
        network, notes = read_network(options.network)
        _tell(notes)
    return TrainingPlan(
        preset=options.preset,
        network=network,
        sample_rate_hz=options.rate,
        receptive_field_ms=_receptive_field_ms(options),
        head=options.head,
        controls=options.controls,
        steps=options.steps,
        silence_threshold_dbfs=options.silence,
        **more,
    )


def _receptive_field_ms(options: Namespace) -> float | None:
    asked: Span | None = options.receptive_field
    if asked is None or asked.unit == "ms":
        return asked and asked.value
    return 1000.0 * asked.value / (options.rate or preset_named(options.preset).sample_rate_hz)


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


def _tell(notes: tuple[str, ...]) -> None:
    for note in notes:
        print(note, file=sys.stderr)
