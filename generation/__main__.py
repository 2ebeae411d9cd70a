"""The command line: `python -m generation train | generate | estimate | bench`.

Exit codes: 0 done, 1 a clear one-line error about the input, 2 wrong usage.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError

from generation import commands
from generation.errors import EngineError
from generation.presets import PRESETS


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code."""
    options = _parser().parse_args(arguments)
    try:
        commands.COMMANDS[options.command](options)
    except EngineError as error:
        return _failed(str(error))
    except ValidationError as error:
        first = error.errors()[0]
        return _failed(f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}")
    except OSError as error:
        return _failed(f"{error.filename or 'A file'}: {error.strerror or error}.")
    except KeyboardInterrupt:
        return _failed("Stopped.")
    return 0


def _failed(message: str) -> int:
    print(" ".join(message.split()), file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m generation", description="Trains WaveNets and generates audio.")
    subparsers = parser.add_subparsers(dest="command", required=True)
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--json", action="store_true", help="print JSON lines instead of a progress bar")
    common.add_argument("--threads", type=_at_least_one, help="processor threads (default: what the library chooses)")
    plan = argparse.ArgumentParser(add_help=False)
    plan.add_argument("directory", type=Path, metavar="DIR", help="a folder of recordings, searched to any depth")
    plan.add_argument("--preset", choices=list(PRESETS), default="small")
    plan.add_argument("--rate", type=int, metavar="HZ", help="sample rate of the model (default: the preset's)")
    plan.add_argument("--classes", choices=["none", "folder"], default="none", help="folder: each subfolder is a class")
    plan.add_argument("--silence", type=float, default=-60.0, metavar="DBFS", help="quieter than this is left out")

    train = subparsers.add_parser("train", parents=[common, plan], help="train a model on recordings")
    train.add_argument("output", type=Path, metavar="OUT", help="the folder of the model")
    length = train.add_mutually_exclusive_group()
    length.add_argument("--steps", type=_at_least_one)
    length.add_argument("--minutes", type=float, help="as many steps as this machine makes in that time")
    train.add_argument("--learning-rate", type=float)
    train.add_argument("--batch", type=_at_least_one, help="examples a step (default: the preset's)")
    train.add_argument("--window", type=_at_least_one, metavar="SAMPLES", help="samples that an example predicts")
    train.add_argument(
        "--network", type=Path, metavar="JSON", help="a network's configuration, instead of the preset's"
    )
    train.add_argument("--precision", choices=["float32", "bfloat16"], default="float32")
    train.add_argument("--seed", type=int, default=0)
    train.add_argument("--device", default="cpu", help="cpu, or cuda where there is one")
    train.add_argument("--resume", action="store_true", help="go on with the model that OUT holds")

    estimate = subparsers.add_parser("estimate", parents=[common, plan], help="what a training would cost")
    estimate.add_argument("--steps", type=_at_least_one)

    generate = subparsers.add_parser("generate", parents=[common], help="generate audio from a model")
    generate.add_argument("model", type=Path, metavar="MODEL", help="a checkpoint, or the folder of a model")
    generate.add_argument("output", type=Path, metavar="OUT.wav", help="with more voices: OUT-1.wav, OUT-2.wav…")
    generate.add_argument("--seconds", type=float, default=4.0)
    generate.add_argument("--voices", type=int, default=1)
    generate.add_argument("--temperature", type=float, default=1.0)
    generate.add_argument("--seed", type=int, default=0)
    generate.add_argument("--class", dest="class_name", metavar="NAME")
    generate.add_argument("--prompt", type=Path, metavar="WAV", help="audio to continue; it is not repeated")

    subparsers.add_parser("bench", parents=[common], help="measure the engine against this machine's limits")
    return parser


def _at_least_one(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number


if __name__ == "__main__":
    sys.exit(main())
