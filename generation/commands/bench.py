"""`bench`: the engine against what this machine can do."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace

from generation.commands.terminal import plain, print_json

HELP = "measure the engine against this machine's limits"


def add_arguments(_parser: ArgumentParser) -> None:
    """No options of its own."""


def run(options: Namespace) -> None:
    """Measures the engine; one JSON line, last."""
    from generation.bench import rows

    measured = []
    for row in rows(options.threads or 1):
        measured.append(row)
        if not options.json:
            share = f"{100 * row.share:4.0f} % of {row.limit:.4g}" if row.share is not None else ""
            ratio = f"{row.ratio:6.1f} × plain" if row.ratio is not None else ""
            print(f"{row.name:28} {row.value:12.5g} {row.unit:10} {share:22} {ratio}", file=sys.stderr)
    print_json({"rows": [plain(row) for row in measured]})
