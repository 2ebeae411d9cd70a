"""Estimates: true to what training really takes, and what they promise of the disk."""

import time
from pathlib import Path

import numpy as np
import pytest

from generation.dataset import Recording, dataset_for
from generation.estimate import estimate_training, foretell
from generation.learner import Learner
from generation.pace import Pace
from generation.speed import measure_pace, measure_speed
from generation.train import train
from generation.training_events import CheckpointSaved, TrainingStepped
from generation.training_plan import TrainingPlan
from generation.windows import Batch
from generation.work import products


@pytest.fixture(scope="module")
def speed() -> float:
    """In processor time, so that other work on the machine does not disturb the comparison."""
    return measure_speed(threads=1, clock=time.process_time)


@pytest.mark.parametrize("preset", ["sketch", "small"])
def test_a_step_takes_what_one_speed_foretells(preset: str, speed: float) -> None:
    plan = TrainingPlan(preset=preset)
    config, shape = plan.config(), plan.shape
    learner = Learner(config, plan)
    samples = np.random.default_rng(0).integers(
        0, 256, (config.receptive_field_samples + shape.window_samples, shape.batch)
    )
    nothing = np.empty((*samples.shape, 0), np.float32)
    batch = Batch(samples.astype(np.uint8), np.zeros(shape.batch, np.int64), nothing)
    learner.step(batch, 1e-4)
    times = []
    for _ in range(2):
        started = time.process_time()
        learner.step(batch, 1e-4)
        times.append(time.process_time() - started)
    foretold = estimate_training(config, plan, 100.0, speed).seconds_a_step
    assert 0.5 < foretold / min(times) < 2.0


def test_a_measured_plan_takes_what_was_foretold(
    recordings: list[Recording], tmp_path: Path, quick: TrainingPlan
) -> None:
    """At step 200, in processor time: by half at most, since a test cannot have the machine to itself."""
    plan = quick.model_copy(
        update={
            "steps": 200, "window_samples": 1_000, "validation_every_steps": 20, "optimiser": "rmsprop",
            "ema_decay": 0.99, "audition_steps": (0, 100, 200), "audition_seconds": 0.5,
        }
    )  # fmt: skip
    dataset = dataset_for(recordings, plan)
    pace = measure_pace(dataset, plan, threads=1, clock=time.process_time)
    cost = foretell(plan.config(), plan, pace, dataset.used_seconds)
    started = time.process_time()
    events = list(train(recordings, tmp_path, plan, threads=1, clock=time.process_time))
    took = time.process_time() - started
    last = [event for event in events if isinstance(event, TrainingStepped)][-1]
    assert last.step == 200 and last.steps_per_second > 0
    assert 0.5 < cost.seconds / took < 2.0
    assert cost.seconds > 200 * cost.seconds_a_step
    assert not [event for event in events if isinstance(event, CheckpointSaved) and event.step not in (0, 100, 200)]


def test_the_measurement_is_quick() -> None:
    started = time.process_time()
    assert 1e9 < measure_speed(threads=1) < 1e13
    assert time.process_time() - started < 6.0


PACE = Pace(step=0.5, validation=2.0, audition=3.0, checkpoint=1.0)


def test_the_parts_of_a_run_add_up() -> None:
    """By hand: 100 steps, two validations between, auditions at 0, 10, 30 and 100, and as many checkpoints."""
    plan = TrainingPlan(preset="sketch", steps=100, validation_every_steps=50, checkpoint_every_seconds=1e9)
    cost = foretell(plan.config(), plan, PACE, 100.0)
    assert cost.seconds == pytest.approx(100 * 0.5 + 2 * 2.0 + 4 * 3.0 + 4 * (1.0 + 2.0), abs=0.01)
    later = foretell(plan.config(), plan, PACE, 100.0, done_steps=60)
    assert later.seconds == pytest.approx(40 * 0.5 + 2.0 + 3.0 + (1.0 + 2.0), abs=0.01)


def test_minutes_become_steps() -> None:
    plan = TrainingPlan(preset="sketch", minutes=10.0, audition_steps=(), checkpoint_every_seconds=1e9)
    cost = foretell(plan.config(), plan, PACE, 100.0)
    assert cost.seconds == 600.0
    assert cost.steps * (0.5 + 2.0 / 100) == pytest.approx(600.0, rel=0.02)


def test_steps_epochs_and_shape() -> None:
    plan = TrainingPlan(preset="small", steps=1_000, audition_steps=())
    once, twice = (
        estimate_training(plan.config(), plan.model_copy(update={"steps": n}), 100.0, 5e10) for n in (1_000, 2_000)
    )
    assert twice.seconds == pytest.approx(2 * once.seconds, rel=0.02)
    assert once.epochs == pytest.approx(1_000 * 16_000 / 16_000 / 90.0)
    assert (once.receptive_field_samples, once.parameters) == (3071, plan.config().parameter_count)
    assert 0.5e9 < once.memory_bytes < 2e9


def test_auditions_cost_time() -> None:
    plan = TrainingPlan(preset="sketch", steps=100)
    mute = plan.model_copy(update={"audition_steps": ()})
    with_them, without = (estimate_training(plan.config(), which, 100.0, 5e10) for which in (plan, mute))
    assert with_them.seconds > without.seconds and with_them.disk_bytes > without.disk_bytes


@pytest.mark.parametrize(
    "settings", [{}, {"optimiser": "sgd", "ema_decay": 0.9}, {"optimiser": "rmsprop", "keep_checkpoints": 1}], ids=str
)
def test_the_disk_is_what_was_foretold(
    recordings: list[Recording], tmp_path: Path, quick: TrainingPlan, settings: dict[str, object]
) -> None:
    plan = quick.model_copy(
        update={
            "steps": 5, "audition_steps": (0, 2, 5), "audition_seconds": 1.0, "checkpoint_every_seconds": 0.0,
            **settings,
        }
    )  # fmt: skip
    list(train(recordings, tmp_path, plan, threads=1))
    size = sum(path.stat().st_size for path in tmp_path.rglob("*") if path.is_file())
    foretold = estimate_training(plan.config(), plan, 60.0, 5e10).disk_bytes
    assert 0.6 * foretold <= size <= 1.2 * foretold


def test_the_products_of_the_published_network() -> None:
    """By hand: each of 50 layers multiplies 64 × 64 and all but the last 32 × 32; the head once a target."""
    config = TrainingPlan(preset="published").config()
    rows = [1 + sum(config.dilations[layer + 1 :]) for layer in range(50)]
    layers = sum(rows) * 64 * 64 + sum(rows[:-1]) * 32 * 32
    assert products(config, 1, 1) == 2 * (layers + 1600 * 512 + 512 * 512 + 512 * 256)
