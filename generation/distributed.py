"""Several processes as one trainer: each makes its share of every step, and all of them the same step.

The processes are those of `torchrun`; they speak by gloo on processors and by NCCL on GPUs. The gradients are summed
by hand, in one message a step: what is shared is then plain to see, and so is that nothing else is.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

import torch
from torch import Tensor, distributed

from generation.errors import EngineError
from generation.windows import Batch

PATIENCE = timedelta(hours=2)
"""How long the others wait while the first one validates and makes auditions."""


class WorldError(EngineError):
    """The processes cannot train together."""


@dataclass(frozen=True)
class World:
    """This process among all: the first (rank 0) writes, validates and tells."""

    rank: int = 0
    size: int = 1

    @property
    def first(self) -> bool:
        return self.rank == 0

    def share(self, batch: Batch) -> Batch:
        """This process's examples of a batch."""
        if self.size == 1:
            return batch
        own = slice(self.rank, None, self.size)
        return Batch(batch.samples[:, own], batch.labels[own], batch.controls[:, own])

    def sum(self, tensors: Sequence[Tensor]) -> None:
        """Sums each tensor over the processes, in place, in one message."""
        if self.size == 1:
            return
        joined = torch.cat([tensor.reshape(-1) for tensor in tensors])
        try:
            distributed.all_reduce(joined)
        except RuntimeError:
            raise WorldError("Another process of this training has ended; go on with --resume.") from None
        sizes = [tensor.numel() for tensor in tensors]
        for tensor, part in zip(tensors, torch.split(joined, sizes), strict=True):
            tensor.copy_(part.view_as(tensor))

    def agree(self, *values: float) -> list[float]:
        """The sums over all processes of a few numbers, in float64."""
        if self.size == 1:
            return list(values)
        device = f"cuda:{torch.cuda.current_device()}" if distributed.get_backend() == "nccl" else "cpu"
        numbers = torch.tensor(values, dtype=torch.float64, device=device)
        self.sum([numbers])
        return [float(number) for number in numbers]

    def require_shares(self, batch: int) -> None:
        """Raises `WorldError` when some process would have no example of a batch."""
        if batch < self.size:
            raise WorldError(
                f"A batch of {batch} cannot be shared by {self.size} processes: give --batch {self.size} or more."
            )


ALONE = World()


def processes() -> int:
    """How many processes `torchrun` started; 1 without it."""
    return int(os.environ.get("WORLD_SIZE", "1"))


@contextmanager
def joined(device: str) -> Iterator[tuple[World, str]]:
    """Joins the processes that `torchrun` started, while it lasts; gives the world and this process's own device.

    Without `torchrun`'s environment this process is alone, on the device as it was named.
    """
    size = processes()
    if size == 1:
        yield ALONE, device
        return
    if device == "cuda":
        device = f"cuda:{os.environ.get('LOCAL_RANK', '0')}"
        torch.cuda.set_device(device)
    distributed.init_process_group("nccl" if device.startswith("cuda") else "gloo", timeout=PATIENCE)
    try:
        yield World(distributed.get_rank(), size), device
    finally:
        distributed.destroy_process_group()
