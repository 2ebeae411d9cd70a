"""Low-pass filters from a windowed sinc."""

import numpy as np

from mixing.audio import Doubles


def low_pass_taps(count: int, edge: float, beta: float) -> Doubles:
    """An odd number of taps that sum to one; the edge as a share of the highest frequency, the window Kaiser's."""
    place = np.arange(count) - (count - 1) / 2.0
    taps: Doubles = edge * np.sinc(edge * place) * np.kaiser(count, beta)
    scaled: Doubles = taps / taps.sum()
    return scaled
