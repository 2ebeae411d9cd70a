"""Resumable uploads: the core of tus 1.0.0 with creation, termination and expiration (https://tus.io/protocols).

A recording is sent while it is made, by tus's deferred length; the request that tells the length may name it anew.
"""

import base64
import binascii
import math
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.http import http_date
from rest_framework import exceptions, status
from rest_framework.permissions import AllowAny, BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from studio.errors import NOT_HERE, invalid
from studio.library import parts, uploads
from studio.library.models import Sample, Upload
from studio.library.sweep import ABANDONED
from studio.library.views import user_of
from studio.throttling import UploadThrottle

VERSION = "1.0.0"
LONGEST_METADATA = 16_384


class WrongVersion(exceptions.APIException):
    status_code = status.HTTP_412_PRECONDITION_FAILED
    default_detail = f"Uploads speak tus {VERSION}: send the header Tus-Resumable: {VERSION}."


class StillBusy(exceptions.APIException):
    status_code = status.HTTP_423_LOCKED
    default_detail = "Another request is sending this upload. Try again in a moment."


class TusView(APIView):
    """What both addresses have in common: the version, and its headers on every answer."""

    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if request.method != "OPTIONS" and request.headers.get("Tus-Resumable") != VERSION:
            raise WrongVersion

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        response["Tus-Resumable"] = VERSION
        response["Cache-Control"] = "no-store"
        return response

    def options(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Response:
        headers = {
            "Tus-Version": VERSION,
            "Tus-Extension": "creation,creation-defer-length,termination,expiration",
            "Tus-Max-Size": str(settings.MAX_UPLOAD_BYTES),
        }
        return Response(status=status.HTTP_204_NO_CONTENT, headers=headers)


class Uploads(TusView):
    throttle_classes = [UploadThrottle]

    def post(self, request: Request) -> Response:
        user = user_of(request)
        if user is None:
            raise exceptions.NotAuthenticated
        metadata = parse_metadata(request.headers.get("Upload-Metadata", ""))
        upload = uploads.begin_upload(
            user,
            length_bytes=None if _is_deferred(request) else _number(request, "Upload-Length"),
            name=metadata.get("filename", "sound"),
            origin=metadata.get("origin") or Sample.Origin.EXTERNAL,
            tags=metadata.get("tags", "").split(","),
            markers=_seconds(metadata.get("markers", "")),
        )
        headers = {"Location": f"/api/uploads/{upload.id}", "Upload-Offset": "0", "Upload-Expires": _expiry(upload)}
        return Response(status=status.HTTP_201_CREATED, headers=headers)


class OneUpload(TusView):
    permission_classes: list[type[BasePermission]] = [AllowAny]  # whoever does not own it gets 404

    def head(self, request: Request, upload_id: UUID) -> Response:
        upload = _own(request, upload_id)
        if uploads.is_complete(upload):
            uploads.finish_upload(upload)
        return _progress(upload, status.HTTP_200_OK)

    def patch(self, request: Request, upload_id: UUID) -> Response:
        upload = _own(request, upload_id)
        if request.content_type.partition(";")[0] != "application/offset+octet-stream":
            sentence = "Send the bytes as application/offset+octet-stream."
            raise exceptions.UnsupportedMediaType(request.content_type, sentence)
        offset = _number(request, "Upload-Offset")
        if "Upload-Length" in request.headers:
            told = parse_metadata(request.headers.get("Upload-Metadata", ""))
            markers = _seconds(told.get("markers", ""))
            uploads.settle_length(upload, _number(request, "Upload-Length"), told.get("filename"), markers)
        elif upload.is_open:
            uploads.make_room(upload, offset, _number(request, "Content-Length"))
        try:
            uploads.receive(upload, offset, request._request)
        except parts.Busy:
            raise StillBusy from None
        return _progress(upload, status.HTTP_204_NO_CONTENT)

    def delete(self, request: Request, upload_id: UUID) -> Response:
        uploads.cancel_upload(_own(request, upload_id))
        return Response(status=status.HTTP_204_NO_CONTENT)


def _own(request: Request, upload_id: UUID) -> Upload:
    user = user_of(request)
    if user is None:
        raise exceptions.NotFound(NOT_HERE)
    return get_object_or_404(Upload.objects.select_related("owner"), id=upload_id, owner=user)


def _progress(upload: Upload, code: int) -> Response:
    headers = {
        "Upload-Offset": str(uploads.offset_bytes(upload)),
        **({"Upload-Defer-Length": "1"} if upload.is_open else {"Upload-Length": str(upload.length_bytes)}),
        "Upload-Expires": _expiry(upload),
    }
    if upload.sample_id is not None:
        headers["X-Sample-Id"] = str(upload.sample_id)
    return Response(status=code, headers=headers)


def _expiry(upload: Upload) -> str:
    return http_date((upload.created_at + ABANDONED).timestamp())


def _is_deferred(request: Request) -> bool:
    """Whether the length is told later. Both headers at once are a mistake, as is any other value."""
    deferred = request.headers.get("Upload-Defer-Length")
    if deferred is None:
        return False
    if deferred != "1" or "Upload-Length" in request.headers:
        raise invalid("Upload-Defer-Length", "Send either Upload-Length or Upload-Defer-Length: 1.")
    return True


def _number(request: Request, header: str) -> int:
    text = request.headers.get(header, "")
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise invalid(header, f"Send the header {header} as a whole number of bytes.")
    return int(text)


def _seconds(text: str) -> list[float]:
    """Numbers with commas between them."""
    try:
        found = [float(each) for each in text.split(",") if each.strip()]
    except ValueError:
        raise invalid("markers", "Send markers as seconds with commas between them.") from None
    return [each for each in found if math.isfinite(each) and each >= 0]


def parse_metadata(header: str) -> dict[str, str]:
    """The pairs of an Upload-Metadata header: key, space, base64 of UTF-8, separated by commas."""
    if len(header) > LONGEST_METADATA:
        raise invalid("Upload-Metadata", f"Upload-Metadata is longer than {LONGEST_METADATA} bytes.")
    found: dict[str, str] = {}
    for pair in filter(None, (part.strip() for part in header.split(","))):
        key, _, value = pair.partition(" ")
        try:
            found[key] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            raise invalid("Upload-Metadata", f"The upload's {key} is not base64 of UTF-8.") from None
    return found
