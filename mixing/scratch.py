"""Stereo audio set aside on the disk while it is worked on, so that memory does not grow with the piece."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

import numpy as np

from mixing.audio import CHANNELS, Audio

_FRAME_BYTES = CHANNELS * 4


class Scratch:
    """A file without a name, in floating point: it is gone when it is closed, and also after a crash."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - closed by __exit__
        self.samples = 0
        self.peak = 0.0

    def __enter__(self) -> "Scratch":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def append(self, block: Audio) -> None:
        """Add float32 (2, samples) at the end."""
        self._file.write(np.ascontiguousarray(block.T).data)
        self.samples += block.shape[1]
        self.peak = max(self.peak, float(np.abs(block).max(initial=0.0)))

    def blocks(self, block_samples: int) -> Iterator[Audio]:
        """All of it from the start, as float32 (2, up to block_samples)."""
        self._file.seek(0)
        while data := self._file.read(block_samples * _FRAME_BYTES):
            yield np.ascontiguousarray(np.frombuffer(data, np.float32).reshape(-1, CHANNELS).T)
