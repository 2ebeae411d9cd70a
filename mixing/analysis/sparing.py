"""Which frames of a piece are looked at: a mean over minutes needs fewer of them than one over seconds."""

import numpy as np
from numpy.typing import NDArray

_AT_FIRST = 160  # frames
_RARER = 4


def looked_at(first: int, count: int, every: int) -> NDArray[np.int64]:
    """Of so many frames from number `first` on, counted from there: every so many-th, and in the long run a fourth of
    those."""
    numbers = np.arange(first, first + count)
    chosen = numbers % np.where(numbers < _AT_FIRST, every, every * _RARER) == 0
    return np.flatnonzero(chosen)
