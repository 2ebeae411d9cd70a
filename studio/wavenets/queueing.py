"""The queue of trainings as one person sees it: their places, how many are before them and whose, without names."""

import math
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from rest_framework import serializers

from studio.accounts.models import User
from studio.jobs.allowance import allowance_of
from studio.jobs.fair import Turn, turns
from studio.jobs.fitting import needs_in_words
from studio.jobs.models import Job
from studio.wavenets.models import Wavenet, WorkerSpeed
from studio.wavenets.planning import seconds_left_of

SEEN_LATELY = timedelta(days=1)


class QueuedTrainingSerializer(serializers.Serializer[Any]):
    wavenet = serializers.UUIDField()
    job = serializers.UUIDField()
    place = serializers.IntegerField()
    ahead_mine = serializers.IntegerField()
    ahead_others = serializers.IntegerField()
    starts_in_seconds = serializers.FloatField(allow_null=True)
    needs = serializers.CharField(allow_blank=True)


class AllowanceSerializer(serializers.Serializer[Any]):
    used_seconds = serializers.FloatField()
    limit_seconds = serializers.FloatField(allow_null=True)
    days = serializers.FloatField()
    frees_at = serializers.DateTimeField(allow_null=True)
    sentence = serializers.CharField(allow_blank=True)


class TrainingQueueSerializer(serializers.Serializer[Any]):
    running = serializers.IntegerField()
    waiting = serializers.IntegerField()
    mine = QueuedTrainingSerializer(many=True)
    allowance = AllowanceSerializer()


def queue_seen_by(user: User) -> dict[str, Any]:
    """The fields of a TrainingQueue."""
    running = list(Job.objects.filter(status=Job.Status.RUNNING, kind=Job.Kind.TRAIN))
    waiting = turns(Job.Kind.TRAIN)
    lengths = _lengths([turn.job for turn in waiting])
    allowance = allowance_of(user)
    return {
        "running": len(running),
        "waiting": len(waiting),
        "mine": [_place(turn, user, running, lengths) for turn in waiting if turn.job.owner_id == user.id],
        "allowance": {
            "used_seconds": allowance.used_seconds,
            "limit_seconds": allowance.limit_seconds,
            "days": allowance.window / timedelta(days=1),
            "frees_at": allowance.frees_at,
            "sentence": allowance.sentence,
        },
    }


def _place(turn: Turn, user: User, running: list[Job], lengths: dict[UUID, float | None]) -> dict[str, Any]:
    mine = sum(job.owner_id == user.id for job in turn.ahead)
    return {
        "wavenet": turn.job.subject_id,
        "job": turn.job.id,
        "place": turn.place,
        "ahead_mine": mine,
        "ahead_others": len(turn.ahead) - mine,
        "starts_in_seconds": _starts_in(turn, running, lengths),
        "needs": needs_in_words(turn.job) if turn.job.needs_gpu else "",
    }


def _starts_in(turn: Turn, running: list[Job], lengths: dict[UUID, float | None]) -> float | None:
    """The work before it over the workers there are; other people's trainings count for a slice at most, since they
    make room. None while something before it is of unknown length."""
    slice_seconds = settings.TRAINING_SLICE_SECONDS
    before: list[float] = []
    for job in (*running, *turn.ahead):
        length = job.seconds_left if job.status == Job.Status.RUNNING else lengths.get(job.id)
        if job.owner_id != turn.job.owner_id:
            length = min(math.inf if length is None else length, slice_seconds)
        if length is None:
            return None
        before.append(length)
    if turn.job.needs_gpu and not _has_gpu(running):
        return None
    return sum(before) / max(1, len(running))


def _lengths(jobs: list[Job]) -> dict[UUID, float | None]:
    rows = {row.id: row for row in Wavenet.objects.filter(id__in=[job.subject_id for job in jobs])}
    return {job.id: seconds_left_of(rows[job.subject_id]) if job.subject_id in rows else None for job in jobs}


def _has_gpu(running: list[Job]) -> bool:
    """Whether a worker with a GPU is here: one is at work, or measured itself lately."""
    if any(job.needs_gpu for job in running):
        return True
    return WorkerSpeed.objects.filter(gpu_memory_bytes__gt=0, measured_at__gt=timezone.now() - SEEN_LATELY).exists()
