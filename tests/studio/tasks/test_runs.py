"""Trainings that are paused, made longer, forked and shared between people, on real workers."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from tests.studio.live import Studio
from tests.studio.visitor import Refused, Visitor


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    made = Studio(tmp_path_factory.mktemp("runs") / "data", WITHOUT_STARTER="1", TRAINING_SLICE_SECONDS="4")
    made.start()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def voice_file(speech_files: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("voice") / "voice.wav"
    soundfile.write(path, np.concatenate([soundfile.read(found)[0] for found in speech_files[:24]]), 8000)
    return path


@pytest.fixture(scope="module")
def ada(studio: Studio, voice_file: Path) -> Visitor:
    visitor = Visitor(studio)
    visitor.upload(voice_file)
    return visitor


def train(visitor: Visitor, name: str, steps: int) -> dict[str, Any]:
    samples = [row["id"] for row in visitor.get("/api/samples?scope=mine")["results"]]
    made: dict[str, Any] = visitor.post(
        "/api/wavenets", name=name, samples=samples, preset="sketch", steps=steps, classes_from="none",
        confirm=["epochs"],
    )  # fmt: skip
    return made


def now(visitor: Visitor, made: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = visitor.get(f"/api/wavenets/{made['id']}")
    return found


def log(visitor: Visitor, made: dict[str, Any]) -> str:
    return " ".join(line["text"] for line in visitor.get(f"/api/wavenets/{made['id']}/run")["log"])


def test_a_training_is_paused_made_longer_and_forked(ada: Visitor) -> None:
    made = train(ada, "Digits", 4000)
    ada.wait_for(lambda: now(ada, made)["steps_done"] >= 8, 90)
    assert ada.post(f"/api/wavenets/{made['id']}/pause")["paused"]
    ada.wait_for(lambda: now(ada, made)["job"]["status"] == "cancelled", 30)
    paused = now(ada, made)
    assert paused["checkpoints"][-1]["step"] == paused["steps_done"] and len(paused["checkpoints"][-1]["sha256"]) == 64
    ada.post(f"/api/wavenets/{made['id']}/resume", steps=paused["steps_done"] + 60)
    ada.wait_for(lambda: now(ada, made)["steps_done"] >= paused["steps_done"] + 5, 60)
    longer = ada.post(f"/api/wavenets/{made['id']}/extend", steps=10)
    assert longer["job"]["status"] == "running"
    assert ada.wait_for_job(longer, 120)["status"] == "succeeded"
    done = now(ada, made)
    assert done["steps_done"] == done["steps_planned"] == paused["steps_done"] + 70 and not done["paused"]
    steps = [point[0] for point in done["curve"]]
    assert steps == list(range(1, done["steps_done"] + 1))
    run = ada.get(f"/api/wavenets/{made['id']}/run")
    assert [point[0] for point in run["gauges"]] == steps
    assert all(norm > 0 and rate > 0 and pace > 0 for _, norm, rate, pace in run["gauges"])
    said = log(ada, made)
    assert "Begins at step 0 (cpu, " in said and "Paused. All up to step" in said and "Goes on at step" in said
    assert f"It now learns to step {done['steps_planned']}." in said and "Spoke for 4.0 s at step 10." in said

    fork = ada.post(f"/api/wavenets/{made['id']}/fork", name="Fork", steps=12, step=done["steps_done"])
    assert ada.wait_for_job(fork, 120)["status"] == "succeeded"
    forked = now(ada, fork)
    assert forked["curve"][0][1] < done["curve"][0][1] - 0.4  # it does not begin at knowing nothing
    assert forked["auditions"][0]["step"] == 0 and "It begins with the weights of “Digits” at step" in log(ada, fork)
    card = ada.get(f"/api/wavenets/{fork['id']}/card")
    assert card["lineage"] == [{"name": "Digits", "step": done["steps_done"]}]


def test_two_people_take_turns_on_one_worker(studio: Studio, ada: Visitor, voice_file: Path) -> None:
    ben = Visitor(studio, "ben")
    ben.upload(voice_file)
    first, second = train(ada, "Long", 4000), train(ada, "Later", 5)
    ada.wait_for(lambda: now(ada, first)["job"]["status"] == "running", 30)
    short = train(ben, "Short", 8)
    place = ben.get("/api/wavenets/queue")["mine"][0]
    assert (place["place"], place["ahead_mine"], place["ahead_others"]) == (1, 0, 0)  # before ada's second
    assert 0 <= place["starts_in_seconds"] <= 4.0
    assert ben.wait_for_job(short, 90)["status"] == "succeeded"
    assert now(ada, first)["job"]["status"] in {"queued", "running"} and now(ada, second)["steps_done"] == 0
    at = now(ada, first)["steps_done"]
    ada.wait_for(lambda: now(ada, first)["steps_done"] > at, 60)
    assert "Makes room for others who wait" in log(ada, first)
    assert min(point[0] for point in now(ada, first)["curve"]) == 1
    with pytest.raises(Refused, match="404"):
        ben.get(f"/api/wavenets/{first['id']}/run")
    used = ada.get("/api/wavenets/queue")["allowance"]["used_seconds"]
    assert used > ben.get("/api/wavenets/queue")["allowance"]["used_seconds"] > 0
    for made in (first, second):
        ada.post(f"/api/jobs/{now(ada, made)['job']['id']}/cancel")
