"""A tus client of a few lines, over the test client."""

import base64
from typing import Any

from rest_framework.test import APIClient


def tus(client: APIClient, method: str, address: str, headers: dict[str, str] | None = None, **kwargs: Any) -> Any:
    return getattr(client, method)(address, headers={"Tus-Resumable": "1.0.0", **(headers or {})}, **kwargs)


def encoded(metadata: dict[str, str]) -> str:
    """The header Upload-Metadata."""
    return ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in metadata.items())


def begin(client: APIClient, length: int, **metadata: str) -> str:
    """Begin an upload; return its address."""
    headers = {"Upload-Length": str(length), "Upload-Metadata": encoded(metadata)}
    answer = tus(client, "post", "/api/uploads", headers=headers)
    assert answer.status_code == 201, answer.content
    return str(answer.headers["Location"])


def patch(client: APIClient, location: str, offset: int, body: bytes) -> Any:
    headers = {"Upload-Offset": str(offset)}
    return tus(client, "patch", location, headers, data=body, content_type="application/offset+octet-stream")


def begin_open(client: APIClient, **metadata: str) -> str:
    """Begin an upload whose length is not known yet; return its address."""
    headers = {"Upload-Defer-Length": "1", "Upload-Metadata": encoded(metadata)}
    answer = tus(client, "post", "/api/uploads", headers=headers)
    assert answer.status_code == 201, answer.content
    return str(answer.headers["Location"])


def settle(client: APIClient, location: str, offset: int, length: int, body: bytes = b"", **metadata: str) -> Any:
    """Tell the length of an open upload, with the last of its bytes."""
    headers = {"Upload-Offset": str(offset), "Upload-Length": str(length), "Upload-Metadata": encoded(metadata)}
    return tus(client, "patch", location, headers, data=body, content_type="application/offset+octet-stream")
