"""What a waveform and a spectrogram of hours are drawn from: coarser and coarser levels of both in one file.

A page fetches the few kilobytes that it shows. The finest waveform is the peaks file (`mixing.analysis.peaks`);
the coarser ones and the spectrogram are here, level after level, each made of fours of the one before.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any, Literal

import numpy as np
from numpy.typing import NDArray

from mixing.analysis.character import BANDS
from mixing.analysis.peaks import FRAMES_A_PEAK

GROWTH = 4
FIRST_TICKS = 2  # of the finest column of the spectrogram
FEWEST = 64  # columns; no coarser level is made of so few
MOST_LEVELS = 9

Items = NDArray[Any]  # (columns, bytes a column)
Fold = Callable[[Items], Items]  # (columns, GROWTH, bytes) to (columns, bytes)


@dataclass(frozen=True)
class Level:
    """One level: columns of `width` bytes from `offset` on, each standing for `span` frames or ticks."""

    kind: Literal["peaks", "bands"]
    span: int
    width: int
    offset: int
    columns: int


class _Pyramid:
    """Takes columns and folds them level by level, each written to a file of its own as it grows."""

    def __init__(self, kind: Literal["peaks", "bands"], span: int, growth: int, fold: Fold, folder: Path) -> None:
        self.kind, self.span, self._growth, self._fold = kind, span, growth, fold
        self.path = folder / f"{kind}-{span}"
        self._file: IO[bytes] = self.path.open("wb")
        self._rest: Items | None = None
        self.columns = self.width = 0
        self.coarser: _Pyramid | None = None
        self._folder = folder

    def feed(self, columns: Items) -> None:
        """Take (columns, growth · bytes) of the finer kind."""
        waiting = columns if self._rest is None else np.concatenate([self._rest, columns])
        whole = len(waiting) // self._growth * self._growth
        self._rest = waiting[whole:].copy()
        self._take(waiting[:whole])

    def finish(self) -> None:
        if self._rest is not None and len(self._rest):
            missing = self._growth - len(self._rest)
            self._take(np.concatenate([self._rest, np.repeat(self._rest[-1:], missing, axis=0)]))
        self._file.close()
        if self.coarser is not None:
            self.coarser.finish()

    def levels(self) -> "list[_Pyramid]":
        return [self, *(self.coarser.levels() if self.coarser and self.coarser.columns >= FEWEST else [])]

    def _take(self, whole: Items) -> None:
        if not len(whole):
            return
        folded = self._fold(whole.reshape(-1, self._growth, whole.shape[1]))
        self.width = folded.shape[1]
        self.columns += len(folded)
        self._file.write(folded.tobytes())
        if self.coarser is None and self.span < FRAMES_A_PEAK * GROWTH**MOST_LEVELS:
            self.coarser = _Pyramid(self.kind, self.span * GROWTH, GROWTH, self._fold, self._folder)
        if self.coarser is not None:
            self.coarser.feed(folded)


class Tiles:
    """Streaming: `feed` peaks and bands as they come, then `finish` into one file; returns what is where in it."""

    def __init__(self, folder: Path) -> None:
        self._peaks = _Pyramid("peaks", FRAMES_A_PEAK * GROWTH, GROWTH, _extremes, folder)
        self._bands = _Pyramid("bands", FIRST_TICKS, FIRST_TICKS, _loudest, folder)

    def feed(self, peaks: bytes, bands: NDArray[np.uint8]) -> None:
        self._peaks.feed(np.frombuffer(peaks, np.int8).reshape(-1, 2))
        self._bands.feed(bands.reshape(-1, BANDS))

    def finish(self, path: Path) -> list[dict[str, Any]]:
        self._peaks.finish()
        self._bands.finish()
        index: list[dict[str, Any]] = []
        with path.open("wb") as file:
            for level in [*self._peaks.levels(), *self._bands.levels()]:
                index.append(asdict(Level(level.kind, level.span, level.width, file.tell(), level.columns)))
                with level.path.open("rb") as part:
                    while piece := part.read(2**20):
                        file.write(piece)
        return index


def _extremes(pairs: Items) -> Items:
    return np.stack([pairs[:, :, 0].min(axis=1), pairs[:, :, 1].max(axis=1)], axis=1)


def _loudest(columns: Items) -> Items:
    """The mean would drown what is short; the loudest alone would fill every gap."""
    wide = columns.astype(np.uint16)
    return np.asarray(((wide.max(axis=1) + wide.mean(axis=1)) / 2).round(), np.uint8)
