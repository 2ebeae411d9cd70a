"""The wire forms of projects, members, invitations and renders."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from studio.accounts.models import User
from studio.accounts.serializers import PersonSerializer
from studio.jobs.serializers import JobSerializer
from studio.library.serializers import ShareableSerializer
from studio.projects.models import INVITED_ROLES, Invitation, Membership, Project, Render, RenderInput

DEFAULT_VALID_DAYS = 7


class MemberSerializer(serializers.ModelSerializer[Membership]):
    id = serializers.UUIDField(source="user_id", read_only=True)
    name = serializers.CharField(source="user.username", read_only=True)

    class Meta:
        model = Membership
        fields = ("id", "name", "role")
        read_only_fields = fields


class OriginalSerializer(serializers.Serializer[Any]):
    """What a project was made from; `project` only for those who are members of that one, too."""

    project = serializers.UUIDField(allow_null=True)
    name = serializers.CharField()
    owner_name = serializers.CharField()


class StudioProjectSerializer(serializers.ModelSerializer[Project]):
    """A project as one of its members sees it; the context holds the request."""

    owner = PersonSerializer(read_only=True)
    mine = serializers.SerializerMethodField()
    role = serializers.SerializerMethodField()
    members = MemberSerializer(source="memberships", many=True, read_only=True)
    forked_from = serializers.SerializerMethodField()

    class Meta:
        model = Project
        fields = ("id", "name", "owner", "mine", "role", "members", "created_at", "edited_at", "forked_from")
        read_only_fields = fields

    def get_mine(self, project: Project) -> bool:
        return bool(project.owner_id == self._viewer().id)

    @extend_schema_field(serializers.ChoiceField(choices=Membership.Role.choices))
    def get_role(self, project: Project) -> str:
        viewer = self._viewer()
        return next(member.role for member in project.memberships.all() if member.user_id == viewer.id)

    @extend_schema_field(OriginalSerializer(allow_null=True))
    def get_forked_from(self, project: Project) -> dict[str, Any] | None:
        if not project.forked_from_name:
            return None
        original = project.forked_from
        seen = original is not None and any(one.user_id == self._viewer().id for one in original.memberships.all())
        return {
            "project": str(project.forked_from_id) if seen else None,
            "name": project.forked_from_name,
            "owner_name": project.forked_from_owner,
        }

    def _viewer(self) -> User:
        viewer: User = self.context["request"].user
        return viewer


class ProjectNameSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=200)


class InvitationSerializer(serializers.ModelSerializer[Invitation]):
    url = serializers.SerializerMethodField()

    class Meta:
        model = Invitation
        fields = ("token", "role", "url", "created_at", "expires_at")
        read_only_fields = fields

    def get_url(self, invitation: Invitation) -> str:
        return f"/join/{invitation.token}"


class InvitedRoleSerializer(serializers.Serializer[Any]):
    role = serializers.ChoiceField(choices=INVITED_ROLES)


class InvitationRequestSerializer(InvitedRoleSerializer):
    valid_days = serializers.IntegerField(
        min_value=1, max_value=365, allow_null=True, default=DEFAULT_VALID_DAYS, help_text="null: until it is withdrawn"
    )


class NewOwnerSerializer(serializers.Serializer[Any]):
    member = serializers.UUIDField()


class InvitationPreviewSerializer(serializers.Serializer[Invitation]):
    """What somebody sees before they accept."""

    project = serializers.UUIDField(source="project_id", read_only=True)
    project_name = serializers.CharField(source="project.name", read_only=True)
    invited_by = serializers.CharField(source="created_by.username", read_only=True)
    role = serializers.ChoiceField(choices=INVITED_ROLES, read_only=True)
    expires_at = serializers.DateTimeField(allow_null=True, read_only=True)


class BringSampleSerializer(serializers.Serializer[Any]):
    sample = serializers.UUIDField()


class RenderRequestSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=200, required=False, allow_blank=True)


class CreditSerializer(serializers.ModelSerializer[RenderInput]):
    sample = serializers.UUIDField(source="sample_id", allow_null=True, read_only=True)

    class Meta:
        model = RenderInput
        fields = ("sample", "sample_name", "owner_name", "licence")
        read_only_fields = fields


class RenderSerializer(ShareableSerializer[Render]):
    """A render; addresses are empty until its files exist."""

    project = serializers.UUIDField(source="project_id", allow_null=True, read_only=True)
    version = serializers.UUIDField(source="version_id", allow_null=True, read_only=True)
    job = JobSerializer(allow_null=True, read_only=True)
    mix_url = serializers.SerializerMethodField()
    master_url = serializers.SerializerMethodField()
    peaks_url = serializers.SerializerMethodField()
    credits = CreditSerializer(source="inputs", many=True, read_only=True)

    class Meta:
        model = Render
        fields = (
            "id", "name", "project", "version", "job", "left_out", "report", "duration_seconds", "mix_url",
            "master_url", "peaks_url", "credits", "created_at", *ShareableSerializer.SHARED_FIELDS,
        )  # fmt: skip
        read_only_fields = fields

    def get_mix_url(self, render: Render) -> str:
        return f"/media/renders/{render.id}/mix" if render.mix_file else ""

    def get_master_url(self, render: Render) -> str:
        return f"/media/renders/{render.id}/master" if render.master_file else ""

    def get_peaks_url(self, render: Render) -> str:
        return f"/media/renders/{render.id}/peaks" if render.peaks_file else ""
