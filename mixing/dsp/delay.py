"""The plainest delay: the same audio, a fixed number of samples later."""

import numpy as np

from mixing.audio import Audio


class Late:
    """Keeps a dry path in step with one that has latency."""

    def __init__(self, samples: int, channels: int) -> None:
        self._held: Audio = np.zeros((channels, samples), np.float32)

    def process(self, block: Audio) -> Audio:
        """Float32 (channels, n) in and out."""
        audio = np.concatenate([self._held, block], axis=1)
        self._held = audio[:, block.shape[1] :]
        return audio[:, : block.shape[1]]
