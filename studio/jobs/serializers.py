"""The wire form of a job."""

from rest_framework import serializers

from studio.jobs.models import Job


class JobSerializer(serializers.ModelSerializer[Job]):
    """A job as the pages see it."""

    project_id = serializers.UUIDField(allow_null=True, read_only=True)

    class Meta:
        model = Job
        fields = (
            "id", "kind", "subject_id", "project_id", "title", "status", "fraction", "message", "seconds_left",
            "error", "cancel_requested", "created_at",
        )  # fmt: skip
        read_only_fields = fields
