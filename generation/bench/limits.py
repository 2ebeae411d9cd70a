"""What one core can do at most: read weights, and multiply and add."""

from __future__ import annotations

import time

import torch

from generation.architectures.wavenet_config import WavenetConfig
from generation.bench.row import fastest
from generation.native import NativeUnavailable, peak_flops, read_bandwidth
from generation.precision import Precision, SamplerPrecision

WEIGHT_BYTES: dict[SamplerPrecision, int] = {"float32": 4, "bfloat16": 2, "int8": 1}
DTYPES: dict[Precision, torch.dtype] = {"float32": torch.float32, "bfloat16": torch.bfloat16}


def read_limit(config: WavenetConfig, precision: SamplerPrecision) -> float:
    """Samples a second of one voice if it did nothing but read every weight once a sample (a roofline's slope)."""
    return _bandwidth(read_bytes(config, precision)) / read_bytes(config, precision)


def roofline(config: WavenetConfig, precision: SamplerPrecision, voices: int) -> float:
    """Samples a second of so many voices on one core: by what it reads of the weights, or by what it multiplies."""
    return min(voices * read_limit(config, precision), arithmetic_limit(config, precision))


def arithmetic_limit(config: WavenetConfig, precision: SamplerPrecision) -> float:
    """Samples a second of all voices if every multiply-add ran at the core's peak (a roofline's roof)."""
    return matrix_peak(precision) / (2.0 * multiplied_weights(config))


def multiplied_weights(config: WavenetConfig) -> int:
    """Weights that take part in a product for every sample: all but the embeddings, of which rows are read."""
    shapes = config.parameter_shapes
    total = config.parameter_count
    for name in ("input_embedding", "class_embedding"):
        if name in shapes:
            count = 1
            for size in shapes[name]:
                count *= size
            total -= count
    return total


def read_bytes(config: WavenetConfig, precision: SamplerPrecision) -> int:
    return multiplied_weights(config) * WEIGHT_BYTES[precision]


def matrix_peak(precision: SamplerPrecision) -> float:
    """Floating-point operations a second of one core: the native probe's or torch's large product's, the greater.

    Torch multiplies bfloat16 by matrix tiles where the processor has them, several times faster than by vectors.
    """
    if precision == "int8":  # only the sampler multiplies it
        return peak_flops(precision)
    torch_flops = torch_peak(precision)
    try:
        return max(peak_flops(precision), torch_flops)
    except NativeUnavailable:
        return torch_flops


def torch_peak(precision: Precision) -> float:
    size = 1_024
    a, b = torch.randn(size, size).to(DTYPES[precision]), torch.randn(size, size).to(DTYPES[precision])
    return 2.0 * size**3 / fastest(lambda: torch.mm(a, b), 8, time.process_time)


def _bandwidth(size_bytes: int) -> float:
    try:
        return read_bandwidth(size_bytes)
    except NativeUnavailable:
        weights, x = torch.randn(512, max(1, size_bytes // 2_048)), torch.randn(max(1, size_bytes // 2_048))
        return weights.nbytes / fastest(lambda: torch.mv(weights, x), 50, time.process_time)
