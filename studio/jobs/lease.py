"""A worker's hold on a job: taken by compare-and-set, renewed by a heartbeat, noticed when lost."""

import logging
import threading
from datetime import timedelta
from types import TracebackType
from typing import Self
from uuid import UUID, uuid4

from django.db import Error, connection
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from studio.jobs import holder
from studio.jobs.models import Job

HEARTBEAT_SECONDS = 10.0
STALE_SECONDS = 30.0  # three heartbeats missed
MAX_ATTEMPTS = 3

logger = logging.getLogger(__name__)


def is_abandoned(job: Job) -> bool:
    """Whether it runs no more, though its row says so: its worker is dead, or silent for three heartbeats."""
    if job.status != Job.Status.RUNNING:
        return False
    stale = timezone.now() - timedelta(seconds=STALE_SECONDS)
    return job.heartbeat_at is None or job.heartbeat_at < stale or holder.is_dead(job.holder)


def claim(job_id: UUID) -> "Lease | None":
    """Takes a queued job, or one whose worker is dead; None when it is another's, finished, or not there.

    Two workers that try at once: the row's old lease is compared in the same statement, so that one gets it.
    """
    job = Job.objects.filter(id=job_id).first()
    if job is None or job.attempts >= MAX_ATTEMPTS:
        return None
    if job.status == Job.Status.RUNNING and not is_abandoned(job):
        return None
    token, now = uuid4(), timezone.now()
    free = Q(status=Job.Status.QUEUED) | Q(status=Job.Status.RUNNING, lease=job.lease)
    taken = Job.objects.filter(free, id=job_id, attempts=job.attempts).update(
        status=Job.Status.RUNNING,
        lease=token,
        holder=holder.this_process(),
        heartbeat_at=now,
        started_at=Coalesce("started_at", now),
        attempts=F("attempts") + 1,
    )
    return Lease(job_id, token) if taken else None


class Lease:
    """Held inside `with`: a thread renews the heartbeat. Every write of the worker goes through `update`."""

    def __init__(self, job_id: UUID, token: UUID, heartbeat_seconds: float = HEARTBEAT_SECONDS) -> None:
        self.job_id = job_id
        self._token = token
        self._heartbeat_seconds = heartbeat_seconds
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._beat, name=f"heartbeat-{job_id}", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join()

    def update(self, **fields: object) -> bool:
        """Writes the row if it is still ours; False when the lease was lost."""
        return Job.objects.filter(id=self.job_id, lease=self._token).update(**fields) == 1

    def state(self) -> tuple[bool, bool]:
        """Whether the lease is still ours, and whether somebody asked to cancel."""
        row = Job.objects.filter(id=self.job_id, lease=self._token).values_list("cancel_requested", flat=True).first()
        return row is not None, bool(row)

    def _beat(self) -> None:
        while not self._stop.wait(self._heartbeat_seconds):
            try:
                if not self.update(heartbeat_at=timezone.now()):
                    break
            except Error as error:  # the database is away or busy: the next beat may do
                logger.warning("The heartbeat of job %s was missed: %s", self.job_id, error)
        connection.close()
