"""What a job needs of a machine, and what a machine has."""

from dataclasses import dataclass

from studio.jobs.models import Job
from studio.jobs.publish import publish_job


@dataclass(frozen=True)
class Machine:
    """Where a worker runs: its memory, and its GPU's if it has one."""

    memory_bytes: int | None = None  # None: not known, whatever is asked may be tried
    gpu_memory_bytes: int = 0
    gpu_name: str = ""

    @property
    def has_gpu(self) -> bool:
        return self.gpu_memory_bytes > 0

    def fits(self, job: Job) -> bool:
        if job.needs_gpu:
            return self is ANY or self.gpu_memory_bytes >= job.needs_memory_bytes
        return self.has_gpu or self.memory_bytes is None or self.memory_bytes >= job.needs_memory_bytes


ANY = Machine()
"""Fits everything: for whoever asks about the queue, not for a worker."""


def needs_in_words(job: Job) -> str:
    memory = f"{job.needs_memory_bytes / 1e9:.0f} GB of memory" if job.needs_memory_bytes >= 1e9 else ""
    if job.needs_gpu:
        return f"a GPU with {memory}" if memory else "a GPU"
    return memory or "room"


def tell_waiting(kind: str, machine: Machine) -> None:
    """Says on each waiting job that does not fit this machine what it waits for."""
    for job in Job.objects.filter(status=Job.Status.QUEUED, kind=kind):
        sentence = f"Waiting for a worker with {needs_in_words(job)}"
        if machine.fits(job) or job.message == sentence:
            continue
        if Job.objects.filter(id=job.id, status=Job.Status.QUEUED).update(message=sentence):
            job.message = sentence
            publish_job(job)
