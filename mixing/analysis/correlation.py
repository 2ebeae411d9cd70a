"""How alike the two sides are: 1 for mono, 0 for unrelated sides, -1 where one is the other upside down."""

import numpy as np
from numpy.typing import NDArray

from mixing.audio import Audio
from mixing.kernel import kernel

_STILL = 1e-12  # energy of a hop under which there is nothing to compare


class Correlation:
    """Pearson's coefficient of left and right without their means taken off, for every hop and for the whole."""

    def __init__(self, hop_samples: int) -> None:
        self._hop = hop_samples
        self._rest = np.zeros((2, 0), np.float32)
        self._sums: list[NDArray[np.float64]] = []

    def feed(self, block: Audio) -> None:
        """Take float32 (2, samples); one channel counts as both."""
        both = np.repeat(block, 2, axis=0) if block.shape[0] == 1 else block[:2]
        self._rest = np.concatenate([self._rest, both], axis=1) if self._rest.size else both
        while self._rest.shape[1] >= self._hop:
            self._take(self._rest[:, : self._hop])
            self._rest = self._rest[:, self._hop :]

    def result(self) -> tuple[list[float | None], float | None]:
        """One value for each hop, and that of the whole; None where a side is silent."""
        if self._rest.shape[1]:
            self._take(self._rest)
            self._rest = self._rest[:, :0]
        total = np.sum(self._sums, axis=0) if self._sums else np.zeros(3)
        return [_coefficient(one) for one in self._sums], _coefficient(total)

    def _take(self, hop: Audio) -> None:
        self._sums.append(np.array(_products(hop)))


def _coefficient(sums: NDArray[np.float64]) -> float | None:
    product, left, right = sums.tolist()
    if left <= _STILL or right <= _STILL:
        return None
    return float(np.clip(product / np.sqrt(left * right), -1.0, 1.0))


@kernel
def _products(hop: Audio) -> tuple[float, float, float]:
    """left · right, left · left, right · right"""
    product, left, right = 0.0, 0.0, 0.0
    for k in range(hop.shape[1]):
        a, b = np.float64(hop[0, k]), np.float64(hop[1, k])
        product += a * b
        left += a * a
        right += b * b
    return product, left, right
