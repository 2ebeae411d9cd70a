"""What is drawn over a training's steps, in few points: the loss, and the gauges beside it."""

from collections.abc import Iterable, Sequence
from typing import Any

MOST_POINTS = 500


class Trace:
    """Points `[step, …]`, at most 500: the more there are, the fewer steps are kept, evenly."""

    def __init__(self, points: Iterable[Sequence[Any]]) -> None:
        self._points = [tuple(point) for point in points]
        self._stride = 1
        self._thin()

    def add(self, step: int, *values: float | None) -> None:
        """A step that was rolled back is replaced by the one that took its place."""
        point = (step, *values)
        while self._points and self._points[-1][0] >= step:
            self._points.pop()
        if step % self._stride == 0 or self._is_marked(point) or not self._points:
            self._points.append(point)
            self._thin()

    def points(self) -> list[list[Any]]:
        return [list(point) for point in self._points]

    def _is_marked(self, point: tuple[Any, ...]) -> bool:
        """Whether a point is kept whatever its step."""
        return False

    def _thin(self) -> None:
        while len(self._points) > MOST_POINTS:
            self._stride *= 2
            first, last = self._points[0], self._points[-1]
            kept = [point for point in self._points[1:-1] if point[0] % self._stride == 0 or self._is_marked(point)]
            if len(kept) + 2 > MOST_POINTS:  # marked points alone are too many
                kept = kept[::2]
            self._points = [first, *kept, last]


class Curve(Trace):
    """`[step, loss, validation loss or None]`: validated steps are all kept."""

    def _is_marked(self, point: tuple[Any, ...]) -> bool:
        return point[2] is not None
