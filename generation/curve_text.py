"""Curves as text for the command line: `0:0.7 4:1.2`, `0:rain 2.5:sea 4:rain=0.5,sea=0.5`, or a file of JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from generation.curves import ClassCurve, Curve, Points
from generation.errors import EngineError

Found = TypeVar("Found", bound=Points[Any])


class CurveError(EngineError):
    """Text that is no curve, and where it goes wrong."""


def parse_curve(text: str) -> Curve:
    """A number, points TIME:NUMBER, or the path of a file that ends in .json.

    TIME is in seconds, or with % a share of the take; all points of a curve use the same. Raises `CurveError`.
    """
    return _parsed(text, Curve, _number, "TIME:NUMBER, like 2.5:0.9")


def parse_class_curve(text: str) -> ClassCurve:
    """Points TIME:CLASS or TIME:CLASS=SHARE,CLASS=SHARE, or the path of a file that ends in .json; see `parse_curve`.

    Names with spaces, commas or = need the file, such as `[[0, "old rain"], [2.5, {"old rain": 1, "sea": 3}]]`, or
    `{"unit": "fraction", "points": […]}`.
    """
    return _parsed(text, ClassCurve, _class_shares, "TIME:CLASS or TIME:CLASS=SHARE,CLASS=SHARE, like 2.5:rain=1,sea=3")


def _parsed(text: str, kind: type[Found], value: Callable[[str], Any], form: str) -> Found:
    given: Any = _read(Path(text)) if text.endswith(".json") else _points(text, value, form)
    try:
        return kind.model_validate(given)
    except ValidationError as error:
        first = error.errors()[0]
        where = [part + 1 for part in first["loc"] if isinstance(part, int)][:1]
        place = f"point {where[0]}: " if where else ""
        raise CurveError(f"“{text}” is no curve: {place}{first['msg'].removeprefix('Value error, ')}.") from None


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_text("utf-8"))
    except OSError:
        raise CurveError(f"{path} cannot be read: check its path.") from None
    except (ValueError, RecursionError) as error:
        raise CurveError(f"{path} is not JSON: {error}.") from None


def _points(text: str, value: Callable[[str], Any], form: str) -> dict[str, Any]:
    words = text.split()
    if len(words) == 1 and ":" not in text:
        words = [f"0:{text}"]
    points, percent = [], set()
    for number, word in enumerate(words, start=1):
        time, _, rest = word.partition(":")
        try:
            points.append((float(time.removesuffix("%")), value(rest)))
        except ValueError:
            raise CurveError(f"Point {number} of “{text}”, “{word}”, is not {form}.") from None
        percent.add(time.endswith("%"))
    if len(percent) > 1:
        raise CurveError(f"“{text}” mixes seconds and %: give all its times in one of them.")
    if percent == {True}:
        return {"unit": "fraction", "points": [(time / 100.0, found) for time, found in points]}
    return {"points": points}


def _number(text: str) -> float:
    return float(text)


def _class_shares(text: str) -> dict[str, float]:
    shares: dict[str, float] = {}
    for part in text.split(","):
        name, equals, share = part.partition("=")
        if not name or name in shares:
            raise ValueError
        shares[name] = float(share) if equals else 1.0
    return shares
