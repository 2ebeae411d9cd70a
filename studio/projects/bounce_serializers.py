"""Bounces as JSON."""

from typing import Any

from rest_framework import serializers

from studio.jobs.serializers import JobSerializer
from studio.library.serializers import SampleSerializer
from studio.projects.models import Bounce

LONGEST_SECONDS = 86_400
MOST_CLIPS = 10_000


class BounceRequestSerializer(serializers.Serializer[Any]):
    """All that sounds on a track; or what is between two times; or some of its clips alone, until they rang out."""

    track = serializers.CharField(max_length=200, help_text="its id; “master” is the mix")
    tap = serializers.ChoiceField(choices=Bounce.Tap.choices, default=Bounce.Tap.POST)
    start_seconds = serializers.FloatField(min_value=0, max_value=LONGEST_SECONDS, allow_null=True, default=None)
    end_seconds = serializers.FloatField(min_value=0, max_value=LONGEST_SECONDS, allow_null=True, default=None)
    clips = serializers.ListField(
        child=serializers.CharField(max_length=200),
        min_length=1,
        max_length=MOST_CLIPS,
        allow_null=True,
        default=None,
    )
    name = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")

    def validate(self, asked: dict[str, Any]) -> dict[str, Any]:
        start, end = asked["start_seconds"], asked["end_seconds"]
        if (start is None) != (end is None):
            raise serializers.ValidationError({"end_seconds": ["A region needs a beginning and an end."]})
        if start is not None and end - start < 0.01:
            raise serializers.ValidationError({"end_seconds": ["The region ends before it starts: move its end."]})
        if start is not None and asked["clips"] is not None:
            raise serializers.ValidationError({"clips": ["Bounce a region or some clips, not both at once."]})
        return asked


class BounceSerializer(serializers.Serializer[Any]):
    """The sample that will hold it, and the job that makes it."""

    sample = SampleSerializer()
    job = JobSerializer()
