"""What a command says of the recordings: how much of them is heard, and what is held out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generation.dataset import ClassSound

MOST_NAMES = 6


def sound_lines(sounds: Sequence[ClassSound], held_out: Sequence[str]) -> Iterator[str]:
    """A line for each class, and one for the files that are held out."""
    for sound in sounds:
        name = "Sound used" if sound.name is None else sound.name
        silent = f", {sound.silent_files} of them silent throughout" if sound.silent_files else ""
        left_out = f"{sound.dropped_seconds:.1f} s of silence left out"
        yield f"{name:16} {sound.kept_seconds:.1f} s of {sound.files} files{silent} ({left_out})"
    if held_out:
        more = f" and {len(held_out) - MOST_NAMES} more" if len(held_out) > MOST_NAMES else ""
        yield f"{'Held out':16} {', '.join(held_out[:MOST_NAMES])}{more}"
