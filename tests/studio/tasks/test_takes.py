"""Takes heard while they are made, stopped, cleaned and played: real workers, real sockets, real sound."""

import asyncio
import io
import json
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from websockets.exceptions import ConnectionClosed

from studio.wavenets.sounding import HEADER
from tests.studio.live import Studio
from tests.studio.tasks.planting import planted
from tests.studio.visitor import Visitor


@pytest.fixture(scope="module")
def ada(running_studio: Studio) -> Visitor:
    return Visitor(running_studio)


@pytest.fixture(scope="module")
def wavenet(ada: Visitor, running_studio: Studio) -> str:
    return planted(running_studio, ada.name, "sketch", "rain", "sea", "--controls")


def heard(visitor: Visitor, path: str) -> np.ndarray:
    return np.asarray(soundfile.read(io.BytesIO(visitor.raw("GET", path).read()), dtype="int16")[0])


def opened(block: bytes) -> tuple[int, np.ndarray]:
    """The first sample of a block, and its audio: (voices, samples)."""
    voices, first, samples = HEADER.unpack_from(block)
    return first, np.frombuffer(block, "<i2", offset=HEADER.size).reshape(voices, samples)


async def listen(visitor: Visitor, generation_id: str) -> tuple[dict[str, Any], np.ndarray]:
    """The facts and all the sound of a generation, until its socket ends."""
    facts: dict[str, Any] = {}
    parts: list[np.ndarray] = []
    async with visitor.socket(f"/ws/generations/{generation_id}") as socket:
        try:
            async for message in socket:
                if isinstance(message, str):
                    facts = json.loads(message) if json.loads(message)["type"] == "begins" else facts
                    continue
                first, audio = opened(message)
                assert first == sum(part.shape[1] for part in parts), "a block is missing"
                parts.append(audio)
        except ConnectionClosed:
            pass
    return facts, np.concatenate(parts, axis=1) if parts else np.zeros((0, 0), np.int16)


def ask(visitor: Visitor, wavenet: str, **fields: Any) -> dict[str, Any]:
    asked = {"wavenet": wavenet, "seconds": 2, "voices": 3, "temperature": 1, "random_seed": 7, **fields}
    found: dict[str, Any] = visitor.post("/api/generations", **asked)
    return found


def test_what_is_heard_while_it_grows_is_what_is_kept(ada: Visitor, wavenet: str) -> None:
    curves = {"class_curve": [[0, {"rain": 1}], [1, {"sea": 1}]], "temperature_curve": [[0, 1.0], [2, 0.8]]}
    generation = ask(ada, wavenet, **curves, loudness_curve=[[0, -20], [2, -30]], pitch_curve=[[0, 120], [1, None]])
    facts, audio = asyncio.run(listen(ada, generation["id"]))
    assert (facts["voices"], facts["sample_rate_hz"], facts["samples"]) == (3, 8000, [16_000] * 3)
    assert ada.wait_for_job(generation)["status"] == "succeeded", ada.job(generation)
    takes = ada.get(f"/api/generations/{generation['id']}")["takes"]
    for take, streamed in zip(takes, audio, strict=True):
        assert np.abs(heard(ada, take["audio_url"]).astype(int) - streamed).max() <= 1
    late_facts, late = asyncio.run(listen(ada, generation["id"]))
    assert late_facts == facts and np.array_equal(late, audio)


def test_lengths_are_drawn_and_takes_are_cleaned_and_kept_together(ada: Visitor, wavenet: str) -> None:
    generation = ask(ada, wavenet, voices=4, seconds=1.5, least_seconds=0.5, turns=True, declick=True, trim=True)
    assert ada.wait_for_job(generation)["status"] == "succeeded", ada.job(generation)
    takes = ada.get(f"/api/generations/{generation['id']}")["takes"]
    assert len({take["frames"] for take in takes}) == 4
    assert all(0.4 < take["duration_seconds"] < 1.5 for take in takes)
    assert all({"declick", "trim"} == set(take["cleaned"]) for take in takes)
    assert all(abs(int(heard(ada, take["audio_url"])[-1])) < 400 for take in takes)  # soft ends
    asked = {"name": "Babble", "tags": ["cloud"], "collection_name": "Cloud"}
    samples = ada.post(f"/api/generations/{generation['id']}/keep", **asked)
    together = next(row for row in ada.get("/api/collections") if row["name"] == "Cloud")
    assert together["sample_count"] == 4
    assert [sample["name"] for sample in samples] == [f"Babble {number:02d}" for number in (1, 2, 3, 4)]
    assert all(sample["tags"] == ["cloud"] for sample in samples)
    record = ada.get(f"/api/samples/{samples[0]['id']}/take")
    assert record["record"]["settings"] == generation["settings"] and record["record"]["random_seed"] == 7
    assert record["job"]["kind"] == "check"


def test_a_prompt_is_cut_at_its_mark_and_kept(ada: Visitor, wavenet: str, tmp_path: Path) -> None:
    tone = 0.3 * np.sin(2 * np.pi * 440 * np.arange(16_000) / 8000)
    soundfile.write(tmp_path / "tone.wav", np.where(np.arange(16_000) < 8000, tone, 0.0), 8000)
    prompt = ada.upload(tmp_path / "tone.wav")
    generation = ask(ada, wavenet, voices=1, prompt=prompt, prompt_end_seconds=0.5, keep_prompt=True, seconds=0.5)
    assert ada.wait_for_job(generation)["status"] == "succeeded", ada.job(generation)
    take = ada.get(f"/api/generations/{generation['id']}")["takes"][0]
    assert 0.05 < take["join_seconds"] <= 0.5
    join = round(take["join_seconds"] * 8000)
    audio = heard(ada, take["audio_url"]) / 32768
    assert audio.size == join + 4000
    expected = tone[4000 - join : 4000]
    assert float(np.abs(audio[:join] - expected).max()) < 0.03  # µ-law of eight bits


def test_stopping_keeps_what_is_there(ada: Visitor, wavenet: str) -> None:
    generation = ask(ada, wavenet, voices=16, seconds=200)
    ada.wait_for(lambda: ada.job(generation)["fraction"] > 0, 30)
    ada.post(f"/api/generations/{generation['id']}/stop")
    assert ada.wait_for_job(generation)["status"] == "succeeded"
    found = ada.get(f"/api/generations/{generation['id']}")
    assert 0.05 < found["takes"][0]["duration_seconds"] < 200 and "Stopped after" in found["notice"]


async def play(visitor: Visitor, generation_id: str, seconds: float) -> dict[str, Any]:
    """Plays a voice as the page does: says how far it has heard, steers it, begins the recording anew, ends it."""
    told: dict[str, Any] = {"made": 0, "refused": [], "begun": 0}
    sounding = asyncio.Event()
    steps: list[tuple[float, dict[str, Any]]] = [
        (0.5, {"type": "steer", "change": {"temperature": 0.7, "classes": {"sea": 1}, "loudness_dbfs": -30}}),
        (0.8, {"type": "begin_here"}),
        (1.0, {"type": "steer", "change": {"classes": {"nobody": 1}}}),
        (seconds, {"type": "stop"}),
    ]
    async with visitor.socket(f"/ws/generations/{generation_id}") as socket:

        async def speak() -> None:
            await sounding.wait()
            started = time.monotonic()
            while True:
                passed = time.monotonic() - started
                played = min(told["made"], int(passed * 8000))
                await socket.send(json.dumps({"type": "played", "samples": played, "gaps": 0}))
                if steps and passed > steps[0][0]:
                    await socket.send(json.dumps(steps.pop(0)[1]))
                told["seconds"] = passed
                await asyncio.sleep(0.05)

        speaking = asyncio.ensure_future(speak())
        async for message in socket:
            if isinstance(message, bytes):
                first, audio = opened(message)
                told["made"] = first + audio.shape[1]
                sounding.set()
                continue
            said = json.loads(message)
            if said["type"] == "ended":
                break
            if said["type"] == "refused":
                told["refused"].append(said["sentence"])
            elif said["type"] == "recording":
                told["begun"] = said["begins"]
        speaking.cancel()
    return told


def test_a_voice_is_played_steered_and_recorded(ada: Visitor, wavenet: str) -> None:
    generation = ada.post("/api/play", wavenet=wavenet, temperature=1, random_seed=3)
    assert generation["live"] and generation["job"]["kind"] == "play"
    told = asyncio.run(play(ada, generation["id"], 2.0))
    assert told["made"] <= (told["seconds"] + 1.5) * 8000, "it was not made at the pace of its listener"
    assert told["refused"] and "nobody" in told["refused"][0]
    assert ada.wait_for_job(generation)["status"] == "succeeded", ada.job(generation)
    found = ada.get(f"/api/generations/{generation['id']}")
    assert found["takes"][0]["frames"] == told["made"] - told["begun"]
    moves = found["settings"]["moves"]
    assert moves[0][1]["temperature"] == 0.7 and moves[0][0] == 0.0
    kept = ada.post(f"/api/takes/{found['takes'][0]['id']}/keep", name="Played")
    assert ada.get(f"/api/samples/{kept['id']}/take")["record"]["live"] is True


def test_a_voice_ends_when_its_listener_leaves(ada: Visitor, wavenet: str) -> None:
    generation = ada.post("/api/play", wavenet=wavenet, temperature=1)

    async def leave() -> None:
        async with ada.socket(f"/ws/generations/{generation['id']}") as socket:
            await socket.recv()

    asyncio.run(leave())
    assert ada.wait_for_job(generation, 30)["status"] == "succeeded"
    assert "left" in ada.get(f"/api/generations/{generation['id']}")["notice"]
