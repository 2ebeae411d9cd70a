"""How the inner loops are compiled, and loaded when they have been."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
from numba.core.caching import FunctionCache
from numba.core.runtime.nrt import rtsys

Function = TypeVar("Function", bound=Callable[..., object])

_FunctionCache: Any = FunctionCache  # which has no types

# Sums may be reordered so that dot products vectorise, but not-a-number and infinity keep their meaning.
_REORDER = {"contract", "reassoc", "nsz", "arcp"}


def kernel(function: Function) -> Function:
    """Compile a numeric loop on its first call, keep the result on disk, and run it without the interpreter lock.

    Division by zero gives infinity, as in numpy: a loop that has to look for it cannot go many numbers at once.
    What one loop calls of another becomes part of it: called, it would be whichever of several compiled copies was
    loaded first, which round differently, and the first render after an installation would not equal the next.
    """
    compiled: Any = numba.njit(nogil=True, fastmath=_REORDER, error_model="numpy", forceinline=True)(function)
    compiled._cache = _Kept(function)
    return cast(Function, compiled)


class _Kept(_FunctionCache):  # type: ignore[misc]
    """numba's own cache, but that what is there is loaded without all that compiling needs, which takes ten times as
    long (it imports a good part of scipy)."""

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        rtsys.initialize(target_context)
        with self._guard_against_spurious_io_errors():
            return self._load_overload(sig, target_context)
