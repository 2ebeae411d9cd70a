"""Projects: shared arrangements, who takes part in them, and the renders made of them."""

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from studio.library.models import Sample, Shareable

if TYPE_CHECKING:
    from studio.accounts.models import User


class ProjectQuerySet(models.QuerySet["Project"]):
    def visible_to(self, user: "User") -> "ProjectQuerySet":
        return self.filter(memberships__user=user).distinct()


class Project(models.Model):
    """An arrangement. Its document lives in studio.collaboration as Yjs updates."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="owned_projects")
    created_at = models.DateTimeField(auto_now_add=True)
    edited_at = models.DateTimeField(auto_now_add=True)
    kept_at = models.DateTimeField(default=timezone.now)  # when a version was last kept by itself
    forked_from = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="forks")
    forked_from_name = models.CharField(max_length=200, blank=True)  # the credit outlives what it was made from
    forked_from_owner = models.CharField(max_length=150, blank=True)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        ordering = ["-edited_at"]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person's part in a project."""

    class Role(models.TextChoices):
        """From the most that one may do to the least."""

        OWNER = "owner"
        EDITOR = "editor"
        COMMENTER = "commenter"
        LISTENER = "listener"

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=9, choices=Role.choices)
    comments_seen_at = models.DateTimeField(null=True)  # what others said after it is unread

    EDITING = (Role.OWNER, Role.EDITOR)
    COMMENTING = (*EDITING, Role.COMMENTER)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "user"], name="one_membership_a_person")]

    def __str__(self) -> str:
        return f"{self.user} as {self.role}"


INVITED_ROLES = [(role, role) for role in ("editor", "commenter", "listener")]


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> "InvitationQuerySet":
        return self.filter(Q(expires_at__isnull=True) | Q(expires_at__gt=timezone.now()))


class Invitation(models.Model):
    """A link that makes whoever opens it, signed in, a member, until it expires. Revoked by deleting it."""

    token = models.CharField(max_length=64, unique=True)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="invitations")
    role = models.CharField(max_length=9, choices=INVITED_ROLES, default="editor")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True)  # None: never

    objects = InvitationQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.role} of {self.project}"


class Comment(models.Model):
    """What a member says at a place of the arrangement, or in answer to that.

    It is no part of the document, so that those who may not edit can write it; the place names the document's
    records, and outlives them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    parent = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="replies")
    text = models.TextField(max_length=4000, blank=True)  # empty once deleted, where others have answered
    seconds = models.FloatField(null=True)  # of a clip: where it began when this was written
    track = models.CharField(max_length=200, blank=True)
    clip = models.CharField(max_length=200, blank=True)
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    edited_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["created_at"]

    def __str__(self) -> str:
        return self.text[:40]


class ProjectSample(models.Model):
    """A sample that a member brought into a project: its members may hear and place it there."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="project_samples")
    sample = models.ForeignKey(Sample, on_delete=models.CASCADE, related_name="project_samples")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "sample"], name="one_sample_once_a_project")]

    def __str__(self) -> str:
        return f"{self.sample} in {self.project}"


class Version(models.Model):
    """The arrangement as it was at a moment."""

    class Kind(models.TextChoices):
        NAMED = "named"
        AUTOMATIC = "automatic"  # kept by itself while people work
        RENDERED = "rendered"  # what a render was made from
        REPLACED = "replaced"  # what stood there before another version was restored

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="versions")
    kind = models.CharField(max_length=9, choices=Kind.choices)
    name = models.CharField(max_length=200, blank=True)
    document = models.JSONField()  # as it was, valid or not: see mixing.project.tolerant_project
    clip_count = models.IntegerField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.name or f"{self.kind} of {self.created_at:%-d %B %Y, %H:%M}"


class RenderQuerySet(models.QuerySet["Render"]):
    def visible_to(self, user: "User | None") -> "RenderQuerySet":
        public = Q(published_at__isnull=False)
        if user is None or not user.is_authenticated:
            return self.filter(public)
        return self.filter(Q(owner=user) | public | Q(project__memberships__user=user)).distinct()


class Render(Shareable):
    """The mix and the master of an arrangement as it was when it was asked for."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, null=True, on_delete=models.SET_NULL, related_name="renders")
    name = models.CharField(max_length=200)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="renders")
    job = models.ForeignKey("jobs.Job", null=True, on_delete=models.SET_NULL, related_name="+")
    document = models.JSONField()  # the arrangement that was rendered
    version = models.ForeignKey(Version, null=True, on_delete=models.SET_NULL, related_name="renders")
    left_out = models.JSONField(default=list)  # sentences: what could not be rendered
    mix_file = models.FileField(max_length=300, blank=True)
    master_file = models.FileField(max_length=300, blank=True)
    peaks_file = models.FileField(max_length=300, blank=True)  # of the master
    report = models.JSONField(default=dict)  # {"mix": Measurement, "master": Measurement, …}
    duration_seconds = models.FloatField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = RenderQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.name


class RenderInput(models.Model):
    """A sample that sounds in a render. The names outlive the sample, for the credits."""

    render = models.ForeignKey(Render, on_delete=models.CASCADE, related_name="inputs")
    sample = models.ForeignKey(Sample, null=True, on_delete=models.SET_NULL, related_name="render_inputs")
    sample_name = models.CharField(max_length=200)
    owner_name = models.CharField(max_length=150)
    licence = models.CharField(max_length=24, blank=True)

    def __str__(self) -> str:
        return self.sample_name


class Bounce(models.Model):
    """What a bounced sample is: the sound of one track of an arrangement as it was when it was asked for."""

    class Tap(models.TextChoices):
        DRY = "dry"  # what comes into the devices
        WET = "wet"  # what the devices make of it, with nothing dry left
        POST = "post"  # as it leaves the fader

    sample = models.OneToOneField(Sample, on_delete=models.CASCADE, related_name="bounce", primary_key=True)
    project = models.ForeignKey(Project, null=True, on_delete=models.SET_NULL, related_name="bounces")
    project_name = models.CharField(max_length=200)
    document = models.JSONField()  # the arrangement, with nothing but the clips that sound in it
    source = models.CharField(max_length=200)  # the track; "master" is the mix
    track_name = models.CharField(max_length=200)
    tap = models.CharField(max_length=4, choices=Tap.choices)
    region = models.JSONField(null=True)  # [from, to] in seconds; null: all that sounds
    start_seconds = models.FloatField(null=True)  # where its beginning lies in the arrangement, once it is made
    left_out = models.JSONField(default=list)  # sentences: what could not be bounced

    def __str__(self) -> str:
        return f"{self.track_name} of {self.project_name}, {self.tap}"


class StretchedSound(models.Model):
    """Part of a sample at another speed or pitch, made once so that editors can play it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=64, unique=True)  # the hash of all that it is made of
    sample = models.ForeignKey(Sample, on_delete=models.CASCADE, related_name="stretched")
    offset_seconds = models.FloatField()
    duration_seconds = models.FloatField()  # at its new speed
    speed = models.FloatField()
    semitones = models.FloatField()
    preserve_pitch = models.BooleanField()
    loop = models.BooleanField()  # the whole sample, to be played again and again
    audio_file = models.FileField(max_length=300, blank=True)
    problem = models.CharField(max_length=300, blank=True)  # why it could not be made, one clear sentence
    job = models.ForeignKey("jobs.Job", null=True, on_delete=models.SET_NULL, related_name="+")
    used_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.sample} at {self.speed} times its speed"
