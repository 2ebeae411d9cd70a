"""What a worker process knows of itself: that it is being shut down, and whose child it is."""

import mmap
import os
from functools import cache
from typing import Any

from celery import signals

from studio.jobs.fitting import Machine
from studio.processes.lifeline import die_with

SOUNDING = {"generate", "play"}
"""The queues whose jobs are heard while they run."""


@cache
def _shared() -> mmap.mmap:
    """One byte that forked workers share with their parent; made before the first fork."""
    return mmap.mmap(-1, 1)


@cache
def _parent_id() -> int:
    return os.getpid()


def is_stopping() -> bool:
    """Whether the worker was asked to end: a job that runs then goes back to its queue."""
    return _shared()[0] != 0


def threads() -> int:
    """How many threads an engine may use: one core stays free for the site."""
    return max(1, (os.cpu_count() or 1) - 1)


@signals.celeryd_after_setup.connect
def warm_up(instance: Any, **_: Any) -> None:
    """Loads what makes sound before the worker forks, so that the first take does not wait for it."""
    if SOUNDING.isdisjoint(instance.app.amqp.queues.consume_from):
        return
    import generation.take
    from generation.native.library import native_levels

    native_levels()
    if not native_levels():
        import generation.torch_sampler  # noqa: F401 - what stands in where nothing native was built


@cache
def machine() -> Machine:
    """What this worker runs on; torch is loaded to see, so only workers that train ask."""
    import torch

    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    if not torch.cuda.is_available():
        return Machine(memory)
    properties = torch.cuda.get_device_properties(0)
    return Machine(memory, int(properties.total_memory), str(properties.name))


@signals.worker_init.connect
def before_forking(**_: Any) -> None:
    _shared()
    _parent_id()


@signals.worker_process_init.connect
def after_forking(**_: Any) -> None:
    die_with(_parent_id())


@signals.worker_shutting_down.connect
def stop(**_: Any) -> None:
    _shared()[0] = 1
