"""The job row: the truth about everything that takes longer than a request."""

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from studio.accounts.models import User


class JobQuerySet(models.QuerySet["Job"]):
    def visible_to(self, user: "User") -> "JobQuerySet":
        """A person's own jobs, and those of the projects that they are a member of."""
        return self.filter(Q(owner=user) | Q(project__memberships__user=user)).distinct()

    def unfinished(self) -> "JobQuerySet":
        return self.filter(status__in=[Job.Status.QUEUED, Job.Status.RUNNING])


class Job(models.Model):
    """One piece of work for a worker.

    A worker takes it by compare-and-set on `lease`, renews `heartbeat_at`, and stops by itself when
    the lease is no longer its own. A job whose heartbeat went stale is queued again by the reaper.
    """

    class Kind(models.TextChoices):
        ANALYSE = "analyse"
        LISTEN = "listen"  # through a long recording, to slice it
        CUT = "cut"  # slices into files of their own
        CLEAN = "clean"
        TRAIN = "train"
        GENERATE = "generate"
        PLAY = "play"
        CHECK = "check"
        RENDER = "render"
        BOUNCE = "bounce"
        STRETCH = "stretch"
        EXAMINE = "examine"

    class Status(models.TextChoices):
        QUEUED = "queued"
        RUNNING = "running"
        SUCCEEDED = "succeeded"
        FAILED = "failed"
        CANCELLED = "cancelled"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="jobs")
    project = models.ForeignKey("projects.Project", null=True, on_delete=models.CASCADE, related_name="jobs")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    subject_id = models.UUIDField()  # the sample, wavenet, generation, render or dataset version that it works on
    title = models.CharField(max_length=300)
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.QUEUED)
    fraction = models.FloatField(default=0.0)
    message = models.CharField(max_length=300, blank=True)  # what it is doing now
    seconds_left = models.FloatField(null=True)
    error = models.TextField(blank=True)  # one clear sentence
    cancel_requested = models.BooleanField(default=False)
    attempts = models.PositiveIntegerField(default=0)
    lease = models.UUIDField(null=True)
    holder = models.CharField(max_length=120, blank=True)  # the process behind the lease, see studio.jobs.holder
    heartbeat_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)  # when its message last went to the broker
    needs_gpu = models.BooleanField(default=False)
    needs_memory_bytes = models.BigIntegerField(default=0)  # of the GPU where it needs one
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["status", "heartbeat_at"]), models.Index(fields=["subject_id"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.title}"


class Spell(models.Model):
    """Work that a worker did for a person on one job, from when it took it until it let go. It outlives the job."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="spells")
    kind = models.CharField(max_length=16, choices=Job.Kind.choices)
    job_id = models.UUIDField()
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["owner", "kind", "ended_at"])]

    def __str__(self) -> str:
        return f"{self.kind} for {self.owner_id} from {self.began_at}"
