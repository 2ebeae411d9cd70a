"""Curves: in short and in full, as text and as files, and where they go wrong."""

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from generation.curve_text import CurveError, parse_class_curve, parse_curve
from generation.curves import ClassCurve, Curve


def test_numbers_and_lists_are_curves() -> None:
    assert Curve.model_validate(0.9) == Curve(points=((0.0, 0.9),))
    assert Curve.model_validate([[0, 1], [2.5, None]]).values == [1.0, 0.0]
    assert ClassCurve.model_validate("rain") == ClassCurve(points=((0.0, {"rain": 1.0}),))
    assert ClassCurve.model_validate([[0, "rain"], [1, {"sea": 2}]]).points[1] == (1.0, {"sea": 2.0})


def test_times_are_seconds_or_fractions_of_the_take() -> None:
    assert Curve.model_validate([(0.5, 1), (2, 3)]).times_seconds(8.0) == [0.5, 2.0]
    assert Curve(points=((0.25, 1.0), (1.0, 3.0)), unit="fraction").times_seconds(8.0) == [2.0, 8.0]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ([(2, 1), (1, 1)], "point 2, at 1, comes before point 1, at 2"),
        ({"points": [(0.5, 1), (1.5, 1)], "unit": "fraction"}, "between 0 and 1"),
        ([], "at least 1 item"),
        ([(-1, 1)], "greater than or equal to 0"),
        ([(0, float("nan"))], "finite number"),
        ([(0, 1, 2)], "at most 2 items"),
        ({"points": [(0, 1)], "unit": "hours"}, "'seconds' or 'fraction'"),
    ],
)
def test_impossible_curves_are_refused(given: Any, words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        Curve.model_validate(given)


@pytest.mark.parametrize("shares", [{}, {"rain": 0}, {"rain": -1}, {"rain": float("inf")}])
def test_impossible_shares_are_refused(shares: dict[str, float]) -> None:
    with pytest.raises(ValidationError):
        ClassCurve.model_validate([(0, "sea"), (1, shares)])


def test_text_is_parsed() -> None:
    assert parse_curve("0.9") == Curve.model_validate(0.9)
    assert parse_curve(" 0:0.7  4:-1.2 ") == Curve.model_validate([(0, 0.7), (4, -1.2)])
    assert parse_curve("0%:0.7 50%:1.2") == Curve(points=((0.0, 0.7), (0.5, 1.2)), unit="fraction")
    assert parse_class_curve("0:rain 2.5:sea 4:rain=0.5,sea=0.5").points == (
        (0.0, {"rain": 1.0}), (2.5, {"sea": 1.0}), (4.0, {"rain": 0.5, "sea": 0.5}),
    )  # fmt: skip
    assert parse_class_curve("rain") == ClassCurve.model_validate("rain")
    assert parse_class_curve("0:a:b=1").points == ((0.0, {"a:b": 1.0}),)


def test_files_are_read(tmp_path: Path) -> None:
    path = tmp_path / "curve.json"
    path.write_text(json.dumps([[0, "old rain"], [2.5, {"old rain": 1, "sea": 3}]]))
    assert parse_class_curve(str(path)).points[1] == (2.5, {"old rain": 1.0, "sea": 3.0})
    path.write_text(json.dumps({"unit": "fraction", "points": [[0, 220], [1, None]]}))
    assert parse_curve(str(path)).values == [220.0, 0.0]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("0:0.7 4:warm", "Point 2 of “0:0.7 4:warm”, “4:warm”, is not TIME:NUMBER"),
        ("0:0.7 4", "Point 2 .* is not TIME:NUMBER"),
        ("soon:1", "Point 1 .* is not TIME:NUMBER"),
        ("4:1 2:1", "“4:1 2:1” is no curve: point 2, at 2, comes before point 1"),
        ("-1:1", "point 1: .* greater than or equal to 0"),
        ("0:1 50%:2", "mixes seconds and %"),
        ("0%:1 150%:2", "between 0 and 1"),
        ("", "at least 1 item"),
        ("0:nan", "point 1: .* finite number"),
    ],
)
def test_errors_say_where(text: str, words: str) -> None:
    with pytest.raises(CurveError, match=words) as error:
        parse_curve(text)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("text", ["0:", "0:rain=,sea=1", "0:rain=x", "0:rain,rain", "0:=1", "0:rain=0", "0:rain 1:"])
def test_errors_of_class_curves_say_where(text: str) -> None:
    with pytest.raises(CurveError, match=r"(?i)point \d"):
        parse_class_curve(text)


def test_broken_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CurveError, match=r"none\.json cannot be read"):
        parse_curve(str(tmp_path / "none.json"))
    for text, words in (("[[0,", "is not JSON"), ('{"points": 3}', "is no curve"), ('[["a", 1]]', "point 1")):
        (tmp_path / "bad.json").write_text(text)
        with pytest.raises(CurveError, match=words) as error:
            parse_curve(str(tmp_path / "bad.json"))
        assert "\n" not in str(error.value)
