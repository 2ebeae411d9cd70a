"""The inner loops of the sampler, compiled by numba: one voice, one sample at a time, in float32.

Products run over eight inputs at once and all outputs, which vectorises over the outputs and keeps the order of
every sum fixed. `contract` alone of the fast-math flags is on: a fused multiply-add, nothing reordered.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numba
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Job = Callable[[int], None]

compiled = numba.njit(cache=True, nogil=True, fastmath={"contract"}, boundscheck=False, error_model="numpy")


class Network(NamedTuple):
    """Folded weights, as `sampler` prepares them."""

    embedding: Floats
    gate: Floats
    residual: Floats
    residual_bias: Floats
    skip: Floats
    skip_bias: Floats
    hidden: Floats
    hidden_bias: Floats
    output: Floats
    output_bias: Floats


class State(NamedTuple):
    """What one voice remembers: rings (Σdilations, R), head (previous class, present class, time), its gate biases."""

    rings: Floats
    head: npt.NDArray[np.int64]
    gate_bias: Floats
    dilations: npt.NDArray[np.int64]


@compiled
def _multiply_add(x: Floats, weight: Floats, out: Floats) -> None:
    """out += x · weight for x (K,), weight (K, O), K a multiple of 4."""
    inputs, outputs = weight.shape
    k = 0
    while k + 8 <= inputs:
        a, b, c, d, e, f, g, h = x[k], x[k + 1], x[k + 2], x[k + 3], x[k + 4], x[k + 5], x[k + 6], x[k + 7]
        for o in range(outputs):
            out[o] += ((a * weight[k, o] + b * weight[k + 1, o]) + (c * weight[k + 2, o] + d * weight[k + 3, o])) + (
                (e * weight[k + 4, o] + f * weight[k + 5, o]) + (g * weight[k + 6, o] + h * weight[k + 7, o])
            )
        k += 8
    while k < inputs:
        a = x[k]
        for o in range(outputs):
            out[o] += a * weight[k, o]
        k += 1


@compiled
def _tanh(values: Floats) -> None:
    """tanh in place by a rational approximation (as in Eigen), within 3e-7, so that it vectorises."""
    for i in range(values.size):
        x = min(max(values[i], np.float32(-7.9053111)), np.float32(7.9053111))
        s = x * x
        p = s * np.float32(-2.76076847742355e-16) + np.float32(2.00018790482477e-13)
        p = s * p + np.float32(-8.60467152213735e-11)
        p = s * p + np.float32(5.12229709037114e-08)
        p = s * p + np.float32(1.48572235717979e-05)
        p = s * p + np.float32(6.37261928875436e-04)
        p = s * p + np.float32(4.89352455891786e-03)
        q = s * np.float32(1.19825839466702e-06) + np.float32(1.18534705686654e-04)
        q = s * q + np.float32(2.26843463243900e-03)
        q = s * q + np.float32(4.89352518554385e-03)
        values[i] = x * p / q


@compiled
def _layers(state: State, network: Network, x: Floats, gated: Floats, gates: Floats) -> None:
    """Lets the present sample pass all layers: fills gates (layers · D) and moves the rings on by one."""
    residual, channels = x.size, gates.size // 2
    layers = state.dilations.size
    previous, present, time = state.head[0], state.head[1], state.head[2]
    for i in range(residual):
        x[i] = network.embedding[0, previous, i] + network.embedding[1, present, i]
    first = 0
    for layer in range(layers):
        slot = state.rings[first + time % state.dilations[layer]]
        gates[:] = state.gate_bias[layer]
        _multiply_add(slot, network.gate[layer, :residual], gates)
        _multiply_add(x, network.gate[layer, residual:], gates)
        _tanh(gates)
        z = gated[layer * channels : (layer + 1) * channels]
        for i in range(channels):
            z[i] = gates[i] + gates[i] * gates[channels + i]
        slot[:] = x
        if layer < layers - 1:
            for i in range(residual):
                x[i] += network.residual_bias[layer, i]
            _multiply_add(z, network.residual[layer], x)
        first += state.dilations[layer]
    state.head[2] = time + 1


@compiled
def _rectified(x: Floats, weight: Floats, bias: Floats, out: Floats) -> None:
    out[:] = bias
    _multiply_add(x, weight, out)
    for i in range(out.size):
        out[i] = max(out[i], np.float32(0.0))


@compiled
def _logits(network: Network, gated: Floats, skips: Floats, hidden: Floats, logits: Floats) -> None:
    _rectified(gated, network.skip, network.skip_bias, skips)
    _rectified(skips, network.hidden, network.hidden_bias, hidden)
    logits[:] = network.output_bias
    _multiply_add(hidden, network.output, logits)


@compiled
def _chosen(logits: Floats, inverse_temperature: float, uniform: float) -> int:
    """The class that the uniform number falls on in the cumulative softmax; overwrites the logits."""
    highest = logits[0]
    for i in range(1, logits.size):
        highest = max(highest, logits[i])
    total = 0.0
    for i in range(logits.size):
        logits[i] = np.exp((logits[i] - highest) * inverse_temperature)
        total += logits[i]
    left = uniform * total
    for i in range(logits.size):
        left -= logits[i]
        if left < 0.0:
            return i
    return int(logits.argmax())


@compiled
def _advance(head: npt.NDArray[np.int64], present: int) -> None:
    head[0] = head[1]
    head[1] = present


@compiled
def hear(state: State, network: Network, classes: npt.NDArray[np.uint8]) -> None:
    """Takes the samples in without predicting; the last of them is left to be heard when the next one is drawn."""
    x = np.empty(network.embedding.shape[2], np.float32)
    gates = np.empty(state.gate_bias.shape[1], np.float32)
    gated = np.empty(network.skip.shape[0], np.float32)
    _advance(state.head, classes[0])
    for t in range(1, classes.size):
        _layers(state, network, x, gated, gates)
        _advance(state.head, classes[t])


@compiled
def draw(
    state: State, network: Network, uniforms: Floats, inverse_temperature: float, drawn: npt.NDArray[np.uint8]
) -> None:
    """Draws drawn.size samples, one for each uniform number."""
    x = np.empty(network.embedding.shape[2], np.float32)
    gates = np.empty(state.gate_bias.shape[1], np.float32)
    gated = np.empty(network.skip.shape[0], np.float32)
    skips, hidden = np.empty(network.skip.shape[1], np.float32), np.empty(network.skip.shape[1], np.float32)
    logits = np.empty(network.output.shape[1], np.float32)
    for t in range(drawn.size):
        _layers(state, network, x, gated, gates)
        _logits(network, gated, skips, hidden, logits)
        drawn[t] = _chosen(logits, inverse_temperature, uniforms[t])
        _advance(state.head, drawn[t])


@compiled
def follow(state: State, network: Network, classes: npt.NDArray[np.uint8], logits: Floats) -> None:
    """Writes the logits (samples, 256) before each given sample, then hears that sample."""
    x = np.empty(network.embedding.shape[2], np.float32)
    gates = np.empty(state.gate_bias.shape[1], np.float32)
    gated = np.empty(network.skip.shape[0], np.float32)
    skips, hidden = np.empty(network.skip.shape[1], np.float32), np.empty(network.skip.shape[1], np.float32)
    for t in range(classes.size):
        _layers(state, network, x, gated, gates)
        _logits(network, gated, skips, hidden, logits[t])
        _advance(state.head, classes[t])
