"""Finds jobs that lost their worker or their message, and brings them back to their queue."""

import logging
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from studio.jobs.lease import MAX_ATTEMPTS, is_abandoned
from studio.jobs.models import Job
from studio.jobs.publish import publish_job
from studio.jobs.queue import QUEUES, send, waiting
from studio.jobs.usage import forget_old

INTERVAL_SECONDS = 10.0
UNSENT_SECONDS = 5.0
LOST_SECONDS = 30.0
GAVE_UP = "It was interrupted three times, so it was stopped. Start it again to go on from where it was."

logger = logging.getLogger(__name__)


def reap() -> None:
    """One round; every write compares what it read, so that any number of reapers may run."""
    for job in Job.objects.filter(status=Job.Status.RUNNING):
        if is_abandoned(job):
            _recover(job)
    for job in Job.objects.filter(status=Job.Status.QUEUED, attempts__gte=MAX_ATTEMPTS):
        _end(job, Job.Status.FAILED, GAVE_UP)
    for job in _unsent():
        send(job)
    forget_old()


def _recover(job: Job) -> None:
    logger.warning("Job %s lost its worker (attempt %d).", job.id, job.attempts)
    if job.cancel_requested:
        _end(job, Job.Status.CANCELLED, "")
    elif job.attempts >= MAX_ATTEMPTS:
        _end(job, Job.Status.FAILED, GAVE_UP)
    elif _change(job, status=Job.Status.QUEUED, lease=None, holder="", sent_at=None, message=""):
        send(job)


def _end(job: Job, status: Job.Status, error: str) -> None:
    _change(job, status=status, error=error, lease=None, holder="", message="", finished_at=timezone.now())


def _change(job: Job, **fields: object) -> bool:
    """Writes the row if it is still as it was read, and tells its audience."""
    changed = Job.objects.filter(id=job.id, status=job.status, lease=job.lease, heartbeat_at=job.heartbeat_at).update(
        **fields
    )
    if changed:
        job.refresh_from_db()
        publish_job(job)
    return bool(changed)


def _unsent() -> list[Job]:
    """Queued rows without a message: never sent, or sent long ago to a queue that is empty now.

    A message too many does no harm: whoever takes it finds the row taken.
    """
    now = timezone.now()
    queued = Job.objects.filter(status=Job.Status.QUEUED)
    never = Q(sent_at__isnull=True, created_at__lt=now - timedelta(seconds=UNSENT_SECONDS))
    found = list(queued.filter(never))
    lost = list(queued.filter(sent_at__lt=now - timedelta(seconds=LOST_SECONDS)))
    for kind, queue in QUEUES.items():
        candidates = [job for job in lost if job.kind == kind]
        if candidates and waiting(queue) == 0:
            found.extend(candidates)
    return found
