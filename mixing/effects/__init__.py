"""One effect to a file; the file's name is the effect's name in projects and in the editor."""

import sys

from mixing.effect import Effect
from mixing.registry import subclasses_in

EFFECTS = subclasses_in(sys.modules[__name__], Effect)  # type: ignore[type-abstract]
