"""Envelopes as numbers: their shapes, their ends, and where they stand still."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mixing.envelopes import CONTROL_SAMPLES, Automation, Curve
from mixing.project import Envelope, Point, Project
from mixing.records import Bend

CELL_SECONDS = CONTROL_SAMPLES / 44_100


def curve(*points: tuple[float, float] | tuple[float, float, Bend], low: float = -100, high: float = 100) -> Curve:
    made = [Point(envelope="e", seconds=p[0], value=p[1], curve=p[2] if len(p) == 3 else "linear") for p in points]
    return Curve(made, low, high)


def value(found: Curve, seconds: float) -> float:
    """Between the two nearest places of the grid."""
    place = seconds / CELL_SECONDS
    left, right = found.at(int(place), 2)
    return float(left + (right - left) * (place % 1))


@pytest.mark.parametrize(
    ("shape", "quarter", "half"),
    [("hold", 1, 1), ("linear", 4.75, 8.5), ("exponential", 2, 4), ("smooth", 1 + 15 * 0.15625, 8.5)],
)
def test_shapes(shape: Bend, quarter: float, half: float) -> None:
    found = curve((1, 1, shape), (3, 16))
    assert value(found, 1.5) == pytest.approx(quarter, rel=1e-3)
    assert value(found, 2.0) == pytest.approx(half, rel=1e-3)
    assert value(found, 0.2) == 1 and value(found, 3.1) == 16 and value(found, 99) == 16


def test_each_point_shapes_the_way_that_begins_there() -> None:
    found = curve((0, 0), (1, 10, "hold"), (2, 0), (3, 4))
    assert [value(found, t) for t in (0.5, 1.5, 2.5)] == pytest.approx([5, 10, 2], rel=1e-3)


def test_points_at_one_time_make_a_step() -> None:
    found = curve((0, 1), (1, 1), (1, 5), (2, 5))
    assert value(found, 0.99) == 1 and value(found, 1.01) == 5


@pytest.mark.parametrize("ends", [(-2, 8), (0, 4), (4, 0)])
def test_an_exponential_way_across_zero_is_straight(ends: tuple[float, float]) -> None:
    found = curve((0, ends[0], "exponential"), (2, ends[1]))
    assert value(found, 1) == pytest.approx(sum(ends) / 2, abs=1e-6)


def test_an_exponential_way_below_zero_bends_too() -> None:
    assert value(curve((0, -1, "exponential"), (2, -16)), 1) == pytest.approx(-4, rel=1e-3)


def test_amplitudes_go_straight_as_factors_and_exponentially_as_decibels() -> None:
    def gain(shape: Bend) -> float:
        points = [Point(envelope="e", seconds=0, value=0, curve=shape), Point(envelope="e", seconds=2, value=-40)]
        return value(Curve(points, -90, 24, amplitude=True), 1)

    assert gain("linear") == pytest.approx((1 + 0.01) / 2, rel=1e-3)
    assert gain("exponential") == pytest.approx(0.1, rel=1e-3)


def test_values_are_held_within_the_limits() -> None:
    found = curve((0, -5), (1, 5), low=-1, high=2)
    assert value(found, 0) == -1 and value(found, 1.1) == 2


POINTS = st.lists(
    st.tuples(st.floats(0, 0.05), st.floats(-10, 10), st.sampled_from(["hold", "linear", "exponential", "smooth"])),
    min_size=1,
    max_size=6,
)


@given(POINTS, st.integers(0, 20), st.integers(1, 20))
def test_what_is_said_to_stand_still_does(points: list[tuple[float, float, Bend]], first: int, count: int) -> None:
    found = curve(*points)
    values = found.at(first, count)
    if found.still(first, count):
        assert (values == values[0]).all()
    low, high = min(p[1] for p in points), max(p[1] for p in points)
    assert (values >= low - 1e-9).all() and (values <= high + 1e-9).all()


@given(POINTS, st.integers(-5, 40), st.integers(2, 30))
def test_a_value_does_not_depend_on_what_is_asked_with_it(
    points: list[tuple[float, float, Bend]], first: int, count: int
) -> None:
    found = curve(*points)
    assert (found.at(first, count)[1:] == found.at(first + 1, count - 1)).all()


def test_only_enabled_envelopes_with_points_move_anything() -> None:
    envelopes = {
        "a": Envelope(target="t", parameter="pan"),
        "b": Envelope(target="t", parameter="width", enabled=False),
        "c": Envelope(target="t", parameter="gain_db"),
    }
    points = {
        "2": Point(envelope="a", seconds=1, value=1),
        "1": Point(envelope="a", seconds=0, value=0),
        "3": Point(envelope="b", seconds=0, value=0),
    }
    automation = Automation(Project(envelopes=envelopes, points=points))
    limits = {"pan": (-1.0, 1.0), "width": (-2.0, 2.0), "gain_db": (-90.0, 24.0)}
    curves = automation.curves("t", limits)
    assert set(curves) == {"pan"} and value(curves["pan"], 0.5) == pytest.approx(0.5)
    assert automation.curves("u", limits) == {} and automation.curves("t", {}) == {}


def test_a_block_gets_one_value_or_the_grid_around_it() -> None:
    moving, still = curve((0, 0), (1, 1)), curve((0, 3))
    assert still.over(1000, 5000).tolist() == [3]
    assert (moving.over(128, 128) == moving.at(2, 3)).all()
    assert (moving.over(100, 29) == moving.at(1, 3)).all()  # from cell 1 into cell 2
    assert np.diff(moving.over(0, 640)) == pytest.approx(CELL_SECONDS)
