"""Watches the loss, and cries when it leaves for good what it had reached."""

from __future__ import annotations

import math
from dataclasses import replace

from generation.checkpoint import TrainingState

SMOOTHING = 0.95
ALARM_NATS = 2.0
FEWEST_LEVELS = 256


class LossExploded(Exception):
    """A loss or a gradient that training cannot go on from; the message says which, without a full stop."""


def first_state(levels: int, dataset_fingerprint: str) -> TrainingState:
    """Before the first step: the loss is that of knowing nothing of `levels` levels."""
    return TrainingState(0, math.log(levels), math.log(levels), dataset_fingerprint)


def watched(state: TrainingState, loss_nats: float, levels: int) -> TrainingState:
    """The state with the loss of another step in its smoothed and its lowest one; raises `LossExploded`."""
    smoothed = SMOOTHING * state.smoothed_loss_nats + (1.0 - SMOOTHING) * loss_nats
    lowest = min(state.lowest_loss_nats, smoothed)
    hopeless = 2.0 * math.log(max(FEWEST_LEVELS, levels))
    if loss_nats > hopeless or smoothed > lowest + ALARM_NATS:
        raise LossExploded(f"the loss rose to {loss_nats:.2f} nats from {lowest:.2f}")
    return replace(state, smoothed_loss_nats=smoothed, lowest_loss_nats=lowest)
