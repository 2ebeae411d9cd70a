"""Cuts takes and recordings into the stretches that are searched for: short and long windows, and patches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from generation.leak import likeness
from generation.leak.corpus import Home
from generation.leak.flatten import Floats, flatten

CELL_SECONDS = 0.0625
BASELINE_HOP_CELLS = 8
SILENT_DBFS = -60.0
SPARSE = 0.08
"""A window with its energy in a smaller share of its samples is a click in silence, which matches any other click."""


@dataclass(frozen=True)
class Kind:
    """One way of comparing. A waveform window has `cells` sixteenths of a second; a patch is compared by its sound."""

    name: str
    cells: int
    hop_cells: int
    floor: float
    """No score under this is ever flagged."""
    ceiling: float
    """Every score over this is flagged, whatever the baseline."""
    margin: float
    """How far over the highest of the baseline a score must lie."""


SHORT = Kind("copy, 0.25 s", 4, 1, floor=0.65, ceiling=0.85, margin=0.1)
"""Finds the shortest copies: one of a quarter of a second fills at least seven eighths of some window."""
LONG = Kind("copy, 1 s", 16, 4, floor=0.3, ceiling=0.6, margin=0.1)
"""Finds copies worn by noise or coding, or under other sound: chance likeness falls as the window grows."""
LIKENESS = Kind("likeness, 1 s", 16, 8, floor=0.8, ceiling=0.95, margin=0.03)
"""Finds what sounds alike though its waveform differs."""
KINDS = (SHORT, LONG, LIKENESS)


class Source:
    """Audio to be searched for: the take of an index, or an excerpt of the recordings that make the baseline."""

    def __init__(self, audio: Floats, sample_rate_hz: int, take: int | None = None, home: Home | None = None) -> None:
        cell = round(CELL_SECONDS * sample_rate_hz)
        self.take, self.home, self.sample_rate_hz, self.cell = take, home, sample_rate_hz, cell
        self.cells = -(-audio.size // cell)
        self.audio = np.pad(audio, (0, self.cells * cell - audio.size))

    @cached_property
    def flat(self) -> Floats:
        return flatten(self.audio, self.sample_rate_hz)

    @cached_property
    def features(self) -> Floats:
        return likeness.log_mel(self.audio, self.sample_rate_hz)


@dataclass(frozen=True)
class Row:
    """One stretch to be searched for, by its first cell."""

    kind: Kind
    source: Source
    cell: int

    def vector(self) -> Floats | None:
        """What is compared; None when there is nothing to compare: silence, a lone click, a sound without shape."""
        size = self.source.cell
        here = slice(self.cell * size, (self.cell + self.kind.cells) * size)
        power = float(np.mean(self.source.audio[here] ** 2))
        if power < 10 ** (SILENT_DBFS / 10):
            return None
        if self.kind is LIKENESS:
            start = self.cell * CELL_SECONDS / likeness.HOP_SECONDS
            return likeness.patch(self.source.features, start)
        window = self.source.flat[here].astype(np.float64)
        spread = np.sum(window**2) ** 2 / max(float(np.sum(window**4)), 1e-12)
        return self.source.flat[here] if spread >= SPARSE * window.size else None

    def overlaps(self, cells: range) -> bool:
        """Whether it lies in some of the source's cells."""
        return self.cell < cells.stop and self.cell + self.kind.cells > cells.start


def rows_of(source: Source) -> Iterator[Row]:
    """Every stretch of a source that can be compared; those of a baseline follow one another more sparsely."""
    for kind in KINDS:
        hop = kind.hop_cells if source.take is not None else BASELINE_HOP_CELLS
        for cell in range(0, source.cells - kind.cells + 1, hop):
            row = Row(kind, source, cell)
            if row.vector() is not None:
                yield row
