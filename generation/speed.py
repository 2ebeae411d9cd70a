"""Measures how fast this machine trains, so that the cost of a run can be foretold."""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from generation.architectures.wavenet_config import WavenetConfig
from generation.checkpoint import save_checkpoint
from generation.coding import empty
from generation.dataset import Dataset
from generation.generate import audition
from generation.kept_memory import kept_memory
from generation.learner import Learner
from generation.loss_alarm import first_state
from generation.pace import Pace
from generation.precision import Precision
from generation.torch_threads import torch_threads
from generation.training_plan import TrainingPlan
from generation.windows import Batch, Windows, validation_batches
from generation.work import training_work

MEASURING_SECONDS = 1.5
PLAN_MEASURING_SECONDS = 2.5
FEWEST_STEPS = 3
MOST_STEPS = 100
SHORT_AUDITIONS_SECONDS = (0.05, 0.25)

Clock = Callable[[], float]


def measure_speed(
    threads: int | None = None, clock: Clock = time.perf_counter, precision: Precision = "float32"
) -> float:
    """The machine's training speed in floating-point operations a second, from a few real steps (about two seconds)."""
    plan = TrainingPlan(preset="small", window_samples=8_000, precision=precision)
    return training_work(plan.config(), 1, 8_000) / measure_step(plan, threads=threads, clock=clock)


def measure_step(
    plan: TrainingPlan, *, device: str = "cpu", threads: int | None = None, clock: Clock = time.perf_counter
) -> float:
    """Seconds that a step of the plan's own network takes, on silence instead of recordings and without classes."""
    config, shape = plan.config(), plan.shape
    length = config.receptive_field_samples + shape.window_samples
    still = np.zeros((length, shape.batch, config.control_features), np.float32)
    example = Batch(empty(config, length, shape.batch), np.zeros(shape.batch, np.int64), still)
    with torch_threads(threads), kept_memory():
        return _step_seconds(Learner(config, plan, device), lambda _: example, clock)


def measure_pace(
    dataset: Dataset,
    plan: TrainingPlan,
    *,
    device: str = "cpu",
    threads: int | None = None,
    clock: Clock = time.perf_counter,
) -> Pace:
    """How long the plan's own steps, validations, auditions and checkpoints take here; some seconds of measuring.

    All is real: the network, the data, the batch, the window, the optimiser, the precision and the threads. Nothing
    stays on the disk.
    """
    config, shape = plan.config(dataset.class_names), plan.shape
    windows = Windows(dataset.streams, config, shape.window_samples, shape.batch, plan.seed)
    held_out = validation_batches(dataset.validation, config, shape.window_samples)
    with torch_threads(threads), kept_memory():
        learner = Learner(config, plan, device)
        step = _step_seconds(learner, windows.batch, clock, PLAN_MEASURING_SECONDS)
        started = clock()
        learner.validation_loss_nats(held_out[:1])
        validation = len(held_out) * (clock() - started)
        return Pace(
            step=step,
            validation=validation,
            audition=_audition_seconds(config, learner, plan, threads, clock) if plan.auditions else 0.0,
            checkpoint=_checkpoint_seconds(config, learner, plan, clock),
            memory_bytes=_peak_bytes(),
        )


def _step_seconds(
    learner: Learner, batch: Callable[[int], Batch], clock: Clock, measuring_seconds: float = MEASURING_SECONDS
) -> float:
    """The median of a few steps at a learning rate that leads nowhere, after one to warm up."""
    learner.step(batch(0), 1e-6)
    times: list[float] = []
    while len(times) < FEWEST_STEPS or (sum(times) < measuring_seconds and len(times) < MOST_STEPS):
        started = clock()
        learner.step(batch(len(times) + 1), 1e-6)
        times.append(clock() - started)
    return float(np.median(times))


def _audition_seconds(
    config: WavenetConfig, learner: Learner, plan: TrainingPlan, threads: int | None, clock: Clock
) -> float:
    """From a short and a longer take: each begins with a receptive field that takes its own time."""
    weights, times = learner.weights(), []
    short, longer = SHORT_AUDITIONS_SECONDS
    for seconds in (short, short, longer):
        started = clock()
        audition(config, weights, seconds, plan.seed, threads)
        times.append(clock() - started)
    a_second = max(0.0, times[2] - times[1]) / (longer - short)
    return times[1] + max(0.0, plan.audition_seconds - short) * a_second


def _checkpoint_seconds(config: WavenetConfig, learner: Learner, plan: TrainingPlan, clock: Clock) -> float:
    state = first_state(config.quantisation, "")
    with tempfile.TemporaryDirectory() as folder:
        started = clock()
        save_checkpoint(
            Path(folder), config, 0, learner.weights(), learner.state(), state,
            validation_loss_nats=None, auditioned=False,
        )  # fmt: skip
        return clock() - started


def _peak_bytes() -> int:
    """The most memory that this process has held so far."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else 1024 * peak
