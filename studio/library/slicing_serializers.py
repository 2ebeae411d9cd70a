"""Slicings as the slicer sees them: positions are frames of the recording."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from studio.jobs.models import Job
from studio.jobs.serializers import JobSerializer
from studio.library import actions, names
from studio.library.models import Sample, Slicing
from studio.library.slicings import MOST_KEPT

MOST_SLICES = 20_000
MOST_LABELS = 40


class Frames(serializers.IntegerField):
    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=0, max_value=2**53, **options)


class WishesSerializer(serializers.Serializer[Any]):
    """How to cut; see `mixing.analysis.slices.Wishes`."""

    threshold_dbfs = serializers.FloatField(min_value=-100, max_value=0)
    fineness = serializers.FloatField(min_value=0, max_value=1)
    least_seconds = serializers.FloatField(min_value=0.01, max_value=60)
    most_seconds = serializers.FloatField(min_value=0.1, max_value=3600)
    room_seconds = serializers.FloatField(min_value=0, max_value=2)


class SpanSerializer(serializers.Serializer[Any]):
    start = Frames()
    end = Frames()

    def validate(self, span: dict[str, Any]) -> dict[str, Any]:
        if span["end"] <= span["start"]:
            raise serializers.ValidationError("A slice ends before it begins.")
        return span


class SliceLabelSerializer(serializers.Serializer[Any]):
    """A word for slices, and the category (with its colour) that samples made of them get."""

    name = serializers.CharField(max_length=actions.LONGEST_TAG)
    category = serializers.ChoiceField(choices=Sample.Category.choices)

    def validate_name(self, name: str) -> str:
        return names.clean(name, actions.LONGEST_TAG) or "label"


class SliceSerializer(SpanSerializer):
    id = serializers.CharField(max_length=40)
    label = serializers.CharField(max_length=actions.LONGEST_TAG, allow_blank=True)  # type: ignore[assignment]
    out = serializers.BooleanField()  # left out by hand
    own = serializers.BooleanField()  # made or moved by hand: finding again leaves it where it is
    sample = serializers.UUIDField(allow_null=True)  # that was made of it


class SlicingDocumentSerializer(serializers.Serializer[Any]):
    """How a recording is cut, as its owner left it."""

    wishes = WishesSerializer()
    labels = serializers.ListField(child=SliceLabelSerializer(), max_length=MOST_LABELS)
    slices = serializers.ListField(child=SliceSerializer(), max_length=MOST_SLICES)

    def validate_slices(self, slices: list[dict[str, Any]]) -> list[dict[str, Any]]:
        for one in slices:
            one["sample"] = str(one["sample"]) if one["sample"] else None
        return slices


class SlicingSaveSerializer(serializers.Serializer[Any]):
    version = serializers.IntegerField(min_value=0)
    document = SlicingDocumentSerializer()


class SlicingVersionSerializer(serializers.Serializer[Any]):
    version = serializers.IntegerField()


class TileLevelSerializer(serializers.Serializer[Any]):
    """One level of the tiles file: columns of `width` bytes from `offset` on, each of `span` frames or ticks."""

    kind = serializers.ChoiceField(choices=["peaks", "bands"])
    span = serializers.IntegerField()
    width = serializers.IntegerField()
    offset = serializers.IntegerField()
    columns = serializers.IntegerField()


class SlicingSerializer(serializers.ModelSerializer[Slicing]):
    document = serializers.SerializerMethodField()
    is_heard = serializers.BooleanField(read_only=True)
    levels = TileLevelSerializer(many=True, read_only=True)
    job = serializers.SerializerMethodField()
    tiles_url = serializers.SerializerMethodField()
    part_url = serializers.SerializerMethodField()

    class Meta:
        model = Slicing
        fields = (
            "version", "document", "is_heard", "levels", "hop_frames", "threshold_dbfs", "job", "tiles_url", "part_url",
        )  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(SlicingDocumentSerializer(allow_null=True))
    def get_document(self, slicing: Slicing) -> Any:
        return slicing.document or None

    @extend_schema_field(JobSerializer(allow_null=True))
    def get_job(self, slicing: Slicing) -> Any:
        """The newest listening."""
        job = Job.objects.filter(subject_id=slicing.sample_id, kind=Job.Kind.LISTEN).first()
        return JobSerializer(job).data if job else None

    @extend_schema_field(str)
    def get_tiles_url(self, slicing: Slicing) -> str:
        return f"/media/samples/{slicing.sample_id}/tiles"

    @extend_schema_field(str)
    def get_part_url(self, slicing: Slicing) -> str:
        return f"/media/samples/{slicing.sample_id}/part"


class FoundSlicesSerializer(serializers.Serializer[Any]):
    slices = SpanSerializer(many=True)


class LabelledSpanSerializer(SpanSerializer):
    label = serializers.CharField(max_length=actions.LONGEST_TAG)  # type: ignore[assignment]


class LikenessRequestSerializer(serializers.Serializer[Any]):
    unknown = serializers.ListField(child=SpanSerializer(), max_length=MOST_SLICES)
    known = serializers.ListField(child=LabelledSpanSerializer(), max_length=MOST_SLICES)


class LikenessSerializer(serializers.Serializer[Any]):
    """What one unknown slice is, and the label that it sounds like (empty: like none)."""

    kind = serializers.ChoiceField(choices=["voice", "tone", "knocks", "noise"])
    label = serializers.CharField(allow_blank=True)  # type: ignore[assignment]
    sureness = serializers.FloatField()


class LikenessAnswerSerializer(serializers.Serializer[Any]):
    suggestions = LikenessSerializer(many=True)


class KeptSliceSerializer(SpanSerializer):
    name = serializers.CharField(max_length=200)
    label = serializers.CharField(max_length=actions.LONGEST_TAG, allow_blank=True, required=False, default="")  # type: ignore[assignment]
    category = serializers.ChoiceField(choices=Sample.Category.choices, required=False)


class KeepSlicesSerializer(serializers.Serializer[Any]):
    slices = serializers.ListField(child=KeptSliceSerializer(), max_length=MOST_KEPT, allow_empty=False)


class KeptSamplesSerializer(serializers.Serializer[Any]):
    samples = serializers.ListField(child=serializers.UUIDField())
