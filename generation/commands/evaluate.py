"""`evaluate`: how well a model foretells recordings."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from generation.commands.plan_options import recordings_in
from generation.commands.terminal import plain, print_json, show_bar
from generation.dataset import Recording

HELP = "how well a model foretells recordings, in nats a sample"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("model", type=Path, metavar="MODEL", help="a checkpoint, or the folder of a model")
    parser.add_argument("recordings", type=Path, nargs="+", metavar="PATH", help="audio files, or folders of them")
    parser.add_argument("--class", dest="class_name", metavar="NAME", help="the class of these recordings")
    parser.add_argument("--silence", type=float, default=-60.0, metavar="DBFS", help="quieter than this is left out")
    parser.add_argument(
        "--precision", choices=["float32", "bfloat16", "int8"], help="of the products (default: the sampler's)"
    )


def run(options: Namespace) -> None:
    """Shows the mean so far while it listens."""
    from generation.evaluate import evaluate

    paths = [
        found
        for path in options.recordings
        for found in ([r.path for r in recordings_in(path, "none")] if path.is_dir() else [path])
    ]
    recordings = [Recording(path, options.class_name) for path in paths]
    events = evaluate(options.model, recordings, silence_threshold_dbfs=options.silence, precision=options.precision)
    for event in events:
        show_bar(event.fraction, event.seconds_left, f"{event.nats:.4f} nats")
    if options.json:
        print_json(plain(event))
    else:
        print(f"{event.nats:.4f} nats a sample, over {event.samples} samples")
