"""Wavenets over HTTP: planning, listing and hearing them. Their trainings are in `run_views`, their cards in
`card_views`; deleting and publishing are in studio.sharing."""

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

from generation.presets import PRESETS
from studio.jobs.allowance import require_training_time
from studio.library import names
from studio.library.media import PEAKS_TYPE, MediaView, audio_type, serve
from studio.library.views import require_owner, user_of
from studio.pagination import Pages
from studio.throttling import JobThrottle
from studio.wavenets import actions, planning
from studio.wavenets.models import Audition, Wavenet
from studio.wavenets.plan_warnings import require_confirmed
from studio.wavenets.serializers import (
    EstimateSerializer,
    NewWavenetSerializer,
    PresetSerializer,
    WavenetDescriptionSerializer,
    WavenetPlanSerializer,
    WavenetSerializer,
    preset_fields,
)


class Presets(APIView):
    @extend_schema(responses=PresetSerializer(many=True), operation_id="presets_list")
    def get(self, request: Request) -> Response:
        found = [preset_fields(name, preset, user_of(request)) for name, preset in PRESETS.items()]
        return Response(PresetSerializer(found, many=True).data)


class Wavenets(GenericAPIView[Wavenet]):
    """One's own models, or everybody's published ones."""

    serializer_class = WavenetSerializer
    pagination_class = Pages
    throttle_classes = [JobThrottle]

    @extend_schema(
        operation_id="wavenets_list",
        parameters=[OpenApiParameter("scope", enum=["mine", "public"]), OpenApiParameter("search")],
        responses=WavenetSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        found = _visible(request)
        if request.query_params.get("scope") == "public":
            found = found.filter(published_at__isnull=False)
        elif request.query_params.get("scope") == "mine":
            found = found.filter(owner=user_of(request))
        for word in names.clean(request.query_params.get("search", ""), 400).split():
            found = found.filter(name__icontains=word)
        page = self.paginate_queryset(found)
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    @extend_schema(request=NewWavenetSerializer, responses={201: WavenetSerializer})
    def post(self, request: Request) -> Response:
        asked = validated(NewWavenetSerializer, request)
        user = signed_in(request)
        require_training_time(user)
        planned = planning.plan_for(user, asked)
        require_confirmed(planned.warnings(planned.costs), asked.get("confirm", []))
        wavenet = actions.create_wavenet(user, asked["name"], planned, asked["preset"], asked["classes_from"])
        return Response(described(wavenet, request), status=status.HTTP_201_CREATED)


class EstimateWavenet(APIView):
    @extend_schema(request=WavenetPlanSerializer, responses=EstimateSerializer)
    def post(self, request: Request) -> Response:
        planned = planning.plan_for(signed_in(request), validated(WavenetPlanSerializer, request))
        return Response(EstimateSerializer(planning.estimate(planned)).data)


class OneWavenet(APIView):
    """Read it, rename it. studio.sharing adds removing it, for what was made from it has to be told."""

    permission_classes = [AllowAny]

    @extend_schema(responses=WavenetSerializer, operation_id="wavenets_retrieve")
    def get(self, request: Request, wavenet_id: UUID) -> Response:
        return Response(described(visible_wavenet(request, wavenet_id), request))

    @extend_schema(request=WavenetDescriptionSerializer, responses=WavenetSerializer)
    def patch(self, request: Request, wavenet_id: UUID) -> Response:
        wavenet = own_wavenet(request, wavenet_id)
        asked = validated(WavenetDescriptionSerializer, request)
        told = actions.describe_wavenet(wavenet, asked.get("name"), asked.get("good_for"))
        return Response(described(told, request))


class AuditionMedia(MediaView):
    """`audio` or `peaks` of an audition: heard by whoever may see the model."""

    part: str = "audio"

    def get(self, request: Request, audition_id: UUID) -> HttpResponseBase:
        visible = Audition.objects.filter(wavenet__in=Wavenet.objects.visible_to(user_of(request)))
        audition = get_object_or_404(visible.select_related("wavenet"), id=audition_id)
        title = f"{audition.wavenet.name}, step {audition.step}"
        if self.part == "peaks":
            return serve(request, audition.peaks_file, PEAKS_TYPE, f"{title}.peaks")
        return serve(request, audition.audio_file, audio_type(audition.audio_file.name or ""), f"{title}.wav")


def visible_wavenet(request: Request, wavenet_id: UUID) -> Wavenet:
    """The model, or 404 for whoever may not see it."""
    return get_object_or_404(_visible(request), id=wavenet_id)


def own_wavenet(request: Request, wavenet_id: UUID) -> Wavenet:
    """The model if it is one's own; 404 when one may not see it, 403 when one may only use it."""
    wavenet = visible_wavenet(request, wavenet_id)
    require_owner(request, wavenet)
    return wavenet


def described(wavenet: Wavenet, request: Request) -> Any:
    return WavenetSerializer(wavenet, context={"request": request}).data


def validated(serializer: Any, request: Request) -> dict[str, Any]:
    """The request's data as the serializer reads it; raises what is wrong with it."""
    asked = serializer(data=request.data)
    asked.is_valid(raise_exception=True)
    return dict(asked.validated_data)


def signed_in(request: Request) -> Any:
    """Who sent it; the views that call this let nobody else in."""
    return request.user


def _visible(request: Request) -> QuerySet[Wavenet]:
    related = Wavenet.objects.visible_to(user_of(request))
    related = related.select_related("owner", "job", "forked_from", "dataset_version__dataset")
    return related.prefetch_related("inputs", "checkpoints", "auditions")
