"""Serving audio and peaks: behind a permission check, in ranges, never cached by anybody else."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from typing import IO, Any
from urllib.parse import quote

from django.db.models.fields.files import FieldFile
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.views import APIView

CHUNK_BYTES = 256 * 1024
AUDIO_TYPES = {"flac": "audio/flac", "wav": "audio/wav"}
PEAKS_TYPE = "application/octet-stream"
RANGE = re.compile(r"bytes=(\d*)-(\d*)")


class IgnoreAccept(BaseContentNegotiation):
    """An audio element asks for `audio/*`; errors are JSON all the same."""

    def select_parser(self, request: Any, parsers: Any) -> Any:
        return parsers[0]

    def select_renderer(self, request: Any, renderers: Any, format_suffix: str | None = None) -> Any:
        return renderers[0], renderers[0].media_type


class MediaView(APIView):
    """A view that answers with a file. Its `get` finds the row in `visible_to(user)`, then calls `serve`."""

    permission_classes = [AllowAny]
    content_negotiation_class = IgnoreAccept
    schema = None


@dataclass(frozen=True)
class Content:
    """Bytes of a known number, any part of which can be read."""

    size_bytes: int
    read: Callable[[int, int], Iterator[bytes]]  # from the first on, so many
    close: Callable[[], None] = lambda: None


def audio_type(name: str) -> str:
    """The MIME type of a master, by the suffix that the site itself gave it."""
    return AUDIO_TYPES.get(name.rpartition(".")[2].lower(), "application/octet-stream")


def serve(
    request: HttpRequest | Request, file_field: FieldFile, content_type: str, download_name: str
) -> HttpResponseBase:
    """Answer GET or HEAD with a stored file, whole or in one range.

    `download_name` is offered as the file's name with `?download=1`. Raises Http404 where there is no file.
    """
    if not file_field or not file_field.name:
        raise Http404
    try:
        size_bytes = file_field.size
        file = file_field.storage.open(file_field.name, "rb")
    except FileNotFoundError:
        raise Http404 from None
    content = Content(size_bytes, lambda first, length: _read(file, first, length), file.close)
    return serve_content(request, content, content_type, download_name)


def serve_content(
    request: HttpRequest | Request, content: Content, content_type: str, download_name: str
) -> HttpResponseBase:
    """The same for what is made while it is sent."""
    plain = request._request if isinstance(request, Request) else request
    size_bytes = content.size_bytes
    try:
        span = requested_range(plain.headers.get("Range", ""), size_bytes)
    except ValueError:
        content.close()
        response: HttpResponseBase = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{size_bytes}"
        return _with_headers(response, plain, content_type, download_name)
    first, last = span or (0, size_bytes - 1)
    if plain.method == "HEAD":
        content.close()
        response = HttpResponse(status=206 if span else 200)
    else:
        response = _streaming(plain, content, first, last + 1 - first, status=206 if span else 200)
    response["Content-Length"] = str(last + 1 - first)
    if span:
        response["Content-Range"] = f"bytes {first}-{last}/{size_bytes}"
    return _with_headers(response, plain, content_type, download_name)


def requested_range(header: str, size_bytes: int) -> tuple[int, int] | None:
    """First and last byte of a single range; None for the whole file (RFC 9110, 14.1.2).

    Raises ValueError when the range lies outside the file. Several ranges, or other units, are answered whole.
    """
    match = RANGE.fullmatch(header.strip())
    if match is None or match.groups() == ("", ""):
        return None
    start, end = match.groups()
    if start == "":
        length = min(int(end), size_bytes)
        first, last = size_bytes - length, size_bytes - 1
    else:
        first, last = int(start), min(int(end), size_bytes - 1) if end else size_bytes - 1
        if end and int(end) < int(start):
            return None
    if first >= size_bytes or first > last:
        raise ValueError("the range lies outside the file")
    return first, last


def _with_headers(
    response: HttpResponseBase, request: HttpRequest, content_type: str, download_name: str
) -> HttpResponseBase:
    response["Content-Type"] = content_type
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    kind = "attachment" if request.GET.get("download") else "inline"
    response["Content-Disposition"] = f"{kind}; {filename_parameters(download_name)}"
    return response


def filename_parameters(name: str) -> str:
    """A file name for Content-Disposition, plain and in UTF-8 (RFC 6266, RFC 5987)."""
    name = "".join(" " if ord(c) < 32 or c in '/\\:*?"<>|\x7f' else c for c in name).strip(" .") or "sound"
    plain = name.encode("ascii", "replace").decode().replace("?", "_").replace('"', "_")
    return f"filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _streaming(request: HttpRequest, content: Content, first: int, length: int, status: int) -> StreamingHttpResponse:
    # Under ASGI a plain iterator would be read into memory whole before the first byte is sent.
    asynchronous = hasattr(request, "scope")
    pieces = content.read(first, length)
    response = StreamingHttpResponse(_in_threads(pieces) if asynchronous else pieces, status=status)
    # Closes the file also when the client leaves before the first byte.
    response._resource_closers.append(content.close)  # type: ignore[attr-defined]
    return response


def _read(file: IO[bytes], first: int, length: int) -> Iterator[bytes]:
    file.seek(first)
    while length > 0 and (chunk := file.read(min(CHUNK_BYTES, length))):
        length -= len(chunk)
        yield chunk


async def _in_threads(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    while piece := await asyncio.to_thread(next, pieces, b""):
        yield piece
