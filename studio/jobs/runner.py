"""Runs one job: claims it, iterates its body, stores and tells its progress, and ends it one way or another."""

import logging
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from uuid import UUID

from django.db import OperationalError
from django.utils import timezone

from studio.jobs.events import Event
from studio.jobs.lease import Lease, claim
from studio.jobs.models import Job
from studio.jobs.publish import audience, job_changed, publish
from studio.jobs.queue import send
from studio.jobs.usage import Worked

CHECK_SECONDS = 0.4  # how often a running job looks whether it was cancelled
ANNOUNCE_SECONDS = 0.4  # at most 2.5 messages of a kind a second: five for a job that sends two kinds
UNEXPECTED = "Something went wrong on the server. Try again; if it happens again, tell the person who runs this site."

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Progress:
    """How far a job is. `events` announce what else changed; `urgent` ones are never left out to save messages."""

    fraction: float
    message: str = ""
    seconds_left: float | None = None
    events: tuple[Event, ...] = ()
    urgent: bool = False


class JobError(Exception):
    """Ends a job with a sentence for the person who asked for it."""


Body = Callable[[Job], Iterator[Progress]]


Stopping = Callable[[], bool]
Yielding = Callable[[Job, float], bool]


def run(
    job_id: UUID,
    body: Body,
    stopping: Stopping = lambda: False,
    yielding: Yielding = lambda job, worked_seconds: False,
) -> str | None:
    """Runs the job if it is free. Returns its status afterwards, or None when it was not ours (any more).

    `stopping` says that the worker is being shut down, `yielding` that after so many seconds it is somebody else's
    turn: the job then goes back to its queue.
    """
    lease = claim(job_id)
    if lease is None:
        return None
    job = Job.objects.select_related("owner", "project").get(id=job_id)
    with lease:
        return _Run(job, lease).through(body, stopping, yielding)


@dataclass
class _Run:
    job: Job
    lease: Lease
    checked: float = 0.0
    announced: dict[str, float] = field(default_factory=dict)
    began: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        self.worked = Worked(self.job)

    def through(self, body: Body, stopping: Stopping, yielding: Yielding) -> str | None:
        try:
            return self._through(body, stopping, yielding)
        finally:
            self.worked.touch(certainly=True)

    def _through(self, body: Body, stopping: Stopping, yielding: Yielding) -> str | None:
        if self.lease.state() == (True, True):
            return self.end(Job.Status.CANCELLED)
        self.tell(job_changed(self.job))
        try:
            with closing(_generator(body(self.job))) as steps:
                for progress in steps:
                    self.report(progress)
                    if stopping():
                        break
                    looked = self.checked
                    held, cancelled = self.look()
                    if not held:
                        logger.warning("Job %s was taken over by another worker; this one stops.", self.job.id)
                        return None
                    if cancelled:
                        steps.close()
                        return self.end(Job.Status.CANCELLED)
                    if looked != self.checked and yielding(self.job, time.monotonic() - self.began):
                        break
                else:
                    return self.end(Job.Status.SUCCEEDED, fraction=1.0)
        except JobError as error:
            return self.end(Job.Status.FAILED, error=str(error))
        except Exception:
            logger.exception("Job %s (%s) failed", self.job.id, self.job.kind)
            return self.end(Job.Status.FAILED, error=UNEXPECTED)
        return self.hand_back()

    def report(self, progress: Progress) -> None:
        job = self.job
        job.fraction = min(1.0, max(0.0, progress.fraction))
        job.message, job.seconds_left = progress.message[:300], progress.seconds_left
        for event in progress.events:
            self.tell(event, urgent=progress.urgent)
        self.tell(job_changed(job), urgent=progress.urgent)

    def look(self) -> tuple[bool, bool]:
        """Every now and then, stores the progress and reads whether to go on: (still ours, cancelled)."""
        if time.monotonic() - self.checked < CHECK_SECONDS:
            return True, False
        self.checked = time.monotonic()
        job = self.job
        try:
            self.lease.update(fraction=job.fraction, message=job.message, seconds_left=job.seconds_left)
            held, job.cancel_requested = self.lease.state()
            self.worked.touch()
        except OperationalError as error:  # a database that is busy for a moment ends no job of hours
            logger.warning("The progress of job %s was not stored: %s", job.id, error)
            return True, False
        return held, job.cancel_requested

    def tell(self, event: Event, urgent: bool = True) -> None:
        kind, now = type(event).__name__, time.monotonic()
        if urgent or now - self.announced.get(kind, 0.0) >= ANNOUNCE_SECONDS:
            self.announced[kind] = now
            publish(audience(self.job), event)

    def end(self, status: Job.Status, fraction: float | None = None, error: str = "") -> str | None:
        job = self.job
        job.status, job.error, job.message, job.seconds_left = status, error, "", None
        job.fraction = job.fraction if fraction is None else fraction
        if not self.lease.update(
            status=status, fraction=job.fraction, error=error, message="", seconds_left=None,
            lease=None, holder="", finished_at=timezone.now(),
        ):  # fmt: skip
            return None
        self.tell(job_changed(job))
        return str(status)

    def hand_back(self) -> str:
        """Back to the queue, for the next worker to take up at once; the attempt does not count."""
        job = self.job
        job.status, job.message = Job.Status.QUEUED, ""
        if self.lease.update(
            status=job.status, message="", seconds_left=None, lease=None, holder="", sent_at=None,
            attempts=max(0, job.attempts - 1),
        ):  # fmt: skip
            send(job)
            self.tell(job_changed(job))
        return str(job.status)


def _generator(steps: Iterator[Progress]) -> Generator[Progress, None, None]:
    """A generator around any iterator, so that stopping always closes the body."""
    yield from steps
