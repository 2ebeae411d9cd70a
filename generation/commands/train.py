"""`train`: trains into a folder, and saves when it is interrupted."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from pathlib import Path
from typing import Any

from generation.checkpoint import checkpoints, find_checkpoint
from generation.commands.confirmation import LONG_SECONDS, require_consent
from generation.commands.plan_options import recordings_in
from generation.commands.sounds import sound_lines
from generation.commands.terminal import interruptible, plain, print_json, short, show_bar
from generation.commands.training_options import add_training_arguments, training_plan_from
from generation.dataset import Recording
from generation.errors import EngineError
from generation.pace import pace_at
from generation.training_events import TrainingRolledBack
from generation.training_plan import TrainingPlan

SLOWEST_FLOPS_PER_SECOND = 2e9
"""Of a processor of twenty years ago: a run that it would make in a day needs no measuring."""

HELP = "train a model on recordings; under torchrun, by several processes together"


def add_arguments(train: ArgumentParser) -> None:
    add_training_arguments(train)
    train.add_argument("output", type=Path, metavar="OUT", help="the folder of the model")
    train.add_argument("--licence", default="", metavar="TEXT", help="for the model's card, in free words")
    train.add_argument("--yes", action="store_true", help="go on without asking, though it takes more than a day")
    train.add_argument("--from", dest="start", type=Path, metavar="MODEL", help="begin with this model's weights")
    train.add_argument("--resume", action="store_true", help="go on with the model that OUT holds")


def run(options: Namespace) -> None:
    """Trains, and saves when it is interrupted."""
    recordings = recordings_in(options.directory, options.classes)
    found = checkpoints(options.output) if options.output.is_dir() else []
    if found and not options.resume:
        raise EngineError(f"{options.output} already holds a model at step {found[0].step}: add --resume to go on.")
    plan = training_plan_from(options, licence=options.licence)
    if not options.yes:
        require_consent(_seconds(plan, found[0].step if found else 0, options), yes=False, ask=_asker(options.json))
    _train(recordings, plan, options)


def _seconds(plan: TrainingPlan, done_steps: int, options: Namespace) -> float:
    """About how long it will take: what is not spent on steps is not worth the measuring here."""
    if plan.minutes is not None:
        return 60.0 * plan.minutes
    left = max(0, plan.total_steps - done_steps)
    slowest = left * pace_at(plan.config(), plan, SLOWEST_FLOPS_PER_SECOND).step
    if slowest < LONG_SECONDS:
        return slowest
    from generation.distributed import processes
    from generation.speed import measure_step

    share = plan.model_copy(update={"batch": -(-plan.shape.batch // processes())})
    return left * measure_step(share, device=options.device, threads=options.threads)


def _asker(as_json: bool) -> Callable[[str], str] | None:
    """Asks on the terminal, if a person is there."""
    return _answer if sys.stdin.isatty() and sys.stdout.isatty() and not as_json else None


def _answer(question: str) -> str:
    try:
        return input(question)
    except EOFError:
        return ""


def _train(recordings: list[Recording], plan: TrainingPlan, options: Namespace) -> None:
    from generation.distributed import joined
    from generation.train import train

    with interruptible() as interrupted, joined(options.device) as (world, device):
        start = find_checkpoint(options.start) if options.start else None
        events = train(
            recordings, options.output, plan, device=device, threads=options.threads, world=world, start=start
        )
        for event in events:
            if world.first:
                _tell(event, options.json)
            if interrupted():
                events.close()  # type: ignore[attr-defined]
                raise EngineError("Stopped; the model is saved: go on with --resume.")


def _tell(event: Any, as_json: bool) -> None:
    if as_json:
        said = {"message": str(event)} if isinstance(event, TrainingRolledBack) else {}
        print_json({"event": type(event).__name__, **plain(event), **said})
    else:
        _show_event(event)


def _show_event(event: Any) -> None:
    name, fields = type(event).__name__, plain(event)
    if name == "TrainingStepped":
        show_bar(event.step / event.steps, event.seconds_left, f"step {event.step} · {event.loss_nats:.3f} nats")
        return
    for warning in fields.get("warnings", ()):
        print(warning, file=sys.stderr)
    if isinstance(event, TrainingRolledBack):
        print(f"\r\033[K{event}" if sys.stderr.isatty() else str(event), file=sys.stderr)
        return
    if name == "TrainingStarted":
        for line in sound_lines(event.sounds, event.held_out):
            print(line, file=sys.stderr)
    for key in ("config", "warnings", "sounds", "held_out"):
        fields.pop(key, None)
    print(f"\r\033[K{name}: " if sys.stderr.isatty() else f"{name}: ", end="", file=sys.stderr)
    print(", ".join(f"{key} {short(value)}" for key, value in fields.items()), file=sys.stderr)
