"""Samples: the sounds that people record, upload, generate and bounce, with where they come from."""

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from studio.accounts.models import User


class Licence(models.TextChoices):
    """From the most to the least permissive; the order of `studio.library.licences`."""

    CC0 = "CC0-1.0", "CC0 1.0"
    CC_BY = "CC-BY-4.0", "CC BY 4.0"
    CC_BY_SA = "CC-BY-SA-4.0", "CC BY-SA 4.0"
    CC_BY_NC = "CC-BY-NC-4.0", "CC BY-NC 4.0"
    CC_BY_NC_SA = "CC-BY-NC-SA-4.0", "CC BY-NC-SA 4.0"


class Shareable(models.Model):
    """What a person may publish: a sample, a wavenet, a render. Private until then."""

    licence = models.CharField(max_length=24, choices=Licence.choices, blank=True)  # empty while private
    published_at = models.DateTimeField(null=True)  # null: private
    # An input of it was withdrawn: it stays its owner's to hear, and cannot be shared any more.
    withdrawn_input = models.CharField(max_length=300, blank=True)

    class Meta:
        abstract = True

    @property
    def is_public(self) -> bool:
        return self.published_at is not None


class SampleQuerySet(models.QuerySet["Sample"]):
    def visible_to(self, user: "User | None") -> "SampleQuerySet":
        """One's own, everybody's published, and those shared with a project that one is a member of."""
        public = Q(published_at__isnull=False)
        if user is None or not user.is_authenticated:
            return self.filter(public)
        shared = Q(project_samples__project__memberships__user=user)
        return self.filter(Q(owner=user) | public | shared).distinct()


class Sample(Shareable):
    """An audio file in the library, decoded once to one master."""

    class Origin(models.TextChoices):
        RECORDED = "recorded"
        EXTERNAL = "external"
        GENERATED = "generated"
        BOUNCED = "bounced"
        COMPOSED = "composed"

    class Category(models.TextChoices):
        MINE = "mine"
        USERS = "users"
        WAVENET = "wavenet"
        BOUNCES = "bounces"
        OTHER = "other"

    class State(models.TextChoices):
        PROCESSING = "processing"
        READY = "ready"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="samples")
    name = models.CharField(max_length=200)
    details = models.TextField(blank=True)  # a sentence in its owner's words
    origin = models.CharField(max_length=16, choices=Origin.choices)
    category = models.CharField(max_length=16, choices=Category.choices)
    state = models.CharField(max_length=16, choices=State.choices, default=State.PROCESSING)
    problem = models.TextField(blank=True)  # why it could not be read, one clear sentence
    created_at = models.DateTimeField(auto_now_add=True)

    # the file as it came; deleted once the master is made
    source_file = models.FileField(max_length=300, blank=True)
    source_name = models.CharField(max_length=300, blank=True)
    source_format = models.CharField(max_length=60, blank=True)
    source_bytes = models.BigIntegerField(default=0)
    source_sha256 = models.CharField(max_length=64, blank=True)

    # the master and what was measured on it; null while unknown
    master_file = models.FileField(max_length=300, blank=True)
    master_sha256 = models.CharField(max_length=64, blank=True)
    master_bytes = models.BigIntegerField(default=0)
    peaks_file = models.FileField(max_length=300, blank=True)
    frames = models.BigIntegerField(null=True)
    sample_rate_hz = models.PositiveIntegerField(null=True)
    channels = models.PositiveSmallIntegerField(null=True)
    bandwidth_hz = models.FloatField(null=True)  # what really sounds, not half of the rate
    integrated_lufs = models.FloatField(null=True)  # null when silent
    true_peak_dbtp = models.FloatField(null=True)
    voicing = models.FloatField(null=True)  # 0 noise … 1 voiced
    portrait = models.BinaryField(null=True)  # what others are held against; see mixing.analysis.likeness

    markers = models.JSONField(default=list, blank=True)  # seconds that its person marked while recording

    # what it was cut or cleaned from. A slice has its place in it, and no file of its own until one is needed.
    parent = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="parts")
    parent_name = models.CharField(max_length=200, blank=True)
    start_frame = models.BigIntegerField(null=True)  # in the parent; null: it is not a slice
    end_frame = models.BigIntegerField(null=True)
    treatment = models.JSONField(default=list, blank=True)  # the effects that cleaned it, in their order

    # generated samples: what made them. Unknown is null, not 0.
    wavenet = models.ForeignKey("wavenets.Wavenet", null=True, on_delete=models.SET_NULL, related_name="samples")
    wavenet_name = models.CharField(max_length=200, blank=True)
    training_steps = models.PositiveIntegerField(null=True)
    receptive_field_samples = models.PositiveIntegerField(null=True)
    receptive_field_ms = models.FloatField(null=True)
    prompt = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="prompted")
    temperature = models.FloatField(null=True)
    random_seed = models.BigIntegerField(null=True)
    class_name = models.CharField(max_length=200, blank=True)

    objects = SampleQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["owner", "-created_at"]), models.Index(fields=["published_at"])]

    def __str__(self) -> str:
        return self.name

    @property
    def duration_seconds(self) -> float | None:
        if self.frames is None or not self.sample_rate_hz:
            return None
        return self.frames / self.sample_rate_hz

    @property
    def is_cut(self) -> bool:
        """Whether its sound still lies in its parent's file alone."""
        return not self.master_file and self.parent_id is not None and self.start_frame is not None


class Ingredient(models.Model):
    """A sample that sounds in another one, which was mixed from it. The names outlive it, for the credits."""

    made = models.ForeignKey(Sample, on_delete=models.CASCADE, related_name="ingredients")
    sample = models.ForeignKey(Sample, null=True, on_delete=models.SET_NULL, related_name="ingredient_of")
    sample_name = models.CharField(max_length=200)
    owner_name = models.CharField(max_length=150)
    licence = models.CharField(max_length=24, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.sample_name} in {self.made}"


class SampleTag(models.Model):
    """One word on one sample."""

    sample = models.ForeignKey(Sample, on_delete=models.CASCADE, related_name="tag_rows")
    name = models.CharField(max_length=60)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["sample", "name"], name="one_tag_once")]

    def __str__(self) -> str:
        return self.name


class Upload(models.Model):
    """A resumable upload (tus): the bytes so far lie in the data folder under its id."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="uploads")
    name = models.CharField(max_length=300)
    origin = models.CharField(max_length=16, choices=Sample.Origin.choices, default=Sample.Origin.EXTERNAL)
    tags = models.CharField(max_length=600, blank=True)  # comma-separated, put on the sample
    markers = models.JSONField(default=list, blank=True)  # put on the sample
    length_bytes = models.BigIntegerField()  # while it is open: what it was promised so far
    is_open = models.BooleanField(default=False)  # its length is not known yet
    offset_bytes = models.BigIntegerField(default=0)
    sample = models.ForeignKey(Sample, null=True, on_delete=models.SET_NULL, related_name="uploads")
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class CollectionQuerySet(models.QuerySet["Collection"]):
    def visible_to(self, user: "User | None") -> "CollectionQuerySet":
        """Collections are their owner's alone, like a shelf at home."""
        return self.filter(owner=user) if user is not None and user.is_authenticated else self.none()


class Collection(models.Model):
    """A named, ordered set of samples: a shelf, on which a sample may stand once. The samples stay where they are."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="collections")
    name = models.CharField(max_length=200)
    samples = models.ManyToManyField(Sample, through="CollectionSample", related_name="collections")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CollectionQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.name


class CollectionSample(models.Model):
    """A sample in a collection; their ids are the order in which they came."""

    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="rows")
    sample = models.ForeignKey(Sample, on_delete=models.CASCADE, related_name="collection_rows")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["collection", "sample"], name="one_sample_once")]

    def __str__(self) -> str:
        return f"{self.sample} in {self.collection}"


class Slicing(models.Model):
    """How a long recording is being cut: what was heard in it once, and the slices as its owner left them.

    Named `*_file` is derived from the recording by `mixing.analysis.listening`, and is made again when it is gone.
    """

    sample = models.OneToOneField(Sample, on_delete=models.CASCADE, related_name="slicing", primary_key=True)
    version = models.PositiveIntegerField(default=0)  # grows with every save; an older page may not save over it
    document = models.JSONField(default=dict, blank=True)  # empty until something was found
    changed_at = models.DateTimeField(auto_now=True)

    character_file = models.FileField(max_length=300, blank=True)
    boundaries_file = models.FileField(max_length=300, blank=True)
    tiles_file = models.FileField(max_length=300, blank=True)
    levels = models.JSONField(default=list, blank=True)  # what is where in the tiles file
    hop_frames = models.PositiveIntegerField(default=0)
    threshold_dbfs = models.FloatField(default=-50.0)  # suggested
    known = models.JSONField(default=dict, blank=True)  # label → portraits of some slices that bear it

    FILES = ("character_file", "boundaries_file", "tiles_file")

    def __str__(self) -> str:
        return f"Slices of {self.sample_id}"

    @property
    def is_heard(self) -> bool:
        return bool(self.tiles_file)
