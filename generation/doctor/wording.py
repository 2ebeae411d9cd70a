"""Figures as people say them."""

from __future__ import annotations

from collections.abc import Sequence

NAMED = 3


def duration(seconds: float) -> str:
    """“0.4 s”, “40 s”, “3 min 35 s”, “2 h 5 min”."""
    if seconds < 9.95:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s" if whole % 60 else f"{whole // 60} min"
    return f"{whole // 3600} h {whole % 3600 // 60} min"


def dbfs(level: float) -> str:
    return f"{level:.0f} dBFS".replace("-", "−")


def hertz(frequency_hz: float) -> str:
    """“850 Hz”, “3.9 kHz”, “8 kHz”."""
    return f"{frequency_hz:.0f} Hz" if frequency_hz < 1000.0 else f"{frequency_hz / 1000.0:.1f} kHz".replace(".0 ", " ")


def share(part: float) -> str:
    """“0 %”, “under 0.1 %”, “3.3 %”, “42 %”."""
    if 0.0 < part < 5e-4:
        return "under 0.1 %"
    if part == 0.0:
        return "0 %"
    return f"{100.0 * part:.1f} %" if part < 0.0995 else f"{100.0 * part:.0f} %"


def count(number: int, thing: str = "file") -> str:
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"


def some(names: Sequence[str]) -> str:
    """The first few names, and how many more there are."""
    quoted = [f"“{name}”" for name in names[:NAMED]]
    if len(names) > NAMED:
        return f"{', '.join(quoted)} and {len(names) - NAMED} more"
    return " and ".join([", ".join(quoted[:-1]), quoted[-1]] if len(quoted) > 1 else quoted)
