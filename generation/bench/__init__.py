"""Measures the engine against what this machine can do, in the same run; every output is checked before it is timed."""

from generation.bench.row import BenchError, Row
from generation.bench.rows import NETWORKS, rows

__all__ = ["NETWORKS", "BenchError", "Row", "rows"]
