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
from studio.projects.models import Invitation, Membership, Project
from studio.projects.permissions import person, project_for_owning, project_for_reading
from studio.projects.serializers import (
    InvitationPreviewSerializer,
    InvitationRequestSerializer,
    InvitationSerializer,
    InvitedRoleSerializer,
    NewOwnerSerializer,
    StudioProjectSerializer,
)
from studio.projects.views import described


class Invitations(APIView):
    """The open invitations of a project, for its owner."""

    @extend_schema(responses=InvitationSerializer(many=True), operation_id="project_invitations_list")
    def get(self, request: Request, project_id: UUID) -> Response:
        project = project_for_owning(request, project_id)
        return Response(InvitationSerializer(project.invitations.open().order_by("-created_at"), many=True).data)

    @extend_schema(request=InvitationRequestSerializer, responses={201: InvitationSerializer})
    def post(self, request: Request, project_id: UUID) -> Response:
        asked = InvitationRequestSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        project = project_for_owning(request, project_id)
        invitation = actions.invite(project, person(request), **asked.validated_data)
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
        invitation = _by_token(token)
        actions.require_open(invitation)
        return Response(InvitationPreviewSerializer(invitation).data)


class AcceptInvitation(APIView):
    @extend_schema(request=None, responses=StudioProjectSerializer)
    def post(self, request: Request, token: str) -> Response:
        return Response(described(actions.accept(_by_token(token), person(request)), request))


class OneMember(APIView):
    """The owner says what a member may do, and removes one; a member removes themself."""

    @extend_schema(request=InvitedRoleSerializer, responses=StudioProjectSerializer)
    def patch(self, request: Request, project_id: UUID, user_id: UUID) -> Response:
        asked = InvitedRoleSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        project = project_for_owning(request, project_id)
        actions.change_role(project, _member(project, user_id), asked.validated_data["role"])
        return Response(described(project_for_reading(request, project_id), request))

    @extend_schema(responses={204: None})
    def delete(self, request: Request, project_id: UUID, user_id: UUID) -> Response:
        project = project_for_reading(request, project_id)
        if project.owner_id != person(request).id and user_id != person(request).id:
            raise PermissionDenied("Only the project's owner can remove somebody else.")
        actions.remove_member(project, _member(project, user_id))
        return Response(status=status.HTTP_204_NO_CONTENT)


class Owner(APIView):
    """The owner hands the project over to another member."""

    @extend_schema(request=NewOwnerSerializer, responses=StudioProjectSerializer)
    def post(self, request: Request, project_id: UUID) -> Response:
        asked = NewOwnerSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        project = project_for_owning(request, project_id)
        actions.hand_over(project, _member(project, asked.validated_data["member"]))
        return Response(described(project_for_reading(request, project_id), request))


def _member(project: Project, user_id: UUID) -> Membership:
    return get_object_or_404(Membership.objects.filter(project=project).select_related("user"), user_id=user_id)


def _by_token(token: str) -> Invitation:
    return get_object_or_404(Invitation.objects.select_related("project", "created_by"), token=token)
