"""Bringing in a model of another site over HTTP: its card first, then its weights in pieces."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, serializers, status
from rest_framework.permissions import AllowAny, BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from generation.model_card import MAX_CARD_BYTES
from studio.errors import NOT_HERE, Conflict, invalid
from studio.library import parts
from studio.library.views import user_of
from studio.throttling import UploadThrottle
from studio.wavenets import imports
from studio.wavenets.models import ModelUpload
from studio.wavenets.serializers import WavenetSerializer
from studio.wavenets.views import described, signed_in, validated


class NewModelUploadSerializer(serializers.Serializer[Any]):
    """The card as the text of its file, and how many bytes of weights will follow."""

    name = serializers.CharField(max_length=200, allow_blank=True, required=False)
    card = serializers.CharField(max_length=MAX_CARD_BYTES, trim_whitespace=False)
    length_bytes = serializers.IntegerField(min_value=1, max_value=2**40)


class ModelUploadSerializer(serializers.Serializer[Any]):
    """Send the weights to `/api/uploads/wavenets/ID` with PATCH, in pieces of at most 64 MB, each with the header
    Upload-Offset; the last one is answered with the model."""

    id = serializers.UUIDField()
    offset_bytes = serializers.IntegerField()
    length_bytes = serializers.IntegerField()


class ModelUploads(APIView):
    throttle_classes = [UploadThrottle]

    @extend_schema(request=NewModelUploadSerializer, responses={201: ModelUploadSerializer})
    def post(self, request: Request) -> Response:
        asked = validated(NewModelUploadSerializer, request)
        upload = imports.begin_import(signed_in(request), asked["card"], asked["length_bytes"], asked.get("name", ""))
        return Response(_standing(upload), status=status.HTTP_201_CREATED)


class OneModelUpload(APIView):
    permission_classes: list[type[BasePermission]] = [AllowAny]  # whoever does not own it gets 404

    @extend_schema(responses=ModelUploadSerializer)
    def get(self, request: Request, model_upload_id: UUID) -> Response:
        return Response(_standing(_own(request, model_upload_id)))

    @extend_schema(
        request={"application/offset+octet-stream": bytes},
        responses={200: ModelUploadSerializer, 201: WavenetSerializer},
    )
    def patch(self, request: Request, model_upload_id: UUID) -> Response:
        upload = _own(request, model_upload_id)
        if request.content_type.partition(";")[0] != "application/offset+octet-stream":
            sentence = "Send the bytes as application/offset+octet-stream."
            raise exceptions.UnsupportedMediaType(request.content_type, sentence)
        offset = request.headers.get("Upload-Offset", "")
        if not (offset.isascii() and offset.isdigit() and len(offset) < 16):
            raise invalid("Upload-Offset", "Send the header Upload-Offset as a whole number of bytes.")
        try:
            made = imports.receive(upload, int(offset), request._request)
        except parts.Busy:
            raise Conflict("Another request is sending these weights. Try again in a moment.") from None
        if made is None:
            return Response(_standing(upload))
        return Response(described(made, request), status=status.HTTP_201_CREATED)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, model_upload_id: UUID) -> Response:
        imports.cancel_import(_own(request, model_upload_id))
        return Response(status=status.HTTP_204_NO_CONTENT)


def _own(request: Request, upload_id: UUID) -> ModelUpload:
    user = user_of(request)
    if user is None:
        raise exceptions.NotFound(NOT_HERE)
    return get_object_or_404(ModelUpload.objects.select_related("owner"), id=upload_id, owner=user)


def _standing(upload: ModelUpload) -> dict[str, Any]:
    return {"id": upload.id, "offset_bytes": parts.size_bytes(upload.id), "length_bytes": upload.length_bytes}
