"""The exponential moving average of a network's weights: less noisy than any of them, so it predicts better."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor


def decay_at(step: int, decay: float) -> float:
    """How much of the average stays at the step after `step` steps: little at first, `decay` in the long run.

    (1 + step) / (10 + step), as TensorFlow's ExponentialMovingAverage has it: about the last ninth of a run that is
    still short, so that its poor beginnings do not weigh on it. No correction of a bias is needed: the average begins
    with the first weights.
    """
    return min(decay, (1.0 + step) / (10.0 + step))


@torch.no_grad()
def follow(averages: Sequence[Tensor], weights: Sequence[Tensor], step: int, decay: float) -> None:
    """Moves the averages in place towards the weights that the step after `step` steps gave."""
    torch._foreach_lerp_(list(averages), list(weights), 1.0 - decay_at(step, decay))
