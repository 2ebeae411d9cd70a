"""Jobs over HTTP: follow them, cancel them."""

from typing import cast
from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from studio.accounts.models import User
from studio.jobs import actions
from studio.jobs.models import Job
from studio.jobs.serializers import JobSerializer

MOST = 200


class Jobs(APIView):
    """The newest of one's jobs, and of those of one's projects."""

    @extend_schema(
        parameters=[OpenApiParameter("unfinished", bool)], responses=JobSerializer(many=True), operation_id="jobs_list"
    )
    def get(self, request: Request) -> Response:
        jobs = Job.objects.visible_to(cast(User, request.user))
        if request.query_params.get("unfinished") in {"1", "true"}:
            jobs = jobs.unfinished()
        return Response(JobSerializer(jobs[:MOST], many=True).data)


class OneJob(APIView):
    @extend_schema(responses=JobSerializer, operation_id="jobs_retrieve")
    def get(self, request: Request, job_id: UUID) -> Response:
        return Response(JobSerializer(_job(request, job_id)).data)


class CancelJob(APIView):
    @extend_schema(request=None, responses=JobSerializer)
    def post(self, request: Request, job_id: UUID) -> Response:
        job = _job(request, job_id)
        if job.owner_id != request.user.pk:
            raise PermissionDenied("Only the person who started it can cancel it.")
        return Response(JobSerializer(actions.cancel(job)).data)


def _job(request: Request, job_id: UUID) -> Job:
    return get_object_or_404(Job.objects.visible_to(cast(User, request.user)), id=job_id)
