"""The events socket: tells a signed-in person what changed, and hears nothing."""

import asyncio
from typing import Any

from channels.generic.websocket import AsyncWebsocketConsumer

from studio.jobs.publish import group_of
from studio.jobs.signed_in import until_signed_out

SIGNED_OUT = 4401


class EventsConsumer(AsyncWebsocketConsumer):  # type: ignore[misc]
    """`/ws/events`. Closes with 4401 when nobody is signed in, or not any more."""

    group: str | None = None

    async def connect(self) -> None:
        await self.accept()
        user = self.scope["user"]
        if not user.is_authenticated:
            await self.close(code=SIGNED_OUT)
            return
        self.group = group_of(user.id)
        await self.channel_layer.group_add(self.group, self.channel_name)
        self.watch = asyncio.ensure_future(self.close_when_signed_out())

    async def disconnect(self, code: int) -> None:
        if self.group is not None:
            self.watch.cancel()
            await self.channel_layer.group_discard(self.group, self.channel_name)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """What the browser says (a ping to keep proxies awake) is not answered."""

    async def close_when_signed_out(self) -> None:
        await until_signed_out(self.scope["session"])
        await self.close(code=SIGNED_OUT)

    async def studio_event(self, message: dict[str, Any]) -> None:
        await self.send(text_data=message["event"])
