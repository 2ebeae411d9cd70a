"""How long a machine takes for each part of a training run: measured, or reckoned from its speed alone."""

from __future__ import annotations

from dataclasses import dataclass

from generation.architectures.wavenet_config import WavenetConfig
from generation.training_plan import TrainingPlan
from generation.windows import VALIDATION_WINDOWS
from generation.work import training_work

FORWARD_SHARE = 1 / 3
"""Of a training step's arithmetic."""
WRITTEN_BYTES_A_SECOND = 50e6
"""Of a checkpoint, on an ordinary disk, with the wait until it is there."""


@dataclass(frozen=True)
class Pace:
    """In wall-clock seconds."""

    step: float
    validation: float
    audition: float
    checkpoint: float
    memory_bytes: int | None = None
    """The most that the measuring process has taken; None when nothing was run."""


def pace_at(config: WavenetConfig, plan: TrainingPlan, flops_per_second: float) -> Pace:
    """The pace at the speed that `speed.measure_speed` gave."""
    shape = plan.shape
    one_window = training_work(config, 1, shape.window_samples) / flops_per_second
    drawn = config.receptive_field_samples + plan.audition_seconds * config.sample_rate_hz
    return Pace(
        step=training_work(config, shape.batch, shape.window_samples) / flops_per_second,
        validation=VALIDATION_WINDOWS * FORWARD_SHARE * one_window,
        audition=drawn * _sample_work(config) / flops_per_second,
        checkpoint=checkpoint_bytes(config, plan) / WRITTEN_BYTES_A_SECOND,
    )


def checkpoint_bytes(config: WavenetConfig, plan: TrainingPlan) -> int:
    """Of a checkpoint that can be trained on: the weights and the state beside them."""
    return 4 * config.parameter_count * (1 + len(plan.state_slots))


def _sample_work(config: WavenetConfig) -> float:
    """Drawing one sample, in the training's floating-point operations: it reads each weight for two of them."""
    return 4.0 * config.parameter_count
