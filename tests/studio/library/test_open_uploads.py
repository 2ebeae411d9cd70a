"""Uploads whose length is told in the end, as of a recording that is sent while it is made."""

import os
import struct
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import soundfile
from django.core.files.storage import default_storage
from rest_framework.test import APIClient

from studio.accounts.models import User
from studio.jobs import runner
from studio.jobs.models import Job
from studio.library import parts, quota, sweep
from studio.library.models import Sample, Upload
from studio.tasks import analyse
from tests.studio.library.tus import begin, begin_open, patch, settle, tus

pytestmark = pytest.mark.django_db

UNKNOWN = 0xFFFFFFFF  # what a WAV header says while its sound goes on


@pytest.fixture
def client(person: User, client_of: Any) -> APIClient:
    signed_in: APIClient = client_of(person)
    return signed_in


def streamed(sound: bytes, rate_hz: int) -> bytes:
    """A mono 16-bit WAV whose header was written before its length was known."""
    form = struct.pack("<HHIIHH", 1, 1, rate_hz, 2 * rate_hz, 2, 16)
    return (
        b"RIFF"
        + struct.pack("<I", UNKNOWN)
        + b"WAVEfmt "
        + struct.pack("<I", 16)
        + form
        + (b"data" + struct.pack("<I", UNKNOWN) + sound)
    )


def test_a_recording_sent_while_it_is_made_is_a_sample_once_it_is_kept(
    client: APIClient, person: User, speech_files: list[Path]
) -> None:
    audio, rate_hz = soundfile.read(speech_files[0], dtype="int16")
    whole = streamed(audio.tobytes(), rate_hz)
    location = begin_open(client, filename="recording.wav", origin="recorded")
    for at in range(0, len(whole), 3000):
        answer = patch(client, location, at, whole[at : at + 3000])
        assert answer.headers["Upload-Defer-Length"] == "1" and "Upload-Length" not in answer.headers
    assert tus(client, "head", location).headers["Upload-Offset"] == str(len(whole))
    assert not Sample.objects.exists()
    kept = settle(client, location, len(whole), len(whole), filename="Kitchen.wav", markers="0.25,0.1")
    sample = Sample.objects.get(id=kept.headers["X-Sample-Id"])
    assert (sample.owner, sample.name, sample.origin, sample.markers) == (person, "Kitchen", "recorded", [0.1, 0.25])
    runner.run(Job.objects.get(subject_id=sample.id).id, analyse.body)
    sample.refresh_from_db()
    assert (sample.state, sample.frames, sample.sample_rate_hz) == ("ready", audio.size, rate_hz)
    with default_storage.open(sample.master_file.name or "") as master:
        assert (soundfile.read(master, dtype="int16")[0] == audio).all()


def test_the_last_bytes_may_come_with_the_length_or_after_it(client: APIClient) -> None:
    location = begin_open(client, filename="a.wav")
    patch(client, location, 0, b"x" * 10)
    assert "X-Sample-Id" not in settle(client, location, 10, 30, b"y" * 5).headers
    assert tus(client, "head", location).headers["Upload-Length"] == "30"
    assert "X-Sample-Id" in patch(client, location, 15, b"z" * 15).headers
    with default_storage.open(Sample.objects.get().source_file.name or "") as stored:
        assert stored.read() == b"x" * 10 + b"y" * 5 + b"z" * 15


def test_a_server_that_dies_in_the_middle_resumes_from_the_bytes_on_the_disk(client: APIClient) -> None:
    location = begin_open(client, filename="a.wav")
    patch(client, location, 0, b"x" * 10)
    Upload.objects.update(length_bytes=100)  # promised when it died
    with parts.path_of(Upload.objects.get().id).open("ab") as part:
        part.write(b"y" * 20)
    assert tus(client, "head", location).headers["Upload-Offset"] == "30"
    assert patch(client, location, 30, b"z" * 5).headers["Upload-Offset"] == "35"


def test_another_persons_recording_is_not_there(client: APIClient, stranger: User, client_of: Any) -> None:
    location = begin_open(client, filename="a.wav")
    patch(client, location, 0, b"x" * 10)
    for other in (client_of(stranger), client_of(None)):
        assert patch(other, location, 10, b"y").status_code == 404
        assert settle(other, location, 10, 10).status_code == 404
        assert tus(other, "head", location).status_code == tus(other, "delete", location).status_code == 404
    assert parts.path_of(Upload.objects.get().id).read_bytes() == b"x" * 10


@pytest.mark.parametrize(("offset", "body"), [(0, b"x" * 10), (5, b"x" * 5), (20, b"y" * 10), (10**14, b"y")])
def test_pieces_doubled_or_out_of_order_are_refused_and_promised_nothing(
    client: APIClient, person: User, offset: int, body: bytes
) -> None:
    location = begin_open(client, filename="a.wav")
    patch(client, location, 0, b"x" * 10)
    answer = patch(client, location, offset, body)
    assert (answer.status_code, answer.json()["detail"]) == (409, "The upload is at byte 10. Continue from there.")
    assert parts.size_bytes(Upload.objects.get().id) == quota.used_bytes(person) == 10


def test_two_requests_at_once_do_not_mix_their_bytes(client: APIClient) -> None:
    location = begin_open(client, filename="a.wav")
    with parts._locked(parts.path_of(Upload.objects.get().id)):
        assert patch(client, location, 0, b"x" * 10).status_code == 423
    assert tus(client, "head", location).headers["Upload-Offset"] == "0"


def test_a_recording_can_be_no_larger_than_a_file(client: APIClient, settings: Any) -> None:
    settings.MAX_UPLOAD_BYTES = 100
    location = begin_open(client, filename="a.wav")
    patch(client, location, 0, b"x" * 90)
    assert patch(client, location, 90, b"x" * 11).status_code == 413
    assert settle(client, location, 90, 101, b"x" * 11).status_code == 413
    assert tus(client, "head", location).headers["Upload-Offset"] == "90"
    assert "X-Sample-Id" in settle(client, location, 90, 100, b"x" * 10).headers


def test_each_piece_is_promised_on_the_quota(client: APIClient, person: User, settings: Any) -> None:
    settings.QUOTA_BYTES = 100
    location = begin_open(client, filename="a.wav")
    patch(client, location, 0, b"x" * 60)
    assert quota.used_bytes(person) == 60
    begin(client, 30, filename="b.wav")
    answer = patch(client, location, 60, b"x" * 11)
    assert answer.status_code == 413
    assert "left. Delete samples that you do not need" in answer.json()["detail"]
    assert patch(client, location, 60, b"x" * 10).headers["Upload-Offset"] == "70"
    assert settle(client, location, 70, 71, b"x").status_code == 413


def test_a_piece_says_how_long_it_is(client: APIClient) -> None:
    location = begin_open(client, filename="a.wav")
    body = {"data": b"x" * 10, "content_type": "application/offset+octet-stream", "CONTENT_LENGTH": ""}
    answer = tus(client, "patch", location, {"Upload-Offset": "0"}, **body)
    assert (answer.status_code, answer.json()["detail"]) == (
        400,
        "Send the header Content-Length as a whole number of bytes.",
    )


def test_nothing_follows_after_the_end(client: APIClient) -> None:
    location = begin_open(client, filename="a.wav")
    patch(client, location, 0, b"x" * 10)
    first = settle(client, location, 10, 10, filename="kept.wav").headers["X-Sample-Id"]
    assert settle(client, location, 10, 10, filename="again.wav").headers["X-Sample-Id"] == first
    late = settle(client, location, 10, 20, b"y" * 10)
    assert (late.status_code, late.json()["detail"]) == (409, "The upload has 10 bytes, which were settled before.")
    assert patch(client, location, 10, b"y" * 10).headers["Upload-Offset"] == "10"
    sample = Sample.objects.get()
    assert (sample.name, sample.source_bytes, Job.objects.count()) == ("kept", 10, 1)


def test_what_has_arrived_cannot_be_made_shorter_nor_be_nothing(client: APIClient) -> None:
    location = begin_open(client, filename="a.wav")
    assert settle(client, location, 0, 0).json()["detail"] == "“a.wav” is empty. Choose a file with sound in it."
    patch(client, location, 0, b"x" * 10)
    answer = settle(client, location, 10, 9)
    assert (answer.status_code, answer.json()["detail"]) == (
        400,
        "10 bytes have arrived: the upload cannot be shorter.",
    )
    assert Upload.objects.get().is_open


@pytest.mark.parametrize("headers", [{"Upload-Defer-Length": "0"}, {"Upload-Defer-Length": "1", "Upload-Length": "5"}])
def test_a_length_is_either_told_or_deferred(client: APIClient, headers: dict[str, str]) -> None:
    assert tus(client, "post", "/api/uploads", headers=headers).status_code == 400
    assert not Upload.objects.exists()


def test_a_file_of_known_length_keeps_it(client: APIClient) -> None:
    location = begin(client, 20, filename="a.wav")
    assert settle(client, location, 0, 10, b"x" * 10).status_code == 409
    assert parts.size_bytes(Upload.objects.get().id) == 0


def test_a_thrown_away_recording_leaves_nothing(
    client: APIClient, person: User, django_capture_on_commit_callbacks: Any
) -> None:
    location = begin_open(client, filename="a.wav")
    patch(client, location, 0, b"x" * 10)
    with django_capture_on_commit_callbacks(execute=True):
        assert tus(client, "delete", location).status_code == 204
    assert not Upload.objects.exists() and not list(parts.folder().iterdir())
    assert patch(client, location, 10, b"y").status_code == 404
    assert quota.used_bytes(person) == 0


def test_an_abandoned_recording_is_swept_and_one_that_goes_on_for_days_is_not(
    client: APIClient, django_capture_on_commit_callbacks: Any
) -> None:
    left, going = begin_open(client, filename="left.wav"), begin_open(client, filename="going.wav")
    for location in (left, going):
        patch(client, location, 0, b"x" * 10)
    upload = Upload.objects.get(id=UUID(left.rpartition("/")[2]))
    Upload.objects.update(created_at=upload.created_at - 2 * sweep.ABANDONED)
    long_ago = (upload.created_at - 2 * sweep.ABANDONED).timestamp()
    os.utime(parts.path_of(upload.id), (long_ago, long_ago))
    with django_capture_on_commit_callbacks(execute=True):
        assert sweep.expire_uploads() == 1
    assert tus(client, "head", left).status_code == 404
    assert patch(client, going, 10, b"y" * 10).headers["Upload-Offset"] == "20"
