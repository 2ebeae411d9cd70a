"""A model that nobody had to train, in the data folder of a running studio."""

import os
import subprocess
import sys

from tests.studio.live import REPOSITORY, Studio


def planted(studio: Studio, owner_name: str, *words: str) -> str:
    """The id of a model of random weights: `planted(studio, "ada", "small", "rain", "sea")`."""
    environment = {**os.environ, "OVERHEAR_DATA": str(studio.data)}
    command = [sys.executable, "-m", "studio.bench.planting", owner_name, *words]
    done = subprocess.run(command, cwd=REPOSITORY, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.split()[-1]
