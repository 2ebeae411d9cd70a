"""Collections: shelves of samples, through the real routes."""

from typing import Any
from uuid import uuid4

import pytest
from rest_framework.test import APIClient

from studio.accounts.models import User
from studio.errors import Conflict
from studio.library import collections
from studio.library.models import Collection, Licence, Sample
from tests.studio.conftest import MakeClient, MakeSample

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(person: User, client_of: MakeClient) -> APIClient:
    return client_of(person)


def made(client: APIClient, name: str, *samples: Sample) -> dict[str, Any]:
    answer = client.post("/api/collections", {"name": name, "samples": [str(one.id) for one in samples]}, format="json")
    assert answer.status_code == 201, answer.content
    found: dict[str, Any] = answer.json()
    return found


def names_in(client: APIClient, collection: str) -> set[str]:
    return {one["name"] for one in client.get(f"/api/samples?collection={collection}").json()["results"]}


def test_a_collection_holds_samples_and_tells_its_figures(
    client: APIClient, person: User, make_sample: MakeSample
) -> None:
    water, bells = make_sample(person, "Water"), make_sample(person, "Bells")
    make_sample(person, "Elsewhere")
    shelf = made(client, "Cloud", water)
    assert (shelf["name"], shelf["sample_count"], shelf["seconds"]) == ("Cloud", 1, 0.5)
    address = f"/api/collections/{shelf['id']}"
    both = {"samples": [str(bells.id), str(water.id)]}
    answer = client.post(f"{address}/add", both, format="json").json()
    assert (answer["sample_count"], answer["seconds"]) == (2, 1.0)  # the water stands there once
    assert names_in(client, shelf["id"]) == {"Water", "Bells"}
    assert list(Collection.objects.get().samples.order_by("collection_rows__id")) == [water, bells]
    answer = client.post(f"{address}/remove", {"samples": [str(water.id)]}, format="json").json()
    assert answer["sample_count"] == 1
    assert client.patch(address, {"name": "Bells only"}, format="json").json()["name"] == "Bells only"
    assert client.delete(address).status_code == 204
    assert Sample.objects.count() == 3


def test_an_empty_collection_is_told_as_empty(client: APIClient) -> None:
    shelf = made(client, "Later")
    assert (shelf["sample_count"], shelf["seconds"]) == (0, 0.0)
    assert [one["name"] for one in client.get("/api/collections").json()] == ["Later"]


def test_only_sounds_that_one_can_hear_go_in(
    client: APIClient, person: User, stranger: User, make_sample: MakeSample
) -> None:
    private, public = make_sample(stranger, "Secret"), make_sample(stranger, "Open", licence=Licence.CC0)
    shelf = made(client, "Theirs", public)
    for wrong in (private.id, uuid4()):
        answer = client.post(f"/api/collections/{shelf['id']}/add", {"samples": [str(wrong)]}, format="json")
        assert answer.status_code == 400
        assert "Secret" not in answer.content.decode()
    public.published_at = None  # taken back
    public.save()
    assert names_in(client, shelf["id"]) == set()
    assert client.get(f"/api/collections/{shelf['id']}").json()["sample_count"] == 0


def test_another_ones_collection_narrows_to_nothing(
    client: APIClient, person: User, stranger: User, make_sample: MakeSample
) -> None:
    public = make_sample(stranger, "Open", licence=Licence.CC0)
    theirs = collections.create_collection(stranger, "Theirs", [public.id])
    assert names_in(client, str(theirs.id)) == set()
    assert client.get("/api/samples?collection=%00'").status_code == 400


NONSENSE: list[dict[str, Any]] = [
    {}, {"name": ""}, {"name": " \u202e\n"}, {"name": "x" * 201}, {"name": "a", "samples": ["no id"]},
    {"name": "a", "samples": 3},
]  # fmt: skip


@pytest.mark.parametrize("body", NONSENSE)
def test_a_request_that_makes_no_sense_is_refused_in_one_sentence(client: APIClient, body: Any) -> None:
    answer = client.post("/api/collections", body, format="json")
    assert answer.status_code == 400
    assert answer.json()["detail"]
    assert not Collection.objects.exists()


def test_there_is_an_end_to_what_one_person_may_keep(
    person: User, make_sample: MakeSample, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collections, "MOST_COLLECTIONS", 1)
    collections.create_collection(person, "First")
    with pytest.raises(Conflict, match="Delete one"):
        collections.create_collection(person, "Second")
