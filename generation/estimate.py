"""Foretells what a training run will cost, before it begins, from one quick measurement of the machine."""

from __future__ import annotations

from dataclasses import dataclass

from generation.architectures.wavenet_config import WavenetConfig
from generation.dataset import HELD_OUT_SHARE
from generation.training_plan import TrainingPlan
from generation.work import layer_rows, training_work

PROCESS_BYTES = 420_000_000
"""Of torch, numba and Python themselves."""
SETTLED_CHECKPOINTS = 4
BYTES = 4


@dataclass(frozen=True)
class TrainingEstimate:
    """What a training run will take. Memory is the whole process's peak, disk the directory's size at the end."""

    seconds: float
    seconds_a_step: float
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
    shape = plan.shape
    seconds_a_step = training_work(config, shape.batch, shape.window_samples) / flops_per_second
    auditions = len([step for step in plan.auditions if step <= plan.total_steps])
    audition_seconds = plan.audition_seconds * config.sample_rate_hz * _sample_work(config) / flops_per_second
    heard_seconds = plan.total_steps * shape.batch * shape.window_samples / config.sample_rate_hz
    trained_seconds = used_seconds * (1.0 - HELD_OUT_SHARE)
    weights = BYTES * config.parameter_count
    audition_bytes = round(2 * plan.audition_seconds * config.sample_rate_hz) + weights
    return TrainingEstimate(
        seconds=plan.total_steps * seconds_a_step + auditions * audition_seconds,
        seconds_a_step=seconds_a_step,
        epochs=heard_seconds / trained_seconds if trained_seconds > 0 else 0.0,
        parameters=config.parameter_count,
        memory_bytes=_memory_bytes(config, plan, used_seconds),
        disk_bytes=SETTLED_CHECKPOINTS * 3 * weights + auditions * audition_bytes,
        receptive_field_samples=config.receptive_field_samples,
        receptive_field_ms=config.receptive_field_ms,
    )


def _sample_work(config: WavenetConfig) -> float:
    """Drawing one sample, in the training's floating-point operations: it reads each weight for two of them."""
    return 4.0 * config.parameter_count


def _memory_bytes(config: WavenetConfig, plan: TrainingPlan, used_seconds: float) -> int:
    shape = plan.shape
    rows = list(layer_rows(config, shape.window_samples))
    kept = sum(rows) * (config.residual_channels + 2 * config.dilation_channels)
    passing = 8 * max(rows) * 2 * config.dilation_channels
    skips = 2 * shape.window_samples * config.layers * config.dilation_channels
    head = shape.window_samples * (6 * config.skip_channels + 5 * config.quantisation)
    network = 6 * config.parameter_count
    audio = round(2 * used_seconds * config.sample_rate_hz)
    return PROCESS_BYTES + BYTES * (shape.batch * (kept + passing + skips + head) + network) + audio
