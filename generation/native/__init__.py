"""The native sampler: C++ built for several levels of processor, called through ctypes."""

from generation.native.library import NativeUnavailable, native_levels
from generation.native.probe import peak_flops, read_bandwidth

__all__ = ["NativeUnavailable", "native_levels", "peak_flops", "read_bandwidth"]
