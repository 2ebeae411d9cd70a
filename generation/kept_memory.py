"""Lets the C library keep the memory that a training step frees, for the next step to take.

Left to itself it hands tens of megabytes back to the system at the end of a step and has them made anew, page by
page, in the next: a twentieth of the time or more, by how the heap happens to lie.
"""

from __future__ import annotations

import ctypes
import platform
from collections.abc import Iterator
from contextlib import contextmanager

TRIM_THRESHOLD, MMAP_THRESHOLD, MMAP_MAX = -1, -3, -4
"""glibc's numbers of the settings (mallopt(3))."""
NEVER = -1
DEFAULT_MMAP_MAX = 65_536
LARGEST_MMAP_THRESHOLD_BYTES = 32 << 20
"""Where glibc's own threshold, which grows with use until it is first set, ends in a process with large arrays."""


@contextmanager
def kept_memory() -> Iterator[None]:
    """While it lasts freed memory stays with the process; then what is free goes back. Without glibc, nothing."""
    library = ctypes.CDLL(None) if platform.libc_ver()[0] == "glibc" else None
    if library is None:
        yield
        return
    library.mallopt(TRIM_THRESHOLD, NEVER)
    library.mallopt(MMAP_MAX, 0)
    try:
        yield
    finally:
        library.mallopt(MMAP_MAX, DEFAULT_MMAP_MAX)
        library.mallopt(MMAP_THRESHOLD, LARGEST_MMAP_THRESHOLD_BYTES)
        library.mallopt(TRIM_THRESHOLD, 2 * LARGEST_MMAP_THRESHOLD_BYTES)
        library.malloc_trim(0)
