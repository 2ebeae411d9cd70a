"""A training over HTTP: pausing, going on, forking, its gauges and log, the queue, and notes on what was heard."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from studio.library.views import require_owner, user_of
from studio.throttling import JobThrottle
from studio.wavenets import actions, forks, queueing
from studio.wavenets.models import Audition, Wavenet
from studio.wavenets.serializers import (
    AuditionSerializer,
    ExtendSerializer,
    ForkSerializer,
    NoteSerializer,
    ResumeSerializer,
    TrainingRunSerializer,
    WavenetSerializer,
)
from studio.wavenets.views import described, own_wavenet, signed_in, validated, visible_wavenet


class ResumeWavenet(APIView):
    """After it was paused, cancelled or failed, or to learn on."""

    throttle_classes = [JobThrottle]

    @extend_schema(request=ResumeSerializer, responses=WavenetSerializer)
    def post(self, request: Request, wavenet_id: UUID) -> Response:
        wavenet = own_wavenet(request, wavenet_id)
        return Response(described(actions.resume(wavenet, validated(ResumeSerializer, request).get("steps")), request))


class PauseWavenet(APIView):
    @extend_schema(request=None, responses=WavenetSerializer)
    def post(self, request: Request, wavenet_id: UUID) -> Response:
        return Response(described(actions.pause(own_wavenet(request, wavenet_id)), request))


class ExtendWavenet(APIView):
    """Also while it learns."""

    throttle_classes = [JobThrottle]

    @extend_schema(request=ExtendSerializer, responses=WavenetSerializer)
    def post(self, request: Request, wavenet_id: UUID) -> Response:
        wavenet = own_wavenet(request, wavenet_id)
        return Response(described(actions.extend(wavenet, validated(ExtendSerializer, request)["steps"]), request))


class ForkWavenet(APIView):
    """Of one's own models, and of published ones."""

    throttle_classes = [JobThrottle]

    @extend_schema(request=ForkSerializer, responses={201: WavenetSerializer})
    def post(self, request: Request, wavenet_id: UUID) -> Response:
        user = signed_in(request)
        made = forks.fork(user, visible_wavenet(request, wavenet_id), validated(ForkSerializer, request))
        return Response(described(made, request), status=status.HTTP_201_CREATED)


class WavenetRun(APIView):
    permission_classes = [AllowAny]  # whoever may not see it gets 404

    @extend_schema(responses=TrainingRunSerializer)
    def get(self, request: Request, wavenet_id: UUID) -> Response:
        wavenet = visible_wavenet(request, wavenet_id)
        mine = user_of(request) == wavenet.owner
        lines = wavenet.lines.all() if mine else []
        return Response(TrainingRunSerializer({"gauges": wavenet.gauges, "log": lines}).data)


class TrainingQueue(APIView):
    """Where one's trainings stand, and how many hours one has left."""

    @extend_schema(responses=queueing.TrainingQueueSerializer)
    def get(self, request: Request) -> Response:
        found: Any = queueing.queue_seen_by(signed_in(request))
        return Response(queueing.TrainingQueueSerializer(found).data)


class OneAudition(APIView):
    permission_classes = [AllowAny]  # whoever may not see it gets 404

    @extend_schema(request=NoteSerializer, responses=AuditionSerializer)
    def patch(self, request: Request, audition_id: UUID) -> Response:
        visible = Audition.objects.filter(wavenet__in=Wavenet.objects.visible_to(user_of(request)))
        audition = get_object_or_404(visible.select_related("wavenet"), id=audition_id)
        require_owner(request, audition.wavenet)
        noted = actions.note_audition(audition, validated(NoteSerializer, request)["note"])
        return Response(AuditionSerializer(noted).data)
