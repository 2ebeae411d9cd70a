"""Making sound later by whole samples, so that parallel ways stay together."""

import numpy as np

from mixing.audio import CHANNELS, Audio


def silence(samples: int) -> Audio:
    """Float32 (2, samples)."""
    return np.zeros((CHANNELS, samples), np.float32)


class Delay:
    """Returns what it is given, later by a fixed number of samples."""

    def __init__(self, samples: int) -> None:
        self._samples = samples
        self._waiting: Audio | None = None  # None while it is silence

    def process(self, block: Audio) -> Audio:
        """Float32 (2, samples) in and out."""
        if not self._samples:
            return block
        before = self._waiting if self._waiting is not None else silence(self._samples)
        late, samples = self._samples, block.shape[1]
        if samples < late:
            whole = np.concatenate([before, block], axis=1)
            self._waiting = whole[:, samples:].copy()
            return np.ascontiguousarray(whole[:, :samples])
        later = np.empty_like(block, order="C")
        later[:, :late] = before
        later[:, late:] = block[:, : samples - late]
        self._waiting = block[:, samples - late :].copy()
        return later

    def following(self, block: Audio | None, samples: int) -> Audio | None:
        """The same for blocks that may be silence, which is None."""
        if block is None and self._waiting is None:
            return None
        later = self.process(silence(samples) if block is None else block)
        if block is None and self._waiting is not None and not self._waiting.any():
            self._waiting = None
        return later
