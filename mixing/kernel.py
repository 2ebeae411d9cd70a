"""How the inner loops are compiled."""

from collections.abc import Callable
from typing import TypeVar, cast

import numba

Function = TypeVar("Function", bound=Callable[..., object])

# Sums may be reordered so that dot products vectorise, but not-a-number and infinity keep their meaning.
_REORDER = {"contract", "reassoc", "nsz", "arcp"}


def kernel(function: Function) -> Function:
    """Compile a numeric loop on its first call, keep the result on disk, and run it without the interpreter lock.

    Division by zero gives infinity, as in numpy: a loop that has to look for it cannot go many numbers at once.
    What one loop calls of another becomes part of it: called, it would be whichever of several compiled copies was
    loaded first, which round differently, and the first render after an installation would not equal the next.
    """
    return cast(
        Function, numba.njit(cache=True, nogil=True, fastmath=_REORDER, error_model="numpy", forceinline=True)(function)
    )
