"""`estimate`: what a training would cost on this machine."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from generation.commands.plan_options import add_plan_arguments, at_least_one, plan_from, recordings_in
from generation.commands.terminal import clock_text, plain, print_json
from generation.dataset import load_dataset, require_enough
from generation.estimate import TrainingEstimate, estimate_training
from generation.training_plan import TrainingPlan

HELP = "what a training would cost"


def add_arguments(parser: ArgumentParser) -> None:
    add_plan_arguments(parser)
    parser.add_argument("--steps", type=at_least_one)


def run(options: Namespace) -> None:
    """Says what a training would cost on this machine."""
    recordings = recordings_in(options.directory, options.classes)
    plan = plan_from(options)
    dataset = load_dataset(recordings, plan.config(), silence_threshold_dbfs=plan.silence_threshold_dbfs)
    require_enough(dataset, plan.shape.window_samples)
    from generation.speed import measure_speed

    flops = measure_speed(options.threads)
    cost = estimate_training(plan.config(dataset.class_names), plan, dataset.used_seconds, flops)
    if options.json:
        heard = {"used_seconds": dataset.used_seconds, "dropped_seconds": dataset.dropped_seconds}
        print_json({**plain(cost), "steps": plan.total_steps, **heard})
        return
    _show_estimate(cost, plan, dataset.used_seconds, dataset.dropped_seconds)


def _show_estimate(cost: TrainingEstimate, plan: TrainingPlan, used_seconds: float, dropped_seconds: float) -> None:
    print(f"Sound used       {used_seconds:.1f} s ({dropped_seconds:.1f} s of silence left out)")
    print(
        f"Time             {clock_text(cost.seconds)} for {plan.total_steps} steps, {cost.seconds_a_step:.3f} s a step"
    )
    print(f"Epochs           {cost.epochs:.1f}")
    print(f"Network          {cost.parameters} parameters")
    print(f"Receptive field  {cost.receptive_field_samples} samples, {cost.receptive_field_ms:.0f} ms")
    print(f"Memory, disk     {cost.memory_bytes / 1e6:.0f} MB, {cost.disk_bytes / 1e6:.0f} MB")
