"""A recording is listened to, cut, and its slices become samples; nothing is copied until it is used."""

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from rest_framework.test import APIClient

from mixing.analysis.peaks import peaks_of
from studio.accounts.models import User
from studio.jobs.models import Job
from studio.jobs.runner import Progress
from studio.library import actions
from studio.library.models import Sample, Slicing
from studio.tasks import cut, files, listen
from tests.studio.conftest import MakeClient, MakePerson, MakeSample

pytestmark = pytest.mark.django_db

WISHES = {"threshold_dbfs": -45.0, "fineness": 0.5, "least_seconds": 0.2, "most_seconds": 30.0, "room_seconds": 0.0}
RATE_HZ = 8000


@pytest.fixture
def audio() -> np.ndarray:
    """A second of noise, one of silence, two of a tone, one of silence, one of noise."""
    generator = np.random.default_rng(1)
    sound = np.zeros(7 * RATE_HZ)
    sound[RATE_HZ : 2 * RATE_HZ] = 0.1 * generator.standard_normal(RATE_HZ)
    sound[3 * RATE_HZ : 5 * RATE_HZ] = 0.3 * np.sin(2 * np.pi * 220 * np.arange(2 * RATE_HZ) / RATE_HZ)
    sound[6 * RATE_HZ :] = 0.1 * generator.standard_normal(RATE_HZ)
    return np.round(sound * 2**23).astype(np.int64)


@pytest.fixture
def recording(person: User, make_sample: MakeSample, audio: np.ndarray) -> Sample:
    sample = make_sample(person, "Stairwell", frames=len(audio), markers=[1.5])
    master = io.BytesIO()
    soundfile.write(master, (audio << 8).astype(np.int32), RATE_HZ, format="FLAC", subtype="PCM_24")
    floats = (audio / 2**23).astype(np.float32)[np.newaxis]
    for field, content in (("master_file", master.getvalue()), ("peaks_file", peaks_of([floats]))):
        stored = default_storage.save(f"samples/{sample.id}/long-{field}", ContentFile(content))
        getattr(sample, field).name = stored
    sample.save()
    return sample


@pytest.fixture
def client(client_of: MakeClient, person: User) -> APIClient:
    return client_of(person)


def work(kind: str, body: Any) -> list[Progress]:
    return list(body(Job.objects.get(kind=kind)))


@pytest.fixture
def heard(client: APIClient, recording: Sample) -> dict[str, Any]:
    client.post(f"/api/samples/{recording.id}/slicing")
    work("listen", listen.body)
    return dict(client.get(f"/api/samples/{recording.id}/slicing").json())


def keep(client: APIClient, sample: Sample, *spans: tuple[int, int], **more: Any) -> list[Sample]:
    slices = [{"start": start, "end": end, "name": f"Slice {start}", **more} for start, end in spans]
    answer = client.post(f"/api/samples/{sample.id}/slicing/keep", {"slices": slices}, format="json")
    assert answer.status_code == 201, answer.json()
    return [Sample.objects.get(id=one) for one in answer.json()["samples"]]


def body_of(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def test_opening_listens_once(client: APIClient, recording: Sample) -> None:
    for _ in range(2):
        answer = client.post(f"/api/samples/{recording.id}/slicing")
        assert answer.status_code == 200
        assert answer.json()["is_heard"] is False
        assert answer.json()["job"]["status"] == "queued"
    assert Job.objects.filter(kind="listen").count() == 1
    progress = work("listen", listen.body)
    assert progress[-1].fraction == 1.0
    found = client.get(f"/api/samples/{recording.id}/slicing").json()
    assert found["is_heard"] is True
    assert found["hop_frames"] == 80
    assert {level["kind"] for level in found["levels"]} == {"peaks", "bands"}
    level = found["levels"][0]
    span = f"bytes={level['offset']}-{level['offset'] + 9}"
    assert len(body_of(client.get(found["tiles_url"], headers={"Range": span}))) == 10
    client.post(f"/api/samples/{recording.id}/slicing")
    assert Job.objects.filter(kind="listen").count() == 1


def test_what_is_found_begins_and_ends_where_the_sound_does(
    client: APIClient, recording: Sample, heard: dict[str, Any]
) -> None:
    found = client.post(f"/api/samples/{recording.id}/slicing/find", WISHES, format="json").json()["slices"]
    edges = np.array([[one["start"], one["end"]] for one in found]) / RATE_HZ
    np.testing.assert_allclose(edges, [[1, 2], [3, 5], [6, 7]], atol=0.02)
    quiet = client.post(f"/api/samples/{recording.id}/slicing/find", {**WISHES, "threshold_dbfs": -5.0}, format="json")
    assert quiet.json()["slices"] == []
    wrong = client.post(f"/api/samples/{recording.id}/slicing/find", {**WISHES, "fineness": 3}, format="json")
    assert wrong.status_code == 400


def test_labels_are_suggested_from_this_recording_and_then_from_others(
    client: APIClient, recording: Sample, heard: dict[str, Any], person: User, make_sample: MakeSample
) -> None:
    address = f"/api/samples/{recording.id}/slicing/likeness"
    noise, tone, again = ({"start": s * RATE_HZ, "end": (s + 1) * RATE_HZ} for s in (1, 3, 6))
    known = [{**noise, "label": "dishes"}, {**tone, "label": "kettle"}]
    (found,) = client.post(address, {"unknown": [again], "known": known}, format="json").json()["suggestions"]
    assert found["label"] == "dishes"
    assert found["kind"] == "noise"
    assert found["sureness"] > 0.5

    other = make_sample(person, "Another", frames=recording.frames)
    other.master_file, other.peaks_file = recording.master_file, recording.peaks_file
    other.save()
    client.post(f"/api/samples/{other.id}/slicing")
    list(listen.body(Job.objects.get(kind="listen", subject_id=other.id)))
    asked = {"unknown": [again, tone], "known": []}
    answers = client.post(f"/api/samples/{other.id}/slicing/likeness", asked, format="json").json()["suggestions"]
    assert [one["label"] for one in answers] == ["dishes", "kettle"]


def test_saving_never_overwrites_a_newer_version(client: APIClient, recording: Sample, heard: dict[str, Any]) -> None:
    address = f"/api/samples/{recording.id}/slicing"
    one = {"id": "a", "start": 0, "end": 8000, "label": "room", "out": False, "own": True, "sample": None}
    document = {"wishes": WISHES, "labels": [{"name": "room", "category": "mine"}], "slices": [one]}
    first = client.put(address, {"version": 0, "document": document}, format="json")
    assert first.json() == {"version": 1}
    assert client.get(address).json()["document"] == document
    stale = client.put(address, {"version": 0, "document": {**document, "slices": []}}, format="json")
    assert stale.status_code == 409
    assert "another window" in stale.json()["detail"]
    assert client.get(address).json()["document"] == document
    backwards = {**document, "slices": [{**one, "end": 0}]}
    assert client.put(address, {"version": 1, "document": backwards}, format="json").status_code == 400


def test_a_kept_slice_is_a_sample_that_copies_nothing(
    client: APIClient, recording: Sample, heard: dict[str, Any], audio: np.ndarray
) -> None:
    start, end = 8_003, 15_001
    before = sum(path.stat().st_size for path in Path(default_storage.path("samples")).rglob("*") if path.is_file())
    (made,) = keep(client, recording, (start, end), label="dishes")
    after = sum(path.stat().st_size for path in Path(default_storage.path("samples")).rglob("*") if path.is_file())
    assert after == before

    row = client.get(f"/api/samples/{made.id}").json()
    assert row["parent"] == str(recording.id)
    assert row["parent_name"] == "Stairwell"
    assert row["tags"] == ["dishes"]
    assert row["start_seconds"] == start / RATE_HZ
    assert row["frames"] == end - start
    assert row["state"] == "ready"

    whole = body_of(client.get(row["audio_url"]))
    frames, rate_hz = soundfile.read(io.BytesIO(whole), dtype="int32")
    assert rate_hz == RATE_HZ
    np.testing.assert_array_equal(frames >> 8, audio[start:end])
    for first, last in ((0, 10), (40, 50), (45, 45), (1_000, 9_999), (len(whole) - 4, len(whole) - 1)):
        part = client.get(row["audio_url"], headers={"Range": f"bytes={first}-{last}"})
        assert part.status_code == 206
        assert body_of(part) == whole[first : last + 1]
    head = client.get(row["audio_url"], headers={"Range": "bytes=-3"})
    assert body_of(head) == whole[-3:]

    outline = np.frombuffer(body_of(client.get(row["peaks_url"])), np.int8).reshape(-1, 2)
    with recording.peaks_file.open("rb") as file:
        parents = np.frombuffer(file.read(), np.int8).reshape(-1, 2)
    np.testing.assert_array_equal(outline, parents[start // 64 : -(-end // 64)])


def test_a_slice_of_a_slice_lies_in_the_recording(client: APIClient, recording: Sample, audio: np.ndarray) -> None:
    (outer,) = keep(client, recording, (8_000, 48_000))
    (inner,) = keep(client, outer, (100, 900))
    assert inner.parent_id == recording.id
    sound = body_of(client.get(f"/media/samples/{inner.id}/audio"))
    np.testing.assert_array_equal(soundfile.read(io.BytesIO(sound), dtype="int32")[0] >> 8, audio[8_100:8_900])
    part = body_of(client.get(f"/media/samples/{outer.id}/part?start=100&end=900"))
    assert part == sound


def test_impossible_slices_are_refused(client: APIClient, recording: Sample) -> None:
    for start, end in ((0, 10), (0, 10**9), (5, 5)):
        wanted = {"slices": [{"start": start, "end": end, "name": "x"}]}
        assert client.post(f"/api/samples/{recording.id}/slicing/keep", wanted, format="json").status_code == 400
    assert Sample.objects.count() == 1
    assert client.get(f"/media/samples/{recording.id}/part?start=0&end=100000000").status_code == 400
    assert client.get(f"/media/samples/{recording.id}/part?start=-1&end=x").status_code == 400


def test_a_recording_does_not_go_while_slices_lie_in_it(
    client: APIClient, recording: Sample, audio: np.ndarray
) -> None:
    made = keep(client, recording, (0, 9_000), (9_000, 18_000))
    refused = client.delete(f"/api/samples/{recording.id}")
    assert refused.status_code == 409
    assert "2 slices" in refused.json()["detail"]
    assert Sample.objects.filter(id=recording.id).exists()

    assert client.post(f"/api/samples/{recording.id}/slicing/copy").status_code == 201
    work("cut", cut.body)
    assert client.delete(f"/api/samples/{recording.id}").status_code == 204
    for number, sample in enumerate(made):
        row = client.get(f"/api/samples/{sample.id}").json()
        assert row["parent"] is None
        assert row["parent_name"] == "Stairwell"
        sound = soundfile.read(io.BytesIO(body_of(client.get(row["audio_url"]))), dtype="int32")[0]
        np.testing.assert_array_equal(sound >> 8, audio[9_000 * number : 9_000 * (number + 1)])


def test_a_slice_gets_its_file_when_an_engine_needs_it(
    client: APIClient, recording: Sample, tmp_path: Path, audio: np.ndarray
) -> None:
    (made,) = keep(client, recording, (8_000, 16_000))
    path = files.local_path(made.master_file, tmp_path, made.name)
    np.testing.assert_array_equal(soundfile.read(path, dtype="int32")[0] >> 8, audio[8_000:16_000])
    made.refresh_from_db()
    assert made.master_bytes > 0
    assert made.integrated_lufs is not None
    assert made.voicing is not None
    assert files.local_path(made.master_file, tmp_path, made.name) == path


def test_a_slice_inherits_what_stands_in_the_way(client: APIClient, recording: Sample) -> None:
    recording.withdrawn_input = "Somebody's voice"
    recording.save()
    (made,) = keep(client, recording, (0, 9_000))
    assert made.withdrawn_input == "Somebody's voice"
    assert client.post(f"/api/samples/{made.id}/publish", {"licence": "CC0-1.0"}, format="json").status_code == 409


def test_deleting_a_recording_removes_what_was_heard(
    client: APIClient, recording: Sample, heard: dict[str, Any]
) -> None:
    folder = Path(default_storage.path(f"samples/{recording.id}"))
    assert len(list(folder.iterdir())) >= 5
    actions.delete_sample(recording)
    assert Slicing.objects.count() == 0


def test_another_person_cannot_cut_what_is_published(
    recording: Sample, client_of: MakeClient, make_person: MakePerson
) -> None:
    recording.licence, recording.published_at = "CC0-1.0", recording.created_at
    recording.save()
    other = client_of(make_person("mallory"))
    assert other.post(f"/api/samples/{recording.id}/slicing").status_code == 403
    assert other.get(f"/media/samples/{recording.id}/part?start=0&end=10").status_code == 403
