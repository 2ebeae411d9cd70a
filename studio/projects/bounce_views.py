"""Bounces over HTTP: the sound of a track, taken back into the library."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from studio.jobs.models import Job
from studio.projects import bounces
from studio.projects.bounce_serializers import BounceRequestSerializer, BounceSerializer
from studio.projects.permissions import person, project_for_editing
from studio.throttling import JobThrottle


class ProjectBounces(APIView):
    throttle_classes = [JobThrottle]

    @extend_schema(request=BounceRequestSerializer, responses={201: BounceSerializer})
    def post(self, request: Request, project_id: UUID) -> Response:
        project = project_for_editing(request, project_id)
        asked = BounceRequestSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        data = asked.validated_data
        start = data["start_seconds"]
        region = None if start is None else (start, data["end_seconds"])
        wanted = bounces.Wanted(data["track"], data["tap"], region, data["clips"], data["name"])
        bounce = bounces.ask_for_bounce(project, person(request), wanted)
        job = Job.objects.get(kind=Job.Kind.BOUNCE, subject_id=bounce.sample_id)
        shown = {"sample": bounce.sample, "job": job}
        return Response(BounceSerializer(shown, context={"request": request}).data, status=status.HTTP_201_CREATED)
