"""Reads what listening through a recording left; loads nothing that only listening needs."""

from pathlib import Path
from typing import IO

import numpy as np

from mixing.analysis.character import COLUMNS, Rows
from mixing.analysis.slices import Strengths, Ticks


def read_character(path: Path) -> Rows:
    """The rows, read from the disk as they are used."""
    if not path.stat().st_size:
        return np.zeros((0, COLUMNS), np.float16)
    return np.memmap(path, np.float16, "r").reshape(-1, COLUMNS)


def read_boundaries(source: "Path | IO[bytes]") -> tuple[Ticks, Strengths]:
    """Their places in ticks, and their strengths."""
    both = np.load(source)
    return both[0].astype(np.int64), both[1].astype(np.float32)
