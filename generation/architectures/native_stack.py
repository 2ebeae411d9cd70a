"""The dilated gated layers in C++: as `GatedStack`, on the processor, several times faster than torch's operations.

A chunk of rows goes through a layer's products, its tanh and its residual while it lies in the nearest cache, where
torch writes and reads every intermediate of all rows. Products are summed in float32 whatever the head's precision.
"""

from __future__ import annotations

import ctypes
import functools
from ctypes import POINTER, byref, c_int32, c_int64, c_void_p
from typing import Any

import torch
from torch import Tensor

from generation.architectures.wavenet_config import WavenetConfig
from generation.native.library import NativeUnavailable, load


class _Stack(ctypes.Structure):
    """As in native/stack.h."""

    _fields_ = [
        *((name, c_int32) for name in ("layers", "batch", "residual", "channels", "filter_width", "features")),
        ("threads", c_int32),
        ("half_skips", c_int32),
        ("rows", c_int64),
        ("wanted", c_int64),
        ("dilations", POINTER(c_int32)),
        *((name, c_void_p) for name in ("x", "gate_bias", "gate_weight", "residual_weight", "residual_bias")),
        *((name, c_void_p) for name in ("controls", "control_weight", "inputs", "gates", "skips")),
    ]


class _Gradients(ctypes.Structure):
    """As in native/stack.h."""

    _fields_ = [
        *((name, c_void_p) for name in ("skips", "gate_back", "residual_back", "x", "gate_bias", "gate_weight")),
        *((name, c_void_p) for name in ("residual_weight", "residual_bias", "control_weight")),
    ]


def runs_natively(config: WavenetConfig, x: Tensor) -> bool:
    """Whether the C++ takes these layers: on the processor, not in double precision, channels in whole vectors."""
    library = _library()
    lanes = library.wavenet_lanes() if library else 0
    whole = lanes and config.residual_channels % lanes == 0 and config.dilation_channels % lanes == 0
    return bool(whole) and x.device.type == "cpu" and x.dtype == torch.float32


@functools.cache
def _library() -> ctypes.CDLL | None:
    """The fastest build; None where there is none."""
    try:
        return load()
    except NativeUnavailable:
        return None


class NativeStack(torch.autograd.Function):
    """As `GatedStack`, with float32 tensors; the last argument is the type that the skips are wanted in.

    Uses as many threads as torch. Each thread sums its own rows' weight gradients, so another number of threads
    rounds them differently; the outputs do not depend on it.
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
        dtype: torch.dtype,
    ) -> Tensor:
        layers, batch, gate = gate_bias.shape
        residual, width = x.shape[1], gate_weight.shape[1] // x.shape[1]
        x = x.contiguous()
        weights = (gate_bias, gate_weight, residual_weight, residual_bias, controls, control_weight)
        rest = [None if tensor is None else tensor.contiguous() for tensor in weights]
        rows = [x.shape[0]]
        for dilation in dilations:
            rows.append(rows[-1] - (width - 1) * dilation * batch)
        inputs = x.new_empty(sum(rows[1:-1]), residual)
        gates = x.new_empty(sum(rows[1:]), gate)
        skips = torch.empty(outputs * batch, layers * (gate // 2), dtype=dtype)
        saved = (x, *rest, inputs, gates)
        stack = _stack(saved, dilations, skips)
        _call("wavenet_stack_forward", byref(stack))
        ctx.save_for_backward(*saved)
        ctx.dilations, ctx.wanted = dilations, skips.shape[0]
        return skips

    @staticmethod
    def backward(ctx: Any, grad_skips: Tensor) -> tuple[Tensor | None, ...]:
        saved = ctx.saved_tensors
        x, gate_bias, gate_weight, residual_weight, residual_bias, _, control_weight = saved[:7]
        layers, _, gate = gate_bias.shape
        grad_skips = grad_skips.contiguous()
        stack = _stack(saved, ctx.dilations, grad_skips)
        taps = gate_weight.view(layers, -1, x.shape[1], gate)
        back = (taps.transpose(2, 3).contiguous(), residual_weight.transpose(1, 2).contiguous())
        weights = (gate_bias, gate_weight, residual_weight, residual_bias, control_weight)
        sums = [None if weight is None else weight.new_zeros(stack.threads, *weight.shape) for weight in weights]
        grad_x = torch.empty_like(x)
        gradients = _Gradients(*(_address(tensor) for tensor in (grad_skips, *back, grad_x, *sums)))
        _call("wavenet_stack_backward", byref(stack), byref(gradients))
        grad_bias, grad_weight, grad_residual, grad_residual_bias, grad_control = (
            None if tensor is None else tensor.sum(0) for tensor in sums
        )
        return (
            grad_x, grad_bias, grad_weight, grad_residual, grad_residual_bias, None, grad_control, None, None, None,
        )  # fmt: skip


def _stack(saved: tuple[Tensor | None, ...], dilations: tuple[int, ...], skips: Tensor) -> _Stack:
    """What the C++ reads; the tensors must outlive it."""
    x, gate_bias, gate_weight, _, _, controls, *_ = saved
    assert x is not None and gate_bias is not None and gate_weight is not None
    layers, batch, gate = gate_bias.shape
    return _Stack(
        layers, batch, x.shape[1], gate // 2, gate_weight.shape[1] // x.shape[1],
        0 if controls is None else controls.shape[1], torch.get_num_threads(), int(skips.dtype == torch.bfloat16),
        x.shape[0], skips.shape[0], (c_int32 * layers)(*dilations), *(_address(tensor) for tensor in (*saved, skips)),
    )  # fmt: skip


def _call(name: str, *arguments: object) -> None:
    if getattr(_library(), name)(*arguments) != 0:
        raise MemoryError("no memory or no threads for the network's layers")


def _address(tensor: Tensor | None) -> int | None:
    return None if tensor is None else tensor.data_ptr()
