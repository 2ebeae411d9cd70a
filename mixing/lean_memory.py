"""Whether the C library hands back what is freed.

What stretching frees goes back at once. Left to itself glibc keeps ever larger pieces for the next asking: a hundred
megabytes and more, since Rubber Band asks for some of every size, on several threads. Mixing asks for blocks of the
same few sizes again and again, for which the system would have to find, and clear, every page anew.
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
    library = _library()
    if library is None:
        yield
        return
    library.mallopt(_MMAP_THRESHOLD, _SMALL_BYTES)
    library.mallopt(_TRIM_THRESHOLD, _SMALL_BYTES)
    try:
        yield
    finally:
        steady_memory()
        library.malloc_trim(0)


def steady_memory() -> None:
    """From now on what is freed is kept for the next asking. Without glibc, nothing."""
    library = _library()
    if library is not None:
        library.mallopt(_MMAP_THRESHOLD, _USUAL_BYTES)
        library.mallopt(_TRIM_THRESHOLD, 2 * _USUAL_BYTES)


def _library() -> ctypes.CDLL | None:
    return ctypes.CDLL(None) if platform.libc_ver()[0] == "glibc" else None
