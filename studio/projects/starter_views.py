"""The starter piece over HTTP, for whoever comes by."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from studio.library.serializers import SampleSerializer
from studio.projects import starter
from studio.projects.serializers import RenderSerializer


class StarterSerializer(serializers.Serializer[Any]):
    """The piece for the first visit: its arrangement, its sounds, and its render once there is one."""

    name = serializers.CharField()
    document = serializers.JSONField()
    samples = SampleSerializer(many=True)
    render = RenderSerializer(allow_null=True)


class Starter(APIView):
    permission_classes = [AllowAny]

    @extend_schema(responses=StarterSerializer)
    def get(self, request: Request) -> Response:
        name, document, samples = starter.document()
        content = {
            "name": name,
            "document": document.model_dump(mode="json"),
            "samples": samples,
            "render": starter.latest_render(),
        }
        return Response(StarterSerializer(content, context={"request": request}).data)
