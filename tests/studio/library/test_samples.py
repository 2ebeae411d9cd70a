"""Finding, reading and changing samples through the real routes."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from studio.accounts.models import User
from studio.library import actions
from studio.library.models import Licence, Sample
from studio.projects.models import Membership, Project, ProjectSample
from tests.studio.conftest import MakeClient, MakePerson, MakeSample

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(person: User, client_of: MakeClient) -> APIClient:
    return client_of(person)


def names(client: APIClient, query: str) -> list[str]:
    answer = client.get(f"/api/samples?{query}")
    assert answer.status_code == 200, answer.content
    return [sample["name"] for sample in answer.json()["results"]]


def shared_project(owner: User, *members: User) -> Project:
    project = Project.objects.create(owner=owner, name="Piece")
    Membership.objects.create(project=project, user=owner, role="owner")
    for member in members:
        Membership.objects.create(project=project, user=member, role="listener")
    return project


def test_a_sample_has_every_field_that_the_pages_read(client: APIClient, person: User, make_sample: MakeSample) -> None:
    sample = make_sample(person, "Kitchen", licence=Licence.CC_BY, bandwidth_hz=3900.0)
    actions.set_tags(sample, ["water"])
    answer = client.get(f"/api/samples/{sample.id}").json()
    assert set(answer) == {
        "id", "name", "details", "origin", "category", "state", "problem", "created_at", "tags", "source_name",
        "source_format", "duration_seconds", "frames", "sample_rate_hz", "channels", "bandwidth_hz", "integrated_lufs",
        "true_peak_dbtp", "voicing", "wavenet", "wavenet_name", "training_steps", "receptive_field_samples",
        "receptive_field_ms", "prompt", "prompt_name", "temperature", "random_seed", "class_name", "parent",
        "parent_name", "start_seconds", "treatment", "markers", "audio_url",
        "peaks_url", "credit", "bounce", "owner", "mine", "licence", "is_public", "published_at", "withdrawn_input",
    }  # fmt: skip
    assert answer["owner"] == {"id": str(person.id), "name": "ada"}
    assert answer["mine"] is True and answer["is_public"] is True
    assert answer["credit"] == "“Kitchen” by ada, CC BY 4.0"
    assert answer["tags"] == ["water"]
    assert answer["duration_seconds"] == 0.5
    assert answer["training_steps"] is None
    assert answer["audio_url"] == f"/media/samples/{sample.id}/audio"


def test_scopes(
    client: APIClient, person: User, stranger: User, make_sample: MakeSample, client_of: MakeClient
) -> None:
    make_sample(person, "Mine")
    make_sample(person, "Mine, public", licence=Licence.CC0)
    make_sample(stranger, "Theirs")
    make_sample(stranger, "Theirs, public", licence=Licence.CC0)
    shared = make_sample(stranger, "Theirs, shared")
    project = shared_project(stranger, person)
    ProjectSample.objects.create(project=project, sample=shared)
    assert set(names(client, "scope=mine")) == {"Mine", "Mine, public"}
    assert set(names(client, "scope=public")) == {"Mine, public", "Theirs, public"}
    assert names(client, f"scope=project&project={project.id}") == ["Theirs, shared"]
    assert set(names(client, "")) == {"Mine", "Mine, public", "Theirs, public", "Theirs, shared"}
    assert set(names(client_of(None), "scope=public")) == {"Mine, public", "Theirs, public"}
    assert client_of(None).get("/api/samples?scope=mine").status_code == 401


def test_a_project_that_one_has_no_part_in_lists_nothing(
    client: APIClient, stranger: User, make_sample: MakeSample
) -> None:
    project = shared_project(stranger)
    ProjectSample.objects.create(project=project, sample=make_sample(stranger, "Public", licence=Licence.CC0))
    assert names(client, f"scope=project&project={project.id}") == []


def test_search_needs_every_word_somewhere(client: APIClient, person: User, make_sample: MakeSample) -> None:
    kitchen = make_sample(person, "Kitchen", details="dishes in the sink")
    actions.set_tags(kitchen, ["water", "loud"])
    make_sample(person, "Tram")
    assert names(client, "search=kitch") == ["Kitchen"]
    assert names(client, "search=SINK+water") == ["Kitchen"]
    assert names(client, "search=sink+tram") == []
    assert len(names(client, "search=ada")) == 2
    assert names(client, "search=%25") == []  # a wildcard of the database is an ordinary character
    assert len(names(client, "search=%00")) == 2


def test_filters_sorts_and_pages(client: APIClient, person: User, stranger: User, make_sample: MakeSample) -> None:
    make_sample(person, "b", frames=8000)
    make_sample(person, "A", frames=4000, origin=Sample.Origin.EXTERNAL)
    make_sample(person, "c", frames=None, state=Sample.State.PROCESSING)
    make_sample(stranger, "theirs", licence=Licence.CC0)
    assert names(client, "scope=mine&sort=name") == ["A", "b", "c"]
    assert names(client, "scope=mine&sort=duration") == ["A", "b", "c"]
    assert names(client, "scope=mine&sort=-duration") == ["b", "A", "c"]
    assert names(client, "scope=mine") == ["c", "A", "b"]
    assert names(client, "origin=external") == ["A"]
    assert names(client, "state=processing") == ["c"]
    assert set(names(client, "category=mine")) == {"A", "b", "c"}
    assert names(client, "category=users") == ["theirs"]
    answer = client.get("/api/samples?scope=mine&sort=name&page=2&page_size=2").json()
    assert (answer["count"], answer["next"], [s["name"] for s in answer["results"]]) == (3, None, ["c"])


@pytest.mark.parametrize("query", ["sort=size", "scope=all", "category=red", "scope=project&project=7", "state=x"])
def test_what_cannot_be_asked_is_told_in_a_sentence(client: APIClient, query: str) -> None:
    answer = client.get(f"/api/samples?{query}")
    assert answer.status_code == 400
    assert answer.json()["detail"].endswith(".")


def test_anothers_mine_is_served_as_users(client: APIClient, stranger: User, make_sample: MakeSample) -> None:
    sample = make_sample(stranger, "Theirs", licence=Licence.CC0)
    answer = client.get(f"/api/samples/{sample.id}").json()
    assert (answer["category"], answer["mine"]) == ("users", False)


def test_the_name_of_anothers_private_prompt_is_not_told(
    client: APIClient, person: User, stranger: User, make_sample: MakeSample, client_of: MakeClient
) -> None:
    prompt = make_sample(stranger, "My secret")
    generated = make_sample(stranger, "Take", prompt=prompt)
    ProjectSample.objects.create(project=shared_project(stranger, person), sample=generated)
    assert client.get(f"/api/samples/{generated.id}").json()["prompt_name"] == ""
    assert client_of(stranger).get(f"/api/samples/{generated.id}").json()["prompt_name"] == "My secret"


def test_changing_what_an_owner_may_change(client: APIClient, person: User, make_sample: MakeSample) -> None:
    sample = make_sample(person)
    change = {
        "name": "  Sink\u202e \u0007 tap ",
        "details": "line one\r\nline <b>two</b>",
        "tags": ["water", " water", "loud"],
        "category": "other",
        "owner": "somebody else",
    }
    answer = client.patch(f"/api/samples/{sample.id}", change, format="json")
    assert answer.status_code == 200, answer.content
    body = answer.json()
    assert body["name"] == "Sink tap"
    assert body["details"] == "line one\nline <b>two</b>"
    assert body["tags"] == ["loud", "water"]
    assert body["category"] == "other"
    assert body["owner"]["name"] == "ada"
    assert client.get("/api/tags").json() == [{"name": "loud", "count": 1}, {"name": "water", "count": 1}]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "\u202e\u200b"}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"category": "red"}, "category"),
        ({"tags": ["x"] * 31}, "tags"),
        ({"details": "x" * 2001}, "details"),
    ],
)
def test_what_cannot_be_changed_to(
    client: APIClient, person: User, make_sample: MakeSample, change: dict[str, Any], field: str
) -> None:
    sample = make_sample(person)
    answer = client.patch(f"/api/samples/{sample.id}", change, format="json")
    assert answer.status_code == 400
    assert list(answer.json()["fields"]) == [field]


def test_who_may_read_and_change(
    person: User, stranger: User, make_person: MakePerson, make_sample: MakeSample, client_of: MakeClient
) -> None:
    member = make_person("grace")
    private, public = make_sample(person, "Private"), make_sample(person, "Public", licence=Licence.CC0)
    ProjectSample.objects.create(project=shared_project(person, member), sample=private)
    expected = {None: (404, 200), stranger: (404, 200), member: (200, 200), person: (200, 200)}
    for user, codes in expected.items():
        client = client_of(user)
        assert tuple(client.get(f"/api/samples/{one.id}").status_code for one in (private, public)) == codes
        for sample, code in zip((private, public), codes, strict=True):
            changed = client.patch(f"/api/samples/{sample.id}", {"details": "x"}, format="json").status_code
            assert changed == (code if code == 404 or user == person else 403)
    assert client_of(stranger).patch(f"/api/samples/{public.id}", {}, format="json").json() == {
        "detail": "Only ada can do that: it is theirs."
    }


def test_a_list_costs_a_fixed_number_of_queries(
    client: APIClient, person: User, make_sample: MakeSample, django_assert_max_num_queries: Any
) -> None:
    prompt = make_sample(person, "Prompt")
    for index in range(12):
        actions.set_tags(make_sample(person, f"Sample {index}", prompt=prompt), ["a", "b"])
    with django_assert_max_num_queries(6):
        names(client, "scope=mine")
