"""Says over the channel layer what changed, to the people whom it concerns.

An event only announces: a broker that is down loses events, never work.
"""

import asyncio
import logging
import os
import threading
from collections.abc import Iterable, Mapping
from functools import cache
from uuid import UUID

from channels.layers import get_channel_layer
from django.db import transaction

from studio.jobs.events import Event, JobChanged
from studio.jobs.models import Job

TIMEOUT_SECONDS = 2.0

logger = logging.getLogger(__name__)


def group_of(user_id: UUID) -> str:
    """The channel group that a person's sockets listen to."""
    return f"person.{user_id}"


def publish(user_ids: Iterable[UUID], event: Event) -> None:
    """Sends the event to every socket of these people, once the transaction around it (if any) is committed."""
    groups = sorted({group_of(user_id) for user_id in user_ids})
    message = {"type": "studio.event", "event": event.model_dump_json()}
    transaction.on_commit(lambda: send_to_groups(groups, message))


def send_to_groups(groups: Iterable[str], message: Mapping[str, object]) -> None:
    """Sends a message to channel groups from synchronous code; logs, and goes on, when the broker is not there."""
    try:
        asyncio.run_coroutine_threadsafe(_send(list(groups), message), _loop(os.getpid())).result(TIMEOUT_SECONDS)
    except Exception as error:
        logger.warning("An event was not sent: %s", error or type(error).__name__)


def audience(job: Job) -> set[UUID]:
    """The ids of the owner of a job and of the members of its project."""
    people = {job.owner_id}
    if job.project is not None:
        people.update(job.project.memberships.values_list("user_id", flat=True))
    return people


def job_changed(job: Job) -> JobChanged:
    """The event that carries the row as it is."""
    return JobChanged.model_validate(
        {
            name: getattr(job, name)
            for name in JobChanged.model_fields
            if name not in {"type", "seconds_left"}  # a finished job has no time left
        }
        | {"seconds_left": job.seconds_left if job.status == Job.Status.RUNNING else None}
    )


def publish_job(job: Job) -> None:
    publish(audience(job), job_changed(job))


async def _send(groups: list[str], message: Mapping[str, object]) -> None:
    layer = get_channel_layer()
    for group in groups:
        await layer.group_send(group, dict(message))


@cache
def _loop(process_id: int) -> asyncio.AbstractEventLoop:
    """One persistent loop a process: a loop a message would open a connection a message. Keyed by process, since
    a forked child has its parent's memory and not its threads."""
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name=f"publish-{process_id}", daemon=True).start()
    return loop
