"""Whose turn it is: of all who wait for a kind of work, the person for whom workers worked least of late; of their
jobs the oldest. A worker takes the job whose turn it is, whatever message woke it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from studio.jobs.fitting import ANY, Machine
from studio.jobs.models import Job
from studio.jobs.usage import recent_seconds

MOST_LOOKED_AT = 1000
SETTLED = timedelta(seconds=3)  # a job younger than this may be another worker's in a moment


@dataclass(frozen=True)
class Turn:
    """A waiting job with what comes before it."""

    job: Job
    place: int  # 1: next
    ahead: tuple[Job, ...]


def candidates(kind: str, machine: Machine = ANY) -> Iterator[Job]:
    """The waiting jobs of a kind that fit a machine, in the order in which they should be taken."""
    yield from in_turn(_waiting(kind, machine), machine)


def in_turn(waiting: list[Job], machine: Machine = ANY) -> list[Job]:
    """Round after round, each person's next job; those who used less go first, and every turn counts as a slice."""
    if not waiting:
        return []
    used = recent_seconds({job.owner_id for job in waiting}, waiting[0].kind)
    queues: dict[UUID, list[Job]] = {}
    for job in sorted(waiting, key=lambda job: (not (machine.has_gpu and job.needs_gpu), job.created_at)):
        queues.setdefault(job.owner_id, []).append(job)
    ordered: list[Job] = []
    while queues:
        owner = min(queues, key=lambda one: (used[one], queues[one][0].created_at))
        ordered.append(queues[owner].pop(0))
        used[owner] += settings.TRAINING_SLICE_SECONDS
        if not queues[owner]:
            del queues[owner]
    return ordered


def turns(kind: str) -> list[Turn]:
    """Everything of a kind that waits, in turn."""
    ordered = in_turn(_waiting(kind, ANY))
    return [Turn(job, place + 1, tuple(ordered[:place])) for place, job in enumerate(ordered)]


def should_yield(job: Job, worked_seconds: float, machine: Machine) -> bool:
    """Whether a long training should go back to its queue, because it is somebody else's turn on this machine.

    After a slice it makes room for people who used less than its owner, and after a moment for takes, which people
    wait for: both begin at once, and the training goes on behind them from where it was.
    """
    if job.kind != Job.Kind.TRAIN:
        return False
    settled = timezone.now() - SETTLED
    if worked_seconds >= settings.TAKES_WAIT_SECONDS:
        takes = Job.objects.filter(status=Job.Status.QUEUED, kind=Job.Kind.GENERATE, created_at__lt=settled)
        if takes.exists():
            return True
    if worked_seconds < settings.TRAINING_SLICE_SECONDS:
        return False
    others = [one for one in _waiting(job.kind, machine) if one.owner_id != job.owner_id and one.created_at < settled]
    used = recent_seconds({job.owner_id, *(one.owner_id for one in others)}, job.kind)
    return any(used[one.owner_id] < used[job.owner_id] for one in others)


def _waiting(kind: str, machine: Machine) -> list[Job]:
    found = Job.objects.filter(status=Job.Status.QUEUED, kind=kind).order_by("created_at")[:MOST_LOOKED_AT]
    return [job for job in found if machine.fits(job)]
