"""How fast the engine is, against other programs that do the nearest equal work in the same run."""

from mixing.bench.rows import MEMORY_LIMIT_MB, Row, bench
from mixing.bench.session import CLIPS, SECONDS

__all__ = ["CLIPS", "MEMORY_LIMIT_MB", "SECONDS", "Row", "bench"]
