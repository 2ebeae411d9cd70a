"""Minutes instead of steps: a run ends with its time, whatever the speed, and however often it was stopped."""

import itertools
from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic import ValidationError

from generation.checkpoint import checkpoints, load_training_state
from generation.dataset import Recording
from generation.time_budget import TimeBudget
from generation.train import train
from generation.training_events import AuditionMade, TrainingEvent, TrainingFinished, TrainingStepped
from generation.training_plan import TrainingPlan


def ticking(seconds: float) -> Callable[[], float]:
    """A clock that goes on by so much whenever it is read."""
    return map(float, itertools.count(0.0, seconds)).__next__


@pytest.fixture
def timed(quick: TrainingPlan) -> TrainingPlan:
    return quick.model_copy(update={"steps": None, "minutes": 1.0, "audition_steps": None, "audition_seconds": 0.1})


def steps(events: list[TrainingEvent]) -> list[TrainingStepped]:
    return [event for event in events if isinstance(event, TrainingStepped)]


def test_it_ends_with_its_time_whatever_the_speed(
    recordings: list[Recording], tmp_path: Path, timed: TrainingPlan
) -> None:
    counts = {}
    for seconds in (0.1, 0.4):
        clock = ticking(seconds)
        events = list(train(recordings[:20], tmp_path / str(seconds), timed, threads=1, clock=clock))
        counts[seconds] = len(steps(events))
        last = steps(events)[-1]
        assert 57.0 <= clock() <= 63.0
        assert last.learning_rate < 0.1 * timed.peak_learning_rate
        assert abs(last.steps - last.step) <= 3 and last.seconds_left < 10.0
        assert isinstance(events[-1], TrainingFinished)
        assert [event.step for event in events if isinstance(event, AuditionMade)][-1] == last.step
        assert checkpoints(tmp_path / str(seconds))[0].auditioned
    assert counts[0.1] > 3 * counts[0.4] > 30


def test_a_speed_that_drifts_does_not_matter(recordings: list[Recording], tmp_path: Path, timed: TrainingPlan) -> None:
    """From the middle on the machine is four times as slow."""
    now = 0.0

    def clock() -> float:
        nonlocal now
        now += 0.05 if now < 30.0 else 0.2
        return now

    events = list(train(recordings[:20], tmp_path, timed, threads=1, clock=clock))
    assert 57.0 <= now <= 63.0
    rates = [event.learning_rate for event in steps(events)]
    falling = rates[rates.index(max(rates)) :]
    assert falling == sorted(falling, reverse=True)
    assert max(one - other for one, other in itertools.pairwise(falling)) < 0.2 * max(rates)


def test_a_stopped_run_has_the_time_that_is_left(
    recordings: list[Recording], tmp_path: Path, timed: TrainingPlan
) -> None:
    plan = timed.model_copy(update={"audition_steps": ()})
    events = train(recordings[:20], tmp_path, plan, threads=1, clock=ticking(0.2))
    for event in events:
        if isinstance(event, TrainingStepped) and event.seconds_left < 30.0:
            break
    events.close()  # type: ignore[attr-defined]
    spent = load_training_state(checkpoints(tmp_path)[0])[1].seconds_spent
    assert 30.0 < spent < 33.0
    clock = ticking(0.2)
    resumed = steps(list(train(recordings[:20], tmp_path, plan, threads=1, clock=clock)))
    assert 57.0 <= spent + clock() <= 63.0
    assert resumed[0].learning_rate < 0.6 * plan.peak_learning_rate
    again = list(train(recordings[:20], tmp_path, plan, threads=1, clock=ticking(0.2)))
    assert not steps(again) and isinstance(again[-1], TrainingFinished)


def test_the_end_keeps_time_for_what_it_has_to_do() -> None:
    now = 100.0
    budget = TimeBudget(1.0, lambda: now, began=100.0)
    assert budget.fraction(30.0) == 0.5
    with budget.ending("audition"):
        now += 10.0
    assert budget.fraction(25.0) == 0.5 and budget.fraction(50.0) == 1.0
    assert budget.spent() == 10.0 and budget.left() == 50.0
    budget.resume(20.0)
    assert budget.spent() == 30.0
    assert TimeBudget(None, lambda: now, began=100.0).fraction(1e9) is None


def test_steps_and_minutes_together_are_refused() -> None:
    with pytest.raises(ValidationError, match="leave one of them out"):
        TrainingPlan(steps=10, minutes=1.0)
