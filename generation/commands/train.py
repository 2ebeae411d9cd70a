"""`train`: trains into a folder, and saves when it is interrupted."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

from generation.checkpoint import checkpoints
from generation.commands.plan_options import add_plan_arguments, at_least_one, plan_from, recordings_in
from generation.commands.terminal import interruptible, plain, print_json, short, show_bar
from generation.errors import EngineError
from generation.estimate import estimate_training
from generation.training_plan import TrainingPlan

HELP = "train a model on recordings"


def add_arguments(train: ArgumentParser) -> None:
    add_plan_arguments(train)
    train.add_argument("output", type=Path, metavar="OUT", help="the folder of the model")
    length = train.add_mutually_exclusive_group()
    length.add_argument("--steps", type=at_least_one)
    length.add_argument("--minutes", type=float, help="as many steps as this machine makes in that time")
    train.add_argument("--learning-rate", type=float)
    train.add_argument("--batch", type=at_least_one, help="examples a step (default: the preset's)")
    train.add_argument("--window", type=at_least_one, metavar="SAMPLES", help="samples that an example predicts")
    train.add_argument("--precision", choices=["float32", "bfloat16"], default="float32")
    train.add_argument("--seed", type=int, default=0)
    train.add_argument("--device", default="cpu", help="cpu, or cuda where there is one")
    train.add_argument("--resume", action="store_true", help="go on with the model that OUT holds")


def run(options: Namespace) -> None:
    """Trains, and saves when it is interrupted."""
    recordings = recordings_in(options.directory, options.classes)
    found = checkpoints(options.output) if options.output.is_dir() else []
    if found and not options.resume:
        raise EngineError(f"{options.output} already holds a model at step {found[0].step}: add --resume to go on.")
    plan = plan_from(
        options,
        learning_rate=options.learning_rate,
        batch=options.batch,
        window_samples=options.window,
        precision=options.precision,
        seed=options.seed,
    )
    if options.minutes is not None:
        plan = plan.model_copy(update={"steps": _steps_in(options, plan)})
    from generation.train import train

    events = train(recordings, options.output, plan, device=options.device, threads=options.threads)
    with interruptible() as interrupted:
        for event in events:
            if options.json:
                print_json({"event": type(event).__name__, **plain(event)})
            else:
                _show_event(event)
            if interrupted():
                events.close()  # type: ignore[attr-defined]
                raise EngineError("Stopped; the model is saved: go on with --resume.")


def _steps_in(options: Namespace, plan: TrainingPlan) -> int:
    if not options.minutes > 0:
        raise EngineError("The minutes must be more than 0.")
    from generation.speed import measure_speed

    one = estimate_training(plan.config(), plan, 1.0, measure_speed(options.threads))
    seconds = 60.0 * float(options.minutes)
    return max(1, round(seconds / one.seconds_a_step))


def _show_event(event: Any) -> None:
    name, fields = type(event).__name__, plain(event)
    if name == "TrainingStepped":
        show_bar(event.step / event.steps, event.seconds_left, f"step {event.step} · {event.loss_nats:.3f} nats")
        return
    for warning in fields.get("warnings", ()):
        print(warning, file=sys.stderr)
    fields.pop("config", None)
    fields.pop("warnings", None)
    print(f"\r\033[K{name}: " if sys.stderr.isatty() else f"{name}: ", end="", file=sys.stderr)
    print(", ".join(f"{key} {short(value)}" for key, value in fields.items()), file=sys.stderr)
