"""Puts jobs on their queues: the message carries only the id of the row, which is the truth."""

import logging
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from studio.accounts.models import User
from studio.celery import app
from studio.jobs.models import Job
from studio.jobs.publish import publish_job

TASK = "studio.tasks.run"
QUEUES = {
    Job.Kind.TRAIN: "train",
    Job.Kind.GENERATE: "generate",
    Job.Kind.PLAY: "play",
    Job.Kind.CHECK: "analysis",
    Job.Kind.RENDER: "render",
    Job.Kind.BOUNCE: "render",
    Job.Kind.STRETCH: "analysis",
    Job.Kind.ANALYSE: "analysis",
    Job.Kind.EXAMINE: "analysis",
    Job.Kind.LISTEN: "analysis",
    Job.Kind.CUT: "analysis",
    Job.Kind.CLEAN: "analysis",
}

logger = logging.getLogger(__name__)


def create_job(
    *,
    owner: User,
    kind: str,
    subject_id: UUID,
    title: str,
    project: models.Model | None = None,
    needs_gpu: bool = False,
    needs_memory_bytes: int = 0,
) -> Job:
    """Saves the row and, once the transaction is committed, sends its message and tells its audience.

    `project` is the studio project whose members may follow the job, or None.
    """
    project_id = None if project is None else project.pk
    job = Job.objects.create(
        owner=owner, kind=kind, subject_id=subject_id, title=title[:300], project_id=project_id,
        needs_gpu=needs_gpu, needs_memory_bytes=needs_memory_bytes,
    )  # fmt: skip
    transaction.on_commit(lambda: send(job))
    publish_job(job)
    return job


def send(job: Job) -> bool:
    """Sends the job's message. When the broker is not there the row stays queued and the reaper sends it later."""
    try:
        app.send_task(TASK, args=[str(job.id)], queue=QUEUES[Job.Kind(job.kind)], retry=False)
    except (OperationalError, OSError) as error:
        logger.warning("The message of job %s was not sent: %s", job.id, error)
        return False
    Job.objects.filter(id=job.id).update(sent_at=timezone.now())
    return True


def waiting(queue: str) -> int:
    """How many messages wait in a queue; raises `OperationalError` when the broker is not there."""
    with app.connection_for_read() as connection:
        channel: Any = connection.default_channel
        declared = channel.queue_declare(queue=queue, durable=True, auto_delete=False)
        return int(declared.message_count)
