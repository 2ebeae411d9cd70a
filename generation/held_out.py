"""Chooses the recordings that are validated on: whole files, so that nothing of them is learnt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from generation.errors import EngineError

SHARE = 0.1


@dataclass(frozen=True)
class Candidate:
    """A recording as far as the choice goes."""

    name: str
    label: int
    seconds: float
    """Of audible sound."""


def choose(candidates: Sequence[Candidate], asked: tuple[str, ...] | int | None, seed: int) -> frozenset[int]:
    """Indices of the recordings to hold out: those of the names, that many, or about a tenth of the audible seconds.

    Left to itself it takes files of every class in a random order while that brings the class nearer to a tenth, and
    at least one file where there are two: the one that is nearest to a tenth of all. Every class keeps at least half
    of its seconds, so one with a single file keeps it. Raises `EngineError` for names and numbers that do not fit.
    """
    if isinstance(asked, tuple):
        return _named(candidates, asked)
    order = [int(index) for index in np.random.default_rng(seed).permutation(len(candidates))]
    if asked is not None:
        return _counted(candidates, asked, order)
    labels = sorted({candidate.label for candidate in candidates})
    chosen = [index for label in labels for index in _share_of(candidates, label, order)]
    return frozenset(chosen or _nearest(candidates, order))


def _named(candidates: Sequence[Candidate], names: tuple[str, ...]) -> frozenset[int]:
    chosen: set[int] = set()
    for name in names:
        found = {index for index, candidate in enumerate(candidates) if f"/{candidate.name}".endswith(f"/{name}")}
        if not found:
            raise EngineError(f"There is no recording “{name}” to hold out: name files that are trained on.")
        chosen |= found
    left = {candidates[index].label for index in set(range(len(candidates))) - chosen}
    if left != {candidate.label for candidate in candidates}:
        raise EngineError("Nothing would be left to train on, or of some class nothing: hold out fewer files.")
    return frozenset(chosen)


def _counted(candidates: Sequence[Candidate], count: int, order: Sequence[int]) -> frozenset[int]:
    """One after the other from the class that has the most files left; each keeps one."""
    left: dict[int, list[int]] = {}
    for index in order:
        left.setdefault(candidates[index].label, []).append(index)
    most = len(candidates) - len(left)
    if count > most:
        raise EngineError(f"{count} files cannot be held out of these {len(candidates)}: {most} at most.")
    return frozenset(max(left.values(), key=len).pop() for _ in range(count))


def _share_of(candidates: Sequence[Candidate], label: int, order: Sequence[int]) -> list[int]:
    own = [index for index in order if candidates[index].label == label and candidates[index].seconds > 0.0]
    total = sum(candidates[index].seconds for index in own)
    held = 0.0
    chosen: list[int] = []
    for index in own:
        more = held + candidates[index].seconds
        if abs(more - SHARE * total) < abs(held - SHARE * total) and more <= total / 2:
            held, chosen = more, [*chosen, index]
    return chosen


def _nearest(candidates: Sequence[Candidate], order: Sequence[int]) -> list[int]:
    """The one file that leaves its class at least half, and is nearest to a tenth of all; none when none does."""
    of_class: dict[int, float] = {}
    for candidate in candidates:
        of_class[candidate.label] = of_class.get(candidate.label, 0.0) + candidate.seconds
    total = sum(of_class.values())
    fitting = [index for index in order if 0.0 < candidates[index].seconds <= of_class[candidates[index].label] / 2]
    return sorted(fitting, key=lambda index: abs(candidates[index].seconds - SHARE * total))[:1]
