"""Work in steps: a generator that yields how far it is, and returns what it made."""

from collections.abc import Callable, Generator
from typing import TypeVar

From = TypeVar("From")
To = TypeVar("To")
Result = TypeVar("Result")


def finish(steps: Generator[object, None, Result]) -> Result:
    """Run to the end and return the result."""
    while True:
        try:
            next(steps)
        except StopIteration as finished:
            result: Result = finished.value
            return result


def told(steps: Generator[From, None, Result], tell: Callable[[From], To]) -> Generator[To, None, Result]:
    """The same steps, each told in other words."""
    while True:
        try:
            step = next(steps)
        except StopIteration as finished:
            result: Result = finished.value
            return result
        yield tell(step)
