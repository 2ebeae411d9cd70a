"""Takes while they are made: blocks of sound from a worker to whoever listens, and what listeners ask back.

The blocks lie in a stream of the broker, so that whoever comes late hears all from the beginning; only when a stream
grows past its limit is its oldest part dropped. The finished files are the truth: a stream is gone soon after them.
"""

import json
import logging
import struct
from collections import deque
from typing import Any
from uuid import UUID

import numpy as np
import numpy.typing as npt
import redis
from django.conf import settings

MOST_BYTES = 32 * 1024**2
LIVE_BYTES = 256 * 1024  # of a played voice only the newest is wanted
KEPT_SECONDS = 900
KEPT_AFTER_END_SECONDS = 60
MOST_ASKED = 200
HEADER = struct.Struct("<III")
"""Of a block: voices, its first sample, samples; then int16 samples, voice after voice."""

logger = logging.getLogger(__name__)


def stream_key(generation_id: UUID) -> str:
    return f"overhear.sounding.{generation_id}"


def facts_key(generation_id: UUID) -> str:
    return f"overhear.sounding.{generation_id}.facts"


def asked_key(generation_id: UUID) -> str:
    """A list of what the listener asked of a played voice."""
    return f"overhear.asked.{generation_id}"


def packed(first_sample: int, audio: npt.NDArray[np.float32]) -> bytes:
    """A block as it travels; `audio` is (voices, samples) in ±1."""
    pcm = np.clip(np.rint(audio * 32768.0), -32768, 32767).astype("<i2")
    return b"".join([HEADER.pack(audio.shape[0], first_sample, audio.shape[1]), pcm.tobytes()])


class Sounding:
    """The worker's end. A broker that is away loses blocks, never takes."""

    def __init__(self, generation_id: UUID, live: bool = False) -> None:
        self._stream, self._facts, self._asked = (key(generation_id) for key in (stream_key, facts_key, asked_key))
        self._most_bytes = LIVE_BYTES if live else MOST_BYTES
        self._kept: deque[tuple[bytes, int]] = deque()
        self._bytes = 0
        self._redis = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=5.0)

    def begin(self, **facts: Any) -> None:
        """Forgets what an attempt before this one has sent."""
        text = json.dumps({"type": "begins", **facts})
        pipe = self._pipeline().delete(self._stream, self._asked).set(self._facts, text, ex=KEPT_SECONDS)
        self._send(pipe.xadd(self._stream, {"text": text}))

    def block(self, first_sample: int, audio: npt.NDArray[np.float32]) -> None:
        content = packed(first_sample, audio)
        pipe = self._pipeline().xadd(self._stream, {"block": content})
        if self._bytes > self._most_bytes:
            while self._bytes > self._most_bytes // 2:
                self._bytes -= self._kept.popleft()[1]
            pipe.xtrim(self._stream, minid=self._kept[0][0] if self._kept else "+", approximate=False)
        pipe.expire(self._stream, KEPT_SECONDS).expire(self._facts, KEPT_SECONDS)
        if answer := self._send(pipe):
            self._kept.append((answer[0], len(content)))
            self._bytes += len(content)

    def say(self, **message: Any) -> None:
        self._send(self._pipeline().xadd(self._stream, {"text": json.dumps(message)}))

    def end(self, **message: Any) -> None:
        pipe = self._pipeline().xadd(self._stream, {"text": json.dumps({"type": "ended", **message})})
        for key in (self._stream, self._facts, self._asked):
            pipe.expire(key, KEPT_AFTER_END_SECONDS)
        self._send(pipe)

    def asked(self) -> list[dict[str, Any]]:
        """What the listeners asked since the last call, the oldest first."""
        try:
            found: Any = self._redis.lpop(self._asked, MOST_ASKED)
        except redis.RedisError as error:
            logger.warning("A played voice could not be steered: %s", error)
            return []
        return [json.loads(text) for text in found or []]

    def close(self) -> None:
        self._redis.close()

    def _pipeline(self) -> Any:
        return self._redis.pipeline(transaction=False)

    def _send(self, pipe: Any) -> list[Any]:
        try:
            return list(pipe.execute())
        except redis.RedisError as error:
            logger.warning("A block of a take was not sent: %s", error)
            return []
