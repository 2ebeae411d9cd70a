"""A course over time: lines, glides, shares, and what of it a network can follow."""

import numpy as np
import pytest

from generation.contour import control_lines, steady_features
from generation.controls import pitch_features
from generation.course import Course, SteeringError, class_lines, class_shares, line, number_line, pitch_line
from generation.curves import ClassCurve, Curve
from generation.errors import EngineError
from generation.prompt import no_prompt
from generation.request import Change, GenerationRequest
from tests.generation.networks import CONFIGS

CONFIG = CONFIGS["controls"]  # rain, sea, wind; loudness and pitch; 2 kHz


def at(*times: float) -> np.ndarray:
    return np.array(times, np.float64)


def whole_course() -> Course:
    request = GenerationRequest(loudness_dbfs=-30, pitch_hz=200)
    controls, warnings = control_lines(CONFIG, request, no_prompt(CONFIG))
    assert warnings == ()
    return Course(class_lines(CONFIG, "rain", None, 4.0), line([0.0], [[1.0]]), controls)


def test_lines_are_straight_and_hold_at_their_ends() -> None:
    rising = line([1.0, 2.0, 4.0], [[0.0], [1.0], [-1.0]])
    assert rising.at(at(0, 1, 1.25, 2, 3, 4, 9))[:, 0] == pytest.approx([0, 0, 0.25, 1, 0, -1, -1])
    assert line([0.0], [[0.7]]).at(at(0, 5))[:, 0] == pytest.approx([0.7, 0.7])


def test_two_points_at_a_time_are_a_jump() -> None:
    jump = line([0.0, 1.0, 1.0, 2.0], [[0.0], [1.0], [5.0], [5.0]])
    assert jump.at(at(0.5, 0.999999, 1.0, 1.5))[:, 0] == pytest.approx([0.5, 1.0, 5.0, 5.0], abs=1e-4)


def test_a_moment_does_not_depend_on_the_others() -> None:
    random = np.random.default_rng(0)
    curve = line(np.sort(random.random(50)), random.random((50, 3)))
    times = np.sort(random.random(1_000))
    whole = curve.at(times)
    for first, last in ((0, 1), (1, 18), (500, 999)):
        assert curve.at(times[first:last]).tobytes() == whole[first:last].tobytes()


def test_pitches_glide_in_octaves_and_never_into_silence() -> None:
    curve = pitch_line([0.0, 1.0, 2.0, 3.0], pitch_features(np.array([100.0, 400.0, 0.0, 200.0])))
    found = curve.at(at(0.5, 1.5, 2.0, 2.9, 3.0))
    assert found == pytest.approx(np.array([[0, 1], [1, 1], [0, 0], [0, 0], [0, 1]]))


def test_class_curves_morph_and_always_add_up_to_one() -> None:
    curve = ClassCurve.model_validate([(0, "rain"), (1, {"sea": 2, "wind": 6})])
    (shares,) = class_lines(CONFIG, None, curve, 4.0)
    assert shares.at(at(0, 0.5, 1, 7)) == pytest.approx(
        np.array([[1, 0, 0], [0.5, 0.125, 0.375], [0, 0.25, 0.75], [0, 0.25, 0.75]])
    )
    assert shares.at(np.linspace(0, 1, 77)).sum(axis=1) == pytest.approx(1.0)
    each = class_lines(CONFIG, ("sea", "rain"), None, 4.0)
    assert [voice.at(at(0)).tolist() for voice in each] == [[[0, 1, 0]], [[1, 0, 0]]]
    assert class_lines(CONFIGS["plain"], None, None, 4.0) == ()


def test_unknown_classes_are_refused() -> None:
    with pytest.raises(EngineError, match="no class “fire”; its classes: rain, sea, wind"):
        class_shares(CONFIG, {"rain": 1.0, "fire": 1.0})
    with pytest.raises(EngineError, match="trained without classes"):
        class_lines(CONFIGS["plain"], None, ClassCurve.model_validate("rain"), 4.0)


def test_changes_begin_where_the_course_is_and_arrive() -> None:
    change = Change.model_validate(
        {"classes": "sea", "temperature": 0.5, "loudness_dbfs": -60, "pitch_hz": 400, "glide_seconds": 0.2}
    )
    changed = whole_course().changed(CONFIG, 1.0, change)
    times = at(0.5, 1.0, 1.1, 1.2, 3.0)
    assert changed.temperatures(times) == pytest.approx([1, 1, 0.75, 0.5, 0.5])
    shares, features = changed.class_weights(times), changed.control_features(times)
    assert shares is not None and features is not None
    assert shares[:, 0, 1] == pytest.approx([0, 0, 0.5, 1, 1])
    assert features[:, 0, 0] == pytest.approx([0.5, 0.5, 0.25, 0, 0])
    assert features[:, 0, 1] == pytest.approx([0, 0, 0.5, 1, 1])
    again = changed.changed(CONFIG, 1.1, Change(pitch_hz=0.0, glide_seconds=0.0)).control_features(at(1.09, 1.1))
    assert again is not None and again[:, 0, 2].tolist() == [1.0, 0.0]
    assert whole_course().changed(CONFIG, 1.0, Change()).temperatures(times).tolist() == [1.0] * 5


def test_controls_that_a_network_has_not_are_refused() -> None:
    course = Course((), line([0.0], [[1.0]]), ())
    with pytest.raises(SteeringError, match=r"does not follow pitch.*nothing"):
        course.changed(CONFIGS["plain"], 0.0, Change(pitch_hz=100.0))
    for request in (GenerationRequest(loudness_dbfs=-20), GenerationRequest(pitch_hz=100)):
        with pytest.raises(SteeringError, match="does not follow") as error:
            control_lines(CONFIGS["plain"], request, no_prompt(CONFIGS["plain"]))
        assert "\n" not in str(error.value)
    with pytest.raises(SteeringError, match=r"does not follow loudness.*it follows: pitch"):
        control_lines(CONFIGS["all of it"], GenerationRequest(loudness_dbfs=-20), no_prompt(CONFIGS["all of it"]))


def test_what_is_not_given_is_steady_and_said() -> None:
    lines, warnings = control_lines(CONFIG, GenerationRequest(pitch_hz=[(0, 100), (1, 200)]), no_prompt(CONFIG))
    assert lines[0].at(at(0, 3))[:, 0] == pytest.approx([0.6, 0.6])
    (warning,) = warnings
    assert "No loudness was given: it holds at -24 dBFS" in warning
    assert steady_features(CONFIG, no_prompt(CONFIG))["pitch"] == pytest.approx([np.log2(150 / 200), 1.0])


def test_fractions_are_of_the_take() -> None:
    curve = number_line(Curve(points=((0.0, 0.5), (1.0, 1.5)), unit="fraction"), 8.0)
    assert curve.at(at(4.0))[0, 0] == pytest.approx(1.0)
