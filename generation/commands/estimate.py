"""`estimate`: what a training would cost on this machine, from some of its own steps."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from generation.commands.plan_options import recordings_in
from generation.commands.sounds import sound_lines
from generation.commands.terminal import clock_text, plain, print_json
from generation.commands.training_options import add_training_arguments, training_plan_from
from generation.dataset import Dataset, dataset_for
from generation.estimate import TrainingEstimate, foretell

HELP = "what a training would cost, measured on some of its own steps"


def add_arguments(parser: ArgumentParser) -> None:
    add_training_arguments(parser)


def run(options: Namespace) -> None:
    """Says what a training would cost on this machine."""
    recordings = recordings_in(options.directory, options.classes)
    plan = training_plan_from(options)
    dataset = dataset_for(recordings, plan)
    from generation.speed import measure_pace

    pace = measure_pace(dataset, plan, device=options.device, threads=options.threads)
    trained = sum(stream.samples.size for stream in dataset.training) / dataset.sample_rate_hz
    config = plan.config(dataset.class_names)
    cost = foretell(config, plan, pace, dataset.used_seconds, trained_seconds=trained)
    if options.json:
        heard = {"used_seconds": dataset.used_seconds, "dropped_seconds": dataset.dropped_seconds}
        sounds = [plain(sound) for sound in dataset.sounds]
        told = {"sounds": sounds, "held_out": dataset.held_out, "warnings": dataset.warnings}
        print_json({**plain(cost), **heard, **told, "precision": plan.precision})
        return
    _show_estimate(cost, dataset)


def _show_estimate(cost: TrainingEstimate, dataset: Dataset) -> None:
    for line in (*sound_lines(dataset.sounds, dataset.held_out), *dataset.warnings):
        print(line)
    time = f"{clock_text(cost.seconds)} for {cost.steps} steps, {cost.seconds_a_step:.3f} s a step"
    rows = {
        "Time": time,
        "Epochs": f"{cost.epochs:.1f}",
        "Network": f"{cost.parameters} parameters",
        "Receptive field": f"{cost.receptive_field_samples} samples, {cost.receptive_field_ms:.0f} ms",
        "Memory, disk": f"{cost.memory_bytes / 1e6:.0f} MB, {cost.disk_bytes / 1e6:.0f} MB",
    }
    for name, value in rows.items():
        print(f"{name:16} {value}")
