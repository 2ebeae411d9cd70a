"""Measures how fast this machine trains, so that the cost of a run can be foretold."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
import torch

from generation.learner import Learner
from generation.training_plan import TrainingPlan
from generation.windows import Batch
from generation.work import training_work

MEASURING_SECONDS = 1.5


def measure_speed(threads: int | None = None, clock: Callable[[], float] = time.perf_counter) -> float:
    """The machine's training speed in floating-point operations a second, from a few real steps (about two seconds)."""
    plan = TrainingPlan(preset="small")
    config, window, batch = plan.config(), 8_000, 1
    before = torch.get_num_threads()
    if threads is not None:
        torch.set_num_threads(threads)
    try:
        learner = Learner(config, plan)
        samples = np.random.default_rng(0).integers(0, 256, (config.receptive_field_samples + window, batch))
        nothing = np.empty((len(samples), batch, 0), np.float32)
        example = Batch(samples.astype(np.uint8), np.zeros(batch, np.int64), nothing)
        learner.step(example, 1e-4)
        times: list[float] = []
        while len(times) < 4 and sum(times) < MEASURING_SECONDS:
            started = clock()
            learner.step(example, 1e-4)
            times.append(clock() - started)
    finally:
        torch.set_num_threads(before)
    return training_work(config, batch, window) / float(np.median(times))
