"""The socket of a project's document: y-protocols sync and awareness, relayed among its members.

Every client hears every stored update through the channel layer; what is lost there, the client's own resync finds.
Beside these binary messages the server sends text, as JSON: `{"type": "project.changed", "what"}` announces what has
changed beside the document, `{"type": "edit.refused"}` answers an edit by somebody who may not edit, and all that they
send after it on this connection.
"""

import asyncio
import json
import logging
import time
from typing import Any
from uuid import UUID

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from pycrdt import YMessageType, YSyncMessageType, create_update_message, read_message, write_message

from studio.collaboration import access, awareness, documents
from studio.collaboration.access import Close
from studio.jobs.signed_in import CHECK_SECONDS, is_signed_in

MAX_UPDATE_BYTES = 12 * 1024**2
PART = 100  # a great message comes in parts: this byte, how many follow, and the piece
MAX_AWARENESS_BYTES = 64 * 1024
MESSAGES_A_SECOND = 120.0  # two frames of dragging at 60 a second
BURST_MESSAGES = 600.0

logger = logging.getLogger(__name__)


class Rate:
    """A token bucket."""

    def __init__(self) -> None:
        self._tokens, self._at = BURST_MESSAGES, time.monotonic()

    def allows(self) -> bool:
        now = time.monotonic()
        self._tokens = min(BURST_MESSAGES, self._tokens + (now - self._at) * MESSAGES_A_SECOND)
        self._at = now
        self._tokens -= 1
        return self._tokens >= 0


class DocumentConsumer(AsyncWebsocketConsumer):  # type: ignore[misc]
    """`/ws/projects/ID`, for members alone; the edits of those who may not edit are refused."""

    joined = False
    refused = False

    async def connect(self) -> None:
        await self.accept()
        self.project_id: UUID = self.scope["url_route"]["kwargs"]["project_id"]
        self.user = self.scope["user"]
        self.clocks: dict[int, int] = {}  # of the clients behind this socket, to say goodbye for them
        self.last_awareness = b""
        self.rate = Rate()
        self.parts = bytearray()
        if not self.user.is_authenticated:
            await self.close(code=Close.SIGNED_OUT)
            return
        if await database_sync_to_async(access.role_in)(self.project_id, self.user.id) is None:
            await self.close(code=Close.NOT_THERE)
            return
        self.group = access.group_of(self.project_id)
        await self.channel_layer.group_add(self.group, self.channel_name)  # before the first load: no gap
        self.joined = True
        document = await database_sync_to_async(documents.load)(self.project_id)
        await self.send(bytes_data=_sync(YSyncMessageType.SYNC_STEP1, documents.state_of(document)))
        await self.channel_layer.group_send(self.group, {"type": "y.hello", "to": self.channel_name})
        self.watch = asyncio.ensure_future(self.keep_checking())

    async def disconnect(self, code: int) -> None:
        if not self.joined:
            return
        self.watch.cancel()
        await self.channel_layer.group_discard(self.group, self.channel_name)
        if self.clocks:
            await self.relay(awareness.farewell(self.clocks))

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if not self.joined or not bytes_data:
            return
        if not self.rate.allows():
            await self.close(code=Close.TOO_FAST)
            return
        try:
            if bytes_data[0] == PART:
                bytes_data = self.joined_parts(bytes_data)
            if bytes_data[0] == YMessageType.SYNC:
                await self.receive_sync(bytes_data)
            elif bytes_data[0] == YMessageType.AWARENESS:
                await self.receive_awareness(bytes_data)
        except (ValueError, IndexError, AssertionError) as error:
            logger.info("A malformed message in project %s was refused: %s", self.project_id, error)
            await self.close(code=Close.MALFORMED)

    def joined_parts(self, part: bytes) -> bytes:
        """The whole message once its last part has come; until then a message of no kind."""
        self.parts += part[2:]
        if len(self.parts) > MAX_UPDATE_BYTES + 64:
            raise documents.MalformedUpdate("its parts are larger than 12 MiB")
        if part[1]:
            return bytes([PART])
        whole, self.parts = bytes(self.parts), bytearray()
        return whole

    async def receive_sync(self, message: bytes) -> None:
        kind, body = message[1], read_message(message[2:])
        if kind == YSyncMessageType.SYNC_STEP1:
            document = await database_sync_to_async(documents.load)(self.project_id)
            answer = documents.missing(document, body)
            await self.send(bytes_data=_sync(YSyncMessageType.SYNC_STEP2, answer))
        elif body != documents.EMPTY:
            if len(body) > MAX_UPDATE_BYTES:
                raise documents.MalformedUpdate("it is larger than 12 MiB")
            await self.receive_edit(kind, body)

    async def receive_edit(self, kind: int, body: bytes) -> None:
        # What follows a refused edit builds on it: it is taken only together with it, on the next connection.
        if not self.refused and await database_sync_to_async(access.write)(self.project_id, self.user.id, body):
            await self.relay(create_update_message(body))
        elif self.refused or await database_sync_to_async(self.is_news)(kind, body):
            self.refused = True
            await self.send(text_data=json.dumps({"type": "edit.refused"}))

    def is_news(self, kind: int, body: bytes) -> bool:
        """A reader's page, too, answers the server's question, mostly with what the server knows."""
        return kind != YSyncMessageType.SYNC_STEP2 or documents.adds(documents.load(self.project_id), body)

    async def receive_awareness(self, message: bytes) -> None:
        if len(message) > MAX_AWARENESS_BYTES:
            raise awareness.MalformedAwareness("it is larger than 64 KiB")
        self.clocks.update(awareness.clocks(message))
        self.last_awareness = message
        await self.relay(message)

    async def keep_checking(self) -> None:
        """Closes the socket when its person was removed or signed out, however that came about."""
        while True:
            await asyncio.sleep(CHECK_SECONDS)
            if not await database_sync_to_async(is_signed_in)(self.scope["session"]):
                await self.close(code=Close.SIGNED_OUT)
                return
            if await database_sync_to_async(access.role_in)(self.project_id, self.user.id) is None:
                await self.close(code=Close.MEMBERSHIP_ENDED)
                return

    async def relay(self, data: bytes) -> None:
        await self.channel_layer.group_send(self.group, {"type": "y.message", "data": data, "from": self.channel_name})

    async def y_message(self, event: dict[str, Any]) -> None:
        if event["from"] != self.channel_name:
            await self.send(bytes_data=event["data"])

    async def y_hello(self, event: dict[str, Any]) -> None:
        """Somebody came: tell them alone who is here."""
        if event["to"] != self.channel_name and self.last_awareness:
            message = {"type": "y.message", "data": self.last_awareness, "from": self.channel_name}
            await self.channel_layer.send(event["to"], message)

    async def project_changed(self, event: dict[str, Any]) -> None:
        await self.send(text_data=json.dumps(event))

    async def membership_ended(self, event: dict[str, Any]) -> None:
        if event["user"] in {None, str(self.user.id)}:
            await self.close(code=Close.MEMBERSHIP_ENDED)


def _sync(kind: YSyncMessageType, body: bytes) -> bytes:
    return bytes([YMessageType.SYNC, kind]) + write_message(body)
