"""Clips at another speed or pitch, as an editor asks for them."""

from contextlib import closing
from datetime import timedelta
from typing import Any
from uuid import uuid4

import numpy as np
import pytest
import soundfile
from django.core.files.storage import default_storage
from django.utils import timezone

from studio.accounts.models import User
from studio.jobs.models import Job
from studio.jobs.runner import run
from studio.projects import actions, stretches
from studio.projects.models import Project, StretchedSound
from studio.tasks import stretch
from tests.studio.conftest import MakeClient, MakeSample

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(person: User) -> Project:
    return actions.create_project(person, "Piece")


def part(sample: Any, **fields: Any) -> dict[str, Any]:
    return {
        "sample": str(sample), "offset_seconds": 0.1, "duration_seconds": 0.25, "speed": 1.5, "semitones": -2.0,
        "preserve_pitch": True, "loop": False, **fields,
    }  # fmt: skip


def ask(client: Any, project: Project, *parts: dict[str, Any]) -> Any:
    return client.post(f"/api/projects/{project.id}/stretched", {"parts": list(parts)}, format="json")


def test_a_clip_is_stretched_once_and_can_then_be_heard(
    project: Project, person: User, make_sample: MakeSample, client_of: MakeClient
) -> None:
    sample = make_sample(person)
    actions.bring_sample(project, sample, person)
    client = client_of(person)
    first = ask(client, project, part(sample.id), part(sample.id), part(sample.id, speed=0.5)).json()
    assert [row["state"] for row in first] == ["making"] * 3
    assert first[0]["id"] == first[1]["id"] != first[2]["id"]
    job = Job.objects.get(kind=Job.Kind.STRETCH)
    assert ask(client, project, part(sample.id)).json()[0]["state"] == "making"
    assert Job.objects.filter(kind=Job.Kind.STRETCH).count() == 1
    assert run(job.id, stretch.body) == Job.Status.SUCCEEDED
    rows = ask(client, project, part(sample.id), part(sample.id, speed=0.5)).json()
    assert [row["state"] for row in rows] == ["ready", "ready"]
    with closing(client.get(rows[0]["audio_url"])) as answer:
        assert answer.status_code == 200
    stored = StretchedSound.objects.get(id=rows[0]["id"]).audio_file.path
    audio, rate_hz = soundfile.read(stored)
    assert rate_hz == 44_100
    assert len(audio) == pytest.approx(0.25 * 44_100, abs=1)
    assert 0.03 < float(np.abs(audio).max()) < 1.0


def test_a_looped_clip_takes_the_whole_sample_wherever_it_begins(project: Project, person: User) -> None:
    sample = uuid4()
    looped = [stretches.Part(sample, at, 0.3, 1.2, 0.0, True, True) for at in (0.0, 0.2)]
    assert looped[0].key("content") == looped[1].key("content")
    assert looped[0].key("content") != looped[0].key("other content")


def test_what_is_not_in_the_project_is_not_stretched(
    project: Project, person: User, stranger: User, make_sample: MakeSample, client_of: MakeClient
) -> None:
    foreign = make_sample(stranger)
    assert ask(client_of(person), project, part(foreign.id)).json() == [None]
    assert ask(client_of(stranger), project, part(foreign.id)).status_code == 404
    assert not Job.objects.filter(kind=Job.Kind.STRETCH).exists()


def test_a_stranger_hears_nothing(
    project: Project, person: User, stranger: User, make_sample: MakeSample, client_of: MakeClient
) -> None:
    sample = make_sample(person)
    actions.bring_sample(project, sample, person)
    row = ask(client_of(person), project, part(sample.id)).json()[0]
    address = f"/media/projects/{project.id}/stretched/{row['id']}"
    assert client_of(stranger).get(address).status_code == 404
    assert client_of(None).get(address).status_code in {401, 403, 404}


@pytest.mark.parametrize("wrong", [{"speed": 0.0}, {"semitones": 99}, {"duration_seconds": -1}, {"sample": "x"}])
def test_nonsense_is_refused(project: Project, person: User, client_of: MakeClient, wrong: dict[str, Any]) -> None:
    assert ask(client_of(person), project, {**part(uuid4()), **wrong}).status_code == 400


def test_a_damaged_sample_says_so(
    project: Project, person: User, make_sample: MakeSample, client_of: MakeClient
) -> None:
    sample = make_sample(person)
    actions.bring_sample(project, sample, person)
    default_storage.delete(sample.master_file.name or "")
    ask(client_of(person), project, part(sample.id))
    assert run(Job.objects.get().id, stretch.body) == Job.Status.FAILED
    row = ask(client_of(person), project, part(sample.id)).json()[0]
    assert row["state"] == "failed"
    assert "missing" in row["problem"]


def test_what_nobody_played_for_long_is_forgotten(
    project: Project, person: User, make_sample: MakeSample, client_of: MakeClient
) -> None:
    sample = make_sample(person)
    actions.bring_sample(project, sample, person)
    ask(client_of(person), project, part(sample.id), part(sample.id, speed=2.0))
    run(Job.objects.get().id, stretch.body)
    old, kept = StretchedSound.objects.order_by("speed")
    StretchedSound.objects.filter(id=old.id).update(used_at=timezone.now() - timedelta(days=31))
    assert stretches.sweep() == 1
    assert not default_storage.exists(old.audio_file.name or "-")
    assert default_storage.exists(kept.audio_file.name or "-")


def test_one_person_asks_only_so_often(
    project: Project, person: User, stranger: User, make_sample: MakeSample, client_of: MakeClient
) -> None:
    actions.bring_sample(project, make_sample(person), person)
    client = client_of(person)
    codes = [ask(client, project).status_code for _ in range(241)]
    assert codes == [200] * 240 + [429]
    other = actions.create_project(stranger, "Another's")
    assert ask(client_of(stranger), other).status_code == 200
