"""What was heard in a recording, read for a request: slices found again, and labels for what sounds alike."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from mixing.analysis import likeness
from mixing.analysis.character import VOICING, Rows
from mixing.analysis.heard import read_boundaries, read_character
from mixing.analysis.portraits import LEAST_RATE_HZ, portrait_of_rows
from mixing.analysis.slices import Wishes, sliced
from studio.errors import Conflict
from studio.library import workspace
from studio.library.models import Sample, Slicing

MOST_REMEMBERED = 6  # portraits of one label

Span = Sequence[int]


class Heard:
    """A slicing whose recording was listened to; use as a context manager."""

    def __init__(self, slicing: Slicing) -> None:
        if not slicing.is_heard:
            raise Conflict("The recording is still being listened to. Wait a moment.")
        self.slicing, self.hop = slicing, max(1, slicing.hop_frames)
        self._folder = TemporaryDirectory(dir=workspace.folder())

    def __enter__(self) -> "Heard":
        path = workspace.local_path(self.slicing.character_file, Path(self._folder.name))
        self.rows: Rows = read_character(path)
        return self

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()

    def find(self, wishes: Mapping[str, float], frames: int) -> list[tuple[int, int]]:
        """Slices in frames."""
        with self.slicing.boundaries_file.open("rb") as file:
            places, strengths = read_boundaries(file)
        found = sliced(self.rows, places, strengths, Wishes(**wishes))
        return [(start * self.hop, min(frames, end * self.hop)) for start, end in found]

    def rows_of(self, span: Span) -> Rows:
        start = span[0] // self.hop
        return self.rows[start : max(start + 1, -(-span[1] // self.hop))]

    def portraits(self, spans: Sequence[Span]) -> likeness.Portraits:
        return np.stack([likeness.portrait(self.rows_of(span)) for span in spans])

    def voicing(self, span: Span) -> float | None:
        rows = self.rows_of(span)
        return float(rows[:, VOICING].mean()) if len(rows) else None

    def kept_portrait(self, span: Span) -> bytes | None:
        """Like that of a sample of its own; None where the recording is too slow to tell it from its rows."""
        if (self.slicing.sample.sample_rate_hz or 0) < LEAST_RATE_HZ:
            return None
        return likeness.packed(portrait_of_rows(self.rows_of(span)))

    def kinds(self, spans: Sequence[Span]) -> list[str]:
        return [likeness.kind_of(self.rows_of(span)) for span in spans]


def alike(
    heard: Heard, unknown: Sequence[Span], known: Sequence[tuple[int, int, str]], elsewhere: Mapping[str, Any]
) -> tuple[list[dict[str, Any]], dict[str, list[list[float]]]]:
    """For each unknown slice its kind and, where something labelled sounds like it, that label; and what to remember.

    `elsewhere`: portraits of labels from other recordings, asked only where this one has none of its own.
    """
    own: dict[str, list[list[float]]] = {}
    labels: list[str] = []
    portraits: list[Any] = []
    if known:
        for (_, _, label), portrait in zip(known, heard.portraits([one[:2] for one in known]), strict=True):
            labels.append(label)
            portraits.append(portrait)
            if len(own.setdefault(label, [])) < MOST_REMEMBERED:
                own[label].append([round(float(value), 4) for value in portrait])
    else:
        width = len(likeness.portrait(heard.rows[:0]))
        for label, rows in elsewhere.items():
            usable = [row for row in rows if len(row) == width]
            labels += [label] * len(usable)
            portraits += usable
    if not unknown:
        return [], own
    drawn = heard.portraits(unknown)
    suggestions = likeness.suggest(drawn, np.array(portraits, np.float32), labels)
    found = [
        {"kind": kind, "label": one.label if one else "", "sureness": one.sureness if one else 0.0}
        for kind, one in zip(heard.kinds(unknown), suggestions, strict=True)
    ]
    return found, own


def measured(sample: Sample, slicing: Slicing | None, slices: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The slices with how voiced each is and with its portrait, where that was heard."""
    if slicing is None or not slicing.is_heard:
        return [dict(one) for one in slices]
    with Heard(slicing) as heard:
        spans = [(one["start"], one["end"]) for one in slices]
        return [
            dict(one, voicing=heard.voicing(span), portrait=heard.kept_portrait(span))
            for one, span in zip(slices, spans, strict=True)
        ]
