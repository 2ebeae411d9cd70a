"""The events socket: hears about one's own work, and nothing else."""

import asyncio
import json
from typing import Any

import numpy as np
import pytest
import soundfile
from pydantic import ValidationError

from studio.jobs.events import StudioEvent
from tests.studio.live import Studio
from tests.studio.visitor import Refused, Visitor, close_code


async def heard(socket: Any, seconds: float) -> list[dict[str, Any]]:
    """What comes for a while; every message is one of the described events."""
    found = []
    try:
        async with asyncio.timeout(seconds):
            while True:
                message = await socket.recv()
                StudioEvent.model_validate_json(message)
                found.append(json.loads(message))
    except TimeoutError:
        return found


async def test_the_owner_hears_of_their_work_and_nobody_else(running_studio: Studio, tmp_path: Any) -> None:
    ada, bob = Visitor(running_studio), Visitor(running_studio, "bob")
    path = tmp_path / "tone.wav"
    soundfile.write(path, 0.1 * np.sin(np.arange(8000) / 5), 8000)
    async with ada.socket("/ws/events") as hers, bob.socket("/ws/events") as his:
        sample = await asyncio.to_thread(ada.upload, path)
        events, others = await asyncio.gather(heard(hers, 2), heard(his, 2))
    jobs = [event for event in events if event["type"] == "job.changed"]
    assert jobs[0]["status"] == "queued" and jobs[-1]["status"] == "succeeded"
    assert {event["subject_id"] for event in jobs} == {sample}
    assert {"type": "sample.changed", "id": sample, "state": "ready"} in events
    assert others == []
    with pytest.raises(Refused, match="404"):
        bob.get(f"/api/jobs/{jobs[0]['id']}")
    with pytest.raises(Refused, match="404"):
        bob.post(f"/api/jobs/{jobs[0]['id']}/cancel")


async def test_signing_out_ends_the_socket(running_studio: Studio) -> None:
    ada = Visitor(running_studio)
    async with ada.socket("/ws/events") as socket:
        ada.post("/api/account/sign-out")
        async with asyncio.timeout(13):
            assert await close_code(socket) == 4401


async def test_nobody_listens_without_signing_in(running_studio: Studio) -> None:
    async with Visitor(running_studio, None).socket("/ws/events") as socket:
        assert await close_code(socket) == 4401


def test_an_event_has_no_unknown_fields() -> None:
    with pytest.raises(ValidationError):
        StudioEvent.model_validate({"type": "sample.changed", "id": "x", "state": "ready", "more": 1})
