"""What a measurement says, and how one is taken."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from generation.errors import EngineError

Clock = Callable[[], float]


@dataclass(frozen=True)
class Row:
    """One measured figure."""

    name: str
    value: float
    unit: str
    limit: float | None = None
    """The most that the machine would give, in the same unit, measured in the same run."""
    share: float | None = None
    """value / limit"""
    ratio: float | None = None
    """value over what the plain way of doing the same gives, measured in the same run."""
    real_time: float | None = None
    """Of a generation: seconds of audio a second, all voices together."""


class BenchError(EngineError):
    """An output is wrong, so its speed means nothing."""


def clock_for(threads: int) -> Clock:
    """With one thread, processor time: other work on the machine does not count against the engine."""
    return time.process_time if threads == 1 else time.perf_counter


def fastest(job: Callable[[], object], times: int, clock: Clock) -> float:
    """The shortest of some runs, in seconds: what the machine gives when nothing else disturbs it."""
    job()
    durations = []
    for _ in range(times):
        started = clock()
        job()
        durations.append(clock() - started)
    return min(durations)
