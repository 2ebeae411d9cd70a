"""The sampler in C++: at the speed of the processor's memory for one voice, of its arithmetic for several."""

from __future__ import annotations

import os
import weakref
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from ctypes import CDLL, byref
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from generation.architectures.wavenet_config import WavenetConfig
from generation.coding import Samples, empty
from generation.errors import EngineError
from generation.native.library import (
    PRECISIONS,
    WEIGHTS,
    Biases,
    NativeUnavailable,
    Shape,
    Weights,
    load,
    native_levels,
)
from generation.precision import SamplerPrecision
from generation.sampler import Floats, Steering, last_receptive_field

__all__ = ["MAX_VOICES", "NativeSampler", "NativeUnavailable", "native_levels"]

MAX_VOICES = 4_096


class NativeSampler:
    """Implements `Sampler`; every thread makes a group of the voices, and no voice depends on the groups.

    With tiles (AMX) "float32" multiplies the numbers behind a large network's layers, and all of eight voices and more
    in a smaller one, as two halves of bfloat16.
    Precision "bfloat16" rounds weights and products' inputs to bfloat16 and sums them in float32; it needs a
    processor with AVX512_BF16. One or two voices it makes in half precision instead, with AVX512_FP16, where channels
    are multiples of 32 and no number can pass half precision's range. "int8" rounds the weights to eight bits with a
    scale for each output (the last product's to twelve), the inputs to sixteen, and sums them exactly; it needs
    AVX512_VNNI.
    `level` picks one build, for tests and measurements; None takes the fastest.
    Raises `NativeUnavailable` where no build does this.
    """

    def __init__(
        self,
        config: WavenetConfig,
        weights: Mapping[str, npt.NDArray[np.float32]],
        voices: int,
        threads: int | None = None,
        precision: SamplerPrecision = "float32",
        level: str | None = None,
    ) -> None:
        if not 1 <= voices <= MAX_VOICES:
            raise EngineError(f"Ask for 1 to {MAX_VOICES} voices, not {voices}.")
        self._config, self._voices = config, voices
        self._library = load(level, precision)
        network = _network(self._library, config, weights, precision, voices)
        groups = max(1, min(voices, threads or os.cpu_count() or 1))
        edges = [voices * group // groups for group in range(groups + 1)]
        self._groups = [_Group(self._library, network, slice(first, last)) for first, last in pairwise(edges)]

    @property
    def voices(self) -> int:
        return self._voices

    def prime(self, context: Samples, steering: Steering) -> None:
        heard = self._checked(last_receptive_field(self._config, context), self._config.receptive_field_samples)
        biases = self._checked_biases(steering)

        def prime(group: _Group) -> None:
            frames = group.steering(biases, steering)
            self._library.wavenet_prime(group.handle, heard.ctypes.data, byref(frames))

        self._run(prime)

    def draw(self, uniforms: Floats, temperatures: Floats, steering: Steering) -> Samples:
        shape = (self._voices, temperatures.size, self._config.uniforms_per_sample)
        if uniforms.shape != shape or temperatures.ndim != 1:
            raise ValueError(f"the uniform numbers are {uniforms.shape} instead of {shape}")
        numbers = np.ascontiguousarray(uniforms, np.float32)
        heats = np.ascontiguousarray(temperatures, np.float32)
        if not (np.isfinite(heats) & (heats > 0)).all():
            raise EngineError("A temperature must be a number above 0.")
        if not ((numbers >= 0) & (numbers <= 1)).all():
            raise ValueError("uniform numbers lie between 0 and 1")
        biases = self._checked_biases(steering)
        drawn = np.empty(shape[:2], np.int16)

        def draw(group: _Group) -> None:
            own, given, frames = drawn[group.voices], numbers[group.voices], group.steering(biases, steering)
            self._library.wavenet_draw(
                group.handle, heats.size, given.ctypes.data, heats.ctypes.data, byref(frames), own.ctypes.data
            )

        self._run(draw)
        return drawn.astype(empty(self._config, 0).dtype)

    def follow(self, samples: Samples, steering: Steering) -> Floats:
        given = self._checked(samples, self._voices, samples.shape[-1])
        biases = self._checked_biases(steering)
        outputs = np.empty((*given.shape, self._config.outputs), np.float32)

        def follow(group: _Group) -> None:
            own, heard, frames = outputs[group.voices], given[group.voices], group.steering(biases, steering)
            self._library.wavenet_follow(
                group.handle, given.shape[1], heard.ctypes.data, byref(frames), own.ctypes.data
            )

        self._run(follow)
        return outputs

    def _checked(self, samples: Samples, *shape: int) -> npt.NDArray[np.int16]:
        """The samples as the library reads them; a class beyond the embedding would be read from foreign memory."""
        if samples.shape != shape:
            raise ValueError(f"the samples are {samples.shape} instead of {shape}")
        if self._config.head == "categorical" and samples.size:
            low, high = int(samples.min()), int(samples.max())
            if low < 0 or high >= self._config.quantisation:
                raise ValueError(f"samples are classes below {self._config.quantisation}, not {low} to {high}")
        return np.ascontiguousarray(samples, np.int16)

    def _checked_biases(self, steering: Steering) -> Floats:
        shape = (self._voices, self._config.layers, 2 * self._config.dilation_channels)
        if steering.biases.shape[1:] != shape or len(steering.biases) == 0 or steering.frame_samples < 1:
            raise ValueError(f"the steering's biases are {steering.biases.shape}: give at least a frame of {shape}")
        return np.ascontiguousarray(steering.biases, np.float32)

    def _run(self, job: Callable[[_Group], None]) -> None:
        if len(self._groups) == 1:
            job(self._groups[0])
        else:
            with ThreadPoolExecutor(len(self._groups)) as pool:
                list(pool.map(job, self._groups))


class _Network:
    """Packed weights in the library's memory, freed with this object."""

    def __init__(self, library: CDLL, handle: int) -> None:
        self.handle = handle
        weakref.finalize(self, library.wavenet_network_free, handle)


class _Group:
    """The voices of one thread: their state in the library's memory, freed with this object."""

    def __init__(self, library: CDLL, network: _Network, voices: slice) -> None:
        handle = library.wavenet_group(network.handle, voices.stop - voices.start)
        if not handle:
            raise MemoryError("no memory for so many voices")
        self.handle, self.voices, self.network = handle, voices, network
        weakref.finalize(self, library.wavenet_group_free, handle)

    def steering(self, biases: Floats, steering: Steering) -> Biases:
        """The part of all voices' biases, (frames, voices, layers, 2D), that is this group's."""
        own = biases[:, self.voices]
        return Biases(own.ctypes.data, len(own), biases[0].size, steering.frame_samples)


def _network(
    library: CDLL,
    config: WavenetConfig,
    weights: Mapping[str, npt.NDArray[np.float32]],
    precision: SamplerPrecision,
    voices: int,
) -> _Network:
    arrays = {name: np.ascontiguousarray(weights[name], np.float32) for name in config.parameter_shapes}
    for name, shape in config.parameter_shapes.items():
        if arrays[name].shape != shape:
            raise ValueError(f"{name} is {arrays[name].shape} instead of {shape}")
        if not np.isfinite(arrays[name]).all():
            raise EngineError(f"The model's {name} holds numbers that are not finite; use another checkpoint.")
    categorical = config.head == "categorical"
    sizes = Shape(
        layers=config.layers,
        filter_width=config.filter_width,
        input_width=config.input_width,
        residual=config.residual_channels,
        dilation=config.dilation_channels,
        skip=config.skip_channels,
        outputs=config.outputs,
        levels=config.quantisation if categorical else 0,
        mixtures=0 if categorical else config.mixtures,
    )
    found = arrays | {"input": arrays["input_embedding" if categorical else "input_weight"]}
    pointers = {name: found[name].ctypes.data for name in WEIGHTS if name in found}
    dilations = np.array(config.dilations, np.int32)
    handle = library.wavenet_network(
        byref(sizes), dilations.ctypes.data, byref(Weights(**pointers)), PRECISIONS[precision], voices
    )
    if not handle:
        raise MemoryError("no memory for the network's weights")
    return _Network(library, handle)
