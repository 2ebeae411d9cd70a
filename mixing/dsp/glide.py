"""Numbers that move to new values in a straight line, so that no change of a setting is heard as a click."""

import numpy as np
from numpy.typing import ArrayLike

from mixing.audio import Doubles
from mixing.effect import CONTROL_SAMPLES
from mixing.kernel import kernel

_LONG_SINCE = 2 * CONTROL_SAMPLES


class Glide:
    """A vector on its way: it arrives CONTROL_SAMPLES after `to` was called, however blocks are divided.

    Kernels take `start`, `target` and `at` (how many samples of the way are done) and call `glided`.
    """

    def __init__(self, values: ArrayLike) -> None:
        self.target: Doubles = np.array(values, np.float64)
        self.start: Doubles = self.target
        self.at = _LONG_SINCE

    @property
    def left(self) -> int:
        """How many samples the way still takes."""
        return max(CONTROL_SAMPLES - self.at, 0)

    @property
    def now(self) -> Doubles:
        """The vector as the last sample had it."""
        if not self.left:
            return self.target
        way: Doubles = self.start + (self.target - self.start) * (self.at / CONTROL_SAMPLES)
        return way

    def to(self, values: ArrayLike) -> None:
        """Set out for new values from where the vector is."""
        target = np.array(values, np.float64)
        if not self.left and np.array_equal(target, self.target):
            return
        self.start, self.target, self.at = self.now, target, 0

    def passed(self, samples: int) -> None:
        """So many samples were computed."""
        self.at = min(self.at + samples, _LONG_SINCE)

    def gains(self, samples: int) -> Doubles:
        """For a vector of one: its value at each of the next samples (or one value for all of them), passing them."""
        left = min(self.left, samples)
        if not left:
            return self.target
        way = np.full(samples, self.target[0])
        share = np.arange(self.at + 1, self.at + left + 1) / CONTROL_SAMPLES
        way[:left] = self.start[0] + (self.target[0] - self.start[0]) * share
        self.passed(samples)
        return way


@kernel
def glided(start: Doubles, target: Doubles, at: int, values: Doubles) -> None:
    """Write into `values` where the vector is at sample `at` of its way, counted from 0."""
    share = (at + 1) / CONTROL_SAMPLES
    if share >= 1.0:
        values[:] = target
    else:
        for k in range(values.shape[0]):
            values[k] = start[k] + (target[k] - start[k]) * share
