"""Automation: how a parameter moves, on a grid in project time.

Values are taken at every CONTROL_SAMPLES-th sample of the project, whatever the blocks in which it is rendered;
between two places of the grid whatever follows an envelope goes in a straight line.
"""

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from mixing.audio import RATE_HZ, Doubles, db_to_gain
from mixing.project import Id, Point, Project

CONTROL_SAMPLES = 64

_ZERO = 1e-12  # what is smaller counts as nothing
_SHAPES = {"hold": 0, "linear": 1, "exponential": 2, "smooth": 3}


class Curve:
    """The values of an envelope. Before its first point and after its last it stands still."""

    def __init__(self, points: Iterable[Point], low: float, high: float, *, amplitude: bool = False) -> None:
        """Values are held within low and high; `amplitude` turns decibels into factors, and bends those."""
        placed = list(points)
        order = np.argsort([point.seconds for point in placed], kind="stable")
        found = [placed[index] for index in order]
        self._seconds = np.array([point.seconds for point in found])
        values = [min(high, max(low, point.value)) for point in found]
        self._values = np.array([db_to_gain(value) for value in values] if amplitude else values)
        self._shapes = np.array([_SHAPES[point.curve] for point in found])

    def at(self, first_cell: int, count: int) -> Doubles:
        """The values at `count` places of the grid, the first one given by its number."""
        return self._values_at(
            np.arange(first_cell, first_cell + count, dtype=np.float64) * (CONTROL_SAMPLES / RATE_HZ)
        )

    def over(self, first_samples: int, samples: int) -> Doubles:
        """What a block needs: one value where it stands still, else those at every place of the grid around it."""
        first = first_samples // CONTROL_SAMPLES
        places = (first_samples + samples - 1) // CONTROL_SAMPLES - first + 2
        return self.at(first, 1 if self.still(first, places) else places)

    def still(self, first_cell: int, count: int) -> bool:
        """Whether the value certainly is the same at all of these places."""
        if len(self._seconds) == 1:
            return True
        first, last = first_cell * CONTROL_SAMPLES / RATE_HZ, (first_cell + count - 1) * CONTROL_SAMPLES / RATE_HZ
        before, after = np.searchsorted(self._seconds, (first, last), side="right")
        if before != after:
            return False
        inside = 0 < before < len(self._seconds)
        return not inside or self._shapes[before - 1] == 0 or bool(self._values[before - 1] == self._values[before])

    def _values_at(self, seconds: Doubles) -> Doubles:
        after = np.searchsorted(self._seconds, seconds, side="right")
        left = np.clip(after - 1, 0, len(self._seconds) - 1)
        right = np.minimum(after, len(self._seconds) - 1)
        span = self._seconds[right] - self._seconds[left]
        share = np.clip((seconds - self._seconds[left]) / np.where(span > 0.0, span, 1.0), 0.0, 1.0)
        share = np.where(span > 0.0, share, 0.0)
        return _between(self._values[left], self._values[right], share, self._shapes[left])


class Automation:
    """The envelopes of a project that are enabled and have points, by what they move."""

    def __init__(self, project: Project) -> None:
        points: dict[Id, list[Point]] = {}
        for _, point in sorted(project.points.items()):
            points.setdefault(point.envelope, []).append(point)
        self._points: dict[Id, dict[str, list[Point]]] = {}
        for key, envelope in sorted(project.envelopes.items()):
            if envelope.enabled and key in points:
                self._points.setdefault(envelope.target, {}).setdefault(envelope.parameter, points[key])

    def curves(
        self, target: Id, limits: Mapping[str, tuple[float, float]], amplitudes: frozenset[str] = frozenset()
    ) -> dict[str, Curve]:
        """The curves of a target's parameters; those named as amplitudes are in decibels and come as factors."""
        return {
            name: Curve(points, *limits[name], amplitude=name in amplitudes)
            for name, points in self._points.get(target, {}).items()
            if name in limits
        }


def _between(left: Doubles, right: Doubles, share: Doubles, shapes: NDArray[np.int_]) -> Doubles:
    smooth = share * share * (3.0 - 2.0 * share)
    straight = left + (right - left) * np.where(shapes == _SHAPES["smooth"], smooth, share)
    # A logarithm has no zero in it: an exponential way from there, to there or across is straight.
    nearest = np.minimum(np.abs(left), np.abs(right))
    geometric = (shapes == _SHAPES["exponential"]) & (np.sign(left) == np.sign(right)) & (nearest > _ZERO)
    ratio = np.where(geometric, right, 1.0) / np.where(geometric, left, 1.0)
    bent = np.where(geometric, left * ratio**share, straight)
    values: Doubles = np.where(shapes == _SHAPES["hold"], left, bent)
    return values
