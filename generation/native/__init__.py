"""The native sampler: C++ built for several levels of processor, called through ctypes."""
