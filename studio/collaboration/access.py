"""Who may read and write a project's document, and what is said to their sockets beside it."""

from datetime import timedelta
from enum import IntEnum
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from studio.collaboration import documents, snapshots
from studio.jobs.publish import send_to_groups
from studio.projects.models import Membership, Project

TOUCH_SECONDS = 5.0


class Close(IntEnum):
    """Why a socket was closed. A client does not come back on the first three."""

    SIGNED_OUT = 4401
    MEMBERSHIP_ENDED = 4403
    NOT_THERE = 4404
    MALFORMED = 4400
    TOO_FAST = 4429


def group_of(project_id: UUID) -> str:
    return f"document.{project_id}"


def role_in(project_id: UUID, user_id: UUID) -> str | None:
    """None for a stranger, and where there is no such project."""
    return Membership.objects.filter(project_id=project_id, user_id=user_id).values_list("role", flat=True).first()


def write(project_id: UUID, user_id: UUID, update: bytes) -> bool:
    """Stores a member's edit. False when they may not write (any more); `MalformedUpdate` for other bytes."""
    if role_in(project_id, user_id) not in Membership.EDITING:
        return False
    snapshots.keep_when_due(project_id)
    documents.append(project_id, update, user_id)
    touch(project_id)
    return True


def touch(project_id: UUID) -> None:
    """Notes when a project was edited, at most every few seconds."""
    now = timezone.now()
    Project.objects.filter(id=project_id, edited_at__lt=now - timedelta(seconds=TOUCH_SECONDS)).update(edited_at=now)


def tell(project_id: UUID, what: str) -> None:
    """Announces to everybody on the project's page that something beside the document has changed: `members`, `name`.

    It only announces, once the transaction around it is committed: a page fetches what it shows.
    """
    message = {"type": "project.changed", "what": what}
    transaction.on_commit(lambda: send_to_groups([group_of(project_id)], message))


def membership_ended(project_id: UUID, user_id: UUID | None) -> None:
    """Closes the sockets of a person who is no member any more; everybody's (None) when the project is gone."""
    message = {"type": "membership.ended", "user": None if user_id is None else str(user_id)}
    send_to_groups([group_of(project_id)], message)
