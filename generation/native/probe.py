"""What one core of this machine can do at most, measured: the limits that a sampler's speed is a share of."""

from __future__ import annotations

import time
from collections.abc import Callable
from ctypes import byref, c_float

from generation.errors import EngineError
from generation.native.library import PRECISIONS, load
from generation.precision import SamplerPrecision

READ_BYTES = 400_000_000
MULTIPLY_TIMES = 1_000_000
RUNS = 5


def read_bandwidth(size_bytes: int, level: str | None = None) -> float:
    """Bytes a second at which one core reads weights of this size again and again, as making one voice does."""
    if not 4_096 <= size_bytes <= 1 << 32:
        raise EngineError("Measure reading with 4 KiB to 4 GiB of weights.")
    library, result = load(level), c_float()
    times = max(1, READ_BYTES // size_bytes)

    def read() -> None:
        if library.wavenet_read(size_bytes, times, byref(result)) != 0:
            raise MemoryError(f"no {size_bytes} bytes to measure with")

    read()  # the pages come into being
    return size_bytes * times / _seconds(read)


def peak_flops(precision: SamplerPrecision, level: str | None = None) -> float:
    """Operations a second of one core that multiplies and adds numbers of this precision in its registers only."""
    library, result = load(level, precision), c_float()
    number = PRECISIONS[precision]
    operations = library.wavenet_multiply(1, number, byref(result)) * MULTIPLY_TIMES
    return float(operations / _seconds(lambda: library.wavenet_multiply(MULTIPLY_TIMES, number, byref(result))))


def _seconds(work: Callable[[], object]) -> float:
    """The least processor time of several runs: what other work on the machine does not lengthen."""
    times = []
    for _ in range(RUNS):
        started = time.thread_time()
        work()
        times.append(time.thread_time() - started)
    return min(times)
