"""The options that say how a model is trained: shared by the commands that train and that foretell a training."""

from __future__ import annotations

import argparse
from argparse import ArgumentParser, Namespace

from generation.commands.plan_options import add_plan_arguments, at_least_one, plan_from
from generation.errors import EngineError
from generation.precision import fastest_precision
from generation.training_plan import TrainingPlan


def add_training_arguments(parser: ArgumentParser) -> None:
    add_plan_arguments(parser)
    length = parser.add_mutually_exclusive_group()
    length.add_argument("--steps", type=at_least_one, help="in all, resumed ones included (default: the preset's)")
    length.add_argument("--minutes", type=float, help="as many steps as this machine makes in that time, in all")
    _add_optimiser_arguments(parser)
    parser.add_argument("--batch", type=at_least_one, help="examples a step (default: the preset's)")
    parser.add_argument("--window", type=at_least_one, metavar="SAMPLES", help="samples that an example predicts")
    parser.add_argument(
        "--precision",
        choices=["float32", "bfloat16"],
        help="of the matrix products (default: bfloat16 where the processor has it)",
    )
    parser.add_argument(
        "--held-out",
        nargs="+",
        metavar="FILE",
        help="files to measure on that are not learnt, or how many (default: about a tenth of the sound)",
    )
    parser.add_argument(
        "--variations", type=int, metavar="N", help="altered copies of little material beside it (the preset's)"
    )
    parser.add_argument("--keep", type=at_least_one, default=3, metavar="N", help="how many last checkpoints stay (3)")
    parser.add_argument(
        "--checkpoint-every", type=float, default=300.0, metavar="SECONDS", help="the most that a kill can lose (300)"
    )
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--device", default="cpu", help="cpu, or cuda where there is one")


def _add_optimiser_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--learning-rate", type=float, help="the highest (default: the preset's)")
    parser.add_argument("--optimiser", choices=["adam", "sgd", "rmsprop"], default="adam")
    parser.add_argument("--momentum", type=float, default=0.9, help="of sgd and rmsprop (0.9)")
    parser.add_argument("--weight-decay", type=float, default=0.0, metavar="L2", help="of all weights but biases (0)")
    parser.add_argument("--schedule", choices=["cosine", "constant", "exponential"], default="cosine")
    parser.add_argument("--warm-up", type=int, metavar="STEPS", help="(default: a twentieth of the run, 100 at most)")
    parser.add_argument("--clip", type=_number_or_off, default=1.0, metavar="NORM", help="of the gradient, or off (1)")
    parser.add_argument(
        "--ema", type=_number_or_off, metavar="DECAY", help="average the weights, such as 0.999, or off (the plan's)"
    )


def training_plan_from(options: Namespace, **more: object) -> TrainingPlan:
    """The plan that the options ask for; `more` are settings that only some commands have."""
    if options.minutes is not None and not options.minutes > 0:
        raise EngineError("The minutes must be more than 0.")
    return plan_from(
        options,
        minutes=options.minutes,
        learning_rate=options.learning_rate,
        optimiser=options.optimiser,
        momentum=options.momentum,
        weight_decay=options.weight_decay,
        schedule=options.schedule,
        warm_up_steps=options.warm_up,
        clip_norm=options.clip or None,
        ema_decay=options.ema,
        batch=options.batch,
        window_samples=options.window,
        precision=options.precision or fastest_precision(options.device),
        held_out_files=_held_out(options.held_out),
        variations=options.variations,
        keep_checkpoints=options.keep,
        checkpoint_every_seconds=options.checkpoint_every,
        seed=options.seed,
        **more,
    )


def _held_out(words: list[str] | None) -> tuple[str, ...] | int | None:
    if words is None:
        return None
    return int(words[0]) if len(words) == 1 and words[0].isdecimal() else tuple(words)


def _number_or_off(text: str) -> float:
    """`off` is 0."""
    try:
        return 0.0 if text == "off" else float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” is neither a number nor off") from None
