"""The first piece: installed once, given to everybody who joins."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from django.db import connection
from rest_framework.test import APIClient

from mixing.project import Clip, new_project
from studio.accounts.models import User
from studio.jobs import publish
from studio.library.models import Sample
from studio.projects import starter
from studio.projects.models import Project, Render


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publish, "send_to_groups", lambda groups, message: None)
    # Threads would each see a database of their own: a test's is in memory, inside a transaction.
    monkeypatch.setattr(starter, "ThreadPoolExecutor", InThisThread)
    monkeypatch.setattr(connection, "close", lambda: None)


class InThisThread:
    """Does the work of a pool without threads."""

    def __init__(self, workers: int | None) -> None:
        self.map = map

    def __enter__(self) -> "InThisThread":
        return self

    def __exit__(self, *error: object) -> None:
        return None


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, db: None) -> Path:
    """A small starter with one sound."""
    made = tmp_path / "starter"
    made.mkdir()
    soundfile.write(made / "tone.flac", 0.3 * np.sin(np.arange(8000) / 7), 8000)
    clip = Clip(track="track-1", sample="tone.flac", start_seconds=0, duration_seconds=1)
    document = new_project().model_copy(update={"clips": {"a": clip}}).model_dump(mode="json")
    tone = {"file": "tone.flac", "name": "Tone", "details": "", "category": "wavenet", "origin": "generated"}
    piece: dict[str, Any] = {"name": "Small", "samples": [{**tone, "tags": ["a"], "training_steps": 30}]}
    (made / "piece.json").write_text(json.dumps({**piece, "document": document}))
    monkeypatch.setattr(starter, "FOLDER", made)
    return made


def test_installing_twice_is_installing_once(folder: Path) -> None:
    for _ in range(2):
        starter.install()
    sample, render, project = Sample.objects.get(), Render.objects.get(), Project.objects.get()
    assert (sample.state, sample.is_public, sample.licence, sample.training_steps) == ("ready", True, "CC0-1.0", 30)
    assert sample.owner.is_site and not sample.owner.has_usable_password()
    assert render.document["clips"]["a"]["sample"] == str(sample.id) and render.project == project


def test_whoever_signs_up_gets_the_piece(folder: Path) -> None:
    starter.install()
    client = APIClient()
    made = client.post("/api/account/sign-up", {"name": "ada", "password": "a long password"}, format="json")
    assert made.status_code == 201 and made.json()["user"]["name"] == "ada"
    (project,) = client.get("/api/projects").json()["results"]
    assert (project["name"], project["role"]) == ("Small", "owner")
    (sample,) = client.get(f"/api/projects/{project['id']}/samples").json()
    clips = client.get(f"/api/projects/{project['id']}/document").json()["clips"]
    assert [clip["sample"] for clip in clips.values()] == [sample["id"]]
    audio = client.get(f"/media/samples/{sample['id']}/audio")
    assert audio.getvalue().startswith(b"RIFF")
    audio.close()


def test_everybody_may_see_the_piece(folder: Path) -> None:
    starter.install()
    shown = APIClient().get("/api/starter").json()
    assert (shown["name"], len(shown["samples"]), shown["render"]) == ("Small", 1, None)
    assert list(shown["document"]["clips"]) == ["a"]


def test_without_a_starter_everything_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, person: User) -> None:
    monkeypatch.setattr(starter, "FOLDER", tmp_path / "nothing")
    starter.install()
    assert starter.give_first_piece(person) is None
    assert APIClient().get("/api/starter").json()["samples"] == []
    assert not Sample.objects.exists()


def test_the_piece_that_is_delivered_is_whole() -> None:
    described = starter.piece()
    assert described is not None
    files = {entry["file"] for entry in described["samples"]}
    assert all((starter.FOLDER / name).is_file() for name in files)
    placed = {clip["sample"] for clip in described["document"]["clips"].values()}
    assert placed and placed <= files
