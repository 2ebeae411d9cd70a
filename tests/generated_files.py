"""Fail when the generated TypeScript is older than the definitions that it is made from."""

import filecmp
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

FRONTEND = Path(__file__).resolve().parent.parent / "frontend"
GENERATED = FRONTEND / "src" / "generated"


def stale() -> list[str]:
    """The names of generated files that would change. Leaves the tree as it was."""
    with tempfile.TemporaryDirectory() as kept:
        shutil.copytree(GENERATED, kept, dirs_exist_ok=True)
        try:
            subprocess.run([sys.executable, "-m", "studio.schema"], check=True, cwd=FRONTEND.parent)
            subprocess.run(["npm", "run", "--silent", "generate"], check=True, cwd=FRONTEND)
            names = {path.name for path in (*GENERATED.iterdir(), *Path(kept).iterdir())}
            _, changed, missing = filecmp.cmpfiles(kept, GENERATED, sorted(names), shallow=False)
            return sorted(changed + missing)
        finally:
            for name in os.listdir(kept):
                shutil.copy2(Path(kept) / name, GENERATED / name)


def main() -> int:
    if changed := stale():
        print(f"Generated files are stale: {', '.join(changed)}. Run “make schema”.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
