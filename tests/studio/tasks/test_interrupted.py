"""A training that is interrupted in every way there is goes on from its checkpoint, and ends."""

import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pytest
import soundfile

from tests.studio.live import Studio
from tests.studio.visitor import Visitor

STEPS = 220
TRAINING = "train"
SOON_SECONDS = 45.0


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    made = Studio(tmp_path_factory.mktemp("interrupted") / "data", WITHOUT_STARTER="1")
    made.start()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def plan(studio: Studio, speech_files: list[Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """A visitor with a sound to train on."""
    path = tmp_path_factory.mktemp("voice") / "voice.wav"
    soundfile.write(path, np.concatenate([soundfile.read(found)[0] for found in speech_files[:24]]), 8000)
    visitor = Visitor(studio)
    plan = {"samples": [visitor.upload(path)], "preset": "sketch", "classes_from": "none"}
    return {"visitor": visitor, "plan": plan}


def wavenet(visitor: Visitor, made: dict[str, Any]) -> dict[str, Any]:
    """The model as it is now."""
    found: dict[str, Any] = visitor.get(f"/api/wavenets/{made['id']}")
    return found


def reaches(visitor: Visitor, made: dict[str, Any], step: int, within_seconds: float = 90) -> int:
    """Waits until a worker is at work past a step; where it is then."""

    def at() -> int:
        now = wavenet(visitor, made)
        return int(now["steps_done"]) if now["job"]["status"] == "running" and now["steps_done"] >= step else 0

    return int(visitor.wait_for(at, within_seconds))


def attempts(studio: Studio, job_id: str) -> int:
    """How many workers have begun a job so far, from the row itself: pages need not know it."""
    with closing(sqlite3.connect(f"file:{studio.data / 'overhear.sqlite3'}?mode=ro", uri=True, timeout=30)) as database:
        ((count,),) = database.execute("SELECT attempts FROM jobs_job WHERE id = ?", (job_id.replace("-", ""),))
    return int(count)


def goes_on(studio: Studio, visitor: Visitor, made: dict[str, Any], attempt: int, from_step: int) -> None:
    """Waits until another worker is past where the last one was, and never saw it behind the checkpoint's step."""
    killed_at = wavenet(visitor, made)["steps_done"]
    visitor.wait_for(lambda: attempts(studio, made["job"]["id"]) == attempt, SOON_SECONDS)
    seen: list[int] = []

    def past() -> bool:
        seen.append(int(wavenet(visitor, made)["steps_done"]))
        return bool(seen[-1] > killed_at)

    visitor.wait_for(past, SOON_SECONDS)
    assert min(seen) >= from_step, seen


def learner(studio: Studio) -> psutil.Process:
    """The forked process that trains."""
    return studio.workers(TRAINING)[1][0]


def test_training_survives_kills_and_restarts(studio: Studio, plan: dict[str, Any]) -> None:
    visitor: Visitor = plan["visitor"]
    made = visitor.post("/api/wavenets", name="Digits", steps=STEPS, **plan["plan"])
    reaches(visitor, made, 12)

    learner(studio).send_signal(signal.SIGKILL)
    goes_on(studio, visitor, made, 2, from_step=10)
    reaches(visitor, made, 32)

    worker, children = studio.workers(TRAINING)
    worker.send_signal(signal.SIGKILL)
    assert psutil.wait_procs(children, 5)[1] == []  # the death signal reaches the forked child
    goes_on(studio, visitor, made, 3, from_step=30)
    reaches(visitor, made, 45)

    waiting = visitor.post("/api/wavenets", name="Later", steps=5, confirm=["epochs"], **plan["plan"])
    assert studio.stop() == 0
    studio.start()
    reaches(visitor, made, 45)  # stopping saved a checkpoint of its own
    assert visitor.wait_for_job(made, 240)["status"] == "succeeded"
    done = wavenet(visitor, made)
    assert done["steps_done"] == STEPS
    assert [audition["step"] for audition in done["auditions"]] == [0, 10, 30, 100, STEPS]
    steps = [point[0] for point in done["curve"]]
    assert steps == sorted(set(steps)) and steps[-1] == STEPS
    assert visitor.wait_for_job(waiting, 120)["status"] == "succeeded"


def test_a_cancelled_training_keeps_what_it_learned_and_can_go_on(studio: Studio, plan: dict[str, Any]) -> None:
    visitor: Visitor = plan["visitor"]
    made = visitor.post("/api/wavenets", name="Cancelled", steps=5000, **plan["plan"])
    reaches(visitor, made, 12)
    visitor.post(f"/api/jobs/{made['job']['id']}/cancel")
    assert visitor.wait_for_job(made, 30)["status"] == "cancelled"
    stopped = wavenet(visitor, made)
    assert stopped["checkpoints"][-1]["step"] == stopped["steps_done"] >= 12
    resumed = visitor.post(f"/api/wavenets/{made['id']}/resume", steps=stopped["steps_done"] + 3)
    assert visitor.wait_for_job(resumed, 90)["status"] == "succeeded"
    assert wavenet(visitor, made)["steps_done"] == stopped["steps_done"] + 3
    visitor.wait_for(lambda: not list((studio.data / "work").glob("*")), 90)  # killed workers' folders are swept
