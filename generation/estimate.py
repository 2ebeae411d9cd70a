"""Foretells what a training run will cost, before it begins."""

from __future__ import annotations

from dataclasses import dataclass

from generation.architectures.wavenet_config import WavenetConfig
from generation.dataset import HELD_OUT_SHARE
from generation.pace import Pace, checkpoint_bytes, pace_at
from generation.training_plan import TrainingPlan
from generation.work import layer_rows

PROCESS_BYTES = 420_000_000
"""Of torch, numba and Python themselves."""
FLOAT_BYTES = 4
PRODUCT_BYTES = {"float32": 4, "bfloat16": 2}


@dataclass(frozen=True)
class TrainingEstimate:
    """What a training run will take. Memory is the whole process's peak, disk the directory's size at the end."""

    seconds: float
    seconds_a_step: float
    steps: int
    """In all; with a budget of minutes, as many as it gives."""
    epochs: float
    parameters: int
    memory_bytes: int
    disk_bytes: int
    receptive_field_samples: int
    receptive_field_ms: float


def estimate_training(
    config: WavenetConfig, plan: TrainingPlan, used_seconds: float, flops_per_second: float
) -> TrainingEstimate:
    """The cost of `plan` on `used_seconds` of audible audio, at the speed that `speed.measure_speed` gave."""
    return foretell(config, plan, pace_at(config, plan, flops_per_second), used_seconds)


def foretell(
    config: WavenetConfig,
    plan: TrainingPlan,
    pace: Pace,
    used_seconds: float,
    *,
    trained_seconds: float | None = None,
    done_steps: int = 0,
) -> TrainingEstimate:
    """The cost of `plan` on `used_seconds` of audible audio at a pace; `seconds` are for what comes after `done_steps`.

    trained_seconds: how much of the audio is not held out; None: all but the usual share.
    """
    shape = plan.shape
    steps, seconds = _length(plan, pace, done_steps)
    auditions = len([step for step in plan.auditions if step <= steps])
    heard_seconds = steps * shape.batch * shape.window_samples / config.sample_rate_hz
    trained = used_seconds * (1.0 - HELD_OUT_SHARE) if trained_seconds is None else trained_seconds
    memory = _memory_bytes(config, plan, used_seconds) if pace.memory_bytes is None else pace.memory_bytes
    return TrainingEstimate(
        seconds=seconds,
        seconds_a_step=pace.step,
        steps=steps,
        epochs=heard_seconds / trained if trained > 0 else 0.0,
        parameters=config.parameter_count,
        memory_bytes=memory,
        disk_bytes=_disk_bytes(config, plan, auditions),
        receptive_field_samples=config.receptive_field_samples,
        receptive_field_ms=config.receptive_field_ms,
    )


def _length(plan: TrainingPlan, pace: Pace, done_steps: int) -> tuple[int, float]:
    """Steps in all, and seconds from `done_steps` on."""
    if plan.minutes is None:
        return plan.total_steps, _seconds(plan, pace, done_steps, plan.total_steps)
    seconds = 60.0 * plan.minutes
    steps = max(1, round(seconds / pace.step))
    for _ in range(3):  # what is not spent on steps depends, weakly, on how many there are
        steps = max(1, round(steps * seconds / max(seconds, _seconds(plan, pace, 0, steps))))
    return max(steps, done_steps), seconds * max(0, steps - done_steps) / steps


def _seconds(plan: TrainingPlan, pace: Pace, done: int, steps: int) -> float:
    auditions = len([step for step in plan.auditions if done <= step <= steps])
    validations = steps // plan.validation_every_steps - done // plan.validation_every_steps
    stepping = max(0, steps - done) * pace.step + validations * pace.validation + auditions * pace.audition
    checkpoints = max(auditions, 1) + stepping / max(plan.checkpoint_every_seconds, pace.step)
    return stepping + checkpoints * (pace.checkpoint + pace.validation)


def _disk_bytes(config: WavenetConfig, plan: TrainingPlan, auditions: int) -> int:
    """The last checkpoints whole, the best one's weights, and each audition with its own."""
    weights = FLOAT_BYTES * config.parameter_count
    take = round(2 * plan.audition_seconds * config.sample_rate_hz)
    return plan.keep_checkpoints * checkpoint_bytes(config, plan) + weights + auditions * (take + weights)


def _memory_bytes(config: WavenetConfig, plan: TrainingPlan, used_seconds: float) -> int:
    shape, width = plan.shape, PRODUCT_BYTES[plan.precision]
    rows = list(layer_rows(config, shape.window_samples))
    kept = width * sum(rows) * (config.residual_channels + 2 * config.dilation_channels)
    passing = width * 8 * max(rows) * 2 * config.dilation_channels
    skips = width * 2 * shape.window_samples * config.layers * config.dilation_channels
    head = FLOAT_BYTES * shape.window_samples * (6 * config.skip_channels + 5 * config.outputs)
    network = FLOAT_BYTES * (4 + len(plan.state_slots)) * config.parameter_count
    audio = round(4 * used_seconds * config.sample_rate_hz)
    return PROCESS_BYTES + shape.batch * (kept + passing + skips + head) + network + audio
