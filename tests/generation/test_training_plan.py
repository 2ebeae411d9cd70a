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
    "wrong",
    [
        {"preset": "huge"},
        {"steps": 0},
        {"learning_rate": -1.0},
        {"sample_rate_hz": 1},
        {"surprise": 1},
        {"optimiser": "lion"},
        {"momentum": 1.0},
        {"weight_decay": -0.1},
        {"schedule": "steep"},
        {"warm_up_steps": -1},
        {"clip_norm": 0.0},
        {"ema_decay": 1.0},
        {"keep_checkpoints": 0},
        {"minutes": 0.0},
        {"minutes": 5.0, "steps": 5},
        {"held_out_files": -1},
        {"licence": "x" * 501},
    ],
)
def test_wrong_plans_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        TrainingPlan(**wrong)


@pytest.mark.parametrize(
    ("settings", "slots"),
    [
        ({}, ("mean", "square")),
        ({"optimiser": "sgd"}, ("momentum",)),
        ({"optimiser": "sgd", "momentum": 0.0, "ema_decay": 0.9}, ("raw",)),
        ({"optimiser": "rmsprop", "ema_decay": 0.9}, ("square", "momentum", "raw")),
        ({"optimiser": "rmsprop", "momentum": 0.0, "ema_decay": 0.0}, ("square",)),
    ],
)
def test_what_going_on_takes_follows_the_optimiser(settings: dict[str, Any], slots: tuple[str, ...]) -> None:
    assert TrainingPlan(**settings).state_slots == slots


def test_a_plan_comes_back_from_json() -> None:
    plan = TrainingPlan(optimiser="sgd", held_out_files=("a.wav",), clip_norm=None, minutes=3.0, ema_decay=0.99)
    assert TrainingPlan.model_validate_json(plan.model_dump_json()) == plan
