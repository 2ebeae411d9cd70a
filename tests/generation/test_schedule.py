"""The learning rate: up to its peak, then down the way that was chosen, by steps or by the clock."""

import pytest

from generation.schedule import learning_rate_at
from generation.training_plan import TrainingPlan


def test_it_warms_up_and_falls() -> None:
    plan = TrainingPlan(preset="sketch", steps=1_000, learning_rate=0.01)
    rates = [learning_rate_at(step, plan) for step in range(1_001)]
    assert rates[0] == pytest.approx(0.01 / 50)
    assert max(rates) == pytest.approx(0.01) == rates[50]
    assert rates[50:] == sorted(rates[50:], reverse=True)
    assert rates[-1] == pytest.approx(0.0005)
    assert learning_rate_at(50, plan, rollbacks=2) == pytest.approx(0.0025)


@pytest.mark.parametrize(
    ("schedule", "middle", "end"), [("cosine", 0.525, 0.05), ("constant", 1.0, 1.0), ("exponential", 0.05**0.5, 0.05)]
)
def test_each_way_down(schedule: str, middle: float, end: float) -> None:
    plan = TrainingPlan.model_validate(
        {"preset": "sketch", "steps": 1_000, "learning_rate": 1.0, "schedule": schedule, "warm_up_steps": 0}
    )
    assert learning_rate_at(0, plan) == 1.0
    assert learning_rate_at(500, plan) == pytest.approx(middle)
    assert learning_rate_at(1_000, plan) == pytest.approx(end)
    timed = plan.model_copy(update={"steps": None, "minutes": 5.0})
    assert learning_rate_at(7, timed, fraction_of_time=0.5) == pytest.approx(middle)
    assert learning_rate_at(7, timed, fraction_of_time=1.0) == pytest.approx(end)


def test_the_warm_up_can_be_chosen() -> None:
    plan = TrainingPlan(preset="sketch", steps=1_000, learning_rate=1.0, warm_up_steps=200)
    assert learning_rate_at(99, plan) == pytest.approx(0.5)
    assert learning_rate_at(200, plan) == 1.0


def test_by_the_clock_it_is_warm_after_a_twentieth_or_a_hundred_steps() -> None:
    plan = TrainingPlan(preset="sketch", minutes=20.0, learning_rate=1.0)
    assert learning_rate_at(0, plan, fraction_of_time=0.0) == pytest.approx(0.01)
    assert learning_rate_at(10, plan, fraction_of_time=0.025) == pytest.approx(0.5)
    assert learning_rate_at(49, plan, fraction_of_time=0.001) == pytest.approx(0.5)
    assert learning_rate_at(10, plan, fraction_of_time=0.06) > 0.98
