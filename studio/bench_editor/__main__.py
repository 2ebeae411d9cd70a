"""`python -m studio.bench_editor`: one JSON line, {"rows": […]}, measured in the built editor with 5000 clips."""

import json
import sys
import tempfile
from pathlib import Path

from studio.bench_editor.measure import DIST, rows
from studio.bench_editor.site import running


def main() -> int:
    if not (DIST / "index.html").is_file():
        print("The pages are not built: run “make build”.", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="editor-bench-") as folder, running(Path(folder) / "data") as site:
        print(json.dumps({"rows": rows(site)}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
