"""Resumable uploads through the real routes, with real bytes."""

import base64
import os
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.files.storage import default_storage
from rest_framework.test import APIClient

from studio.accounts.models import User
from studio.jobs.models import Job
from studio.library import parts, sweep, uploads
from studio.library.models import Sample, Upload
from tests.studio.library.tus import begin, patch, tus

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(person: User, client_of: Any) -> APIClient:
    signed_in: APIClient = client_of(person)
    return signed_in


def test_an_upload_in_pieces_becomes_a_sample(client: APIClient, person: User, speech_files: list[Path]) -> None:
    body = speech_files[0].read_bytes()
    location = begin(client, len(body), filename="../../kitchen.wav", origin="recorded", tags="water,loud")
    assert patch(client, location, 0, body[:1000]).headers["Upload-Offset"] == "1000"
    assert tus(client, "head", location).headers["Upload-Offset"] == "1000"
    last = patch(client, location, 1000, body[1000:])
    sample = Sample.objects.get(id=last.headers["X-Sample-Id"])
    assert (sample.owner, sample.name, sample.origin, sample.category) == (person, "kitchen", "recorded", "mine")
    assert sample.source_name == "kitchen.wav"
    assert [row.name for row in sample.tag_rows.all()] == ["loud", "water"]
    assert sample.state == Sample.State.PROCESSING
    with default_storage.open(sample.source_file.name or "") as stored:
        assert stored.read() == body
    assert Job.objects.get(subject_id=sample.id).kind == Job.Kind.ANALYSE
    assert not parts.path_of(UUID(location.rpartition("/")[2])).exists()
    assert tus(client, "head", location).headers["X-Sample-Id"] == str(sample.id)


def test_a_server_that_dies_in_the_middle_resumes_from_the_bytes_on_the_disk(client: APIClient) -> None:
    location = begin(client, 100, filename="a.wav")
    upload = Upload.objects.get()
    # What a killed server leaves: bytes written, the row not yet told.
    with parts.path_of(upload.id).open("ab") as part:
        part.write(b"x" * 60)
    assert tus(client, "head", location).headers["Upload-Offset"] == "60"
    assert "X-Sample-Id" in patch(client, location, 60, b"y" * 40).headers
    with default_storage.open(Sample.objects.get().source_file.name or "") as stored:
        assert stored.read() == b"x" * 60 + b"y" * 40


def test_a_server_that_dies_after_the_last_byte_makes_the_sample_when_asked_again(client: APIClient) -> None:
    location = begin(client, 100, filename="a.wav")
    parts.path_of(Upload.objects.get().id).write_bytes(b"x" * 100)
    sample_id = tus(client, "head", location).headers["X-Sample-Id"]
    assert Sample.objects.get().id == UUID(sample_id)


def test_a_server_that_dies_between_the_file_and_the_row_finds_the_file(client: APIClient) -> None:
    location = begin(client, 100, filename="a.wav")
    upload = Upload.objects.get()
    parts.path_of(upload.id).write_bytes(b"x" * 100)
    uploads._store(upload)
    assert tus(client, "head", location).headers["Upload-Offset"] == "100"
    assert Sample.objects.get().source_bytes == 100


def test_finishing_twice_makes_one_sample(client: APIClient) -> None:
    location = begin(client, 10, filename="a.wav")
    first = patch(client, location, 0, b"0123456789").headers["X-Sample-Id"]
    again = patch(client, location, 10, b"")
    assert again.headers["X-Sample-Id"] == first
    assert Sample.objects.count() == Job.objects.count() == 1


def test_bytes_from_the_wrong_place_are_refused(client: APIClient) -> None:
    location = begin(client, 100, filename="a.wav")
    patch(client, location, 0, b"x" * 10)
    answer = patch(client, location, 5, b"x" * 10)
    assert answer.status_code == 409
    assert answer.json()["detail"] == "The upload is at byte 10. Continue from there."


def test_bytes_past_the_declared_length_are_dropped(client: APIClient) -> None:
    location = begin(client, 10, filename="a.wav")
    assert patch(client, location, 0, b"x" * 5000).headers["Upload-Offset"] == "10"
    assert Sample.objects.get().source_bytes == 10


def test_two_requests_at_once_do_not_mix_their_bytes(client: APIClient) -> None:
    location = begin(client, 100, filename="a.wav")
    with parts._locked(parts.path_of(Upload.objects.get().id)):
        answer = patch(client, location, 0, b"x" * 10)
    assert answer.status_code == 423
    assert tus(client, "head", location).headers["Upload-Offset"] == "0"


def test_only_its_owner_may_touch_an_upload(client: APIClient, stranger: User, client_of: Any) -> None:
    location = begin(client, 100, filename="a.wav")
    for other in (client_of(stranger), client_of(None)):
        for method in ("head", "patch", "delete"):
            assert tus(other, method, location).status_code == 404
    assert Upload.objects.count() == 1
    assert tus(client_of(None), "post", "/api/uploads").status_code == 401


@pytest.mark.parametrize(
    ("length", "metadata", "status", "sentence"),
    [
        ("0", {"filename": "a.wav"}, 400, "“a.wav” is empty. Choose a file with sound in it."),
        ("-5", {"filename": "a.wav"}, 400, "Send the header Upload-Length as a whole number of bytes."),
        ("many", {"filename": "a.wav"}, 400, "Send the header Upload-Length as a whole number of bytes."),
        (str(3 * 1024**3), {"filename": "a.wav"}, 413, "“a.wav” is larger than 2 GB. Cut it into smaller files."),
        ("10", {"filename": "a.wav", "origin": "generated"}, 400, "Say where the file comes from"),
    ],
)
def test_what_cannot_be_begun(
    client: APIClient, length: str, metadata: dict[str, str], status: int, sentence: str
) -> None:
    encoded = ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in metadata.items())
    answer = tus(client, "post", "/api/uploads", headers={"Upload-Length": length, "Upload-Metadata": encoded})
    assert answer.status_code == status
    assert answer.json()["detail"].startswith(sentence)
    assert not Upload.objects.exists()


def test_metadata_that_is_not_base64_is_refused(client: APIClient) -> None:
    headers = {"Upload-Length": "10", "Upload-Metadata": "filename ???"}
    assert tus(client, "post", "/api/uploads", headers=headers).status_code == 400


def test_the_quota_counts_what_unfinished_uploads_were_promised(client: APIClient, settings: Any) -> None:
    settings.QUOTA_BYTES = 1000
    begin(client, 700, filename="a.wav")
    headers = {"Upload-Length": "400", "Upload-Metadata": ""}
    answer = tus(client, "post", "/api/uploads", headers=headers)
    assert answer.status_code == 413
    assert "left. Delete samples that you do not need" in answer.json()["detail"]
    begin(client, 300, filename="b.wav")


def test_cancelling_forgets_the_bytes(client: APIClient, django_capture_on_commit_callbacks: Any) -> None:
    location = begin(client, 100, filename="a.wav")
    patch(client, location, 0, b"x" * 10)
    with django_capture_on_commit_callbacks(execute=True):
        assert tus(client, "delete", location).status_code == 204
    assert not Upload.objects.exists()
    assert list(parts.folder().iterdir()) == []
    assert tus(client, "head", location).status_code == 404


def test_abandoned_uploads_expire_and_busy_ones_do_not(
    client: APIClient, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    begin(client, 100, filename="old.wav")
    begin(client, 100, filename="busy.wav")
    old, busy = Upload.objects.get(name="old.wav"), Upload.objects.get(name="busy.wav")
    Upload.objects.update(created_at=old.created_at - 2 * sweep.ABANDONED)
    orphan = parts.folder() / "00000000-0000-0000-0000-000000000000"
    orphan.write_bytes(b"x")
    long_ago = (old.created_at - 2 * sweep.ABANDONED).timestamp()
    for path in (parts.path_of(old.id), orphan):
        os.utime(path, (long_ago, long_ago))
    with django_capture_on_commit_callbacks(execute=True):
        assert sweep.expire_uploads() == 1
    assert [upload.id for upload in Upload.objects.all()] == [busy.id]
    assert [path.name for path in parts.folder().iterdir()] == [str(busy.id)]


def test_the_protocols_version_is_asked_for_and_told(client: APIClient) -> None:
    answer = client.post("/api/uploads", headers={"Upload-Length": "10"})
    assert answer.status_code == 412
    told = client.options("/api/uploads")
    assert told.status_code == 204
    assert told.headers["Tus-Version"] == "1.0.0"
    assert "creation" in told.headers["Tus-Extension"]
