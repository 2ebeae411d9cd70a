"""Versions of a document that are kept by themselves: before an edit, when the last one is ten minutes old.

So the end of every sitting is kept at the next one's beginning, and a long sitting at every ten minutes of it.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from studio.collaboration import documents
from studio.projects.models import Project, Version

EVERY = timedelta(minutes=10)
MOST_AUTOMATIC = 60
NEWEST = 12  # of these none is thinned out


def keep_when_due(project_id: UUID) -> None:
    now = timezone.now()
    # Compare and set: of several processes one keeps it.
    if Project.objects.filter(id=project_id, kept_at__lt=now - EVERY).update(kept_at=now):
        keep(project_id, Version.Kind.AUTOMATIC)
        thin(project_id)


def keep(project_id: UUID, kind: str, **fields: Any) -> Version:
    """Keeps the document as it is. By itself the same is not kept twice."""
    document = documents.read(project_id)
    last = Version.objects.filter(project_id=project_id).first()
    if kind == Version.Kind.AUTOMATIC and last is not None and last.document == document:
        return last
    return Version.objects.create(
        project_id=project_id, kind=kind, document=document, clip_count=len(document["clips"]), **fields
    )


def thin(project_id: UUID) -> None:
    """Of too many automatic versions, lets go of those that are nearest to their neighbours in time."""
    kept = list(
        Version.objects.filter(project_id=project_id, kind=Version.Kind.AUTOMATIC)
        .order_by("created_at")
        .values_list("id", "created_at")
    )
    while len(kept) > MOST_AUTOMATIC:
        gaps = [kept[i + 1][1] - kept[i - 1][1] for i in range(1, len(kept) - NEWEST)]
        at = 1 + gaps.index(min(gaps))
        Version.objects.filter(id=kept.pop(at)[0]).delete()
