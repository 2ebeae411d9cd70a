"""Bodies that are too long never reach Django's temporary files."""

import json
from typing import Any

import pytest
from asgiref.testing import ApplicationCommunicator

from studio import bodies

SMALL = 1000


@pytest.fixture(autouse=True)
def small_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "LONGEST_BODY_BYTES", SMALL)
    monkeypatch.setattr(bodies, "LONGEST_PIECE_BYTES", 2 * SMALL)


async def told(scope: Any, receive: Any, send: Any) -> None:
    """An application that says how many bytes it was given, and whether its client left."""
    total, message = 0, await receive()
    while message["type"] == "http.request":
        total += len(message["body"])
        if not message.get("more_body"):
            break
        message = await receive()
    left = message["type"] == "http.disconnect"
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": json.dumps([total, left]).encode()})


async def answer(path: str, pieces: list[int], declared: int | None) -> tuple[int, Any]:
    headers = [] if declared is None else [(b"content-length", str(declared).encode())]
    scope = {"type": "http", "method": "POST", "path": path, "headers": headers}
    communicator: Any = ApplicationCommunicator(bodies.LimitedBodies(told), scope)  # type: ignore[no-untyped-call]
    for index, size in enumerate(pieces):
        more = index < len(pieces) - 1
        await communicator.send_input({"type": "http.request", "body": b"x" * size, "more_body": more})
    start = await communicator.receive_output()
    body = await communicator.receive_output()
    return start["status"], json.loads(body["body"])


@pytest.mark.parametrize(
    ("path", "pieces", "declared", "expected"),
    [
        ("/api/samples", [400, 600], 1000, (200, [1000, False])),
        ("/api/samples", [], 1001, (413, {"detail": bodies.TOO_LARGE})),
        ("/api/samples", [400, 400, 400], None, (200, [800, True])),
        ("/api/samples", [400, 400, 400], 500, (200, [800, True])),
        ("/api/uploads/x", [1000, 1000], 2000, (200, [2000, False])),
        ("/api/uploads/x", [], 2001, (413, {"detail": bodies.TOO_LARGE})),
    ],
)
async def test_a_body(path: str, pieces: list[int], declared: int | None, expected: tuple[int, Any]) -> None:
    assert await answer(path, pieces, declared) == expected
