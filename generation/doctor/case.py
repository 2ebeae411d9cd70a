"""All that a finding may be drawn from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from generation.doctor.report import ClassShare, Duplicate, FileReport, Finding, LevelSpread, PlanFigures, Totals


@dataclass(frozen=True)
class Case:
    """The measured set and the plan for it, before any judgement."""

    files: tuple[FileReport, ...]
    totals: Totals
    classes: tuple[ClassShare, ...]
    duplicates: tuple[Duplicate, ...]
    levels: LevelSpread
    plan: PlanFigures

    @property
    def read(self) -> Iterator[FileReport]:
        return (file for file in self.files if file.error is None)

    def worst(self, badness: Callable[[FileReport], float | None], limit: float) -> tuple[str, ...]:
        """Names of the files whose badness is over the limit, worst first."""
        rated = [(rating, file.name) for file in self.read if (rating := badness(file)) is not None and rating > limit]
        return tuple(name for _, name in sorted(rated, key=lambda pair: -pair[0]))


Rule = Callable[[Case], Finding | None]
