"""Asks before a training that would take more than a day."""

from __future__ import annotations

from collections.abc import Callable

from generation.errors import EngineError

LONG_SECONDS = 24 * 3600.0


def require_consent(seconds: float, *, yes: bool, ask: Callable[[str], str] | None) -> None:
    """Returns when a training of so many seconds may begin, else raises `EngineError` that says what to do.

    Up to a day needs no word. Beyond, `yes` is consent given before; else `ask` puts the question to a person and
    returns their answer; None when nobody is there to answer.
    """
    if seconds <= LONG_SECONDS or yes:
        return
    span = span_text(seconds)
    if ask is None:
        raise EngineError(f"This would take about {span} on this machine: add --yes to go on, or give fewer --steps.")
    if ask(f"This will take about {span} on this machine; go on? [y/N] ").strip().lower() not in ("y", "yes"):
        raise EngineError("Nothing was trained: give fewer --steps, --minutes or a smaller --preset.")


def span_text(seconds: float) -> str:
    """A long time in round words, such as “4 days” or “1.5 days”."""
    days = seconds / 86_400.0
    number = f"{days:.1f}".removesuffix(".0") if days < 3.0 else f"{days:.0f}"
    return f"{number} day{'' if number == '1' else 's'}"
