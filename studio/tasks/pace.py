"""How long a piece of work still takes, by what it took so far."""

import time
from collections.abc import Generator
from typing import TypeVar

from studio.jobs.runner import Progress

T = TypeVar("T")

TOO_EARLY = 0.02  # to say anything


def timed(
    steps: Generator[float, None, T], message: str, share: tuple[float, float] = (0.0, 1.0)
) -> Generator[Progress, None, T]:
    """The progress of an engine that yields the share done; `share`: from where to where of the whole job it is."""
    began, (low, high) = time.monotonic(), share
    try:
        while True:
            done = next(steps)
            left = (time.monotonic() - began) * (1.0 - done) / done if done > TOO_EARLY else None
            yield Progress(low + (high - low) * done, message, left)
    except StopIteration as stop:
        result: T = stop.value
        return result
    finally:
        steps.close()
