"""Sorts recordings into kinds of sound."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from generation.doctor.frames import Decibels
from generation.doctor.timbre import distances_db

WITHIN_DB = 8.0
"""Recordings nearer than this to a kind's mean belong to it: words of one voice do, noise beside a voice does not."""
MOST_KINDS = 12
"""More kinds than that are no kinds: what is left over joins the nearest."""


def kinds(timbres: Decibels) -> list[int]:
    """The kind of each recording, of timbres (recordings, 20): 0 is the most frequent.

    Leaders first (Hartigan 1975): a recording too far from all means so far begins a kind of its own. Then each joins
    the nearest mean, once, so that the order in which they came matters little.
    """
    means: list[Decibels] = []
    members: list[int] = []
    for timbre in timbres:
        distances = distances_db(np.stack(means), timbre) if means else np.zeros(0)
        nearest = int(distances.argmin()) if means else 0
        if not means or (distances[nearest] > WITHIN_DB and len(means) < MOST_KINDS):
            means.append(timbre)
            members.append(1)
        else:
            members[nearest] += 1
            means[nearest] = means[nearest] + (timbre - means[nearest]) / members[nearest]
    nearest_kinds = [int(distances_db(np.stack(means), timbre).argmin()) for timbre in timbres]
    return _by_size(nearest_kinds)


def _by_size(labels: Sequence[int]) -> list[int]:
    names, places, sizes = np.unique(np.array(labels, np.int64), return_inverse=True, return_counts=True)
    rank = np.empty(names.size, np.int64)
    rank[np.argsort(-sizes, kind="stable")] = np.arange(names.size)
    return [int(place) for place in rank[places]]
