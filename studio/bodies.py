"""Refuses request bodies that are longer than any this site takes, before they are written to a temporary file.

Django takes the whole body before it knows who sends it; without a limit anybody could fill the disk.
"""

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[dict[str, Any], Receive, Send], Awaitable[None]]

LONGEST_PIECE_BYTES = 64 * 1024**2  # of an upload; clients send less at a time
LONGEST_BODY_BYTES = 4 * 1024**2
TOO_LARGE = "This request is too large. Send an upload in pieces of at most 64 MB."


class LimitedBodies:
    """Wraps the HTTP application: by the declared length at once, by the bytes that come in any case."""

    def __init__(self, application: Application) -> None:
        self.application = application

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        longest = LONGEST_PIECE_BYTES if scope["path"].startswith("/api/uploads/") else LONGEST_BODY_BYTES
        if declared_bytes(scope) > longest:
            await refuse(send)
            return
        came = 0

        async def counted() -> Message:
            nonlocal came
            message = await receive()
            came += len(message.get("body", b""))
            # To the application it looks as if the client had left; the server closes the connection.
            return {"type": "http.disconnect"} if came > longest else message

        await self.application(scope, counted, send)


def declared_bytes(scope: Mapping[str, Any]) -> int:
    """The request's Content-Length; 0 where there is none."""
    text = dict(scope["headers"]).get(b"content-length", b"")
    return int(text) if text.isdigit() else 0


async def refuse(send: Send) -> None:
    body = json.dumps({"detail": TOO_LARGE}).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 413, "headers": [*headers, (b"connection", b"close")]})
    await send({"type": "http.response.body", "body": body})
