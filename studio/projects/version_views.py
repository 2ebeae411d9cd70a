"""Versions, what has been done, and copies of one's own, over HTTP."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import PermissionDenied
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from studio.accounts.serializers import PersonSerializer
from studio.collaboration import differences, documents
from studio.collaboration.models import Change
from studio.pagination import Pages
from studio.projects import versions
from studio.projects.models import Project, Version
from studio.projects.permissions import person, project_for_editing, project_for_reading
from studio.projects.serializers import ProjectNameSerializer, StudioProjectSerializer
from studio.projects.views import described


class VersionSerializer(serializers.ModelSerializer[Version]):
    """A version without its document."""

    created_by = PersonSerializer(allow_null=True, read_only=True)
    renders = serializers.PrimaryKeyRelatedField[Any](many=True, read_only=True)

    class Meta:
        model = Version
        fields: tuple[str, ...] = ("id", "kind", "name", "clip_count", "created_by", "created_at", "renders")
        read_only_fields = fields


class WholeVersionSerializer(VersionSerializer):
    class Meta(VersionSerializer.Meta):
        fields = (*VersionSerializer.Meta.fields, "document")
        read_only_fields = fields


class NewVersionSerializer(serializers.Serializer[Any]):
    """A name; or, instead of it, the version that is about to be restored."""

    name = serializers.CharField(max_length=200, required=False)
    restoring = serializers.UUIDField(required=False)


class DifferenceSerializer(serializers.Serializer[Any]):
    """A record that differs: `before` is null for what was added, `after` for what was removed."""

    kind = serializers.CharField()
    id = serializers.CharField()
    verbs = serializers.ListField(child=serializers.CharField())
    changed = serializers.ListField(child=serializers.CharField(), source="fields")
    before = serializers.JSONField(allow_null=True)
    after = serializers.JSONField(allow_null=True)


class DeedSerializer(serializers.Serializer[Any]):
    verb = serializers.CharField()
    kind = serializers.CharField()
    count = serializers.IntegerField()
    ids = serializers.ListField(child=serializers.CharField())


class ChangeSerializer(serializers.ModelSerializer[Change]):
    author = PersonSerializer(allow_null=True, read_only=True)
    deeds = DeedSerializer(many=True, read_only=True)

    class Meta:
        model = Change
        fields = ("id", "author", "deeds", "times", "began_at", "ended_at")
        read_only_fields = fields


class ForkRequestSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=200, required=False, allow_blank=True)
    version = serializers.UUIDField(required=False)


class ForkSerializer(serializers.Serializer[Any]):
    project = StudioProjectSerializer()
    left_behind = serializers.IntegerField(help_text="sounds that are private to others")


class Versions(APIView):
    @extend_schema(responses=VersionSerializer(many=True), operation_id="project_versions_list")
    def get(self, request: Request, project_id: UUID) -> Response:
        project = project_for_reading(request, project_id)
        found = project.versions.defer("document").select_related("created_by").prefetch_related("renders")
        return Response(VersionSerializer(found, many=True).data)

    @extend_schema(request=NewVersionSerializer, responses={201: VersionSerializer})
    def post(self, request: Request, project_id: UUID) -> Response:
        asked = NewVersionSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        project = project_for_editing(request, project_id)
        if restoring := asked.validated_data.get("restoring"):
            made = versions.keep_before_restoring(get_object_or_404(project.versions, id=restoring), person(request))
        else:
            made = versions.keep(project, person(request), asked.validated_data.get("name", ""))
        return Response(VersionSerializer(made).data, status=status.HTTP_201_CREATED)


class OneVersion(APIView):
    @extend_schema(responses=WholeVersionSerializer)
    def get(self, request: Request, project_id: UUID, version_id: UUID) -> Response:
        return Response(WholeVersionSerializer(_version(project_for_reading(request, project_id), version_id)).data)

    @extend_schema(request=ProjectNameSerializer, responses=VersionSerializer)
    def patch(self, request: Request, project_id: UUID, version_id: UUID) -> Response:
        asked = ProjectNameSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        version = _version(project_for_editing(request, project_id), version_id)
        return Response(VersionSerializer(versions.rename(version, asked.validated_data["name"])).data)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, project_id: UUID, version_id: UUID) -> Response:
        project = project_for_editing(request, project_id)
        version = _version(project, version_id)
        if person(request).id not in {version.created_by_id, project.owner_id}:
            raise PermissionDenied("Only who made a version, and the project’s owner, can delete it.")
        versions.forget(version)
        return Response(status=status.HTTP_204_NO_CONTENT)


class VersionDifferences(APIView):
    """What has changed from a version to the arrangement as it is now, or to another version."""

    @extend_schema(parameters=[OpenApiParameter("to")], responses=DifferenceSerializer(many=True))
    def get(self, request: Request, project_id: UUID, version_id: UUID) -> Response:
        project = project_for_reading(request, project_id)
        before = _version(project, version_id).document
        to = serializers.UUIDField(required=False, allow_null=True).run_validation(request.query_params.get("to"))
        after = documents.read(project.id) if to is None else _version(project, to).document
        return Response(DifferenceSerializer(differences.between(before, after), many=True).data)


class History(GenericAPIView[Change]):
    """Who did what, the newest first."""

    serializer_class = ChangeSerializer
    pagination_class = Pages

    @extend_schema(operation_id="project_history_list", responses=ChangeSerializer(many=True))
    def get(self, request: Request, project_id: UUID) -> Response:
        project = project_for_reading(request, project_id)
        documents.describe(project.id)
        found = Change.objects.filter(project=project).select_related("author").order_by("-id")
        return self.get_paginated_response(self.get_serializer(self.paginate_queryset(found), many=True).data)


class Fork(APIView):
    """Every member may make a copy of their own; it says where it comes from."""

    @extend_schema(request=ForkRequestSerializer, responses={201: ForkSerializer})
    def post(self, request: Request, project_id: UUID) -> Response:
        asked = ForkRequestSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        project, wanted = project_for_reading(request, project_id), asked.validated_data.get("version")
        version = None if wanted is None else _version(project, wanted)
        made, left_behind = versions.fork(project, person(request), asked.validated_data.get("name", ""), version)
        content = {"project": described(made, request), "left_behind": left_behind}
        return Response(content, status=status.HTTP_201_CREATED)


def _version(project: Project, version_id: UUID) -> Version:
    return get_object_or_404(project.versions.select_related("created_by"), id=version_id)
