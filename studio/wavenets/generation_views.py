"""Generations over HTTP: asking for takes, hearing them, keeping one. They are their owner's alone."""

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
from studio.library.models import Sample
from studio.library.serializers import SampleSerializer
from studio.library.views import require_owner, user_of
from studio.pagination import Pages
from studio.throttling import JobThrottle
from studio.wavenets import generations
from studio.wavenets.models import Generation, Take, TakeRecord
from studio.wavenets.take_records import ask_for_check, record_of
from studio.wavenets.take_serializers import (
    GenerationSerializer,
    KeepAllSerializer,
    KeepSerializer,
    NewGenerationSerializer,
    NewPlayedSerializer,
    TakeRecordSerializer,
)
from studio.wavenets.views import signed_in, validated, visible_wavenet


class Generations(GenericAPIView[Generation]):
    """The newest first; of one model where `wavenet` names it."""

    serializer_class = GenerationSerializer
    pagination_class = Pages
    throttle_classes = [JobThrottle]

    @extend_schema(
        operation_id="generations_list",
        parameters=[OpenApiParameter("wavenet")],
        responses=GenerationSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        found = _own(request)
        if wavenet := request.query_params.get("wavenet"):
            try:
                found = found.filter(wavenet_id=UUID(wavenet))
            except ValueError:
                found = found.none()
        page = self.paginate_queryset(found)
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    @extend_schema(request=NewGenerationSerializer, responses={201: GenerationSerializer})
    def post(self, request: Request) -> Response:
        asked = validated(NewGenerationSerializer, request)
        wavenet = visible_wavenet(request, asked["wavenet"])
        generation = generations.ask_for_takes(signed_in(request), wavenet, asked)
        return Response(GenerationSerializer(generation).data, status=status.HTTP_201_CREATED)


class OneGeneration(APIView):
    @extend_schema(responses=GenerationSerializer, operation_id="generations_retrieve")
    def get(self, request: Request, generation_id: UUID) -> Response:
        return Response(GenerationSerializer(get_object_or_404(_own(request), id=generation_id)).data)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, generation_id: UUID) -> Response:
        generations.delete_generation(get_object_or_404(_own(request), id=generation_id))
        return Response(status=status.HTTP_204_NO_CONTENT)


class PlayVoice(APIView):
    """A voice that sounds until it is stopped, steered over its socket."""

    throttle_classes = [JobThrottle]

    @extend_schema(request=NewPlayedSerializer, responses={201: GenerationSerializer})
    def post(self, request: Request) -> Response:
        asked = validated(NewPlayedSerializer, request)
        wavenet = visible_wavenet(request, asked["wavenet"])
        generation = generations.ask_to_play(signed_in(request), wavenet, asked)
        return Response(GenerationSerializer(generation).data, status=status.HTTP_201_CREATED)


class StopGeneration(APIView):
    """Enough: what is there becomes the takes."""

    @extend_schema(request=None, responses=GenerationSerializer)
    def post(self, request: Request, generation_id: UUID) -> Response:
        generation = generations.stop_generation(get_object_or_404(_own(request), id=generation_id))
        return Response(GenerationSerializer(generation).data)


class KeepTakes(APIView):
    """Make samples of all takes of a generation."""

    @extend_schema(request=KeepAllSerializer, responses=SampleSerializer(many=True))
    def post(self, request: Request, generation_id: UUID) -> Response:
        generation = get_object_or_404(_own(request), id=generation_id)
        asked = validated(KeepAllSerializer, request)
        names = asked.get("name", ""), asked.get("tags", []), asked.get("collection_name", "")
        samples = generations.keep_takes(generation, *names)
        return Response(SampleSerializer(samples, many=True, context={"request": request}).data)


class SampleTake(APIView):
    """How a sample was generated, and what it gives away; to `post` is to look for copies now."""

    permission_classes = [AllowAny]  # whoever may hear the sample

    @extend_schema(responses=TakeRecordSerializer)
    def get(self, request: Request, sample_id: UUID) -> Response:
        sample = self.generated(request, sample_id)
        return self.answer(request, TakeRecord.objects.filter(sample=sample).first() or TakeRecord(sample=sample))

    @extend_schema(request=None, responses=TakeRecordSerializer)
    def post(self, request: Request, sample_id: UUID) -> Response:
        sample = self.generated(request, sample_id)
        require_owner(request, sample)
        return self.answer(request, ask_for_check(record_of(sample)))

    def generated(self, request: Request, sample_id: UUID) -> Sample:
        found = Sample.objects.visible_to(user_of(request)).filter(origin=Sample.Origin.GENERATED)
        return get_object_or_404(found.select_related("owner", "wavenet"), id=sample_id)

    def answer(self, request: Request, record: TakeRecord) -> Response:
        return Response(TakeRecordSerializer(record, context={"request": request}).data)


class KeepTake(APIView):
    """Make a sample of it."""

    @extend_schema(request=KeepSerializer, responses=SampleSerializer)
    def post(self, request: Request, take_id: UUID) -> Response:
        take = get_object_or_404(_takes(request), id=take_id)
        sample = generations.keep_take(take, validated(KeepSerializer, request).get("name", ""))
        return Response(SampleSerializer(sample, context={"request": request}).data)


class TakeMedia(MediaView):
    """`audio` or `peaks` of a take."""

    part: str = "audio"

    def get(self, request: Request, take_id: UUID) -> HttpResponseBase:
        take = get_object_or_404(_takes(request), id=take_id)
        title = f"{take.generation.wavenet.name}, take {take.voice}"
        if self.part == "peaks":
            return serve(request, take.peaks_file, PEAKS_TYPE, f"{title}.peaks")
        return serve(request, take.audio_file, audio_type(take.audio_file.name or ""), f"{title}.wav")


def _own(request: Request) -> QuerySet[Generation]:
    own = Generation.objects.filter(owner=user_of(request))
    return own.select_related("job").prefetch_related("takes")


def _takes(request: Request) -> Any:
    return Take.objects.filter(generation__owner=user_of(request)).select_related("generation__wavenet")
