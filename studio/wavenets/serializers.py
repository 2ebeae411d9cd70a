"""The wire forms of wavenets, plans, estimates, generations and takes."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from generation.presets import PRESETS, Preset, config_for
from studio.accounts.models import User
from studio.jobs.serializers import JobSerializer
from studio.library.serializers import ShareableSerializer
from studio.wavenets.actions import MOST_STEPS
from studio.wavenets.material import MOST_SAMPLES
from studio.wavenets.models import Audition, Checkpoint, Generation, Take, Wavenet, WavenetInput

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


class WavenetNameSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=200)


class ResumeSerializer(serializers.Serializer[Any]):
    """`steps` in all; as planned where it is missing."""

    steps = serializers.IntegerField(min_value=1, max_value=MOST_STEPS, required=False, allow_null=True)


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
        fields = ("id", "step", "validation_loss_nats")
        read_only_fields = fields


class AuditionSerializer(serializers.ModelSerializer[Audition]):
    duration_seconds = serializers.SerializerMethodField()
    audio_url = serializers.SerializerMethodField()
    peaks_url = serializers.SerializerMethodField()

    class Meta:
        model = Audition
        fields = ("id", "step", "frames", "sample_rate_hz", "duration_seconds", "audio_url", "peaks_url")
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
    curve = serializers.ListField(child=CURVE_POINT, read_only=True)
    inputs = WavenetInputSerializer(many=True, read_only=True)
    checkpoints = CheckpointSerializer(many=True, read_only=True)
    auditions = AuditionSerializer(many=True, read_only=True)
    job = serializers.SerializerMethodField()
    dataset = serializers.SerializerMethodField()

    class Meta:
        model = Wavenet
        fields = (
            "id", "name", "preset", "classes", "classes_from", "sample_rate_hz", "receptive_field_samples",
            "receptive_field_ms", "parameter_count", "steps_planned", "steps_done", "used_seconds", "epoch_steps",
            "loss_nats", "validation_loss_nats", "steps_per_second", "curve", "created_at", "inputs", "checkpoints",
            "auditions", "job", "dataset", *ShareableSerializer.SHARED_FIELDS,
        )  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(JobSerializer(allow_null=True))
    def get_job(self, wavenet: Wavenet) -> Any:
        """Only its owner follows the work."""
        return JobSerializer(wavenet.job).data if wavenet.job is not None and self.get_mine(wavenet) else None

    @extend_schema_field(LearnedFromSerializer(allow_null=True))
    def get_dataset(self, wavenet: Wavenet) -> Any:
        """Datasets are their owners' alone."""
        version = wavenet.dataset_version
        if version is None or not self.get_mine(wavenet):
            return None
        return {"id": str(version.dataset_id), "name": version.dataset.name, "number": version.number}


class TakeSerializer(serializers.ModelSerializer[Take]):
    duration_seconds = serializers.SerializerMethodField()
    audio_url = serializers.SerializerMethodField()
    peaks_url = serializers.SerializerMethodField()
    kept_as = serializers.UUIDField(source="kept_as_id", allow_null=True, read_only=True)

    class Meta:
        model = Take
        fields = ("id", "voice", "frames", "sample_rate_hz", "duration_seconds", "audio_url", "peaks_url", "kept_as")
        read_only_fields = fields

    def get_duration_seconds(self, take: Take) -> float:
        return take.frames / take.sample_rate_hz

    def get_audio_url(self, take: Take) -> str:
        return f"/media/takes/{take.id}/audio"

    def get_peaks_url(self, take: Take) -> str:
        return f"/media/takes/{take.id}/peaks"


class NewGenerationSerializer(serializers.Serializer[Any]):
    """What to generate; without a step, with the latest checkpoint."""

    wavenet = serializers.UUIDField()
    step = serializers.IntegerField(min_value=0, allow_null=True, required=False)
    seconds = serializers.FloatField(min_value=0.05, max_value=600)
    voices = serializers.IntegerField(min_value=1, max_value=16)
    temperature = serializers.FloatField(min_value=0.05, max_value=3)
    random_seed = serializers.IntegerField(min_value=0, max_value=2**53 - 1, allow_null=True, required=False)
    class_name = serializers.CharField(max_length=200, allow_blank=True, required=False)
    prompt = serializers.UUIDField(allow_null=True, required=False)


class KeepSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=200, allow_blank=True, required=False)


class GenerationSerializer(serializers.ModelSerializer[Generation]):
    wavenet = serializers.UUIDField(source="wavenet_id", read_only=True)
    prompt = serializers.UUIDField(source="prompt_id", allow_null=True, read_only=True)
    takes = TakeSerializer(many=True, read_only=True)
    job = JobSerializer(allow_null=True, read_only=True)

    class Meta:
        model = Generation
        fields = (
            "id", "wavenet", "step", "seconds", "voices", "temperature", "random_seed", "class_name", "prompt",
            "prompt_name", "notice", "created_at", "takes", "job",
        )  # fmt: skip
        read_only_fields = fields
