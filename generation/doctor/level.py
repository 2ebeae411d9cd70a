"""How loud a file is, and whether its rest position is off zero."""

from __future__ import annotations

import numpy as np

from generation.doctor.clipping import Block


class Level:
    """Takes the file as it is, block by block; the peak is that of any channel, the rest is of their mean."""

    def __init__(self) -> None:
        self.frames = 0
        self._sum = self._squares = self._peak = 0.0

    def feed(self, block: Block) -> None:
        """Takes float32 (frames, channels)."""
        mono = block.mean(axis=1, dtype=np.float64)
        self.frames += mono.size
        self._sum += float(mono.sum())
        self._squares += float(np.square(mono).sum())
        self._peak = max(self._peak, float(np.abs(block).max(initial=0.0)))

    @property
    def peak_dbfs(self) -> float | None:
        """None where there is nothing but digital silence."""
        return 20.0 * float(np.log10(self._peak)) if self._peak > 0.0 else None

    @property
    def rms_dbfs(self) -> float | None:
        """Of the whole file, pauses included; a full-scale square wave is 0 dBFS."""
        return 10.0 * float(np.log10(self._squares / self.frames)) if self._squares > 0.0 else None

    @property
    def dc_offset(self) -> float:
        """The mean, as a share of full scale."""
        return self._sum / self.frames if self.frames else 0.0
