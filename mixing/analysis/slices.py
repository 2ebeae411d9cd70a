"""Cuts a recording into slices where its character changes, and leaves out what is too quiet.

From what was measured once (`character`, `boundaries`) new slices are a matter of milliseconds, so that a person
can look for them again with every movement of a slider.
"""

from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from mixing.analysis.character import PEAK, TICKS_PER_SECOND, Rows

Ticks = NDArray[np.int64]
Strengths = NDArray[np.float32]

CLOSED_SECONDS = 0.15  # silence as short as this is part of a word …
CLOSED_SHARE, CLOSED_TICKS = 0.4, 3  # … unless a change of at least this share of the price is so near
COARSEST, FINEST = 300.0, 3.0  # prices of the boundaries that are kept, see `boundaries`
QUIETEST_DBFS, LOUDEST_DBFS = -72.0, -30.0  # of a threshold that is suggested
OVER_FLOOR_DB = 8.0


@dataclass(frozen=True)
class Wishes:
    """How to cut. `threshold_dbfs` is on the peaks, as they are drawn; `fineness` goes from 0 to 1."""

    threshold_dbfs: float = -50.0
    fineness: float = 0.53
    least_seconds: float = 0.15
    most_seconds: float = 30.0
    room_seconds: float = 0.02  # left around what sounds

    @property
    def price(self) -> float:
        return float(COARSEST * (FINEST / COARSEST) ** min(1.0, max(0.0, self.fineness)))


def suggested_threshold_dbfs(peaks_dbfs: NDArray[np.floating]) -> float:
    """A little above what is there between the sounds; well below the sounds where there is nothing between."""
    if not len(peaks_dbfs):
        return QUIETEST_DBFS
    floor, usual = np.percentile(peaks_dbfs.astype(np.float32), [10, 75])
    if usual - floor < OVER_FLOOR_DB + 6.0:  # it sounds all the time
        floor = usual - 40.0
    return float(np.clip(round(floor + OVER_FLOOR_DB), QUIETEST_DBFS, LOUDEST_DBFS))


def sliced(rows: Rows, places: Ticks, strengths: Strengths, wishes: Wishes) -> list[tuple[int, int]]:
    """First and past-the-last tick of each slice, in order, none overlapping."""
    least = max(1, round(wishes.least_seconds * TICKS_PER_SECOND))
    most = max(2 * least, round(wishes.most_seconds * TICKS_PER_SECOND))
    room = round(wishes.room_seconds * TICKS_PER_SECOND)
    out: list[tuple[int, int]] = []
    strong = places[strengths >= CLOSED_SHARE * wishes.price]
    for start, stop in sounding(rows[:, PEAK], wishes.threshold_dbfs, least, room, strong):
        low, high = np.searchsorted(places, [start + 1, stop])
        cuts = _cuts(start, stop, places[low:high], strengths[low:high], wishes.price, least, most)
        edges = [start, *cuts, stop]
        out += pairwise(edges)
    return out


def sounding(
    peaks_dbfs: NDArray[np.float16], threshold_dbfs: float, least: int, room: int, changes: Ticks
) -> list[tuple[int, int]]:
    """Stretches above the threshold, with room around them; short sounds left out.

    Short silences are closed, unless what follows is another sound: then one of the `changes` lies there.
    """
    loud = np.concatenate([[False], peaks_dbfs >= threshold_dbfs, [False]])
    turns = np.flatnonzero(loud[1:] != loud[:-1])
    starts, stops = turns[::2], turns[1::2]
    if not len(starts):
        return []
    silence = starts[1:] - stops[:-1]
    changed = np.searchsorted(changes, starts[1:] + CLOSED_TICKS, "right") > np.searchsorted(
        changes, stops[:-1] - CLOSED_TICKS
    )
    apart = (silence > CLOSED_SECONDS * TICKS_PER_SECOND) | ((silence >= CLOSED_TICKS) & changed)
    starts = starts[np.concatenate([[True], apart])]
    stops = stops[np.concatenate([apart, [True]])]
    long = stops - starts >= least
    starts, stops = starts[long], stops[long]
    if not len(starts):
        return []
    # The room is never more than half of the silence, so that neighbours do not meet.
    between = np.concatenate([[2 * starts[0]], starts[1:] - stops[:-1], [2 * (len(peaks_dbfs) - stops[-1])]])
    starts = starts - np.minimum(room, between[:-1] // 2)
    stops = stops + np.minimum(room, between[1:] // 2)
    return [(int(start), int(stop)) for start, stop in zip(starts, stops, strict=True)]


def _cuts(start: int, stop: int, places: Ticks, strengths: Strengths, price: float, least: int, most: int) -> list[int]:
    """Where to cut a stretch: the strongest changes first, none nearer than the least; more where it is too long."""
    edges = [start, stop]
    for at in np.argsort(-strengths, kind="stable"):
        place = int(places[at])
        after = bisect_left(edges, place)
        if min(place - edges[after - 1], edges[after] - place) < least:
            continue
        if strengths[at] >= price or edges[after] - edges[after - 1] > most:
            edges.insert(after, place)
    equal: list[int] = []
    for low, high in pairwise(edges):  # what never changes is cut into equal parts
        parts = -(-(high - low) // most)
        equal += [low + round((high - low) * part / parts) for part in range(1, parts)]
    return sorted(edges[1:-1] + equal)
