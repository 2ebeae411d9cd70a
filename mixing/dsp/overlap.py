"""Work on overlapping frames of a stream, whatever blocks it comes in; later by exactly one frame."""

from collections.abc import Callable

import numpy as np

from mixing.audio import Audio, Doubles


def hann(size: int) -> Doubles:
    """A window whose squares, at a hop of a quarter of it, add up to one."""
    window: Doubles = np.sqrt(2.0 / 3.0) * (0.5 - 0.5 * np.cos(2.0 * np.pi * np.arange(size) / size))
    return window


class Overlap:
    """Hands over the last `size` samples every `hop` samples, and adds up what comes back.

    frame: from float32 (channels, size) to the same shape, windowed so that overlapping frames add up. What it
    writes into its argument is what the next frame finds there.
    """

    def __init__(self, channels: int, size: int, hop: int, frame: Callable[[Audio], Audio]) -> None:
        self.latency_samples = size
        self._hop, self._frame = hop, frame
        self._heard: Audio = np.zeros((channels, size), np.float32)
        self._sum: Audio = np.zeros((channels, size), np.float32)
        self._filled = 0

    def process(self, block: Audio) -> Audio:
        """Float32 (channels, n) in and out."""
        out = np.empty(block.shape, np.float32)
        hop, at = self._hop, 0
        while at < block.shape[1]:
            length = min(hop - self._filled, block.shape[1] - at)
            filled = self._filled + length
            begin = self._heard.shape[1] - hop
            self._heard[:, begin + self._filled : begin + filled] = block[:, at : at + length]
            out[:, at : at + length] = self._sum[:, self._filled : filled]
            at, self._filled = at + length, filled
            if filled == hop:
                self._next()
        return out

    def _next(self) -> None:
        hop = self._hop
        self._sum[:, :-hop] = self._sum[:, hop:]
        self._sum[:, -hop:] = 0.0
        self._sum += self._frame(self._heard)
        self._heard[:, :-hop] = self._heard[:, hop:]
        self._filled = 0
