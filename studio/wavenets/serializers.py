"""The wire forms of wavenets, plans and estimates."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from generation.presets import PRESETS, Preset, config_for
from studio.accounts.models import User
from studio.jobs.serializers import JobSerializer
from studio.library.serializers import ShareableSerializer
from studio.wavenets.actions import MOST_STEPS
from studio.wavenets.material import MOST_SAMPLES
from studio.wavenets.models import Audition, Checkpoint, TrainingLine, Wavenet, WavenetInput

CLASSES_FROM = ["none", "tag"]
CURVE_POINT = serializers.ListField(child=serializers.FloatField(allow_null=True), min_length=3, max_length=3)


class PresetExampleSerializer(serializers.Serializer[Any]):
    """What a model of this preset said last, for whoever may hear it."""

    wavenet = serializers.UUIDField()
    name = serializers.CharField()
    step = serializers.IntegerField()
    audio_url = serializers.CharField()


class PresetSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    title = serializers.CharField()
    description = serializers.CharField()
    receptive_field_ms = serializers.FloatField()
    sample_rate_hz = serializers.IntegerField()
    default_steps = serializers.IntegerField()
    batch = serializers.IntegerField()
    parameter_count = serializers.IntegerField()
    example = PresetExampleSerializer(allow_null=True)


def preset_fields(name: str, preset: Preset, user: User | None) -> dict[str, Any]:
    """What the pages show of a preset."""
    config = config_for(preset)
    return {
        "name": name,
        "title": preset.title,
        "description": preset.description,
        "receptive_field_ms": config.receptive_field_ms,
        "sample_rate_hz": config.sample_rate_hz,
        "default_steps": preset.steps,
        "batch": preset.batch,
        "parameter_count": config.parameter_count,
        "example": _example(name, user),
    }


def _example(preset: str, user: User | None) -> dict[str, Any] | None:
    """Of the models that one may hear, the one that has learned for longest."""
    heard = Audition.objects.filter(wavenet__in=Wavenet.objects.visible_to(user), wavenet__preset=preset, step__gt=0)
    audition = heard.select_related("wavenet").order_by("-step").first()
    if audition is None:
        return None
    url = f"/media/auditions/{audition.id}/audio"
    return {"wavenet": audition.wavenet_id, "name": audition.wavenet.name, "step": audition.step, "audio_url": url}


class WavenetPlanSerializer(serializers.Serializer[Any]):
    """What to train on and how: a version of a dataset, or sounds that become one."""

    dataset_version = serializers.UUIDField(allow_null=True, required=False)
    samples = serializers.ListField(
        child=serializers.UUIDField(), min_length=1, max_length=MOST_SAMPLES, required=False
    )
    preset = serializers.ChoiceField(choices=sorted(PRESETS))
    steps = serializers.IntegerField(min_value=1, max_value=MOST_STEPS)
    classes_from = serializers.ChoiceField(choices=CLASSES_FROM)
    sample_rate_hz = serializers.IntegerField(min_value=1_000, max_value=96_000, allow_null=True, required=False)
    receptive_field_ms = serializers.FloatField(min_value=0.1, max_value=60_000, allow_null=True, required=False)
    batch = serializers.IntegerField(min_value=1, max_value=64, allow_null=True, required=False)

    def validate(self, plan: dict[str, Any]) -> dict[str, Any]:
        if not plan.get("dataset_version") and not plan.get("samples"):
            raise serializers.ValidationError({"samples": "Choose a dataset, or some sounds."})
        return plan


class NewWavenetSerializer(WavenetPlanSerializer):
    """`confirm`: the codes of the warnings that somebody has read and means."""

    name = serializers.CharField(max_length=200)
    confirm = serializers.ListField(child=serializers.CharField(max_length=40), max_length=40, required=False)


class WavenetDescriptionSerializer(serializers.Serializer[Any]):
    """What its owner calls it, and says that it is good for."""

    name = serializers.CharField(max_length=200, required=False)
    good_for = serializers.CharField(max_length=2000, allow_blank=True, required=False)


class ResumeSerializer(serializers.Serializer[Any]):
    """`steps` in all; as planned where it is missing."""

    steps = serializers.IntegerField(min_value=1, max_value=MOST_STEPS, required=False, allow_null=True)


class ExtendSerializer(serializers.Serializer[Any]):
    """`steps` more than planned."""

    steps = serializers.IntegerField(min_value=1, max_value=MOST_STEPS)


class ForkSerializer(serializers.Serializer[Any]):
    """A new model that begins with the weights of a checkpoint. Without samples it learns from the same ones; a preset
    only says how it is trained, and has to be of the same architecture."""

    name = serializers.CharField(max_length=200)
    step = serializers.IntegerField(min_value=0, required=False, allow_null=True)
    samples = serializers.ListField(child=serializers.UUIDField(), max_length=MOST_SAMPLES, required=False)
    classes_from = serializers.ChoiceField(choices=CLASSES_FROM, required=False)
    steps = serializers.IntegerField(min_value=1, max_value=MOST_STEPS)
    preset = serializers.ChoiceField(choices=sorted(PRESETS), required=False)
    learning_rate = serializers.FloatField(min_value=1e-7, max_value=1.0, required=False, allow_null=True)
    seed = serializers.IntegerField(min_value=0, max_value=2**31 - 1, required=False, allow_null=True)


class TrainingLineSerializer(serializers.ModelSerializer[TrainingLine]):
    class Meta:
        model = TrainingLine
        fields = ("id", "at", "level", "step", "text")
        read_only_fields = fields


class TrainingRunSerializer(serializers.Serializer[Any]):
    """How a training went beside its loss: `[step, gradient norm, learning rate, steps a second]`, and its log, which
    its owner alone reads."""

    gauges = serializers.ListField(child=serializers.ListField(child=serializers.FloatField()))
    log = TrainingLineSerializer(many=True)


class NoteSerializer(serializers.Serializer[Any]):
    note = serializers.CharField(max_length=2000, allow_blank=True)


class ForkedFromSerializer(serializers.Serializer[Any]):
    """What a model began with; without an id where that is gone, or not to be seen."""

    id = serializers.UUIDField(allow_null=True)
    name = serializers.CharField()
    step = serializers.IntegerField()


class EstimateClassSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    samples = serializers.IntegerField()
    seconds = serializers.FloatField()


class PlanWarningSerializer(serializers.Serializer[Any]):
    """A plan with one that must be confirmed is refused until its code is in `confirm`."""

    code = serializers.CharField()
    sentence = serializers.CharField()
    must_confirm = serializers.BooleanField()


class EstimateSerializer(serializers.Serializer[Any]):
    """What a plan would take and give."""

    seconds = serializers.FloatField()
    seconds_a_step = serializers.FloatField()
    measured = serializers.BooleanField()
    epochs = serializers.FloatField()
    parameters = serializers.IntegerField()
    memory_bytes = serializers.IntegerField()
    disk_bytes = serializers.IntegerField()
    dilations = serializers.ListField(child=serializers.IntegerField())
    batch = serializers.IntegerField()
    sample_rate_hz = serializers.IntegerField()
    receptive_field_samples = serializers.IntegerField()
    receptive_field_ms = serializers.FloatField()
    material_seconds = serializers.FloatField()
    kept_seconds = serializers.FloatField(allow_null=True)
    classes = EstimateClassSerializer(many=True)
    warnings = PlanWarningSerializer(many=True)
    jobs_ahead = serializers.IntegerField()
    ahead_seconds = serializers.FloatField(allow_null=True)
    has_gpu = serializers.BooleanField()


class CheckpointSerializer(serializers.ModelSerializer[Checkpoint]):
    class Meta:
        model = Checkpoint
        fields = ("id", "step", "validation_loss_nats", "sha256", "size_bytes")
        read_only_fields = fields


class AuditionSerializer(serializers.ModelSerializer[Audition]):
    duration_seconds = serializers.SerializerMethodField()
    audio_url = serializers.SerializerMethodField()
    peaks_url = serializers.SerializerMethodField()

    class Meta:
        model = Audition
        fields = ("id", "step", "frames", "sample_rate_hz", "duration_seconds", "audio_url", "peaks_url", "note")
        read_only_fields = fields

    def get_duration_seconds(self, audition: Audition) -> float:
        return audition.frames / audition.sample_rate_hz

    def get_audio_url(self, audition: Audition) -> str:
        return f"/media/auditions/{audition.id}/audio"

    def get_peaks_url(self, audition: Audition) -> str:
        return f"/media/auditions/{audition.id}/peaks"


class WavenetInputSerializer(serializers.ModelSerializer[WavenetInput]):
    sample = serializers.UUIDField(source="sample_id", allow_null=True, read_only=True)

    class Meta:
        model = WavenetInput
        fields = ("sample", "sample_name", "class_name", "held_out")
        read_only_fields = fields


class LearnedFromSerializer(serializers.Serializer[Any]):
    """The version of a dataset that a model learned from."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    number = serializers.IntegerField()


class WavenetSerializer(ShareableSerializer[Wavenet]):
    """A model with its card: what it learned from, how it went, what it said on the way."""

    classes = serializers.ListField(child=serializers.CharField(), read_only=True)
    controls = serializers.ListField(child=serializers.CharField(), read_only=True)
    curve = serializers.ListField(child=CURVE_POINT, read_only=True)
    inputs = WavenetInputSerializer(many=True, read_only=True)
    checkpoints = CheckpointSerializer(many=True, read_only=True)
    auditions = AuditionSerializer(many=True, read_only=True)
    job = serializers.SerializerMethodField()
    forked_from = serializers.SerializerMethodField()
    imported = serializers.SerializerMethodField()
    dataset = serializers.SerializerMethodField()

    class Meta:
        model = Wavenet
        fields = (
            "id", "name", "preset", "classes", "controls", "classes_from", "sample_rate_hz", "receptive_field_samples",
            "receptive_field_ms", "parameter_count", "steps_planned", "steps_done", "used_seconds", "epoch_steps",
            "loss_nats", "validation_loss_nats", "steps_per_second", "curve", "created_at", "inputs", "checkpoints",
            "auditions", "job", "paused", "good_for", "forked_from", "imported", "dataset",
            *ShareableSerializer.SHARED_FIELDS,
        )  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(JobSerializer(allow_null=True))
    def get_job(self, wavenet: Wavenet) -> Any:
        """Only its owner follows the work."""
        return JobSerializer(wavenet.job).data if wavenet.job is not None and self.get_mine(wavenet) else None

    @extend_schema_field(ForkedFromSerializer(allow_null=True))
    def get_forked_from(self, wavenet: Wavenet) -> Any:
        if wavenet.forked_from_step is None:
            return None
        parent = wavenet.forked_from
        seen = parent is not None and (parent.is_public or parent.owner_id == wavenet.owner_id)
        return {
            "id": str(parent.id) if parent is not None and seen else None,
            "name": wavenet.forked_from_name,
            "step": wavenet.forked_from_step,
        }

    @extend_schema_field(LearnedFromSerializer(allow_null=True))
    def get_dataset(self, wavenet: Wavenet) -> Any:
        """Datasets are their owners' alone."""
        version = wavenet.dataset_version
        if version is None or not self.get_mine(wavenet):
            return None
        return {"id": str(version.dataset_id), "name": version.dataset.name, "number": version.number}

    def get_imported(self, wavenet: Wavenet) -> bool:
        return wavenet.imported_card is not None
