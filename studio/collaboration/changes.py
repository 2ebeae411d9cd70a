"""The written history of a document: who did what, and when."""

from datetime import datetime, timedelta
from uuid import UUID

from studio.collaboration.differences import MOST_IDS, Deed
from studio.collaboration.models import Change

TOGETHER = timedelta(seconds=90)  # the same deed again within this is the same entry
MOST_CHANGES = 5000  # a project
MANY_MORE = 500


def write(project_id: UUID, author_id: UUID | None, deeds: list[Deed], at: datetime) -> None:
    """Adds an entry, or to the last one where the same person goes on doing the same."""
    last = Change.objects.filter(project_id=project_id).order_by("-id").first()
    if last is not None and last.author_id == author_id and at - last.ended_at < TOGETHER and _same(last.deeds, deeds):
        last.deeds = [_joined(before, after) for before, after in zip(last.deeds, deeds, strict=True)]
        last.times, last.ended_at = last.times + 1, at
        last.save(update_fields=["deeds", "times", "ended_at"])
        return
    change = Change.objects.create(project_id=project_id, author_id=author_id, deeds=deeds, began_at=at, ended_at=at)
    if change.id % MANY_MORE == 0:
        _forget_old(project_id)


def _same(before: list[Deed], after: list[Deed]) -> bool:
    return [(deed["verb"], deed["kind"]) for deed in before] == [(deed["verb"], deed["kind"]) for deed in after]


def _joined(before: Deed, after: Deed) -> Deed:
    ids = list(dict.fromkeys([*before["ids"], *after["ids"]]))
    count = max(before["count"], after["count"], len(ids))
    return {**after, "count": count, "ids": ids[:MOST_IDS]}


def _forget_old(project_id: UUID) -> None:
    of_project = Change.objects.filter(project_id=project_id)
    kept = of_project.order_by("-id").values_list("id", flat=True)[:MOST_CHANGES]
    of_project.filter(id__lt=min(kept, default=0)).delete()
