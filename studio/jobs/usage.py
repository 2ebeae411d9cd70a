"""How long workers worked for whom: what fairness and allowances count by. A spell is one worker's hold on one job."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from studio.jobs.models import Job, Spell

TOUCH_SECONDS = 5.0
HALF_LIFE = timedelta(hours=6)
REMEMBERED = timedelta(days=2)  # eight half-lives: what was before weighs nothing
KEPT = timedelta(days=60)


class Worked:
    """A spell while it lasts."""

    def __init__(self, job: Job) -> None:
        now = timezone.now()
        self._id = Spell.objects.create(
            owner_id=job.owner_id, kind=job.kind, job_id=job.id, began_at=now, ended_at=now
        ).id
        self._touched = now

    def touch(self, certainly: bool = False) -> None:
        """Notes that it still lasts; written every few seconds, so that a killed worker's work counts too."""
        now = timezone.now()
        if certainly or (now - self._touched).total_seconds() >= TOUCH_SECONDS:
            self._touched = now
            Spell.objects.filter(id=self._id).update(ended_at=now)


def recent_seconds(owner_ids: Iterable[UUID], kind: str, now: datetime | None = None) -> dict[UUID, float]:
    """For each person the seconds that workers of this kind gave them lately; half as much for every six hours ago."""
    now = now or timezone.now()
    used = dict.fromkeys(owner_ids, 0.0)
    spells = Spell.objects.filter(owner_id__in=used, kind=kind, ended_at__gt=now - REMEMBERED)
    for owner_id, began, ended in spells.values_list("owner_id", "began_at", "ended_at"):
        age = max(timedelta(0), now - ended) / HALF_LIFE
        used[owner_id] += (ended - began).total_seconds() * 0.5**age
    return used


def forget_old(now: datetime | None = None) -> None:
    Spell.objects.filter(ended_at__lt=(now or timezone.now()) - KEPT).delete()
