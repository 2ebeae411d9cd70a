"""Projects over HTTP: making them, and reading their document as the server sees it."""

from typing import Any
from uuid import UUID

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from mixing.project import tolerant_project
from studio.collaboration import documents
from studio.pagination import Pages
from studio.projects import actions
from studio.projects.models import Project
from studio.projects.permissions import person, project_for_owning, project_for_reading
from studio.projects.serializers import ProjectNameSerializer, StudioProjectSerializer


class Projects(GenericAPIView[Project]):
    """The projects that one is a member of, the last edited first."""

    serializer_class = StudioProjectSerializer
    pagination_class = Pages

    @extend_schema(operation_id="projects_list", responses=StudioProjectSerializer(many=True))
    def get(self, request: Request) -> Response:
        found = Project.objects.visible_to(person(request)).select_related("owner")
        page = self.paginate_queryset(found.prefetch_related("memberships__user", "forked_from__memberships"))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    @extend_schema(request=ProjectNameSerializer, responses={201: StudioProjectSerializer})
    def post(self, request: Request) -> Response:
        project = actions.create_project(person(request), _name(request))
        return Response(described(project, request), status=status.HTTP_201_CREATED)


class OneProject(APIView):
    @extend_schema(responses=StudioProjectSerializer, operation_id="projects_retrieve")
    def get(self, request: Request, project_id: UUID) -> Response:
        return Response(described(project_for_reading(request, project_id), request))

    @extend_schema(request=ProjectNameSerializer, responses=StudioProjectSerializer)
    def patch(self, request: Request, project_id: UUID) -> Response:
        project = actions.rename_project(project_for_owning(request, project_id), _name(request))
        return Response(described(project, request))

    @extend_schema(responses={204: None})
    def delete(self, request: Request, project_id: UUID) -> Response:
        actions.delete_project(project_for_owning(request, project_id))
        return Response(status=status.HTTP_204_NO_CONTENT)


class ProjectDocument(APIView):
    """The arrangement, less the records that are not valid."""

    @extend_schema(responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, project_id: UUID) -> Response:
        project = project_for_reading(request, project_id)
        document, _ = tolerant_project(documents.read(project.id))
        return Response(document.model_dump(mode="json"))


def described(project: Project, request: Request) -> Any:
    return StudioProjectSerializer(project, context={"request": request}).data


def _name(request: Request) -> str:
    asked = ProjectNameSerializer(data=request.data)
    asked.is_valid(raise_exception=True)
    return str(asked.validated_data["name"])
