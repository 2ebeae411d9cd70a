"""The learning rate over a run: a warm-up, then the plan's way down; halved by every rollback."""

from __future__ import annotations

import math

from generation.training_plan import TrainingPlan

FLOOR_SHARE = 0.05
WARM_UP_STEPS = 100
WARM_UP_SHARE = 0.05


def learning_rate_at(
    step: int, plan: TrainingPlan, rollbacks: int = 0, *, fraction_of_time: float | None = None
) -> float:
    """The learning rate of the step after `step` steps.

    The way goes by the share of the steps, or with a budget of minutes by `fraction_of_time`, from 0 to 1.
    """
    if fraction_of_time is None:
        warm_up = _warm_up_steps(plan)
        warmth = (step + 1) / max(1, warm_up)
        through = (step - warm_up) / max(1, plan.total_steps - warm_up)
    else:
        warmth = (step + 1) / max(1, WARM_UP_STEPS if plan.warm_up_steps is None else plan.warm_up_steps)
        if plan.warm_up_steps is None:
            warmth = max(warmth, fraction_of_time / WARM_UP_SHARE)
        through = fraction_of_time
    peak = plan.peak_learning_rate * 0.5**rollbacks
    return peak * warmth if warmth < 1.0 else peak * _height(plan, min(1.0, max(0.0, through)))


def _warm_up_steps(plan: TrainingPlan) -> int:
    if plan.warm_up_steps is not None:
        return plan.warm_up_steps
    return max(1, min(WARM_UP_STEPS, int(WARM_UP_SHARE * plan.total_steps)))


def _height(plan: TrainingPlan, through: float) -> float:
    """The share of the peak, at 0 (the warm-up is over) to 1 (the end)."""
    if plan.schedule == "constant":
        return 1.0
    if plan.schedule == "exponential":
        return math.pow(FLOOR_SHARE, through)
    return FLOOR_SHARE + (1.0 - FLOOR_SHARE) * 0.5 * (1.0 + math.cos(math.pi * through))
