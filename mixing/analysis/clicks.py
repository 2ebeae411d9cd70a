"""Clicks: single moments that stand far out of their surroundings, as generated audio and hard cuts have them."""

import numpy as np

from mixing.audio import Audio, Doubles
from mixing.kernel import kernel

_OUTSTANDING = 9.0  # times the usual size of the curvature around it
_QUIETEST = 2e-3  # a curvature under -54 dBFS is no click that anybody hears
_AROUND_SECONDS = 0.01
_APART_SECONDS = 0.005


class Clicks:
    """Counts moments whose curvature (the second difference) is many times that of the 10 ms before.

    What goes on being curved, such as an onset, counts once.
    """

    def __init__(self, rate_hz: int) -> None:
        self.rate_hz = rate_hz
        self._usual = np.exp(-1.0 / (_AROUND_SECONDS * rate_hz))
        self._apart = round(_APART_SECONDS * rate_hz)
        self._state = np.zeros((0, 4))  # of each channel: the last two samples, the usual power, samples since a click
        self._count = 0
        self._samples = 0

    def feed(self, block: Audio) -> None:
        """Take float32 (channels, samples)."""
        if not len(self._state):
            self._state = np.zeros((block.shape[0], 4))
            self._state[:, 3] = -self._apart  # nothing is usual yet
        self._count += _count(block, self._state, self._usual, self._apart)
        self._samples += block.shape[1]

    def result(self) -> int:
        """How many there are; one in two channels counts in each."""
        return self._count


@kernel
def _count(block: Audio, state: Doubles, usual: float, apart: int) -> int:
    """Two channels at a time: each moment waits for the one before it, but not for the other channel's."""
    found, channels = 0, block.shape[0]
    for channel in range(0, channels - 1, 2):
        one, two = state[channel], state[channel + 1]
        before, last, power, since = one[0], one[1], one[2], one[3]
        earlier, late, force, quiet = two[0], two[1], two[2], two[3]
        for k in range(block.shape[1]):
            x, y = np.float64(block[channel, k]), np.float64(block[channel + 1, k])
            power, since, click = _moment(x - 2.0 * last + before, power, since, usual, apart)
            force, quiet, crack = _moment(y - 2.0 * late + earlier, force, quiet, usual, apart)
            found += click + crack
            before, last, earlier, late = last, x, late, y
        one[0], one[1], one[2], one[3] = before, last, power, since
        two[0], two[1], two[2], two[3] = earlier, late, force, quiet
    if channels % 2:
        one = state[channels - 1]
        before, last, power, since = one[0], one[1], one[2], one[3]
        for k in range(block.shape[1]):
            x = np.float64(block[channels - 1, k])
            power, since, click = _moment(x - 2.0 * last + before, power, since, usual, apart)
            found += click
            before, last = last, x
        one[0], one[1], one[2], one[3] = before, last, power, since
    return found


@kernel
def _moment(curved: float, power: float, since: float, usual: float, apart: int) -> tuple[float, float, int]:
    """The usual power and the samples since a click, after one more moment; and whether it is a click."""
    size = curved * curved
    outstanding = size > _OUTSTANDING * _OUTSTANDING * power and size > _QUIETEST * _QUIETEST
    click = 1 if outstanding and since >= apart else 0
    since = 0.0 if outstanding and since >= 0.0 else since + 1.0
    return usual * power + (1.0 - usual) * min(size, max(16.0 * power, 1e-8)), since, click
