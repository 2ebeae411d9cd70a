"""The samples that were brought into a project, over HTTP."""

from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from studio.library.models import Sample
from studio.library.queries import with_relations
from studio.library.serializers import SampleSerializer
from studio.projects import actions
from studio.projects.permissions import person, project_for_editing, project_for_reading
from studio.projects.serializers import BringSampleSerializer


class ProjectSamples(APIView):
    @extend_schema(responses=SampleSerializer(many=True), operation_id="project_samples_list")
    def get(self, request: Request, project_id: UUID) -> Response:
        project = project_for_reading(request, project_id)
        found = with_relations(Sample.objects.filter(project_samples__project=project))
        return Response(SampleSerializer(found, many=True, context={"request": request}).data)

    @extend_schema(request=BringSampleSerializer, responses={201: SampleSerializer})
    def post(self, request: Request, project_id: UUID) -> Response:
        asked = BringSampleSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        project = project_for_editing(request, project_id)
        sample = get_object_or_404(Sample.objects.visible_to(person(request)), id=asked.validated_data["sample"])
        actions.bring_sample(project, sample, person(request))
        return Response(SampleSerializer(sample, context={"request": request}).data, status=status.HTTP_201_CREATED)


class OneProjectSample(APIView):
    @extend_schema(responses={204: None})
    def delete(self, request: Request, project_id: UUID, sample_id: UUID) -> Response:
        project = project_for_editing(request, project_id)
        actions.take_sample_out(get_object_or_404(project.project_samples, sample_id=sample_id))
        return Response(status=status.HTTP_204_NO_CONTENT)
