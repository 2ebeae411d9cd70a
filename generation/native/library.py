"""Finds the sampler's libraries that were built, and knows which of them this processor runs."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from ctypes import POINTER, c_double, c_float, c_int, c_int32, c_int64, c_void_p
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path

from generation.errors import EngineError
from generation.precision import SamplerPrecision

FOLDER = Path(__file__).parent
INTERFACE = 4
"""Changes with the C interface, so that a library of another version is left alone instead of being called wrongly."""

LEVELS = {"v4_amx": 7, "v4_bf16": 6, "v4_vnni": 5, "v4": 4, "v3": 3, "v2": 2, "plain": 0}
"""Fastest first: a level's name and what `processor_level` must at least say for it to run."""


PRECISIONS: dict[SamplerPrecision, int] = {"float32": 0, "bfloat16": 1, "int8": 2}
"""As the enumeration in sampler.cpp."""


class NativeUnavailable(EngineError):
    """No library of the native sampler can do what was asked on this machine."""


SIZES = (
    "layers", "filter_width", "input_width", "residual", "dilation", "skip", "outputs", "levels", "mixtures",
)  # fmt: skip
WEIGHTS = (
    "input", "input_bias", "gate_weight", "residual_weight", "residual_bias", "skip_weight", "skip_bias",
    "hidden_weight", "hidden_bias", "output_weight", "output_bias",
)  # fmt: skip


class Shape(ctypes.Structure):
    """As in network.h."""

    _fields_ = [(name, c_int32) for name in SIZES]


class Weights(ctypes.Structure):
    """As in network.h: where the arrays lie."""

    _fields_ = [(name, c_void_p) for name in WEIGHTS]


class Biases(ctypes.Structure):
    """A steering, as in steering.h."""

    _fields_ = [("biases", c_void_p), ("frames", c_int64), ("frame_stride", c_int64), ("frame_samples", c_int64)]


_FUNCTIONS: dict[str, tuple[type | None, list[type]]] = {
    "wavenet_has": (c_int, [c_int]),
    "wavenet_network": (c_void_p, [POINTER(Shape), c_void_p, POINTER(Weights), c_int, c_int]),
    "wavenet_network_free": (None, [c_void_p]),
    "wavenet_group": (c_void_p, [c_void_p, c_int]),
    "wavenet_group_free": (None, [c_void_p]),
    "wavenet_prime": (None, [c_void_p, c_void_p, POINTER(Biases)]),
    "wavenet_draw": (None, [c_void_p, c_int64, c_void_p, c_void_p, POINTER(Biases), c_void_p]),
    "wavenet_follow": (None, [c_void_p, c_int64, c_void_p, POINTER(Biases), c_void_p]),
    "wavenet_lanes": (c_int, []),
    "wavenet_stack_forward": (c_int, [c_void_p]),
    "wavenet_stack_backward": (c_int, [c_void_p, c_void_p]),
    "wavenet_read": (c_int, [c_int64, c_int64, POINTER(c_float)]),
    "wavenet_multiply": (c_double, [c_int64, c_int, POINTER(c_float)]),
}


def native_levels() -> tuple[str, ...]:
    """The levels that were built and that this processor runs, fastest first; empty where there is none."""
    return tuple(level for level, _ in _usable())


def load(level: str | None = None, precision: SamplerPrecision = "float32") -> ctypes.CDLL:
    """The fastest library with this precision, or that of one level. Raises `NativeUnavailable`."""
    for name, library in _usable():
        if level in (None, name) and library.wavenet_has(PRECISIONS[precision]):
            return library
    asked = "" if level is None else f" at level {level}"
    raise NativeUnavailable(
        f"The native sampler for {precision}{asked} was not built or does not run on this processor; "
        f"install a C++ compiler and install Overhear again (there are: {', '.join(native_levels()) or 'none'})."
    )


def _usable() -> Iterator[tuple[str, ctypes.CDLL]]:
    processor = _opened("_processor", "processor_interface")
    if processor is None:
        return
    here = int(processor.processor_level())
    for level, needed in LEVELS.items():
        library = _opened(f"_sampler_{level}", "wavenet_interface") if here >= needed else None
        if library is not None:
            for name, (result, arguments) in _FUNCTIONS.items():
                function = getattr(library, name)
                function.restype, function.argtypes = result, arguments
            yield level, library


def _opened(name: str, interface: str) -> ctypes.CDLL | None:
    """A library beside this file, if it was built from this version of the interface."""
    for suffix in EXTENSION_SUFFIXES:
        path = FOLDER / f"{name}{suffix}"
        if path.exists():
            try:
                library = ctypes.CDLL(str(path))
                return library if getattr(library, interface)() == INTERFACE else None
            except (OSError, AttributeError):  # built for another system, or not this library at all
                return None
    return None
