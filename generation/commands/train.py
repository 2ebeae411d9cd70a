"""`train`: trains into a folder, and saves when it is interrupted."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

from generation.checkpoint import checkpoints
from generation.commands.plan_options import recordings_in
from generation.commands.sounds import sound_lines
from generation.commands.terminal import interruptible, plain, print_json, short, show_bar
from generation.commands.training_options import add_training_arguments, training_plan_from
from generation.dataset import Recording
from generation.errors import EngineError
from generation.training_plan import TrainingPlan

HELP = "train a model on recordings; under torchrun, by several processes together"


def add_arguments(train: ArgumentParser) -> None:
    add_training_arguments(train)
    train.add_argument("output", type=Path, metavar="OUT", help="the folder of the model")
    train.add_argument("--licence", default="", metavar="TEXT", help="for the model's card, in free words")
    train.add_argument("--resume", action="store_true", help="go on with the model that OUT holds")


def run(options: Namespace) -> None:
    """Trains, and saves when it is interrupted."""
    recordings = recordings_in(options.directory, options.classes)
    found = checkpoints(options.output) if options.output.is_dir() else []
    if found and not options.resume:
        raise EngineError(f"{options.output} already holds a model at step {found[0].step}: add --resume to go on.")
    _train(recordings, training_plan_from(options, licence=options.licence), options)


def _train(recordings: list[Recording], plan: TrainingPlan, options: Namespace) -> None:
    from generation.distributed import joined
    from generation.train import train

    with interruptible() as interrupted, joined(options.device) as (world, device):
        events = train(recordings, options.output, plan, device=device, threads=options.threads, world=world)
        for event in events:
            if world.first:
                _tell(event, options.json)
            if interrupted():
                events.close()  # type: ignore[attr-defined]
                raise EngineError("Stopped; the model is saved: go on with --resume.")


def _tell(event: Any, as_json: bool) -> None:
    if as_json:
        print_json({"event": type(event).__name__, **plain(event)})
    else:
        _show_event(event)


def _show_event(event: Any) -> None:
    name, fields = type(event).__name__, plain(event)
    if name == "TrainingStepped":
        show_bar(event.step / event.steps, event.seconds_left, f"step {event.step} · {event.loss_nats:.3f} nats")
        return
    for warning in fields.get("warnings", ()):
        print(warning, file=sys.stderr)
    if name == "TrainingRolledBack":
        print(f"\r\033[K{event}" if sys.stderr.isatty() else str(event), file=sys.stderr)
        return
    if name == "TrainingStarted":
        for line in sound_lines(event.sounds, event.held_out):
            print(line, file=sys.stderr)
    for key in ("config", "warnings", "sounds", "held_out"):
        fields.pop(key, None)
    print(f"\r\033[K{name}: " if sys.stderr.isatty() else f"{name}: ", end="", file=sys.stderr)
    print(", ".join(f"{key} {short(value)}" for key, value in fields.items()), file=sys.stderr)
