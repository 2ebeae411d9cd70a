"""Plans: the preset's own where nothing is said, and nothing out of bounds."""

from typing import Any

import pytest
from pydantic import ValidationError

from generation.training_plan import TrainingPlan


def test_auditions_grow_and_end_with_the_last_step() -> None:
    assert sorted(TrainingPlan(preset="sketch", steps=500).auditions) == [0, 10, 30, 100, 300, 500]
    assert sorted(TrainingPlan(preset="sketch", steps=10).auditions) == [0, 10]
    assert TrainingPlan(audition_steps=()).auditions == frozenset()


def test_the_preset_fills_what_is_not_said() -> None:
    plan = TrainingPlan(preset="sketch")
    assert (plan.total_steps, plan.peak_learning_rate) == (600, 6e-3)
    assert plan.config().sample_rate_hz == 8_000
    assert TrainingPlan(preset="sketch", sample_rate_hz=44_100).config(("a",)).classes == ("a",)


@pytest.mark.parametrize(
    "wrong", [{"preset": "huge"}, {"steps": 0}, {"learning_rate": -1.0}, {"sample_rate_hz": 1}, {"surprise": 1}]
)
def test_wrong_plans_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        TrainingPlan(**wrong)
