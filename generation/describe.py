"""What a checkpoint is: its network, what it has learned from, and how its weights are spread."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from generation.checkpoint import Header, find_checkpoint, load_checkpoint

BINS = 24


@dataclass(frozen=True)
class Spread:
    """One weight's values: a histogram of `BINS` equal bins between the least and the greatest."""

    name: str
    shape: tuple[int, ...]
    mean: float
    deviation: float
    lowest: float
    highest: float
    counts: tuple[int, ...]


@dataclass(frozen=True)
class Description:
    """A checkpoint's own words, and its weights in figures."""

    header: Header
    weights: tuple[Spread, ...]


def describe(model: Path) -> Description:
    """model: a checkpoint, or a training directory, of which the best checkpoint is taken.

    Raises `CheckpointError`.
    """
    checkpoint = load_checkpoint(find_checkpoint(model))
    spreads = []
    for name, array in checkpoint.weights.items():
        counts, edges = np.histogram(array, BINS)
        spreads.append(
            Spread(
                name, array.shape, float(array.mean()), float(array.std()), float(edges[0]), float(edges[-1]),
                tuple(counts.tolist()),
            )
        )  # fmt: skip
    return Description(checkpoint.header, tuple(spreads))
