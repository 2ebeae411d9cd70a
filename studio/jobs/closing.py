"""Stops a generator for certain when its loop is left, however it is left."""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")


@contextmanager
def closed_after(steps: Iterator[T]) -> Iterator[Iterator[T]]:
    """The same iterator; closed at the end of the `with` if it is a generator."""
    try:
        yield steps
    finally:
        if isinstance(steps, Generator):
            steps.close()
