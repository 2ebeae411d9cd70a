"""Stereo audio set aside on the disk while it is worked on, so that memory does not grow with the piece."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType

import numpy as np

from mixing.audio import CHANNELS, Audio


class Scratch:
    """Files without names, one for each side, in floating point: gone when it is closed, and also after a crash."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        with ExitStack() as opened:
            self._files = [opened.enter_context(tempfile.TemporaryFile(dir=folder)) for _ in range(CHANNELS)]
            self._opened = opened.pop_all()
        self.samples = 0
        self.peak = 0.0

    def __enter__(self) -> "Scratch":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._opened.close()

    def append(self, block: Audio) -> None:
        """Add float32 (2, samples) at the end."""
        for file, side in zip(self._files, np.ascontiguousarray(block, np.float32), strict=True):
            file.write(side.data)
        self.samples += block.shape[1]
        self.peak = max(self.peak, float(block.max(initial=0.0)), -float(block.min(initial=0.0)))

    def blocks(self, block_samples: int) -> Iterator[Audio]:
        """All of it from the start, as float32 (2, up to block_samples)."""
        for file in self._files:
            file.seek(0)
        for at in range(0, self.samples, block_samples):
            block = np.empty((CHANNELS, min(block_samples, self.samples - at)), np.float32)
            for file, side in zip(self._files, block, strict=True):
                file.readinto(side.data)
            yield block
