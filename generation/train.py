"""Trains a WaveNet on recordings: a generator of events that can be stopped at any moment and goes on exactly."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from generation.dataset import Recording, dataset_for
from generation.devices import require_device
from generation.distributed import ALONE, World
from generation.kept_memory import kept_memory
from generation.torch_threads import torch_threads
from generation.training_events import TrainingEvent
from generation.training_plan import TrainingPlan
from generation.training_run import TrainingError as TrainingError
from generation.training_run import TrainingRun


def train(
    recordings: Sequence[Recording],
    directory: Path,
    plan: TrainingPlan,
    *,
    device: str = "cpu",
    threads: int | None = None,
    world: World = ALONE,
    start: Path | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[TrainingEvent]:
    """Trains into `directory` (checkpoints, and auditions under `auditions/`), yielding what happens.

    Goes on from the newest whole checkpoint of the directory, exactly as if it had never stopped: with the same plan,
    data, device and threads, bit for bit on a processor, and on a GPU as far as its own sums repeat. (A budget of
    minutes goes on with the minutes that are left, which give as many steps as the machine makes in them.) Closing the
    generator saves a checkpoint first. A loss that explodes rolls back to the newest checkpoint, with half the
    learning rate and other data. `threads` is torch's own number of threads while it runs.

    `start` is a checkpoint whose weights an empty directory begins with, instead of random ones (see `fork`); the
    steps, the learning rate and the optimiser begin anew.

    In a `world` of several processes (see `distributed.joined`) each calls this with the same arguments. The first
    one alone writes, validates and yields all events; the others yield their steps only, so that each of them can be
    stopped, which stops all. Raises `DatasetError`, `AudioError`, `CheckpointError`, `ForkError`, `WorldError` or
    `TrainingError`.
    """
    began = clock()
    require_device(device)
    with torch_threads(threads), kept_memory():
        world.require_shares(plan.shape.batch)
        dataset = dataset_for(recordings, plan)
        run = TrainingRun(
            dataset, directory, plan,
            began=began, device=device, threads=threads, world=world, start=start, clock=clock,
        )  # fmt: skip
        yield from run.events()
