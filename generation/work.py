"""Counts the arithmetic of a training step, so that one measured speed foretells any network's time."""

from __future__ import annotations

from collections.abc import Iterator

from generation.architectures.wavenet_config import WavenetConfig

HEAD_COST = 0.6
"""One operation of the skips' and the head's wide products, in operations of the layers' narrow ones (fitted)."""
GATE_COST = 220
"""One gate value's tanh, products and sums, forward and backward, in the same measure."""
VALUE_COST = 350
"""One skip's or head's value, which is written, rectified or made a likelihood, and read again."""


def layer_rows(config: WavenetConfig, window_samples: int) -> Iterator[int]:
    """How many time steps each layer computes for a window of targets."""
    reach = config.filter_width - 1
    ahead = reach * sum(config.dilations)
    for dilation in config.dilations:
        ahead -= reach * dilation
        yield window_samples + ahead


def products(config: WavenetConfig, batch: int, window_samples: int) -> int:
    """Floating-point operations of the forward pass's matrix products: two a multiply-add."""
    return layer_products(config, batch, window_samples) + head_products(config, batch, window_samples)


def layer_products(config: WavenetConfig, batch: int, window_samples: int) -> int:
    """Those of the dilated layers."""
    gate = (config.filter_width * config.residual_channels + config.control_features) * 2 * config.dilation_channels
    residual = config.dilation_channels * config.residual_channels
    rows = list(layer_rows(config, window_samples))
    return 2 * batch * (sum(rows) * gate + sum(rows[:-1]) * residual)


def head_products(config: WavenetConfig, batch: int, window_samples: int) -> int:
    """Those of the skips and of what follows them."""
    skips = config.layers * config.dilation_channels * config.skip_channels
    head = config.skip_channels * (config.skip_channels + config.outputs)
    return 2 * batch * window_samples * (skips + head)


def training_work(config: WavenetConfig, batch: int, window_samples: int) -> float:
    """A training step's arithmetic in operations of the layers' products: forward, backward, and the work between."""
    gates = sum(layer_rows(config, window_samples)) * 2 * config.dilation_channels
    values = window_samples * (config.layers * config.dilation_channels + 2 * config.skip_channels + 2 * config.outputs)
    wide = HEAD_COST * head_products(config, batch, window_samples)
    return (
        3.0 * (layer_products(config, batch, window_samples) + wide)
        + batch * (gates * GATE_COST + values * VALUE_COST)
        + config.parameter_count * 20
    )
