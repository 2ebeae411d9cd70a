"""The wire forms of generations, takes and how they were made."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from studio.accounts.models import User
from studio.jobs.serializers import JobSerializer
from studio.library.actions import LONGEST_TAG, MOST_TAGS
from studio.wavenets.models import Generation, Take, TakeRecord
from studio.wavenets.take_records import corpus_of
from studio.wavenets.take_settings import MOST_POINTS

CURVE = {
    "type": "array",
    "maxItems": MOST_POINTS,
    "items": {"type": "array", "minItems": 2, "maxItems": 2, "items": {"type": "number", "nullable": True}},
}
CLASS_CURVE = {
    "type": "array",
    "maxItems": MOST_POINTS,
    "items": {"type": "array", "minItems": 2, "maxItems": 2, "items": {}},
}


@extend_schema_field(CURVE)
class CurveField(serializers.JSONField):
    """Points [seconds, value]; straight lines between."""


@extend_schema_field(CLASS_CURVE)
class ClassCurveField(serializers.JSONField):
    """Points [seconds, {class: share}]."""


class TakeSerializer(serializers.ModelSerializer[Take]):
    duration_seconds = serializers.SerializerMethodField()
    join_seconds = serializers.SerializerMethodField()
    audio_url = serializers.SerializerMethodField()
    peaks_url = serializers.SerializerMethodField()
    kept_as = serializers.UUIDField(source="kept_as_id", allow_null=True, read_only=True)
    cleaned = serializers.DictField(read_only=True)

    class Meta:
        model = Take
        fields = (
            "id", "voice", "frames", "sample_rate_hz", "duration_seconds", "join_seconds", "cleaned", "audio_url",
            "peaks_url", "kept_as",
        )  # fmt: skip
        read_only_fields = fields

    def get_duration_seconds(self, take: Take) -> float:
        return take.frames / take.sample_rate_hz

    def get_join_seconds(self, take: Take) -> float:
        """Of the prompt that the take begins with."""
        return take.join_frames / take.sample_rate_hz

    def get_audio_url(self, take: Take) -> str:
        return f"/media/takes/{take.id}/audio"

    def get_peaks_url(self, take: Take) -> str:
        return f"/media/takes/{take.id}/peaks"


class VoiceSettingsSerializer(serializers.Serializer[Any]):
    """What takes and played voices have in common; without a step, the latest checkpoint."""

    wavenet = serializers.UUIDField()
    step = serializers.IntegerField(min_value=0, allow_null=True, required=False)
    temperature = serializers.FloatField(min_value=0.05, max_value=3)
    random_seed = serializers.IntegerField(min_value=0, max_value=2**53 - 1, allow_null=True, required=False)
    class_name = serializers.CharField(max_length=200, allow_blank=True, required=False)
    prompt = serializers.UUIDField(allow_null=True, required=False)
    prompt_end_seconds = serializers.FloatField(min_value=0, max_value=14_400, allow_null=True, required=False)


class NewGenerationSerializer(VoiceSettingsSerializer):
    """What to generate. Curves count from the first sample that is made, in seconds."""

    seconds = serializers.FloatField(min_value=0.05, max_value=600)
    voices = serializers.IntegerField(min_value=1, max_value=32)
    class_curve = ClassCurveField(allow_null=True, required=False)
    temperature_curve = CurveField(allow_null=True, required=False)
    loudness_curve = CurveField(allow_null=True, required=False)
    pitch_curve = CurveField(allow_null=True, required=False)
    contour = serializers.UUIDField(allow_null=True, required=False)
    contour_fit = serializers.ChoiceField(choices=["hold", "stretch"], required=False)
    keep_prompt = serializers.BooleanField(required=False)
    least_seconds = serializers.FloatField(min_value=0.05, max_value=600, allow_null=True, required=False)
    turns = serializers.BooleanField(required=False)
    declick = serializers.BooleanField(required=False)
    trim = serializers.BooleanField(required=False)


class NewPlayedSerializer(VoiceSettingsSerializer):
    """What a played voice begins as."""


class KeepSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=200, allow_blank=True, required=False)


class KeepAllSerializer(serializers.Serializer[Any]):
    """All takes of a generation, numbered under one name, with the same tags, in a collection of that name."""

    name = serializers.CharField(max_length=190, allow_blank=True, required=False)
    collection_name = serializers.CharField(max_length=200, allow_blank=True, required=False)
    tags = serializers.ListField(
        child=serializers.CharField(max_length=LONGEST_TAG), max_length=MOST_TAGS, required=False
    )


class GenerationSerializer(serializers.ModelSerializer[Generation]):
    wavenet = serializers.UUIDField(source="wavenet_id", read_only=True)
    prompt = serializers.UUIDField(source="prompt_id", allow_null=True, read_only=True)
    contour = serializers.UUIDField(source="contour_id", allow_null=True, read_only=True)
    settings = serializers.DictField(read_only=True)
    takes = TakeSerializer(many=True, read_only=True)
    job = JobSerializer(allow_null=True, read_only=True)

    class Meta:
        model = Generation
        fields = (
            "id", "wavenet", "step", "seconds", "voices", "temperature", "random_seed", "class_name", "prompt",
            "prompt_name", "contour", "contour_name", "settings", "live", "stop_requested", "notice", "created_at",
            "takes", "job",
        )  # fmt: skip
        read_only_fields = fields


class TakeRecordSerializer(serializers.ModelSerializer[TakeRecord]):
    """How a sample was generated. Needs the `request` in its context: of the corpus, everybody sees what they may."""

    sample = serializers.UUIDField(source="sample_id", read_only=True)
    record = serializers.DictField(read_only=True)
    leak = serializers.DictField(read_only=True, allow_null=True)
    corpus = serializers.SerializerMethodField()
    corpus_count = serializers.SerializerMethodField()
    job = serializers.SerializerMethodField()

    class Meta:
        model = TakeRecord
        fields = ("sample", "record", "leak", "corpus", "corpus_count", "job")
        read_only_fields = fields

    @property
    def _user(self) -> User | None:
        user = self.context["request"].user
        return user if isinstance(user, User) else None

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_corpus(self, record: TakeRecord) -> list[str]:
        return corpus_of(record.sample, self._user)[0]

    def get_corpus_count(self, record: TakeRecord) -> int:
        return corpus_of(record.sample, self._user)[1]

    @extend_schema_field(JobSerializer(allow_null=True))
    def get_job(self, record: TakeRecord) -> Any:
        """Only its owner follows the work."""
        mine = self._user is not None and record.sample.owner_id == self._user.id
        return JobSerializer(record.job).data if mine and record.job is not None else None
