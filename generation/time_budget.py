"""How long a run has taken, over all that resumed it, and how much of its minutes is left."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager


class TimeBudget:
    """Counts from `began`, the clock's reading when the run was asked for; `minutes` None is no bound."""

    def __init__(self, minutes: float | None, clock: Callable[[], float], began: float) -> None:
        self._seconds = None if minutes is None else 60.0 * minutes
        self._clock, self._began = clock, began
        self._before = 0.0
        self._ending: dict[str, float] = {}

    def resume(self, seconds_spent: float) -> None:
        """Counts what the run took before it was stopped, too."""
        self._before = seconds_spent

    def spent(self) -> float:
        """Wall-clock seconds so far."""
        return self._before + self._clock() - self._began

    @contextmanager
    def ending(self, what: str) -> Iterator[None]:
        """Notes how long a thing took that the end of the run will do once more: that much is kept for it."""
        started = self._clock()
        yield
        self._ending[what] = self._clock() - started

    @property
    def bounded(self) -> bool:
        return self._seconds is not None

    def fraction(self, spent: float) -> float | None:
        """The share of the time for steps that is over, 0 to 1; None without a bound."""
        if self._seconds is None:
            return None
        for_steps = self._seconds - sum(self._ending.values())
        return min(1.0, spent / for_steps) if for_steps > 0.0 else 1.0

    def left(self) -> float:
        """Seconds until the end; 0 without a bound."""
        return 0.0 if self._seconds is None else max(0.0, self._seconds - self.spent())
