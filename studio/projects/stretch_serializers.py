"""Stretched sounds as JSON."""

from typing import Any

from rest_framework import serializers

from studio.jobs.models import Job
from studio.projects.models import StretchedSound

MOST_PARTS = 500
LONGEST_SECONDS = 86_400


class StretchedPartSerializer(serializers.Serializer[Any]):
    """The fields of a clip that say what it plays."""

    sample = serializers.UUIDField()
    offset_seconds = serializers.FloatField(min_value=0, max_value=LONGEST_SECONDS)
    duration_seconds = serializers.FloatField(min_value=0, max_value=LONGEST_SECONDS)
    speed = serializers.FloatField(min_value=0.1, max_value=10)
    semitones = serializers.FloatField(min_value=-24, max_value=24)
    preserve_pitch = serializers.BooleanField()
    loop = serializers.BooleanField()


class StretchRequestSerializer(serializers.Serializer[Any]):
    parts = StretchedPartSerializer(many=True)

    def validate_parts(self, parts: list[Any]) -> list[Any]:
        if len(parts) > MOST_PARTS:
            raise serializers.ValidationError(f"Ask for at most {MOST_PARTS} clips at a time.")
        return parts


class StretchedSerializer(serializers.ModelSerializer[StretchedSound]):
    """`audio_url` is empty until it is made."""

    state = serializers.SerializerMethodField()
    audio_url = serializers.SerializerMethodField()

    class Meta:
        model = StretchedSound
        fields = ("id", "state", "problem", "audio_url")
        read_only_fields = fields

    def get_state(self, row: StretchedSound) -> str:
        if row.audio_file:
            return "ready"
        working = row.job is not None and row.job.status in {Job.Status.QUEUED, Job.Status.RUNNING}
        return "making" if working else "failed"

    def get_audio_url(self, row: StretchedSound) -> str:
        return f"/media/projects/{self.context['project'].id}/stretched/{row.id}" if row.audio_file else ""
