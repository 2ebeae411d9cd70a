"""Finds waves whose tops were cut off, at full scale or at whatever level the file was brought to afterwards."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Block = npt.NDArray[np.float32]
"""A stretch of a file, shape (frames, channels)."""

RUN_SAMPLES = 3
FLAT_SHARE = 2e-4
"""Samples within this share of the peak lie on one flat top: a few steps of 16 bits at full scale."""
STEP_SHARE = 2e-3
"""A cut-off wave runs into its top with a step of at least this; the round top of a low tone does not …"""
STEP_QUANTA = 2.5
"""… and with one of more than two of the file's own steps, if those are coarse."""
QUIETEST_PEAK = 0.05
"""Under -26 dBFS the steps of 16 bits themselves would look like cut tops."""


class Clipping:
    """Counts the flat runs at the file's highest and lowest level, in one pass.

    A level that is passed later was not the peak: its runs are forgotten. A run that crosses from one block into the
    next counts as two.
    """

    def __init__(self) -> None:
        self._values = 0
        self._peaks = [0.0, 0.0]
        self._runs, self._samples = [0, 0], [0, 0]

    def feed(self, block: Block) -> None:
        """Takes float32 (frames, channels)."""
        self._values += block.size
        for side, sign in enumerate((1.0, -1.0)):
            highest = float((sign * block).max(initial=0.0))
            if highest > self._peaks[side] * (1.0 + FLAT_SHARE):
                self._runs[side] = self._samples[side] = 0
            self._peaks[side] = peak = max(self._peaks[side], highest)
            if peak >= QUIETEST_PEAK and highest >= peak * (1.0 - FLAT_SHARE):
                for channel in block.T:
                    self._count(side, sign * channel, peak)

    @property
    def runs(self) -> int:
        """How many tops are cut, over all channels."""
        return sum(self._runs)

    @property
    def share(self) -> float:
        """Of all samples, those that lie on a cut top."""
        return sum(self._samples) / self._values if self._values else 0.0

    def _count(self, side: int, wave: npt.NDArray[np.float32], peak: float) -> None:
        flat = np.concatenate([[False], wave >= peak * (1.0 - FLAT_SHARE), [False]])
        edges = np.flatnonzero(np.diff(flat.astype(np.int8)))
        starts, ends = edges[::2], edges[1::2]
        moves = np.abs(np.diff(wave))
        quantum = float(moves[moves > 0.0].min(initial=peak))
        below = peak - max(STEP_SHARE * peak, STEP_QUANTA * quantum)
        stepped = (wave[np.maximum(starts - 1, 0)] < below) | (wave[np.minimum(ends, wave.size - 1)] < below)
        lengths = (ends - starts)[(ends - starts >= RUN_SAMPLES) & stepped]
        self._runs[side] += lengths.size
        self._samples[side] += int(lengths.sum())
