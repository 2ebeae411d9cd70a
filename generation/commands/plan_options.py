"""The options that say what is trained, on what: shared by the commands that read recordings."""

from __future__ import annotations

import argparse
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

from generation.dataset import Recording
from generation.errors import EngineError
from generation.presets import PRESETS
from generation.training_plan import TrainingPlan

AUDIO_SUFFIXES = frozenset({".wav", ".flac", ".aif", ".aiff", ".ogg", ".opus", ".mp3"})


def add_plan_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("directory", type=Path, metavar="DIR", help="a folder of recordings, searched to any depth")
    parser.add_argument("--preset", choices=list(PRESETS), default="small")
    parser.add_argument("--rate", type=int, metavar="HZ", help="sample rate of the model (default: the preset's)")
    parser.add_argument(
        "--classes", choices=["none", "folder"], default="none", help="folder: each subfolder is a class"
    )
    parser.add_argument("--silence", type=float, default=-60.0, metavar="DBFS", help="quieter than this is left out")


def at_least_one(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number


def recordings_in(directory: Path, classes: str) -> list[Recording]:
    """Every audio file under the folder, by name; with classes "folder", of the class of its first subfolder."""
    if not directory.is_dir():
        raise EngineError(f"{directory} is not a folder: give the folder of the recordings.")
    paths = sorted(path for path in directory.rglob("*") if path.suffix.lower() in AUDIO_SUFFIXES and path.is_file())
    if not paths:
        raise EngineError(f"{directory} holds no audio files: put WAV, FLAC, AIFF, OGG or MP3 files into it.")
    if classes == "none":
        return [Recording(path) for path in paths]
    loose = [path for path in paths if path.parent == directory]
    if loose:
        raise EngineError(f"{loose[0].name} lies in no subfolder: with --classes folder, each file needs one.")
    return [Recording(path, path.relative_to(directory).parts[0]) for path in paths]


def plan_from(options: Namespace, **more: Any) -> TrainingPlan:
    """The plan that the options ask for; `more` are settings that only some commands have."""
    return TrainingPlan(
        preset=options.preset,
        sample_rate_hz=options.rate,
        steps=options.steps,
        silence_threshold_dbfs=options.silence,
        **more,
    )
