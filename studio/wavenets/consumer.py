"""The socket of one generation: its sound while it is made, from the beginning; of a played voice also what is asked.

Binary messages are blocks (`sounding.HEADER`), texts are JSON: `begins` with the facts, `ended` at the end.
"""

import asyncio
import json
import logging
import time
from typing import Any
from uuid import UUID

import redis
import redis.asyncio
from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings
from pydantic import ValidationError

from studio.jobs.models import Job
from studio.jobs.signed_in import CHECK_SECONDS, is_signed_in
from studio.wavenets import sounding, steering
from studio.wavenets.models import Generation

SIGNED_OUT, NOT_THERE, MALFORMED, TOO_FAST = 4401, 4404, 4400, 4429
WAIT_MS = 1_000
AWAY_SECONDS = 1.0
BLOCKS_AT_ONCE = 32
MOST_TEXT = 16_384
MESSAGES_A_SECOND, BURST_MESSAGES = 100.0, 400.0

logger = logging.getLogger(__name__)


class TakeConsumer(AsyncWebsocketConsumer):  # type: ignore[misc]
    """`/ws/generations/ID`, for its owner alone."""

    listening: asyncio.Future[None] | None = None

    async def connect(self) -> None:
        await self.accept()
        self.generation_id: UUID = self.scope["url_route"]["kwargs"]["generation_id"]
        user = self.scope["user"]
        if not user.is_authenticated:
            await self.close(code=SIGNED_OUT)
            return
        live = await database_sync_to_async(_live)(self.generation_id, user.id)
        if live is None:
            await self.close(code=NOT_THERE)
            return
        self.live = live
        self.tokens, self.refilled = BURST_MESSAGES, time.monotonic()
        self.redis = redis.asyncio.Redis.from_url(settings.REDIS_URL, socket_timeout=5.0)
        self.listening = asyncio.ensure_future(self.listen())
        self.watching = asyncio.ensure_future(self.keep_checking())

    async def disconnect(self, code: int) -> None:
        if self.listening is None:
            return
        self.listening.cancel()
        self.watching.cancel()
        await self.redis.aclose()

    async def listen(self) -> None:
        """Hands on what the worker sends; ends when there is no more to come."""
        stream = sounding.stream_key(self.generation_id)
        last = b"0"
        while True:
            try:
                if last == b"0":
                    await self.tell_facts(stream)
                found: Any = await self.redis.xread({stream: last}, count=BLOCKS_AT_ONCE, block=WAIT_MS)
            except redis.RedisError as error:
                logger.info("A listener waits for the broker: %s", error)
                await asyncio.sleep(AWAY_SECONDS)
                continue
            for entry, fields in found[0][1] if found else ():
                last = entry
                if await self.hand_on(fields):
                    await self.close()
                    return
            if not found and await database_sync_to_async(_over)(self.generation_id):
                await self.send(text_data=json.dumps({"type": "ended"}))
                await self.close()
                return

    async def tell_facts(self, stream: str) -> None:
        """Who comes when the stream has lost its beginning hears the facts all the same."""
        first: Any = await self.redis.xrange(stream, count=1)
        if first and b"block" in first[0][1]:
            facts: Any = await self.redis.get(sounding.facts_key(self.generation_id))
            if facts:
                await self.send(text_data=facts.decode())

    async def hand_on(self, fields: dict[bytes, bytes]) -> bool:
        """Whether that was the last."""
        if block := fields.get(b"block"):
            await self.send(bytes_data=block)
            return False
        text = fields[b"text"].decode()
        await self.send(text_data=text)
        return bool(json.loads(text)["type"] == "ended")

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if self.listening is None or not self.live or not text_data:
            return
        if not self.allowed():
            await self.close(code=TOO_FAST)
            return
        try:
            asked = steering.read(text_data[:MOST_TEXT])  # a longer one is no JSON any more
        except ValidationError as error:
            logger.info("A malformed message for generation %s was refused: %s", self.generation_id, error)
            await self.close(code=MALFORMED)
            return
        key = sounding.asked_key(self.generation_id)
        try:
            pipe: Any = self.redis.pipeline(transaction=False)
            pipe.rpush(key, asked.model_dump_json(exclude_none=True))
            pipe.ltrim(key, -sounding.MOST_ASKED, -1)
            pipe.expire(key, sounding.KEPT_AFTER_END_SECONDS)
            await pipe.execute()
        except redis.RedisError as error:
            logger.info("What was asked of generation %s was lost: %s", self.generation_id, error)

    def allowed(self) -> bool:
        now = time.monotonic()
        self.tokens = min(BURST_MESSAGES, self.tokens + (now - self.refilled) * MESSAGES_A_SECOND) - 1
        self.refilled = now
        return self.tokens >= 0

    async def keep_checking(self) -> None:
        while True:
            await asyncio.sleep(CHECK_SECONDS)
            if not await database_sync_to_async(is_signed_in)(self.scope["session"]):
                await self.close(code=SIGNED_OUT)
                return


def _live(generation_id: UUID, user_id: UUID) -> bool | None:
    """Whether it is played; None for whoever is not its owner."""
    own = Generation.objects.filter(id=generation_id, owner_id=user_id)
    return own.values_list("live", flat=True).first()


def _over(generation_id: UUID) -> bool:
    unfinished = [Job.Status.QUEUED, Job.Status.RUNNING]
    return not Generation.objects.filter(id=generation_id, job__status__in=unfinished).exists()
