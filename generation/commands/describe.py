"""`describe`: what a checkpoint is, with a histogram of each weight."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from dataclasses import asdict
from pathlib import Path

from generation.commands.terminal import print_json
from generation.describe import describe
from generation.mu_law import CLASSES

HELP = "what a model is, and how its weights are spread"
BARS = "▁▂▃▄▅▆▇█"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("model", type=Path, metavar="MODEL", help="a checkpoint, or the folder of a model")


def run(options: Namespace) -> None:
    """For people a line a weight; as JSON everything."""
    found = describe(options.model)
    header, config = found.header, found.header.config
    if options.json:
        weights = [asdict(spread) for spread in found.weights]
        card = None if header.card is None else header.card.model_dump()
        print_json({
            "path": header.path, "step": header.step, "validation_loss_nats": header.validation_loss_nats,
            "receptive_field_samples": config.receptive_field_samples, "receptive_field_ms": config.receptive_field_ms,
            "parameters": config.parameter_count, "config": config.model_dump(), "card": card, "weights": weights,
        })  # fmt: skip
        return
    loss = "" if header.validation_loss_nats is None else f", {header.validation_loss_nats:.3f} nats held out"
    head = f"{config.quantisation} µ-law levels" if config.quantisation <= CLASSES else f"{config.mixtures} logistics"
    print(f"{header.path.name}: step {header.step}{loss}")
    print(f"{config.layers} layers at {config.sample_rate_hz} Hz, {head}, {config.parameter_count} weights")
    print(f"It hears {config.receptive_field_samples} samples, {config.receptive_field_ms:.1f} ms, back")
    for kind, names in (("Classes", config.classes), ("Follows", config.controls)):
        if names:
            print(f"{kind}: {', '.join(names)}")
    for spread in found.weights:
        most = max(spread.counts)
        bars = "".join(BARS[(len(BARS) - 1) * count // most] for count in spread.counts)
        print(f"{spread.name:18} {bars} {spread.lowest:8.3f} … {spread.highest:.3f}, deviation {spread.deviation:.3f}")
