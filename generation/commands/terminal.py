"""What the commands print: a bar and sentences for people, JSON lines for programs."""

from __future__ import annotations

import dataclasses
import json
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any


def show_bar(fraction: float, seconds_left: float, label: str) -> None:
    if sys.stderr.isatty():
        filled = round(30 * fraction)
        bar = "█" * filled + "░" * (30 - filled)
        end = "\n" if fraction >= 1.0 else ""
        print(
            f"\r\033[K{bar} {100 * fraction:3.0f} %  {clock_text(seconds_left)} left  {label}", end=end, file=sys.stderr
        )


def clock_text(seconds: float) -> str:
    whole = round(seconds)
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"


def short(value: Any) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def plain(record: Any) -> dict[str, Any]:
    """A dataclass as JSON-ready values, with the models and the tuples of dataclasses that it holds."""
    return {field.name: _plain_value(getattr(record, field.name)) for field in dataclasses.fields(record)}


def _plain_value(value: Any) -> Any:
    if hasattr(value, "model_dump"):
        return value.model_dump()
    if isinstance(value, tuple) and not hasattr(value, "_fields"):
        return [plain(item) if dataclasses.is_dataclass(item) else item for item in value]
    return value


def print_json(value: dict[str, Any]) -> None:
    print(json.dumps(value, default=str, allow_nan=False), flush=True)


@contextmanager
def interruptible() -> Iterator[Callable[[], bool]]:
    """While it lasts, Ctrl-C and a polite kill are only noted, so that a step is never torn."""
    noted: list[int] = []
    before = {
        number: signal.signal(number, lambda got, _: noted.append(got)) for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield lambda: bool(noted)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
