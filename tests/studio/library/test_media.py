"""Files are served whole or in ranges, to those who may hear them and to nobody else."""

import asyncio
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import AsyncClient
from rest_framework.test import APIClient

from studio.accounts.models import User
from studio.library.media import filename_parameters, requested_range
from studio.library.models import Licence, Sample
from tests.studio.conftest import MakeClient, MakeSample

pytestmark = pytest.mark.django_db


@pytest.fixture
def sample(person: User, make_sample: MakeSample) -> Sample:
    return make_sample(person, "Kitchen")


@pytest.fixture
def client(person: User, client_of: MakeClient) -> APIClient:
    return client_of(person)


def stored(sample: Sample) -> bytes:
    with default_storage.open(sample.master_file.name or "") as file:
        return bytes(file.read())


def body_of(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def test_the_whole_file_with_headers_that_keep_it_private(client: APIClient, sample: Sample) -> None:
    answer = client.get(f"/media/samples/{sample.id}/audio")
    assert answer.status_code == 200
    assert body_of(answer) == stored(sample)
    assert answer["Content-Type"] == "audio/flac"
    assert answer["Content-Length"] == str(len(stored(sample)))
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Accept-Ranges"] == "bytes"
    assert answer["Content-Disposition"].startswith('inline; filename="Kitchen.flac"')


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [("bytes=0-99", 0, 99), ("bytes=100-", 100, None), ("bytes=-50", -50, None), ("bytes=10-99999999", 10, None)],
)
def test_one_range(client: APIClient, sample: Sample, asked: str, first: int, last: int | None) -> None:
    whole = stored(sample)
    expected = whole[first:] if last is None else whole[first : last + 1]
    answer = client.get(f"/media/samples/{sample.id}/audio", headers={"Range": asked})
    assert answer.status_code == 206
    assert body_of(answer) == expected
    start = first % len(whole)
    assert answer["Content-Range"] == f"bytes {start}-{start + len(expected) - 1}/{len(whole)}"


def test_a_range_outside_the_file(client: APIClient, sample: Sample) -> None:
    answer = client.get(f"/media/samples/{sample.id}/audio", headers={"Range": "bytes=99999999-"})
    assert answer.status_code == 416
    assert answer["Content-Range"] == f"bytes */{len(stored(sample))}"


@pytest.mark.parametrize("asked", ["", "bytes=", "bytes=-", "bytes=5-2", "bytes=0-1,4-5", "items=0-5", "bytes=a-b"])
def test_what_is_not_a_single_range_is_answered_whole(asked: str) -> None:
    assert requested_range(asked, 100) is None


def test_head_tells_the_length_and_sends_nothing(client: APIClient, sample: Sample) -> None:
    answer = client.head(f"/media/samples/{sample.id}/audio")
    assert answer.status_code == 200
    assert answer["Content-Length"] == str(len(stored(sample)))
    assert answer.content == b""
    part = client.head(f"/media/samples/{sample.id}/audio", headers={"Range": "bytes=0-9"})
    assert (part.status_code, part["Content-Length"]) == (206, "10")


def test_an_audio_element_and_a_download(client: APIClient, sample: Sample) -> None:
    answer = client.get(f"/media/samples/{sample.id}/audio?download=1", headers={"Accept": "audio/*;q=0.9"})
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith('attachment; filename="Kitchen.flac"')
    body_of(answer)


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("Küche.flac", "filename=\"K_che.flac\"; filename*=UTF-8''K%C3%BCche.flac"),
        ('a"; x=\r\ny.wav', "filename=\"a_; x= y.wav\"; filename*=UTF-8''"),
        ("../../etc/passwd", "filename=\"_ .. etc passwd\"; filename*=UTF-8''"),
        ("", "filename=\"sound\"; filename*=UTF-8''sound"),
    ],
)
def test_names_cannot_leave_their_header(name: str, header: str) -> None:
    made = filename_parameters(name)
    assert "\r" not in made and "\n" not in made
    assert made.count('"') == 2
    assert "/" not in made
    if header.endswith("flac") or header.endswith("sound"):
        assert made == header


def test_peaks_are_pairs_for_every_64_frames(client: APIClient, sample: Sample) -> None:
    answer = client.get(f"/media/samples/{sample.id}/peaks")
    assert len(body_of(answer)) == 2 * -(-4000 // 64)
    assert answer["Content-Type"] == "application/octet-stream"


def test_who_may_hear_it(
    client: APIClient, sample: Sample, stranger: User, make_sample: MakeSample, person: User, client_of: MakeClient
) -> None:
    public = make_sample(person, "Tram", licence=Licence.CC_BY)
    for part in ("audio", "peaks"):
        for other in (client_of(stranger), client_of(None)):
            refused = other.get(f"/media/samples/{sample.id}/{part}")
            assert refused.status_code == 404
            assert refused.json() == {"detail": "That is not here, or it is not yours to see."}
            allowed = other.get(f"/media/samples/{public.id}/{part}")
            assert allowed.status_code == 200
            body_of(allowed)


def test_a_sample_without_audio_yet_has_none(client: APIClient, sample: Sample) -> None:
    sample.master_file.name = ""
    sample.save()
    assert client.get(f"/media/samples/{sample.id}/audio").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_under_asgi_it_streams_from_the_disk(sample: Sample, person: User) -> None:
    async def fetch() -> tuple[bool, bytes]:
        client = AsyncClient()
        await client.aforce_login(person)
        answer: Any = await client.get(f"/media/samples/{sample.id}/audio")
        return answer.is_async, b"".join([chunk async for chunk in answer.streaming_content])

    is_async, body = asyncio.run(fetch())
    assert is_async
    assert body == stored(sample)
