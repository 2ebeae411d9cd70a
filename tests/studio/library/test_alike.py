"""What sounds like a sample: among what one may hear, by portraits that every way of making a sample keeps."""

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from numpy.typing import NDArray
from rest_framework.test import APIClient

from mixing.analysis.likeness import packed
from mixing.analysis.portraits import Portrait
from studio.accounts.models import User
from studio.jobs.models import Job
from studio.library import actions, alike, sweep
from studio.library.analysis import analyse_sample
from studio.library.models import Licence, Sample
from studio.projects.models import Membership, Project, ProjectSample
from studio.tasks import cut, listen
from tests.studio.conftest import MakeClient, MakeSample

pytestmark = pytest.mark.django_db

RATE_HZ = 16_000
Sound = NDArray[np.float64]


def noise(seconds: float = 1.0, seed: int = 0) -> Sound:
    return 0.1 * np.random.default_rng(seed).standard_normal(int(seconds * RATE_HZ))


def hum(hz: float = 120.0, seconds: float = 1.0) -> Sound:
    return 0.3 * ((np.arange(int(seconds * RATE_HZ)) * hz / RATE_HZ) % 1 - 0.5)


def portrait(sound: Sound, rate_hz: int = RATE_HZ) -> bytes:
    analysis = Portrait(rate_hz)
    analysis.feed(sound[np.newaxis].astype(np.float32))
    return packed(analysis.result())


def put_master(sample: Sample, sound: Sound, rate_hz: int = RATE_HZ) -> None:
    master = io.BytesIO()
    soundfile.write(master, sound, rate_hz, format="FLAC", subtype="PCM_24")
    sample.master_file.name = default_storage.save(f"samples/{sample.id}/own.flac", ContentFile(master.getvalue()))
    sample.frames, sample.sample_rate_hz = len(sound), rate_hz
    sample.save()


def asked(client: APIClient, sample: Sample, query: str = "") -> list[dict[str, Any]]:
    answer = client.get(f"/api/samples/{sample.id}/alike{query}")
    assert answer.status_code == 200, answer.content
    return list(answer.json())


def names(client: APIClient, sample: Sample, query: str = "") -> list[str]:
    return [one["name"] for one in asked(client, sample, query)]


@pytest.fixture
def client(person: User, client_of: MakeClient) -> APIClient:
    return client_of(person)


@pytest.fixture
def hiss(person: User, make_sample: MakeSample) -> Sample:
    return make_sample(person, "Hiss", portrait=portrait(noise()))


def test_the_most_similar_come_first_with_their_likeness(
    client: APIClient, person: User, hiss: Sample, make_sample: MakeSample
) -> None:
    make_sample(person, "Hum", portrait=portrait(hum()))
    twin = make_sample(person, "Rain", portrait=portrait(noise(seed=1)))
    dark = np.convolve(noise(seed=2), np.ones(4) / 4, "same")
    make_sample(person, "Dark", portrait=portrait(dark))
    found = asked(client, hiss)
    assert [one["name"] for one in found] == ["Rain", "Dark", "Hum"]
    figures = [one["likeness"] for one in found]
    assert figures[0] > 0.9 > figures[1] > 0.35 > figures[2] >= 0
    assert all(round(figure, 2) == figure for figure in figures)
    whole = client.get(f"/api/samples/{twin.id}").json()
    assert {name: value for name, value in found[0].items() if name != "likeness"} == whole


def test_there_are_twelve_at_most_in_few_queries(
    client: APIClient, person: User, hiss: Sample, make_sample: MakeSample
) -> None:
    for number in range(15):
        actions.set_tags(make_sample(person, f"Rain {number}", portrait=portrait(noise(seed=number + 1))), ["wet"])
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert len(asked(client, hiss)) == 12
    assert len(queries) <= 9, [query["sql"][:90] for query in queries]


def test_nobody_is_told_of_what_they_may_not_hear(
    client: APIClient, person: User, stranger: User, client_of: MakeClient, make_sample: MakeSample
) -> None:
    like = portrait(noise())
    public = make_sample(person, "Public", licence=Licence.CC0, portrait=like)
    make_sample(person, "Mine", portrait=like)
    make_sample(stranger, "Theirs", portrait=like)
    make_sample(stranger, "Theirs, public", licence=Licence.CC0, portrait=like)
    shared = make_sample(stranger, "Theirs, shared", portrait=like)
    project = Project.objects.create(owner=stranger, name="Piece")
    for user, role in ((stranger, "owner"), (person, "listener")):
        Membership.objects.create(project=project, user=user, role=role)
    ProjectSample.objects.create(project=project, sample=shared)
    assert set(names(client_of(None), public)) == {"Theirs, public"}
    assert set(names(client, public)) == {"Mine", "Theirs, public", "Theirs, shared"}
    assert set(names(client_of(stranger), public)) == {"Theirs", "Theirs, public", "Theirs, shared"}
    assert client_of(None).get(f"/api/samples/{shared.id}/alike").status_code == 404
    assert names(client, public, f"?scope=project&project={project.id}") == ["Theirs, shared"]
    assert names(client, public, "?scope=mine") == ["Mine"]
    assert names(client_of(None), public, f"?scope=project&project={project.id}") == []
    assert client.get(f"/api/samples/{public.id}/alike?scope=nowhere").status_code == 400


def test_only_what_can_be_heard_is_found(
    client: APIClient, person: User, hiss: Sample, make_sample: MakeSample
) -> None:
    like = portrait(noise())
    reading = make_sample(person, "Reading", state=Sample.State.PROCESSING, portrait=like)
    make_sample(person, "Failed", state=Sample.State.FAILED, portrait=like)
    silent = make_sample(person, "Silence", portrait=portrait(np.zeros(RATE_HZ)))
    make_sample(person, "More silence", portrait=b"")
    deleted = make_sample(person, "Deleted", portrait=like)
    assert names(client, hiss) == ["Deleted"]
    actions.delete_sample(deleted)
    assert names(client, hiss) == []
    assert names(client, silent) == names(client, reading) == []
    hiss_id = hiss.id
    actions.delete_sample(hiss)
    assert client.get(f"/api/samples/{hiss_id}/alike").status_code == 404


def test_an_upload_is_drawn_as_it_is_read(person: User, speech_files: list[Path]) -> None:
    content = speech_files[0].read_bytes()
    sample = actions.create_sample(
        owner=person,
        name="spoken",
        origin="recorded",
        category="mine",
        source=ContentFile(content),
        source_name="a.wav",
    )
    list(analyse_sample(sample.id))
    sample.refresh_from_db()
    assert sample.portrait is not None
    assert bytes(sample.portrait) == portrait(soundfile.read(io.BytesIO(content))[0], 8000)


@pytest.mark.parametrize("rate_hz", [16_000, 8_000])
def test_kept_slices_are_found_too(
    client: APIClient, person: User, hiss: Sample, make_sample: MakeSample, rate_hz: int
) -> None:
    recording = make_sample(person, "Stairwell")
    put_master(recording, np.concatenate([noise(seed=9), hum(), noise(seed=7)]), rate_hz)
    client.post(f"/api/samples/{recording.id}/slicing")
    list(listen.body(Job.objects.get(kind="listen")))
    third = (recording.frames or 0) // 3
    slices = [{"start": at * third, "end": (at + 1) * third, "name": name} for at, name in enumerate(("Hiss 2", "Hum"))]
    kept = client.post(f"/api/samples/{recording.id}/slicing/keep", {"slices": slices}, format="json").json()["samples"]
    hiss_2 = Sample.objects.get(id=kept[0])
    if rate_hz < RATE_HZ:  # its rows tell too little
        assert hiss_2.portrait is None
        assert alike.draw_missing(10) == 3
    found = {one["name"]: one["likeness"] for one in asked(client, hiss)}
    assert 0.3 < found["Hiss 2"] > found["Hum"] + 0.1
    assert rate_hz < RATE_HZ or found["Hiss 2"] > 0.9
    hiss_2.refresh_from_db()
    as_a_slice = np.frombuffer(bytes(hiss_2.portrait or b""), "<f2")
    copied = cut.own_file(hiss_2)
    assert copied.master_file
    assert np.allclose(np.frombuffer(bytes(copied.portrait or b""), "<f2"), as_a_slice, atol=0.12)


def test_older_samples_are_drawn_when_they_are_first_asked_for(
    client: APIClient, person: User, hiss: Sample, make_sample: MakeSample
) -> None:
    old = make_sample(person, "Old")
    put_master(old, np.concatenate([noise(60.0), hum(seconds=30.0)]))
    assert names(client, old) == ["Hiss"]
    old.refresh_from_db()
    assert bytes(old.portrait or b"") == portrait(noise(60.0))  # what lies behind the minute is not listened to
    assert names(client, hiss) == ["Old"]


def test_upkeep_draws_the_rest_and_tries_each_once(
    client: APIClient, person: User, hiss: Sample, make_sample: MakeSample
) -> None:
    make_sample(person, "Old")
    gone = make_sample(person, "Gone")
    default_storage.delete(gone.master_file.name or "")
    sweep.sweep()
    assert names(client, hiss) == ["Old"]
    gone.refresh_from_db()
    assert gone.portrait == b"" and alike.draw_missing(5) == 0
    assert names(client, gone) == []
