"""The dilated gated layers of a WaveNet as one differentiable operation, about a third faster than autograd's own.

Rows are time-major (time × batch), so that a dilation is a shift of whole rows and every product is one plain
matrix product. The gate's weights arrive with the sigmoid half scaled by ½, so that one tanh serves both halves:
tanh(f)·σ(g) = ½·tanh(f)·(1 + tanh(g/2)); the ½ is folded into the weights after it.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor


class GatedStack(torch.autograd.Function):
    """x (time·batch, R) → the last `outputs`·batch rows of every layer's doubled gate, (outputs·batch, layers·D).

    gate_bias (layers, batch, 2D), gate_weight (layers, width·R, 2D; the oldest tap's rows first), residual_weight
    (layers − 1, D, R), residual_bias (layers − 1, R); the weights are prescaled as the module says. Of the local
    conditioning: controls (time·batch, F), a row for each of x, and control_weight (layers, F, 2D), or None twice.
    """

    @staticmethod
    def forward(
        ctx: Any,
        x: Tensor,
        gate_bias: Tensor,
        gate_weight: Tensor,
        residual_weight: Tensor,
        residual_bias: Tensor,
        controls: Tensor | None,
        control_weight: Tensor | None,
        dilations: tuple[int, ...],
        outputs: int,
    ) -> Tensor:
        layers, batch, gate = gate_bias.shape
        channels, wanted, residual = gate // 2, outputs * batch, x.shape[1]
        width = gate_weight.shape[1] // residual
        skips = x.new_empty(wanted, layers * channels)
        inputs, gates = [], []
        for layer, dilation in enumerate(dilations):
            rows = x.shape[0] - (width - 1) * dilation * batch
            y = x.new_empty(rows, gate)
            y.view(-1, batch, gate).copy_(gate_bias[layer])
            for tap, first in enumerate(_tap_rows(width, dilation, batch)):
                y.addmm_(x[first : first + rows], gate_weight[layer, tap * residual : (tap + 1) * residual])
            if controls is not None and control_weight is not None:
                y.addmm_(controls[controls.shape[0] - rows :], control_weight[layer])
            y.tanh_()
            z = torch.addcmul(y[:, :channels], y[:, :channels], y[:, channels:])
            skips[:, layer * channels : (layer + 1) * channels] = z[rows - wanted :]
            inputs.append(x)
            gates.append(y)
            if layer < layers - 1:
                x = torch.addmm(residual_bias[layer], z, residual_weight[layer]).add_(x[x.shape[0] - rows :])
        ctx.save_for_backward(gate_weight, residual_weight, controls, control_weight, *inputs, *gates)
        ctx.dilations, ctx.batch = dilations, batch
        return skips

    @staticmethod
    def backward(ctx: Any, grad_skips: Tensor) -> tuple[Tensor | None, ...]:
        gate_weight, residual_weight, controls, control_weight, *saved = ctx.saved_tensors
        dilations, batch = ctx.dilations, ctx.batch
        layers, channels = len(dilations), gate_weight.shape[2] // 2
        grad_bias = gate_weight.new_empty(layers, batch, 2 * channels)
        grad_weight = torch.empty_like(gate_weight)
        grad_residual = torch.empty_like(residual_weight)
        grad_residual_bias = gate_weight.new_empty(residual_weight.shape[0], residual_weight.shape[2])
        grad_control = None if control_weight is None else torch.empty_like(control_weight)
        grad_x: Tensor | None = None
        for layer in reversed(range(layers)):
            x, y = saved[layer], saved[layers + layer]
            from_skip = grad_skips[:, layer * channels : (layer + 1) * channels]
            if grad_x is None:
                grad_z = y.new_zeros(y.shape[0], channels)
            else:
                z = torch.addcmul(y[:, :channels], y[:, :channels], y[:, channels:])
                torch.mm(z.T, grad_x, out=grad_residual[layer])
                grad_residual_bias[layer] = grad_x.sum(0)
                grad_z = grad_x @ residual_weight[layer].T
            grad_z[y.shape[0] - grad_skips.shape[0] :] += from_skip
            grad_y = _gate_gradient(grad_z, y[:, :channels], y[:, channels:])
            grad_bias[layer] = grad_y.view(-1, batch, 2 * channels).sum(0)
            if grad_control is not None:
                torch.mm(controls[controls.shape[0] - y.shape[0] :].T, grad_y, out=grad_control[layer])
            grad_input = _through_taps(x, grad_y, gate_weight[layer], grad_weight[layer], dilations[layer], batch)
            if grad_x is not None:
                grad_input[x.shape[0] - y.shape[0] :] += grad_x
            grad_x = grad_input
        return grad_x, grad_bias, grad_weight, grad_residual, grad_residual_bias, None, grad_control, None, None


def _tap_rows(width: int, dilation: int, batch: int) -> list[int]:
    """The first row of every tap, the oldest first."""
    return [tap * dilation * batch for tap in range(width)]


def _through_taps(x: Tensor, grad_y: Tensor, weight: Tensor, grad_weight: Tensor, dilation: int, batch: int) -> Tensor:
    """Fills the weight's gradient (width·R, 2D) and returns that of the layer's input x, (rows, R)."""
    residual, rows = x.shape[1], grad_y.shape[0]
    grad_input = torch.empty_like(x)
    for tap, first in enumerate(_tap_rows(weight.shape[0] // residual, dilation, batch)):
        own = slice(tap * residual, (tap + 1) * residual)
        torch.mm(x[first : first + rows].T, grad_y, out=grad_weight[own])
        if tap == 0:
            torch.mm(grad_y, weight[own].T, out=grad_input[:rows])
            grad_input[rows:].zero_()
        else:
            grad_input[first : first + rows].addmm_(grad_y, weight[own].T)
    return grad_input


def _gate_gradient(grad_z: Tensor, filtered: Tensor, opened: Tensor) -> Tensor:
    """d/d(inputs of the tanh) for z = f·(1 + o), f and o being tanh outputs; all (rows, D) → (rows, 2D)."""
    channels = grad_z.shape[1]
    grad_y = grad_z.new_empty(grad_z.shape[0], 2 * channels)
    one = grad_z.new_ones(1)
    grad_y[:, :channels] = torch.addcmul(grad_z, grad_z, opened).mul_(torch.addcmul(one, filtered, filtered, value=-1))
    grad_y[:, channels:] = (grad_z * filtered).mul_(torch.addcmul(one, opened, opened, value=-1))
    return grad_y
