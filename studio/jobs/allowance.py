"""How many hours of training a person may use in the last days, how many they used, and when some become free."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from studio.accounts.models import User
from studio.errors import Conflict
from studio.jobs.models import Job, Spell

ROOM = timedelta(minutes=10)  # so much has to become free before it is worth telling when


@dataclass(frozen=True)
class Allowance:
    """Seconds of training within the window; `limit_seconds` is None where there is no limit."""

    used_seconds: float
    limit_seconds: float | None
    window: timedelta
    frees_at: datetime | None  # when training may go on, of a person who used all

    @property
    def is_spent(self) -> bool:
        return self.limit_seconds is not None and self.used_seconds >= self.limit_seconds

    @property
    def sentence(self) -> str:
        """Why there is no more; empty while there is."""
        if self.limit_seconds is None or not self.is_spent:
            return ""
        when = f"Some is free again on {self.frees_at:%-d %B at %H:%M} UTC" if self.frees_at else "None will be free"
        return (
            f"You have trained for {_hours(self.used_seconds)} of the {_hours(self.limit_seconds)} that one person may "
            f"use in {self.window / timedelta(days=1):g} days. {when}, or ask the person who runs this site for more."
        )


def allowance_of(user: User, now: datetime | None = None) -> Allowance:
    now = now or timezone.now()
    window = timedelta(days=settings.TRAINING_DAYS)
    hours = settings.TRAINING_HOURS if user.training_hours is None else user.training_hours
    spells = Spell.objects.filter(owner=user, kind=Job.Kind.TRAIN, ended_at__gt=now - window).order_by("began_at")
    lasted = [(max(began, now - window), ended) for began, ended in spells.values_list("began_at", "ended_at")]
    used = sum((ended - began).total_seconds() for began, ended in lasted)
    limit = hours * 3600.0 if hours else None
    frees_at = None
    if limit is not None and used >= limit:
        frees_at = _when_free(lasted, used - limit + min(ROOM.total_seconds(), limit / 2), window)
    return Allowance(used, limit, window, frees_at)


def require_training_time(user: User) -> None:
    """Raises Conflict that says what is used, and when it is free again."""
    if sentence := allowance_of(user).sentence:
        raise Conflict(sentence)


def _when_free(lasted: list[tuple[datetime, datetime]], seconds: float, window: timedelta) -> datetime | None:
    """When the window has passed so many seconds of the oldest work."""
    for began, ended in lasted:
        length = (ended - began).total_seconds()
        if length >= seconds:
            return began + timedelta(seconds=seconds) + window
        seconds -= length
    return lasted[-1][1] + window if lasted else None


def _hours(seconds: float) -> str:
    if seconds < 3600:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.1f}".removesuffix(".0") + " h"
