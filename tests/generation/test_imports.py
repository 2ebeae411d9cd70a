"""What must stay light: a web process that reads a model's card must not load torch."""

import subprocess
import sys
from pathlib import Path

import pytest

LIGHT = ["checkpoint", "estimate", "generate", "presets", "training_plan", "training_events", "dataset", "__main__"]


@pytest.mark.parametrize("module", LIGHT)
def test_torch_stays_out(module: str) -> None:
    program = f"import sys, generation.{module}; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], cwd=Path(__file__).parents[2], check=False).returncode == 0
