"""The devices that torch computes on, by name: `cpu`, `cuda`, `cuda:1`…"""

from __future__ import annotations

from generation.errors import EngineError


def require_device(device: str) -> None:
    """Raises `EngineError`, in a sentence, for a device that is no name or not on this machine."""
    if device == "cpu":
        return
    import torch

    kind, _, number = device.partition(":")
    if kind != "cuda" or not (number.isdecimal() or device == "cuda"):
        raise EngineError(f"There is no device “{device}”: choose cpu, cuda or cuda:N.")
    found = torch.cuda.device_count() if torch.cuda.is_available() else 0
    if int(number or 0) >= found:
        raise EngineError(f"{device} is not on this machine (GPUs found: {found}): choose cpu, or another GPU.")
