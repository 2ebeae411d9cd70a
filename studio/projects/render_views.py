"""Renders over HTTP: asking for them, and listening to what came of it."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.generics import GenericAPIView
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from studio.library.media import PEAKS_TYPE, MediaView, audio_type, serve
from studio.library.views import require_owner, user_of
from studio.pagination import Pages
from studio.projects import renders
from studio.projects.models import Render
from studio.projects.permissions import person, project_for_editing
from studio.projects.serializers import ProjectNameSerializer, RenderRequestSerializer, RenderSerializer
from studio.throttling import JobThrottle


class ProjectRenders(APIView):
    throttle_classes = [JobThrottle]

    @extend_schema(request=RenderRequestSerializer, responses={201: RenderSerializer})
    def post(self, request: Request, project_id: UUID) -> Response:
        asked = RenderRequestSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        project = project_for_editing(request, project_id)
        render = renders.ask_for_render(project, person(request), asked.validated_data.get("name", ""))
        return Response(described(render, request), status=status.HTTP_201_CREATED)


class Renders(GenericAPIView[Render]):
    """One's own and one's projects' renders, of one project where `project` names it; or everybody's published ones."""

    serializer_class = RenderSerializer
    pagination_class = Pages
    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="renders_list",
        parameters=[OpenApiParameter("project"), OpenApiParameter("scope", enum=["mine", "public"])],
        responses=RenderSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        found = _visible(request)
        if request.query_params.get("scope") == "public":
            found = found.filter(published_at__isnull=False)
        elif request.query_params.get("scope") == "mine":
            found = found.filter(owner=request.user) if request.user.is_authenticated else found.none()
        if project := request.query_params.get("project"):
            found = found.filter(project_id=project) if _is_uuid(project) else found.none()
        page = self.paginate_queryset(found)
        return self.get_paginated_response(self.get_serializer(page, many=True).data)


class OneRender(APIView):
    """Read it, rename it. studio.sharing adds removing it, for what was made from it has to be told."""

    permission_classes = [AllowAny]

    @extend_schema(responses=RenderSerializer, operation_id="renders_retrieve")
    def get(self, request: Request, render_id: UUID) -> Response:
        return Response(described(visible_render(request, render_id), request))

    @extend_schema(request=ProjectNameSerializer, responses=RenderSerializer)
    def patch(self, request: Request, render_id: UUID) -> Response:
        asked = ProjectNameSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        render = renders.rename_render(own_render(request, render_id), asked.validated_data["name"])
        return Response(described(render, request))


class RenderMedia(MediaView):
    """`mix`, `master` or `peaks` of a render."""

    part: str = "master"

    def get(self, request: Request, render_id: UUID) -> HttpResponseBase:
        render = visible_render(request, render_id)
        if self.part == "peaks":
            return serve(request, render.peaks_file, PEAKS_TYPE, f"{render.name}.peaks")
        field = render.mix_file if self.part == "mix" else render.master_file
        suffix = (field.name or "").rpartition(".")[2]
        title = f"{render.name} (mix)" if self.part == "mix" else render.name
        return serve(request, field, audio_type(field.name or ""), f"{title}.{suffix}")


def visible_render(request: Request, render_id: UUID) -> Render:
    """The render, or 404 for whoever may not hear it."""
    return get_object_or_404(_visible(request), id=render_id)


def own_render(request: Request, render_id: UUID) -> Render:
    """The render if it is one's own; 404 when one may not hear it, 403 when one may only hear it."""
    render = visible_render(request, render_id)
    require_owner(request, render)
    return render


def described(render: Render, request: Request) -> Any:
    return RenderSerializer(render, context={"request": request}).data


def _visible(request: Request) -> QuerySet[Render]:
    return Render.objects.visible_to(user_of(request)).select_related("owner", "job").prefetch_related("inputs")


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
