"""Members and invitations over HTTP."""

from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from studio.projects import actions
from studio.projects.models import Invitation, Membership
from studio.projects.permissions import person, project_for_owning, project_for_reading
from studio.projects.serializers import (
    InvitationPreviewSerializer,
    InvitationRequestSerializer,
    InvitationSerializer,
    StudioProjectSerializer,
)
from studio.projects.views import described


class Invitations(APIView):
    """The open invitations of a project, for its owner."""

    @extend_schema(responses=InvitationSerializer(many=True), operation_id="project_invitations_list")
    def get(self, request: Request, project_id: UUID) -> Response:
        project = project_for_owning(request, project_id)
        return Response(InvitationSerializer(project.invitations.order_by("-created_at"), many=True).data)

    @extend_schema(request=InvitationRequestSerializer, responses={201: InvitationSerializer})
    def post(self, request: Request, project_id: UUID) -> Response:
        asked = InvitationRequestSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        project = project_for_owning(request, project_id)
        invitation = actions.invite(project, person(request), asked.validated_data["role"])
        return Response(InvitationSerializer(invitation).data, status=status.HTTP_201_CREATED)


class OneInvitation(APIView):
    @extend_schema(responses={204: None})
    def delete(self, request: Request, project_id: UUID, token: str) -> Response:
        get_object_or_404(project_for_owning(request, project_id).invitations, token=token).delete()
        return Response(status=status.HTTP_204_NO_CONTENT)


class InvitationPreview(APIView):
    """What somebody who was sent the link sees. Knowing the token is the permission."""

    @extend_schema(responses=InvitationPreviewSerializer)
    def get(self, request: Request, token: str) -> Response:
        return Response(InvitationPreviewSerializer(_by_token(token)).data)


class AcceptInvitation(APIView):
    @extend_schema(request=None, responses=StudioProjectSerializer)
    def post(self, request: Request, token: str) -> Response:
        return Response(described(actions.accept(_by_token(token), person(request)), request))


class OneMember(APIView):
    """The owner removes a member; a member removes themself."""

    @extend_schema(responses={204: None})
    def delete(self, request: Request, project_id: UUID, user_id: UUID) -> Response:
        project = project_for_reading(request, project_id)
        if project.owner_id != person(request).id and user_id != person(request).id:
            raise PermissionDenied("Only the project's owner can remove somebody else.")
        membership = get_object_or_404(Membership.objects.filter(project=project), user_id=user_id)
        actions.remove_member(project, membership)
        return Response(status=status.HTTP_204_NO_CONTENT)


def _by_token(token: str) -> Invitation:
    return get_object_or_404(Invitation.objects.select_related("project", "created_by"), token=token)
