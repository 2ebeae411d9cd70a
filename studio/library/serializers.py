"""Samples as the pages see them."""

from collections.abc import Mapping
from typing import Any, TypeVar

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from studio.accounts.models import User
from studio.accounts.serializers import PersonSerializer
from studio.library import actions, names
from studio.library.bounced import BouncedSerializer, bounced
from studio.library.licences import credit
from studio.library.models import Sample, Shareable

T = TypeVar("T", bound=Shareable)


class ShareableSerializer(serializers.ModelSerializer[T]):
    """What samples, models and renders have in common. Needs the `request` in its context."""

    owner = PersonSerializer(read_only=True)
    mine = serializers.SerializerMethodField()
    is_public = serializers.BooleanField(read_only=True)

    SHARED_FIELDS = ("owner", "mine", "licence", "is_public", "published_at", "withdrawn_input")

    @extend_schema_field(bool)
    def get_mine(self, thing: T) -> bool:
        return is_owner(thing, self.context)


def is_owner(thing: Any, context: Mapping[str, Any]) -> bool:
    """Whether the one who asks owns the thing."""
    user = context["request"].user
    return isinstance(user, User) and bool(thing.owner_id == user.id)


class SampleSerializer(ShareableSerializer[Sample]):
    """A sample. Another person's “mine” is served as “users”."""

    category = serializers.SerializerMethodField()
    tags = serializers.SerializerMethodField()
    wavenet = serializers.UUIDField(source="wavenet_id", allow_null=True, read_only=True)
    prompt = serializers.UUIDField(source="prompt_id", allow_null=True, read_only=True)
    prompt_name = serializers.SerializerMethodField()
    parent = serializers.UUIDField(source="parent_id", allow_null=True, read_only=True)  # type: ignore[assignment]
    parent_name = serializers.SerializerMethodField()
    start_seconds = serializers.SerializerMethodField()
    markers = serializers.ListField(child=serializers.FloatField(), read_only=True)
    treatment = serializers.SerializerMethodField()
    duration_seconds = serializers.FloatField(allow_null=True, read_only=True)
    audio_url = serializers.SerializerMethodField()
    peaks_url = serializers.SerializerMethodField()
    credit = serializers.SerializerMethodField()
    bounce = serializers.SerializerMethodField()

    class Meta:
        model = Sample
        fields = (
            "id", "name", "details", "origin", "category", "state", "problem", "created_at", "tags", "source_name",
            "source_format", "duration_seconds", "frames", "sample_rate_hz", "channels", "bandwidth_hz",
            "integrated_lufs", "true_peak_dbtp", "voicing", "wavenet", "wavenet_name", "training_steps",
            "receptive_field_samples", "receptive_field_ms", "prompt", "prompt_name", "temperature", "random_seed",
            "class_name", "parent", "parent_name", "start_seconds", "treatment", "markers",
            "audio_url", "peaks_url", "credit", "bounce", *ShareableSerializer.SHARED_FIELDS,
        )  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(serializers.ChoiceField(choices=Sample.Category.choices))
    def get_category(self, sample: Sample) -> str:
        shown = sample.category
        if shown == Sample.Category.MINE and not is_owner(sample, self.context):
            shown = Sample.Category.USERS
        return str(shown)

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_tags(self, sample: Sample) -> list[str]:
        return [row.name for row in sample.tag_rows.all()]

    @extend_schema_field(str)
    def get_prompt_name(self, sample: Sample) -> str:
        """Empty also where the prompt is somebody's private sample: its name is nobody else's business."""
        prompt = sample.prompt
        if prompt is None or not (prompt.is_public or is_owner(prompt, self.context)):
            return ""
        return prompt.name

    @extend_schema_field(str)
    def get_parent_name(self, sample: Sample) -> str:
        """Empty also where it is somebody's private recording."""
        parent = sample.parent
        if parent is not None and not (parent.is_public or is_owner(parent, self.context)):
            return ""
        return parent.name if parent is not None else sample.parent_name

    @extend_schema_field(serializers.FloatField(allow_null=True))
    def get_start_seconds(self, sample: Sample) -> float | None:
        """Where a slice begins in the recording that it was cut from."""
        if sample.start_frame is None or not sample.sample_rate_hz:
            return None
        return sample.start_frame / sample.sample_rate_hz

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_treatment(self, sample: Sample) -> list[str]:
        """What cleaned it, in words."""
        return [str(step["words"]) for step in sample.treatment]

    @extend_schema_field(str)
    def get_audio_url(self, sample: Sample) -> str:
        return f"/media/samples/{sample.id}/audio"

    @extend_schema_field(str)
    def get_peaks_url(self, sample: Sample) -> str:
        return f"/media/samples/{sample.id}/peaks"

    @extend_schema_field(str)
    def get_credit(self, sample: Sample) -> str:
        return credit(sample.name, sample.owner.username, sample.licence)

    @extend_schema_field(BouncedSerializer(allow_null=True))
    def get_bounce(self, sample: Sample) -> dict[str, Any] | None:
        return bounced(sample, self.context)


class AlikeSerializer(SampleSerializer):
    """A sample, and how like another one it sounds: 1 the same, 0 nothing in common. Needs `likeness` by id, too."""

    likeness = serializers.SerializerMethodField()

    class Meta(SampleSerializer.Meta):
        fields = (*SampleSerializer.Meta.fields, "likeness")  # type: ignore[assignment]
        read_only_fields = fields  # type: ignore[assignment]

    @extend_schema_field(float)
    def get_likeness(self, sample: Sample) -> float:
        return float(self.context["likeness"][sample.id])


class SampleChangeSerializer(serializers.Serializer[Any]):
    """What an owner may change."""

    name = serializers.CharField(max_length=200, required=False)
    details = serializers.CharField(max_length=actions.LONGEST_DETAILS, allow_blank=True, required=False)
    category = serializers.ChoiceField(choices=Sample.Category.choices, required=False)
    tags = serializers.ListField(
        child=serializers.CharField(max_length=actions.LONGEST_TAG), max_length=actions.MOST_TAGS, required=False
    )

    def validate_name(self, name: str) -> str:
        cleaned = names.clean(name, 200)
        if not cleaned:
            raise serializers.ValidationError("Give it a name.")
        return cleaned

    def validate_details(self, details: str) -> str:
        return names.clean_paragraph(details, actions.LONGEST_DETAILS)


class TagSerializer(serializers.Serializer[Any]):
    """A word on one's own samples, and on how many."""

    name = serializers.CharField()
    count = serializers.IntegerField()
