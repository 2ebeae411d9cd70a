"""A tus client of a few lines, over the test client."""

import base64
from typing import Any

from rest_framework.test import APIClient


def tus(client: APIClient, method: str, address: str, headers: dict[str, str] | None = None, **kwargs: Any) -> Any:
    return getattr(client, method)(address, headers={"Tus-Resumable": "1.0.0", **(headers or {})}, **kwargs)


def begin(client: APIClient, length: int, **metadata: str) -> str:
    """Begin an upload; return its address."""
    encoded = ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in metadata.items())
    answer = tus(client, "post", "/api/uploads", headers={"Upload-Length": str(length), "Upload-Metadata": encoded})
    assert answer.status_code == 201, answer.content
    return str(answer.headers["Location"])


def patch(client: APIClient, location: str, offset: int, body: bytes) -> Any:
    headers = {"Upload-Offset": str(offset)}
    return tus(client, "patch", location, headers, data=body, content_type="application/offset+octet-stream")
