"""One person's way through the whole studio: real processes, real sound, real sockets."""

import asyncio
import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from mixing.project import Clip
from tests.studio.live import Studio
from tests.studio.shared_document import SharedDocument
from tests.studio.visitor import Refused, Visitor


@pytest.fixture(scope="module")
def ada(running_studio: Studio) -> Visitor:
    return Visitor(running_studio)


@pytest.fixture(scope="module")
def voice(ada: Visitor, speech_files: list[Path], tmp_path_factory: pytest.TempPathFactory) -> str:
    """A sample of real speech, long enough to learn from."""
    parts = [soundfile.read(path, dtype="float32")[0] for path in speech_files[:24]]
    path = tmp_path_factory.mktemp("voice") / "voice.wav"
    soundfile.write(path, np.concatenate(parts), 8000)
    return ada.upload(path, tags="digits")


@pytest.fixture(scope="module")
def wavenet(ada: Visitor, voice: str) -> dict[str, Any]:
    made = ada.post("/api/wavenets", name="Digits", samples=[voice], preset="sketch", steps=30, classes_from="none")
    assert ada.wait_for_job(made)["status"] == "succeeded", ada.job(made)
    found: dict[str, Any] = ada.get(f"/api/wavenets/{made['id']}")
    return found


def heard(visitor: Visitor, path: str) -> tuple[np.ndarray, int]:
    audio, rate_hz = soundfile.read(io.BytesIO(visitor.raw("GET", path).read()), dtype="float32")
    return audio, rate_hz


def test_a_model_is_estimated_before_it_is_trained(ada: Visitor, voice: str) -> None:
    plan = {"samples": [voice], "preset": "sketch", "classes_from": "tag"}
    estimate = ada.post("/api/wavenets/estimate", **plan, steps=100)
    assert estimate["seconds"] == pytest.approx(100 * estimate["seconds_a_step"], rel=0.8)
    assert [row["name"] for row in estimate["classes"]] == ["digits"]
    assert any("less than a minute" in warned["sentence"] for warned in estimate["warnings"])
    long = ada.post("/api/wavenets/estimate", **plan, steps=1_000_000)
    assert any("This takes about" in warned["sentence"] for warned in long["warnings"])


def test_training_gives_a_curve_checkpoints_and_auditions(ada: Visitor, wavenet: dict[str, Any]) -> None:
    assert wavenet["steps_done"] == wavenet["steps_planned"] == 30
    assert wavenet["curve"][0][0] == 1 and wavenet["curve"][-1][0] == 30
    assert wavenet["curve"][-1][1] < wavenet["curve"][0][1]
    assert [row["step"] for row in wavenet["auditions"]] == [0, 10, 30]
    assert wavenet["checkpoints"][-1]["step"] == 30
    audition = wavenet["auditions"][-1]
    audio, rate_hz = heard(ada, audition["audio_url"])
    assert rate_hz == 8000 and len(audio) == audition["frames"] > 8000
    assert len(ada.raw("GET", audition["peaks_url"]).read()) == 2 * -(-audition["frames"] // 64)


def test_takes_are_generated_kept_placed_and_rendered(ada: Visitor, wavenet: dict[str, Any], voice: str) -> None:
    asked = {"wavenet": wavenet["id"], "seconds": 1, "voices": 2, "temperature": 1, "random_seed": 5, "prompt": voice}
    generation = ada.post("/api/generations", **asked)
    assert ada.wait_for_job(generation)["status"] == "succeeded", ada.job(generation)
    first, second = ada.get(f"/api/generations/{generation['id']}")["takes"]
    audio, _ = heard(ada, first["audio_url"])
    assert len(audio) == 8000 and np.abs(audio).max() > 0.01
    assert not np.array_equal(audio, heard(ada, second["audio_url"])[0])

    kept = ada.post(f"/api/takes/{first['id']}/keep", name="One")
    assert ada.post(f"/api/takes/{first['id']}/keep")["id"] == kept["id"]
    assert (kept["origin"], kept["category"], kept["training_steps"]) == ("generated", "wavenet", 30)
    assert (kept["random_seed"], kept["prompt"], kept["wavenet"]) == (5, voice, wavenet["id"])
    ada.wait_for(lambda: ada.get(f"/api/samples/{kept['id']}")["state"] == "ready", 30)

    project = ada.post("/api/projects", name="Piece")
    with pytest.raises(Refused, match="nothing to render"):
        ada.post(f"/api/projects/{project['id']}/renders")
    ada.post(f"/api/projects/{project['id']}/samples", sample=kept["id"])
    asyncio.run(place(ada, project["id"], {"a": kept["id"], "b": voice}))
    render = ada.post(f"/api/projects/{project['id']}/renders", name="First")
    assert render["left_out"] == ["One clip was left out: its sound is not in the project, or could not be read."]
    assert ada.wait_for_job(render)["status"] == "succeeded", ada.job(render)
    render = ada.get(f"/api/renders/{render['id']}")
    assert [row["sample_name"] for row in render["credits"]] == ["One"]
    master, rate_hz = heard(ada, render["master_url"])
    assert rate_hz == 44_100 and master.shape[1] == 2
    assert np.abs(master[:40_000]).max() < 0.001 and np.abs(master[45_000:80_000]).max() > 0.001
    assert render["report"]["master"]["true_peak_dbtp"] <= -1.0
    assert len(ada.raw("GET", render["peaks_url"]).read()) == 2 * -(-len(master) // 64)


async def place(visitor: Visitor, project_id: str, samples: dict[str, str]) -> None:
    """Places one-second clips at one second, as a browser would."""
    async with visitor.socket(f"/ws/projects/{project_id}") as socket:
        document = SharedDocument(socket)
        await document.synchronise()
        for key, sample in samples.items():
            clip = Clip(track="track-1", sample=sample, start_seconds=1.0, duration_seconds=1.0)
            await document.put("clips", key, clip.model_dump(exclude_defaults=True))
        await document.settle()
    stored = visitor.get(f"/api/projects/{project_id}/document")
    assert set(stored["clips"]) == set(samples)
