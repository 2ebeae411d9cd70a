"""Freed memory stays while training, and goes back afterwards."""

import platform
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
BLOCK = 48 << 20
HUGE_PAGES = BLOCK >> 21
"""Of 2 MiB, where the system makes such; else there are five hundred times as many."""

MEASURED = f"""
import resource
import numpy as np
from generation.kept_memory import kept_memory

def pages_made():
    made = []
    for _ in range(5):  # the least of some, as other things take pages too
        before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
        np.ones({BLOCK}, np.uint8)
        made.append(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
    return min(made)

print(pages_made())
with kept_memory():
    print(pages_made())
print(pages_made())
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc can be told")
def test_the_same_pages_are_taken_again() -> None:
    """By large arrays that are taken, filled and freed, in a process whose heap has no other holes to take."""
    command = [sys.executable, "-c", MEASURED]
    told = subprocess.run(command, cwd=REPOSITORY, check=True, capture_output=True, text=True).stdout
    before, kept, after = (int(line) for line in told.split())
    assert before >= HUGE_PAGES and after >= HUGE_PAGES
    assert kept < HUGE_PAGES / 2
