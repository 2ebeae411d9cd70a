"""Lets the C library hand back at once what stretching frees.

Left to itself glibc keeps ever larger pieces for the next asking: a hundred megabytes and more, since Rubber Band asks
for some of every size, on several threads.
"""

import ctypes
import platform
from collections.abc import Iterator
from contextlib import contextmanager

_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3  # glibc's numbers of the settings (mallopt(3))
_SMALL_BYTES = 128 << 10  # what is larger comes from the system, and goes back to it
_USUAL_BYTES = 32 << 20  # where glibc's own threshold, which grows with use until it is first set, ends


@contextmanager
def lean_memory() -> Iterator[None]:
    """While it lasts freed memory goes back to the system. Without glibc, nothing."""
    library = ctypes.CDLL(None) if platform.libc_ver()[0] == "glibc" else None
    if library is None:
        yield
        return
    library.mallopt(_MMAP_THRESHOLD, _SMALL_BYTES)
    library.mallopt(_TRIM_THRESHOLD, _SMALL_BYTES)
    try:
        yield
    finally:
        library.mallopt(_MMAP_THRESHOLD, _USUAL_BYTES)
        library.mallopt(_TRIM_THRESHOLD, 2 * _USUAL_BYTES)
        library.malloc_trim(0)
