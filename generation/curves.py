"""Curves as people give them: points over a take, straight lines between, the first and the last value held."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

MAX_POINTS = 10_000

Value = TypeVar("Value")
Time = Annotated[float, Field(ge=0.0, le=1_800.0)]


class Points(BaseModel, Generic[Value]):
    """Points in the order of time; of two at the same time, the value jumps from the first's to the second's.

    A bare value stands for a constant, a bare list for its points in seconds.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    points: Annotated[tuple[tuple[Time, Value], ...], Field(min_length=1, max_length=MAX_POINTS)]
    unit: Literal["seconds", "fraction"] = "seconds"
    """Of the times: seconds from the take's beginning, or fractions of its length, 0 to 1."""

    @model_validator(mode="before")
    @classmethod
    def _in_short(cls, given: Any) -> Any:
        if isinstance(given, int | float | str) or given is None:
            return {"points": ((0.0, given),)}
        return {"points": given} if isinstance(given, list | tuple) else given

    @model_validator(mode="after")
    def _ordered(self) -> Points[Value]:
        times = [time for time, _ in self.points]
        for number, (before, after) in enumerate(pairwise(times), start=2):
            if after < before:
                raise ValueError(f"point {number}, at {after:g}, comes before point {number - 1}, at {before:g}")
        if self.unit == "fraction" and times[-1] > 1.0:
            raise ValueError(f"a fraction of the take is between 0 and 1, not {times[-1]:g}")
        return self

    def times_seconds(self, take_seconds: float) -> list[float]:
        """When the points are, in a take of that length."""
        scale = take_seconds if self.unit == "fraction" else 1.0
        return [time * scale for time, _ in self.points]


class Curve(Points[float | None]):
    """A number over a take. None only for a pitch: there is none then, as for 0."""

    @property
    def values(self) -> list[float]:
        return [value or 0.0 for _, value in self.points]


def _shares(given: Any) -> Any:
    """A class's name stands for the whole of it."""
    return {given: 1.0} if isinstance(given, str) else given


def _audible(shares: dict[str, float]) -> dict[str, float]:
    if sum(shares.values()) <= 0.0:
        raise ValueError("no class has a share above 0")
    return shares


Share = Annotated[float, Field(ge=0.0, le=1e6)]
Shares = Annotated[dict[str, Share], BeforeValidator(_shares), AfterValidator(_audible)]
"""Of classes, in any measure: they are made to add up to 1. A class's name stands for the whole of it."""


class ClassCurve(Points[Shares]):
    """Shares of classes over a take."""
