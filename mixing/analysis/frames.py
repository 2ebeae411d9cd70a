"""Cuts a stream of blocks of any size into frames of one size."""

import numpy as np
from numpy.typing import NDArray

from mixing.audio import Audio

Frames = NDArray[np.float32]  # (frames, samples)


class Framer:
    """Gathers the mean of all channels into frames that follow each other without overlap."""

    def __init__(self, frame_samples: int) -> None:
        self.frame_samples = frame_samples
        self._rest = np.zeros(0, np.float32)
        self._full = False

    def feed(self, block: Audio) -> Frames:
        """Take (channels, samples); return the frames that are complete, (frames, frame_samples)."""
        mono = np.concatenate([self._rest, _mean(block)])
        whole = mono.size // self.frame_samples * self.frame_samples
        self._rest = mono[whole:].copy()
        self._full = self._full or whole > 0
        return mono[:whole].reshape(-1, self.frame_samples)

    def finish(self) -> Frames:
        """The unfinished frame, padded with silence; none when it would only dilute complete ones."""
        if self._full or not self._rest.size:
            return np.zeros((0, self.frame_samples), np.float32)
        return np.pad(self._rest, (0, self.frame_samples - self._rest.size))[np.newaxis]


def _mean(block: Audio) -> NDArray[np.float32]:
    """Over the channels; of one or two much quicker than numpy's own."""
    if block.shape[0] == 1:
        alone: NDArray[np.float32] = block[0]
        return alone
    if block.shape[0] == 2:
        both: NDArray[np.float32] = block[0] + block[1]
        both *= np.float32(0.5)
        return both
    return np.asarray(block.mean(axis=0, dtype=np.float32))
