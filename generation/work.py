"""Counts the arithmetic of a training step, so that one measured speed foretells any network's time."""

from __future__ import annotations

from collections.abc import Iterator

from generation.architectures.wavenet_config import WavenetConfig

GATE_COST = 500
"""One gate value's tanh, products and sums, forward and backward, in operations of a matrix product (fitted)."""
ROW_COST = 60
"""One residual or skip value's copies and sums, in the same measure."""


def layer_rows(config: WavenetConfig, window_samples: int) -> Iterator[int]:
    """How many time steps each layer computes for a window of targets."""
    reach = config.filter_width - 1
    ahead = reach * sum(config.dilations)
    for dilation in config.dilations:
        ahead -= reach * dilation
        yield window_samples + ahead


def products(config: WavenetConfig, batch: int, window_samples: int) -> int:
    """Floating-point operations of the forward pass's matrix products: two a multiply-add."""
    gate = (config.filter_width * config.residual_channels + config.control_features) * 2 * config.dilation_channels
    residual = config.dilation_channels * config.residual_channels
    rows = list(layer_rows(config, window_samples))
    multiply_adds = sum(rows) * gate + sum(rows[:-1]) * residual
    skips = config.layers * config.dilation_channels * config.skip_channels
    head = config.skip_channels * (config.skip_channels + config.outputs)
    return 2 * batch * (multiply_adds + window_samples * (skips + head))


def training_work(config: WavenetConfig, batch: int, window_samples: int) -> float:
    """A training step's arithmetic in floating-point operations: forward, backward, and the work between products."""
    rows = sum(layer_rows(config, window_samples))
    gates = rows * 2 * config.dilation_channels * GATE_COST
    values = rows * config.residual_channels + window_samples * (
        config.layers * config.dilation_channels + 2 * config.skip_channels + 2 * config.outputs
    )
    optimiser = config.parameter_count * 20
    return 3.0 * products(config, batch, window_samples) + batch * (gates + values * ROW_COST) + optimiser
