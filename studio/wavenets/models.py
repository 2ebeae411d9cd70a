"""Trained models: what they learned from, their checkpoints and auditions, and the takes made with them."""

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from studio.library.models import Sample, Shareable
from studio.wavenets.dataset_models import Dataset, DatasetMember, DatasetVersion

if TYPE_CHECKING:
    from studio.accounts.models import User


__all__ = [
    "Audition", "Checkpoint", "Dataset", "DatasetMember", "DatasetVersion", "Generation", "Take", "Wavenet",
    "WavenetInput", "WorkerSpeed",
]  # fmt: skip


class WavenetQuerySet(models.QuerySet["Wavenet"]):
    def visible_to(self, user: "User | None") -> "WavenetQuerySet":
        public = Q(published_at__isnull=False)
        if user is None or not user.is_authenticated:
            return self.filter(public)
        return self.filter(Q(owner=user) | public)


class Wavenet(Shareable):
    """A trained model (in the pages: "model")."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="wavenets")
    name = models.CharField(max_length=200)
    preset = models.CharField(max_length=40)
    classes = models.JSONField(default=list)  # names of the classes, empty: unconditioned
    classes_from = models.CharField(max_length=8, choices=[("none", "none"), ("tag", "tag")], default="none")
    sample_rate_hz = models.PositiveIntegerField()
    receptive_field_samples = models.PositiveIntegerField()
    receptive_field_ms = models.FloatField()
    parameter_count = models.PositiveIntegerField()
    steps_planned = models.PositiveIntegerField()
    steps_done = models.PositiveIntegerField(default=0)
    plan = models.JSONField(default=dict)  # generation's TrainingPlan
    used_seconds = models.FloatField(null=True)  # material left after silence was dropped
    epoch_steps = models.FloatField(null=True)  # steps that make one epoch
    loss_nats = models.FloatField(null=True)
    validation_loss_nats = models.FloatField(null=True)
    steps_per_second = models.FloatField(null=True)
    curve = models.JSONField(default=list)  # [[step, loss, validation loss or null], …], at most 500 points
    gauges = models.JSONField(default=list)  # [[step, gradient norm, learning rate, steps a second], …], likewise
    paused = models.BooleanField(default=False)  # by its owner, who means to go on
    good_for = models.TextField(blank=True)  # its owner's words
    forked_from = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="forks")
    forked_from_name = models.CharField(max_length=200, blank=True)  # outlives it; empty: began from nothing
    forked_from_step = models.PositiveIntegerField(null=True)
    start_file = models.FileField(max_length=300, blank=True)  # the weights that it began with, its own copy
    state_file = models.FileField(max_length=300, blank=True)  # what it takes to go on exactly, on any worker
    state_step = models.PositiveIntegerField(null=True)
    imported_card = models.JSONField(null=True)  # as another site told it; null: trained here
    job = models.ForeignKey("jobs.Job", null=True, on_delete=models.SET_NULL, related_name="+")  # the latest run
    dataset_version = models.ForeignKey(DatasetVersion, null=True, on_delete=models.SET_NULL, related_name="wavenets")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = WavenetQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.name

    @property
    def controls(self) -> list[str]:
        """What it follows beside its classes: loudness, pitch."""
        return list(self.plan.get("controls") or [])


class WavenetInput(models.Model):
    """A sample that a wavenet learned from. The name outlives the sample."""

    wavenet = models.ForeignKey(Wavenet, on_delete=models.CASCADE, related_name="inputs")
    sample = models.ForeignKey(Sample, null=True, on_delete=models.SET_NULL, related_name="wavenet_inputs")
    sample_name = models.CharField(max_length=200)
    class_name = models.CharField(max_length=200, blank=True)
    held_out = models.BooleanField(default=False)  # validated on, never trained on

    def __str__(self) -> str:
        return self.sample_name


class Checkpoint(models.Model):
    """A wavenet's weights at a step."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    wavenet = models.ForeignKey(Wavenet, on_delete=models.CASCADE, related_name="checkpoints")
    step = models.PositiveIntegerField()
    validation_loss_nats = models.FloatField(null=True)
    file = models.FileField(max_length=300)
    sha256 = models.CharField(max_length=64, blank=True)  # of the file; empty in rows older than this field
    size_bytes = models.PositiveBigIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["step"]
        constraints = [models.UniqueConstraint(fields=["wavenet", "step"], name="one_checkpoint_a_step")]

    def __str__(self) -> str:
        return f"{self.wavenet} at step {self.step}"


class Audition(models.Model):
    """What the network says at a step."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    wavenet = models.ForeignKey(Wavenet, on_delete=models.CASCADE, related_name="auditions")
    step = models.PositiveIntegerField()
    audio_file = models.FileField(max_length=300)
    peaks_file = models.FileField(max_length=300)
    sample_rate_hz = models.PositiveIntegerField()
    frames = models.PositiveIntegerField()
    note = models.TextField(blank=True)  # what its owner hears in it

    class Meta:
        ordering = ["step"]
        constraints = [models.UniqueConstraint(fields=["wavenet", "step"], name="one_audition_a_step")]

    def __str__(self) -> str:
        return f"{self.wavenet} at step {self.step}"


class TrainingLine(models.Model):
    """One line of a training's log; the last few hundred of each are kept."""

    class Level(models.TextChoices):
        INFO = "info"
        WARNING = "warning"
        ERROR = "error"

    wavenet = models.ForeignKey(Wavenet, on_delete=models.CASCADE, related_name="lines")
    at = models.DateTimeField(auto_now_add=True)
    level = models.CharField(max_length=8, choices=Level.choices, default=Level.INFO)
    step = models.PositiveIntegerField()
    text = models.CharField(max_length=500)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.text


class ModelUpload(models.Model):
    """A model of another site that is on its way here: its card, and how long its weights are."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="model_uploads")
    name = models.CharField(max_length=200)
    card = models.JSONField()
    length_bytes = models.PositiveBigIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class Generation(models.Model):
    """One request for takes: settings shared by all its voices."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="generations")
    wavenet = models.ForeignKey(Wavenet, on_delete=models.CASCADE, related_name="generations")
    step = models.PositiveIntegerField()  # of the checkpoint used
    seconds = models.FloatField()
    voices = models.PositiveSmallIntegerField()
    temperature = models.FloatField()
    random_seed = models.BigIntegerField()
    class_name = models.CharField(max_length=200, blank=True)
    prompt = models.ForeignKey(Sample, null=True, on_delete=models.SET_NULL, related_name="generations")
    prompt_name = models.CharField(max_length=200, blank=True)
    contour = models.ForeignKey(Sample, null=True, on_delete=models.SET_NULL, related_name="+")
    contour_name = models.CharField(max_length=200, blank=True)
    settings = models.JSONField(default=dict)  # curves and options, see studio.wavenets.take_settings
    live = models.BooleanField(default=False)  # played, and steered while it sounds
    stop_requested = models.BooleanField(default=False)  # to end now and keep what is there
    job = models.ForeignKey("jobs.Job", null=True, on_delete=models.SET_NULL, related_name="+")
    notice = models.CharField(max_length=300, blank=True)  # what a person should know, e.g. a short prompt
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.voices} takes of {self.wavenet}"


class Take(models.Model):
    """One generated audio, not yet (or already) kept as a sample."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    generation = models.ForeignKey(Generation, on_delete=models.CASCADE, related_name="takes")
    voice = models.PositiveSmallIntegerField()  # from 1
    audio_file = models.FileField(max_length=300, blank=True)
    peaks_file = models.FileField(max_length=300, blank=True)
    sample_rate_hz = models.PositiveIntegerField()
    frames = models.PositiveIntegerField(default=0)
    join_frames = models.PositiveIntegerField(default=0)  # of the prompt, where it is kept: the network begins there
    cleaned = models.JSONField(default=dict)  # what was done to it afterwards, see studio.tasks.take_cleaning
    kept_as = models.ForeignKey(Sample, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["voice"]
        constraints = [models.UniqueConstraint(fields=["generation", "voice"], name="one_take_a_voice")]

    def __str__(self) -> str:
        return f"take {self.voice} of {self.generation}"


class TakeRecord(models.Model):
    """How a sample was generated, and what it gives away of the recordings that its model learned from."""

    sample = models.OneToOneField(Sample, on_delete=models.CASCADE, related_name="take_record")
    record = models.JSONField(default=dict)  # see studio.wavenets.take_records
    leak = models.JSONField(null=True)  # what the search for copies found; null: not looked yet
    job = models.ForeignKey("jobs.Job", null=True, on_delete=models.SET_NULL, related_name="+")  # that search

    def __str__(self) -> str:
        return f"how {self.sample} was made"


class WorkerSpeed(models.Model):
    """How fast a worker trains: measured once when it starts, so that a plan can be costed before it runs."""

    hostname = models.CharField(max_length=200, unique=True)
    flops_per_second = models.FloatField()
    memory_bytes = models.BigIntegerField(null=True)
    gpu_name = models.CharField(max_length=200, blank=True)
    gpu_memory_bytes = models.BigIntegerField(default=0)
    measured_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.hostname
