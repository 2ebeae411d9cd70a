"""Counts clicks: single jolts that stand alone."""

from __future__ import annotations

import numpy as np
from scipy.ndimage import maximum_filter1d

from generation.doctor.frames import Mono

CELL_SECONDS = 0.001
NEIGHBOUR_CELLS = 16
"""As far as the slowest voice's next pulse (62 Hz): a pulse among others is a voice, a pulse alone is a click."""
OWN_CELLS = 1
"""A click may ring into the next cell."""
STANDING_OUT = 6.0
"""How many times sharper than everything around; the bursts of real consonants stay under 5."""
SOFTEST = 0.003
"""The second difference of a click that can be heard: softer ones are the last bits' grain."""
BLOCK_CELLS = 1 << 16


def clicks(audio: Mono, rate_hz: int) -> int:
    """How many jolts of the second difference are six times sharper than all else within 16 ms."""
    cell = max(2, round(CELL_SECONDS * rate_hz))
    overlap = 2 * NEIGHBOUR_CELLS
    found = 0
    for start in range(0, audio.size, BLOCK_CELLS * cell):
        first = max(0, start - overlap * cell)
        stretch = audio[first : start + (BLOCK_CELLS + overlap) * cell + 2]
        jolts = np.abs(np.diff(stretch, 2))
        jolts = jolts[: jolts.size // cell * cell].reshape(-1, cell).max(axis=1)
        skipped = (start - first) // cell
        found += int(_alone(jolts)[skipped : skipped + BLOCK_CELLS].sum())
    return found


def _alone(jolts: Mono) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    if jolts.size <= 2 * NEIGHBOUR_CELLS:
        return np.zeros(jolts.size, np.bool_)
    side = NEIGHBOUR_CELLS - OWN_CELLS
    reach = OWN_CELLS + 1 + side // 2
    around = maximum_filter1d(jolts, side, mode="reflect")
    padded = np.pad(around, reach, mode="reflect")
    neighbours = np.maximum(padded[: jolts.size], padded[2 * reach :])
    here = maximum_filter1d(jolts, 2 * OWN_CELLS + 1, mode="reflect")
    return np.asarray((jolts > SOFTEST) & (jolts >= here) & (jolts > STANDING_OUT * neighbours))
