"""A browser's end of a project's document, in tests: y-protocols over a websocket."""

import asyncio
import json
from typing import Any

from pycrdt import (
    Doc,
    Map,
    YMessageType,
    YSyncMessageType,
    create_sync_message,
    create_update_message,
    handle_sync_message,
    read_message,
)
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed


class SharedDocument:
    """Answers what the server asks while one of its methods waits."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.doc: Doc[Any] = Doc()
        self.awareness: list[bytes] = []
        self.told: list[dict[str, Any]] = []

    async def synchronise(self) -> None:
        """Asks for everything and waits for the answer; answers the server's own question on the way."""
        await self.socket.send(create_sync_message(self.doc))
        while await self.receive() != YSyncMessageType.SYNC_STEP2:
            continue

    async def put(self, collection: str, key: str, record: dict[str, Any]) -> None:
        before = self.doc.get_state()
        self.doc.get(collection, type=Map)[key] = Map(record)
        await self.socket.send(create_update_message(self.doc.get_update(before)))

    async def receive(self) -> int | None:
        """Takes one message; the kind of sync message that it was."""
        message = await self.socket.recv()
        if isinstance(message, str):
            self.told.append(json.loads(message))
            return None
        if message[0] != YMessageType.SYNC:
            self.awareness.append(message)
            return None
        answer = handle_sync_message(message[1:], self.doc)
        if answer is not None:
            await self.socket.send(answer)
        return message[1]

    async def settle(self) -> None:
        """Waits until the server has taken in what was sent: it answers in order."""
        await self.synchronise()

    async def listen(self, seconds: float) -> None:
        """Takes what comes for a while."""
        try:
            async with asyncio.timeout(seconds):
                while True:
                    await self.receive()
        except (TimeoutError, ConnectionClosed):
            return

    def content(self, collection: str) -> dict[str, Any]:
        found: dict[str, Any] = self.doc.get(collection, type=Map).to_py() or {}
        return found


def is_awareness(message: bytes) -> bool:
    return message[0] == YMessageType.AWARENESS and bool(read_message(message[1:]))
