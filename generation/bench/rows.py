"""All rows of the benchmark, one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import torch

from generation.architectures.wavenet_config import WavenetConfig
from generation.bench.generation_rows import generation_rows
from generation.bench.limits import matrix_peak, read_bytes, read_limit
from generation.bench.row import Row, clock_for
from generation.bench.training_rows import training_rows
from generation.native import NativeUnavailable, peak_flops
from generation.precision import Precision, SamplerPrecision

TRAINED: tuple[Precision, ...] = ("float32", "bfloat16")
SAMPLED: tuple[SamplerPrecision, ...] = ("float32", "bfloat16", "int8")
STACK = tuple(2**power for power in range(10))
NETWORKS: dict[str, WavenetConfig] = {
    "big": WavenetConfig(sample_rate_hz=16_000, dilations=STACK * 5, skip_channels=512),
    "small": WavenetConfig(sample_rate_hz=16_000, dilations=STACK * 3, skip_channels=128),
}
"""The network of the literature, and the small one that a processor trains."""


def rows(threads: int = 1, networks: Sequence[str] = tuple(NETWORKS)) -> Iterator[Row]:
    """Yields the rows one by one: the limits first, then generation and training of each network."""
    before = torch.get_num_threads()
    torch.set_num_threads(threads)
    try:
        clock = clock_for(threads)
        in_training = tuple(precision for precision in TRAINED if _is_multiplied(precision))
        in_takes = tuple(precision for precision in SAMPLED if _is_multiplied(precision))
        for precision in in_takes:
            unit = "Gop/s" if precision == "int8" else "GFLOP/s"
            yield Row(f"matrix_peak_{precision}", matrix_peak(precision) / 1e9, unit)
        for name in networks:
            config = NETWORKS[name]
            bandwidth = read_limit(config, "float32") * read_bytes(config, "float32")
            yield Row(f"weight_read_{name}", bandwidth / 1e9, "GB/s")
        for name in networks:
            yield from generation_rows(name, NETWORKS[name], in_takes, threads, clock)
            yield from training_rows(name, NETWORKS[name], in_training, threads, clock)
    finally:
        torch.set_num_threads(before)


def _is_multiplied(precision: SamplerPrecision) -> bool:
    """By the processor itself; torch multiplies float32 on any."""
    try:
        return precision == "float32" or peak_flops(precision) > 0
    except NativeUnavailable:
        return False
