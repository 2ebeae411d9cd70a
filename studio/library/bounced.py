"""Where a bounced sample comes from, as the pages see it."""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from studio.accounts.models import User
from studio.library.licences import credit
from studio.library.models import Sample

TAPS = [("dry", "dry"), ("wet", "wet"), ("post", "post")]


class BouncedSerializer(serializers.Serializer[Any]):
    """The track that it is the sound of, and where; `project` and the track only for those who may know them."""

    project = serializers.UUIDField(allow_null=True)
    project_name = serializers.CharField()
    track = serializers.CharField(help_text="its id in the project; “master” is the mix")
    track_name = serializers.CharField()
    tap = serializers.ChoiceField(choices=TAPS)
    start_seconds = serializers.FloatField(allow_null=True, help_text="of its beginning in the project")
    left_out = serializers.ListField(child=serializers.CharField())
    credits = serializers.ListField(child=serializers.CharField(), help_text="the sounds in it that one may know of")


def bounced(sample: Sample, context: Mapping[str, Any]) -> dict[str, Any] | None:
    """The Bounced answer; None for a sample that is no bounce."""
    bounce = getattr(sample, "bounce", None) if sample.origin == Sample.Origin.BOUNCED else None
    if bounce is None:
        return None
    user = context["request"].user
    viewer = user if isinstance(user, User) else None
    owner = viewer is not None and sample.owner_id == viewer.id
    member = viewer is not None and bounce.project_id is not None and _takes_part(viewer, bounce.project_id)
    known = owner or member
    return {
        "project": bounce.project_id if member else None,
        "project_name": bounce.project_name if known else "",
        "track": bounce.source if known else "",
        "track_name": bounce.track_name if known else "",
        "tap": bounce.tap,
        "start_seconds": bounce.start_seconds,
        "left_out": bounce.left_out if known else [],
        "credits": [
            credit(row.sample_name, row.owner_name, row.sample.licence if row.sample else row.licence)
            for row in sample.ingredients.all()
            if known or (row.sample is not None and row.sample.is_public)
        ],
    }


def _takes_part(viewer: User, project_id: Any) -> bool:
    return bool(viewer.memberships.filter(project_id=project_id).exists())
