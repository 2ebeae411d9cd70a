"""The precisions of matrix products, and which is the fastest that learns as well on this machine."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from generation.devices import require_device

Precision = Literal["float32", "bfloat16"]
"""Of the products in training."""
SamplerPrecision = Literal["float32", "bfloat16", "int8"]
"""Of the products in making takes."""

PROCESSOR_INFO = Path("/proc/cpuinfo")
BFLOAT16_FLAGS = frozenset({"avx512_bf16", "amx_bf16"})
FIRST_GENERATION_WITH_BFLOAT16 = 8
"""NVIDIA's compute capability 8: Ampere."""


def fastest_precision(device: str = "cpu") -> Precision:
    """bfloat16 where the device's processor multiplies it itself, else float32."""
    require_device(device)
    if device != "cpu":
        import torch

        return (
            "bfloat16" if torch.cuda.get_device_capability(device)[0] >= FIRST_GENERATION_WITH_BFLOAT16 else "float32"
        )
    return "bfloat16" if BFLOAT16_FLAGS & _processor_flags(PROCESSOR_INFO) else "float32"


def _processor_flags(path: Path) -> frozenset[str]:
    """Of the first processor as Linux tells them; none where it does not."""
    try:
        lines = path.read_text().splitlines()
    except OSError:
        return frozenset()
    flags = next((line.partition(":")[2] for line in lines if line.startswith("flags")), "")
    return frozenset(flags.split())
