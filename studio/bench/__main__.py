"""Runs every file of `studio/bench/rows`, or those that are named; prints one line of JSON last."""

import importlib
import json
import pkgutil
import sys
from typing import Any

from studio.bench import rows


def main(names: list[str]) -> int:
    known = sorted(module.name for module in pkgutil.iter_modules(rows.__path__))
    if unknown := set(names) - set(known):
        print(f"There is no measurement {', '.join(sorted(unknown))}. There are: {', '.join(known)}.", file=sys.stderr)
        return 2
    found: list[dict[str, Any]] = []
    for name in names or known:
        print(f"measuring {name}", file=sys.stderr, flush=True)
        found += importlib.import_module(f"studio.bench.rows.{name}").rows()
    print(json.dumps({"rows": found}))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
