"""The outline that a waveform is drawn from: least and greatest value of every 64 frames, all channels folded."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from mixing.audio import Audio

FRAMES_A_PEAK = 64


class Peaks:
    """Streaming: `feed` returns the bytes that are ready, `finish` those of the last, shorter stretch.

    The bytes are int8 pairs (least, greatest), value = round(x · 127) clipped to ±127; there are
    ceil(frames / 64) pairs.
    """

    def __init__(self) -> None:
        self._rest = np.zeros((1, 0), np.float32)

    def feed(self, block: Audio) -> bytes:
        """Take float32 (channels, frames) at full scale ±1."""
        if self._rest.shape[1]:
            block = np.concatenate([self._rest, block], axis=1)
        whole = block.shape[1] // FRAMES_A_PEAK * FRAMES_A_PEAK
        self._rest = block[:, whole:].copy()
        stretches = block[:, :whole].reshape(block.shape[0], -1, FRAMES_A_PEAK)
        return _pairs(stretches.min(axis=(0, 2)), stretches.max(axis=(0, 2)))

    def finish(self) -> bytes:
        if not self._rest.shape[1]:
            return b""
        last = self._rest
        return _pairs(last.min(keepdims=True)[0], last.max(keepdims=True)[0])


def peaks_of(blocks: Iterable[Audio]) -> bytes:
    """The whole outline of a stream of float32 (channels, frames)."""
    peaks = Peaks()
    return b"".join([*map(peaks.feed, blocks), peaks.finish()])


def _pairs(least: NDArray[np.float32], greatest: NDArray[np.float32]) -> bytes:
    both = np.stack([least, greatest], axis=-1)
    return np.clip(np.rint(both * 127), -127, 127).astype(np.int8).tobytes()
