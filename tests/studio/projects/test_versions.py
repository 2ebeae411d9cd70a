"""Versions: named, kept by themselves, of renders; comparing them, and copies of one's own with credit."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from mixing.project import Clip, new_project
from studio.accounts.models import User
from studio.collaboration import access, documents, snapshots
from studio.library.models import Licence, Sample
from studio.projects import actions, renders, versions
from studio.projects.models import Membership, Project, Version

MakeClient = Callable[[User | None], APIClient]
MakeSample = Callable[..., Sample]


@pytest.fixture
def project(person: User) -> Project:
    return actions.create_project(person, "Piece")


def add_clip(project: Project, by: User, key: str, sample: str = "a") -> None:
    clip = Clip(track="track-1", sample=sample, start_seconds=1, duration_seconds=1)
    document = new_project().model_copy(update={"clips": {key: clip}})
    assert access.write(project.id, by.id, documents.new_document(document))


def clips_of(client: APIClient, project: Project, version: str) -> set[str]:
    return set(client.get(f"/api/projects/{project.id}/versions/{version}").json()["document"]["clips"])


def test_a_named_version_stays_as_the_piece_was(person: User, project: Project, client_of: MakeClient) -> None:
    client, path = client_of(person), f"/api/projects/{project.id}/versions"
    add_clip(project, person, "one")
    made = client.post(path, {"name": " First  draft "}, format="json").json()
    assert (made["name"], made["kind"], made["clip_count"], made["created_by"]["name"]) == (
        "First draft",
        "named",
        1,
        "ada",
    )
    add_clip(project, person, "two")
    assert clips_of(client, project, made["id"]) == {"one"}
    [difference] = client.get(f"{path}/{made['id']}/differences").json()
    assert (difference["kind"], difference["id"], difference["verbs"]) == ("clips", "two", ["added"])
    assert difference["before"] is None and difference["after"]["start_seconds"] == 1
    assert client.patch(f"{path}/{made['id']}", {"name": "Draft"}, format="json").json()["name"] == "Draft"
    assert client.post(path, {"name": "  "}, format="json").status_code == 400
    assert client.delete(f"{path}/{made['id']}").status_code == 204
    assert client.get(path).json() == []


def test_what_is_about_to_be_replaced_is_kept(person: User, project: Project, client_of: MakeClient) -> None:
    client, path = client_of(person), f"/api/projects/{project.id}/versions"
    first = client.post(path, {"name": "Draft"}, format="json").json()
    add_clip(project, person, "later")
    kept = client.post(path, {"restoring": first["id"]}, format="json").json()
    assert (kept["kind"], kept["name"]) == ("replaced", "Before “Draft” came back")
    assert clips_of(client, project, kept["id"]) == {"later"}
    both = client.get(f"{path}/{first['id']}/differences?to={kept['id']}").json()
    assert [entry["id"] for entry in both] == ["later"]
    assert client.get(f"{path}/{first['id']}/differences?to=nonsense").status_code == 400


def test_versions_are_kept_by_themselves_before_an_edit(person: User, project: Project) -> None:
    add_clip(project, person, "one")
    assert not Version.objects.exists()  # ten minutes have not passed
    for key in ("two", "three"):
        Project.objects.update(kept_at=timezone.now() - snapshots.EVERY - timedelta(seconds=1))
        add_clip(project, person, key)
        add_clip(project, person, f"{key}-b")
    found = Version.objects.order_by("created_at")
    assert [set(version.document["clips"]) for version in found] == [{"one"}, {"one", "two", "two-b"}]
    assert {version.kind for version in found} == {"automatic"}


def test_the_same_is_not_kept_twice(person: User, project: Project) -> None:
    for _ in range(3):
        Project.objects.update(kept_at=timezone.now() - snapshots.EVERY - timedelta(seconds=1))
        snapshots.keep_when_due(project.id)
    assert Version.objects.count() == 1


def test_too_many_automatic_versions_are_thinned_where_they_are_dense(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshots, "MOST_AUTOMATIC", 5)
    monkeypatch.setattr(snapshots, "NEWEST", 2)
    start = timezone.now() - timedelta(days=30)
    for hours in (0, 100, 101, 102, 300, 301, 302):
        made = Version.objects.create(project=project, kind="automatic", document={"clips": {}}, clip_count=0)
        Version.objects.filter(id=made.id).update(created_at=start + timedelta(hours=hours))
    snapshots.thin(project.id)
    left = [
        round((version.created_at - start).total_seconds() / 3600) for version in Version.objects.order_by("created_at")
    ]
    assert len(left) == 5 and left[0] == 0 and left[-2:] == [301, 302] and 300 in left


def test_naming_an_automatic_version_keeps_it(person: User, project: Project, client_of: MakeClient) -> None:
    made = snapshots.keep(project.id, "automatic")
    path = f"/api/projects/{project.id}/versions/{made.id}"
    assert client_of(person).patch(path, {"name": "Good"}, format="json").json()["kind"] == "named"


def test_a_render_keeps_the_version_that_it_was_made_from(
    person: User, project: Project, client_of: MakeClient, make_sample: MakeSample
) -> None:
    sample = make_sample(person)
    actions.bring_sample(project, sample, person)
    add_clip(project, person, "one", str(sample.id))
    render = renders.ask_for_render(project, person, "Night")
    add_clip(project, person, "two", str(sample.id))
    client = client_of(person)
    version = client.get(f"/api/renders/{render.id}").json()["version"]
    assert clips_of(client, project, version) == {"one"}
    [listed] = client.get(f"/api/projects/{project.id}/versions").json()
    assert (listed["kind"], listed["name"], listed["renders"]) == ("rendered", "Night", [str(render.id)])


def test_a_version_is_deleted_by_who_made_it_or_the_owner(
    person: User, stranger: User, project: Project, client_of: MakeClient
) -> None:
    Membership.objects.create(project=project, user=stranger, role="editor")
    mine, theirs = versions.keep(project, person, "Ada's"), versions.keep(project, stranger, "Mallory's")
    path = f"/api/projects/{project.id}/versions"
    assert client_of(stranger).delete(f"{path}/{mine.id}").status_code == 403
    assert client_of(stranger).delete(f"{path}/{theirs.id}").status_code == 204
    assert client_of(person).delete(f"{path}/{mine.id}").status_code == 204


def test_a_copy_credits_what_it_was_made_from_and_carries_no_private_sound(
    person: User, stranger: User, project: Project, client_of: MakeClient, make_sample: MakeSample
) -> None:
    private, public = make_sample(person, "Private"), make_sample(person, "Public", licence=Licence.CC0)
    for key, sample in (("one", private), ("two", public)):
        actions.bring_sample(project, sample, person)
        add_clip(project, person, key, str(sample.id))
    early = versions.keep(project, person, "Early")
    add_clip(project, person, "three", str(public.id))
    Membership.objects.create(project=project, user=stranger, role="listener")
    path = f"/api/projects/{project.id}/fork"
    made = client_of(stranger).post(path, {"name": "Mine", "version": str(early.id)}, format="json").json()
    copy: dict[str, Any] = made["project"]
    assert (copy["name"], copy["role"], made["left_behind"]) == ("Mine", "owner", 1)
    origin = {"project": str(project.id), "name": "Piece", "owner_name": "ada"}
    assert copy["forked_from"] == origin
    document = client_of(stranger).get(f"/api/projects/{copy['id']}/document").json()
    assert set(document["clips"]) == {"one", "two"}
    heard = client_of(stranger).get(f"/api/projects/{copy['id']}/samples").json()
    assert [sample["id"] for sample in heard] == [str(public.id)]
    Membership.objects.filter(user=stranger, project=project).delete()
    again = client_of(stranger).get(f"/api/projects/{copy['id']}").json()
    assert again["forked_from"] == {**origin, "project": None}
    actions.delete_project(project)
    kept = client_of(stranger).get(f"/api/projects/{copy['id']}").json()["forked_from"]
    assert (kept["name"], kept["owner_name"]) == ("Piece", "ada")
