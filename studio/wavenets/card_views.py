"""A model's card and weights, to read and to take to another site."""

import re
from typing import Any
from uuid import UUID

from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from studio.errors import Conflict, invalid
from studio.library.media import MediaView, serve
from studio.library.views import user_of
from studio.wavenets.cards import card_of
from studio.wavenets.forks import checkpoint_at
from studio.wavenets.models import Checkpoint, Wavenet
from studio.wavenets.results import complete_hash
from studio.wavenets.views import visible_wavenet

WEIGHTS_TYPE = "application/octet-stream"

CORPUS_PART = inline_serializer(
    "CorpusPart",
    {
        "owner": serializers.CharField(),
        "licence": serializers.CharField(),
        "consent": serializers.CharField(),
        "recordings": serializers.IntegerField(),
        "seconds": serializers.FloatField(),
    },
)
ANCESTOR = inline_serializer("Ancestor", {"name": serializers.CharField(), "step": serializers.IntegerField()})
CARD_AUDITION = inline_serializer(
    "CardAudition",
    {"step": serializers.IntegerField(), "seconds": serializers.FloatField(), "note": serializers.CharField()},
)


class ModelCardSerializer(serializers.Serializer[Any]):
    """What the pages read of a card; the file holds more (see generation.model_card)."""

    step = serializers.IntegerField()
    sha256 = serializers.CharField()
    size_bytes = serializers.IntegerField()
    preset = serializers.CharField()
    corpus = serializers.ListField(child=CORPUS_PART)
    auditions = serializers.ListField(child=CARD_AUDITION)
    good_for = serializers.CharField()
    licence = serializers.CharField()
    owner = serializers.CharField()
    lineage = serializers.ListField(child=ANCESTOR)


class WavenetCard(APIView):
    permission_classes = [AllowAny]  # whoever may not see it gets 404

    @extend_schema(parameters=[OpenApiParameter("step", int)], responses=ModelCardSerializer)
    def get(self, request: Request, wavenet_id: UUID) -> Response:
        wavenet = visible_wavenet(request, wavenet_id)
        checkpoint = _checkpoint(request, wavenet)
        response = Response(card_of(wavenet, checkpoint).model_dump(mode="json"))
        if request.query_params.get("download"):
            response["Content-Disposition"] = f'attachment; filename="{_file_name(wavenet, checkpoint)}.json"'
        return response


class WeightsMedia(MediaView):
    """The weights of a checkpoint as a safetensors file: for whoever may see the model."""

    def get(self, request: Request, wavenet_id: UUID) -> HttpResponseBase:
        visible = Wavenet.objects.visible_to(user_of(request)).select_related("owner")
        wavenet = get_object_or_404(visible, id=wavenet_id)
        checkpoint = _checkpoint(request, wavenet)
        return serve(request, checkpoint.file, WEIGHTS_TYPE, f"{_file_name(wavenet, checkpoint)}.safetensors")


def _checkpoint(request: Request, wavenet: Wavenet) -> Checkpoint:
    step = request.query_params.get("step", "")
    if step and not (step.isascii() and step.isdigit() and len(step) < 10):
        raise invalid("step", "Give the step as a whole number.")
    if wavenet.withdrawn_input and wavenet.owner_id != request.user.pk:
        raise Conflict(f"“{wavenet.withdrawn_input}”, from which “{wavenet.name}” learned, was withdrawn.")
    return complete_hash(checkpoint_at(wavenet, int(step) if step else None))


def _file_name(wavenet: Wavenet, checkpoint: Checkpoint) -> str:
    plain = re.sub(r"[^A-Za-z0-9]+", "-", wavenet.name).strip("-")[:60] or "model"
    return f"{plain}-step-{checkpoint.step}"
