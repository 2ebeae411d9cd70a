"""The mixture of discretised logistics over 16-bit PCM: a head without the hiss of 256 levels.

Salimans et al. 2017 (PixelCNN++), used on audio by van den Oord et al. 2018 (Parallel WaveNet).
"""

from __future__ import annotations

import math

import torch
from torch import Tensor
from torch.nn import functional

from generation.coding import PCM_SCALE

MIN_LOG_SCALE = -9.0
"""Narrower than half a level of 16-bit PCM; without a floor a constant stretch would be worth infinitely much."""
NARROW = 1e-5


def log_likelihood(outputs: Tensor, targets: Tensor) -> Tensor:
    """The logarithm of the probability of int16 targets (any shape) under outputs (…, 3·mixtures), in nats.

    The outputs are the components' weights (logits), means and log scales, audio in ±1.
    """
    weights, means, log_scales = outputs.float().chunk(3, dim=-1)
    log_scales = log_scales.clamp(min=MIN_LOG_SCALE)
    audio = (targets.float() / PCM_SCALE).unsqueeze(-1)
    half = 0.5 / PCM_SCALE  # of the step between two levels
    precision = torch.exp(-log_scales)
    upper = precision * (audio + half - means)
    lower = precision * (audio - half - means)
    middle = precision * (audio - means)
    inside = torch.sigmoid(upper) - torch.sigmoid(lower)
    # Where a level is much narrower than the logistic, or lies far out in its tail: the density times the width.
    density = middle - log_scales - 2.0 * functional.softplus(middle) + math.log(2.0 * half)
    log_inside = torch.where(inside > NARROW, torch.log(inside.clamp(min=NARROW)), density)
    lowest = functional.logsigmoid(upper)  # all below the lowest level, and above the highest, counts to them
    highest = -functional.softplus(lower)
    top = audio >= (PCM_SCALE - 1.0) / PCM_SCALE
    of_component = torch.where(audio <= -1.0, lowest, torch.where(top, highest, log_inside))
    return torch.logsumexp(functional.log_softmax(weights, dim=-1) + of_component, dim=-1)
