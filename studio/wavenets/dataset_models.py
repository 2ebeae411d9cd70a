"""Datasets: named, versioned sets of sounds to learn from. A version that a model learned from never changes."""

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

from studio.library.models import Sample

if TYPE_CHECKING:
    from studio.accounts.models import User

SILENCE_DBFS = -60.0


class DatasetQuerySet(models.QuerySet["Dataset"]):
    def visible_to(self, user: "User | None") -> "DatasetQuerySet":
        """A dataset is its owner's alone: it may name private sounds. What was learned from it has its own rules."""
        return self.filter(owner=user) if user is not None and user.is_authenticated else self.none()


class Dataset(models.Model):
    """A set of sounds under a name; what is in it is said by its versions."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="datasets")
    name = models.CharField(max_length=200)
    # The library's query parameters that its sounds are found by: a saved search. Empty: chosen by hand.
    rule = models.JSONField(default=dict)
    left_out = models.ManyToManyField(Sample, related_name="+")  # by hand: the rule does not bring them back
    created_at = models.DateTimeField(auto_now_add=True)

    objects = DatasetQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.name


class DatasetVersion(models.Model):
    """What was in a dataset at one time. Changed in place until a model learns from it, and never after."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    split_seed = models.PositiveIntegerField(default=0)  # of the choice of what is held out
    silence_threshold_dbfs = models.FloatField(default=SILENCE_DBFS)  # what is quieter is not trained on
    report = models.JSONField(null=True)  # the doctor's, with the sample of each file; null: not asked yet
    job = models.ForeignKey("jobs.Job", null=True, on_delete=models.SET_NULL, related_name="+")  # the doctor's visit
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["dataset", "number"], name="one_version_a_number")]

    def __str__(self) -> str:
        return f"{self.dataset}, version {self.number}"

    @property
    def is_used(self) -> bool:
        """Whether a model learned from it: then it stays as it is."""
        return self.wavenets.exists()


class DatasetMember(models.Model):
    """A sound in a version, with its class. The name outlives the sample."""

    version = models.ForeignKey(DatasetVersion, on_delete=models.CASCADE, related_name="members")
    sample = models.ForeignKey(Sample, null=True, on_delete=models.SET_NULL, related_name="dataset_members")
    sample_name = models.CharField(max_length=200)
    class_name = models.CharField(max_length=200, blank=True)  # its first tag, until somebody says another
    held_out = models.BooleanField(default=False)  # validated on, never trained on

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["version", "sample"], name="one_member_once")]

    def __str__(self) -> str:
        return self.sample_name
