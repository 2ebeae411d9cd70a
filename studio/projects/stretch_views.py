"""Stretched sounds over HTTP: what an editor needs to play clips at another speed or pitch."""

from uuid import UUID

from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from studio.library.media import MediaView, audio_type, serve
from studio.projects import stretches
from studio.projects.models import StretchedSound
from studio.projects.permissions import person, project_for_reading
from studio.projects.stretch_serializers import StretchedSerializer, StretchRequestSerializer
from studio.throttling import StretchThrottle


class StretchedSounds(APIView):
    throttle_classes = [StretchThrottle]

    @extend_schema(request=StretchRequestSerializer, responses=StretchedSerializer(many=True))
    def post(self, request: Request, project_id: UUID) -> Response:
        """Answers in the order of the parts; null where a sample is not in the project, or not ready."""
        project = project_for_reading(request, project_id)
        asked = StretchRequestSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        parts = [stretches.Part(**part) for part in asked.validated_data["parts"]]
        rows = stretches.ask(project, person(request), parts)
        context = {"project": project}
        return Response([row and StretchedSerializer(row, context=context).data for row in rows])


class StretchedMedia(MediaView):
    permission_classes = [IsAuthenticated]

    def get(self, request: Request, project_id: UUID, stretched_id: UUID) -> HttpResponseBase:
        project = project_for_reading(request, project_id)
        row = get_object_or_404(StretchedSound, id=stretched_id, sample__project_samples__project=project)
        name = row.audio_file.name or ""
        return serve(request, row.audio_file, audio_type(name), f"{row.id}.{name.rpartition('.')[2]}")
