"""The command line: `python -m generation COMMAND`.

Exit codes: 0 done, 1 a clear one-line error about the input, 2 wrong usage.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from pydantic import ValidationError

from generation.commands import COMMANDS
from generation.commands.plan_options import at_least_one
from generation.errors import EngineError


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code."""
    options = _parser().parse_args(arguments)
    try:
        COMMANDS[options.command].run(options)
    except EngineError as error:
        return _failed(str(error))
    except ValidationError as error:
        first = error.errors()[0]
        where = "".join(f"{part}: " for part in first["loc"])
        return _failed(f"{where}{first['msg'].removeprefix('Value error, ')}.")
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
    common.add_argument("--threads", type=at_least_one, help="processor threads (default: what the library chooses)")
    for name, command in COMMANDS.items():
        command.add_arguments(subparsers.add_parser(name, parents=[common], help=command.HELP))
    return parser


if __name__ == "__main__":
    # Read when torch is loaded. Its threads wait for each other after every operation, by default in a long busy loop:
    # beside any other work on the same cores a step of a tenth of a second then takes seconds.
    os.environ.setdefault("GOMP_SPINCOUNT", "1000")
    sys.exit(main())
