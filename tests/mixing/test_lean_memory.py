"""Memory that stretching freed does not stay with the process."""

import json
import platform
import subprocess
import sys

import pytest

FREES = """
import ctypes, json, os
from contextlib import nullcontext
import numpy as np
from mixing.lean_memory import lean_memory

def resident_mb():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20

def kept(around):
    with around:
        for size_kb in (200, 800, 3_000, 12_000, 25_000):  # each freed makes glibc keep the next smaller ones
            np.ones(size_kb << 7).sum()
        before = resident_mb()
        arrays = [np.ones(500 << 7) for _ in range(200)]  # 100 MB
        held = arrays[-1]
        del arrays
        return resident_mb() - before

lean = kept(lean_memory())
print(json.dumps([lean, kept(nullcontext())]))
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc keeps what was freed")
def test_what_is_freed_goes_back_while_it_lasts() -> None:
    done = subprocess.run([sys.executable, "-c", FREES], capture_output=True, text=True, check=True)
    lean_mb, usual_mb = json.loads(done.stdout)
    assert lean_mb < 10 < usual_mb
