"""Where a sound's character changes, and how strongly: every possible boundary with what it would cost to forget it.

Neighbouring stretches are merged from the bottom up, the most alike first, by the generalised likelihood ratio of
normal distributions (cf. S. S. Chen, P. S. Gopalakrishnan, "Speaker, environment and channel change detection and
clustering via the Bayesian information criterion", DARPA Broadcast News Workshop 1998). A boundary's strength is the
price at which it vanished: keeping those above a price gives finer or coarser slices without listening again.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from mixing.analysis.character import CEPSTRUM, FLATNESS, LEVEL, VOICING, Rows
from mixing.audio import Doubles
from mixing.kernel import kernel

Ticks = NDArray[np.int64]
Strengths = NDArray[np.float32]

NEAR_TICKS = 4  # on either side, when looking for where exactly a change is
CHUNK_TICKS = 60_000  # ten minutes at once
LONGEST_TICKS = 3_000  # a candidate at least every half minute, in sounds that never change
FLOOR_DB = -90.0
# What one deviation means: steady sounds vary by about as much.
LEVEL_DB, FLAT, VOICED, TIMBRE_DB = 1.8, 0.075, 0.45, 1.55
# How much each counts: level, flatness, voicing, and the cepstrum's orders together.
WEIGHTS = (1.6, 1.0, 0.35, 13.0)
USUAL = 0.25  # variance that any stretch has


def features_of(rows: Rows) -> NDArray[np.float32]:
    """What the distances are measured in: each column in units of its own everyday variation."""
    out = np.empty((len(rows), rows.shape[1] - 1), np.float32)
    out[:, 0] = np.maximum(rows[:, LEVEL], FLOOR_DB) / LEVEL_DB
    out[:, 1] = rows[:, FLATNESS] / FLAT
    out[:, 2] = rows[:, VOICING] / VOICED
    out[:, 3:] = rows[:, CEPSTRUM:] / TIMBRE_DB
    # In near silence timbre is the converter's, not the room's: it counts less and less.
    heard = np.clip((rows[:, LEVEL].astype(np.float32) + 80.0) / 20.0, 0.0, 1.0)[:, np.newaxis]
    out[:, 1:] *= heard
    return out


def boundaries(rows: Rows) -> tuple[Ticks, Strengths]:
    """The ticks at which something changes, in order, and how strongly."""
    found = [*_candidates(rows)]
    places = np.concatenate(found) if found else np.zeros(0, np.int64)
    places = places[(places > 0) & (places < len(rows))]
    edges = np.concatenate([[0], places, [len(rows)]]).astype(np.int64)
    if not len(places):
        return places, np.zeros(0, np.float32)
    sums, squares = _sums(rows, edges)
    weights = np.concatenate([WEIGHTS[:3], np.full(sums.shape[1] - 3, WEIGHTS[3] / (sums.shape[1] - 3))])
    strengths = _merged(np.diff(edges).astype(np.float64), sums, squares, weights / weights.sum(), USUAL)
    return places, strengths.astype(np.float32)


def _candidates(rows: Rows) -> Iterator[Ticks]:
    """Local maxima of the difference between the moments before and after."""
    margin = 4 * NEAR_TICKS
    for start in range(0, len(rows), CHUNK_TICKS):
        stop = min(len(rows), start + CHUNK_TICKS)
        low, high = max(0, start - margin), min(len(rows), stop + margin)
        novelty = _novelty(features_of(rows[low:high]))
        highest = np.ones(novelty.size, bool)
        for shift in range(1, NEAR_TICKS):
            highest[shift:] &= novelty[shift:] >= novelty[:-shift]
            highest[:-shift] &= novelty[:-shift] > novelty[shift:]
        places = np.flatnonzero(highest & (novelty > 0.5)) + low
        places = places[(places >= start) & (places < stop)]
        yield np.union1d(places, np.arange(start, stop, LONGEST_TICKS))


def _novelty(features: NDArray[np.float32]) -> NDArray[np.float32]:
    """Distance of the means on either side of each tick."""
    ticks = len(features)
    total = np.zeros((ticks + 1, features.shape[1]))
    np.cumsum(features, axis=0, out=total[1:])
    places = np.arange(ticks)
    low, high = np.maximum(places - NEAR_TICKS, 0), np.minimum(places + NEAR_TICKS, ticks)
    before = (total[places] - total[low]) / np.maximum(places - low, 1)[:, np.newaxis]
    after = (total[high] - total[places]) / np.maximum(high - places, 1)[:, np.newaxis]
    distance: NDArray[np.float32] = np.sqrt(np.square(after - before).mean(axis=1)).astype(np.float32)
    distance[:1] = 0.0
    return distance


def _sums(rows: Rows, edges: Ticks) -> tuple[Doubles, Doubles]:
    """Sum and sum of squares of the features between each two edges, read in pieces."""
    width = rows.shape[1] - 1
    sums, squares = np.zeros((len(edges) - 1, width)), np.zeros((len(edges) - 1, width))
    for first in range(0, len(edges) - 1, 4_096):
        last = min(len(edges) - 1, first + 4_096)
        features = features_of(rows[edges[first] : edges[last]]).astype(np.float64)
        at = edges[first:last] - edges[first]
        sums[first:last] = np.add.reduceat(features, at, axis=0)
        squares[first:last] = np.add.reduceat(np.square(features), at, axis=0)
    return sums, squares


@kernel
def _spread(count: float, sums: Doubles, squares: Doubles, weights: Doubles, usual: float) -> float:
    """Ticks times the mean logarithm of the variance: what describing a stretch by one distribution costs."""
    total = 0.0
    for k in range(sums.shape[0]):
        mean = sums[k] / count
        total += weights[k] * np.log(max(squares[k] / count - mean * mean, 0.0) + usual)
    return count * total


@kernel
def _price(a: int, b: int, counts: Doubles, sums: Doubles, squares: Doubles, weights: Doubles, usual: float) -> float:
    whole = _spread(counts[a] + counts[b], sums[a] + sums[b], squares[a] + squares[b], weights, usual)
    apart = _spread(counts[a], sums[a], squares[a], weights, usual)
    return whole - apart - _spread(counts[b], sums[b], squares[b], weights, usual)


@kernel
def _merged(counts: Doubles, sums: Doubles, squares: Doubles, weights: Doubles, usual: float) -> Doubles:
    """The price of each inner boundary. A heap of (price, boundary), whose stale entries are passed over."""
    n = counts.shape[0]
    left, right = np.arange(n) - 1, np.arange(n) + 1
    strengths = np.full(n - 1, -1.0)
    prices = np.empty(n - 1)  # of the boundary after stretch k; the present one, entries with another are stale
    heap_price, heap_at = np.empty(3 * n + 2), np.empty(3 * n + 2, np.int64)
    size = 0
    for k in range(n - 1):
        prices[k] = _price(k, k + 1, counts, sums, squares, weights, usual)
        size = _push(heap_price, heap_at, size, prices[k], k)
    highest = 0.0
    while size > 0:
        price, at = heap_price[0], heap_at[0]
        size = _pop(heap_price, heap_at, size)
        if strengths[at] >= 0.0 or price != prices[at]:
            continue
        highest = max(highest, price)  # a merge never makes an earlier boundary stronger than a later one
        strengths[at] = highest
        # A stretch goes by the number of its last part, and so does the boundary at its end.
        other = right[at]
        counts[other] += counts[at]
        sums[other] += sums[at]
        squares[other] += squares[at]
        before = left[at]
        left[other] = before
        if before >= 0:
            right[before] = other
            prices[before] = _price(before, other, counts, sums, squares, weights, usual)
            size = _push(heap_price, heap_at, size, prices[before], before)
        if right[other] < n:
            prices[other] = _price(other, right[other], counts, sums, squares, weights, usual)
            size = _push(heap_price, heap_at, size, prices[other], other)
    return strengths


@kernel
def _push(prices: Doubles, places: NDArray[np.int64], size: int, price: float, place: int) -> int:
    at = size
    while at > 0:
        above = (at - 1) // 2
        if prices[above] <= price:
            break
        prices[at], places[at] = prices[above], places[above]
        at = above
    prices[at], places[at] = price, place
    return size + 1


@kernel
def _pop(prices: Doubles, places: NDArray[np.int64], size: int) -> int:
    """Take the least off the top; returns the size that is left."""
    size -= 1
    price, place = prices[size], places[size]
    at = 0
    while 2 * at + 1 < size:
        below = 2 * at + 1
        if below + 1 < size and prices[below + 1] < prices[below]:
            below += 1
        if prices[below] >= price:
            break
        prices[at], places[at] = prices[below], places[below]
        at = below
    prices[at], places[at] = price, place
    return size
