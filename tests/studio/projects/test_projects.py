"""Projects, members, invitations and the samples brought into them, over HTTP."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from mixing.project import Clip, new_project
from studio.accounts.models import User
from studio.collaboration import access, documents
from studio.jobs import publish
from studio.jobs.models import Job
from studio.library.models import Sample
from studio.projects import actions, renders
from studio.projects.models import Invitation, Membership, Project, Render

MakeClient = Callable[[User | None], APIClient]


@pytest.fixture(autouse=True)
def told(monkeypatch: pytest.MonkeyPatch) -> list[tuple[list[str], dict[str, Any]]]:
    """What would have gone over the channel layer."""
    found: list[tuple[list[str], dict[str, Any]]] = []

    def keep(groups: Any, message: Any) -> None:
        found.append((list(groups), dict(message)))

    monkeypatch.setattr(publish, "send_to_groups", keep)
    monkeypatch.setattr(access, "send_to_groups", keep)
    return found


@pytest.fixture
def project(person: User) -> Project:
    return actions.create_project(person, "Piece")


def ready_sample(owner: User, name: str = "Kitchen", **fields: Any) -> Sample:
    return Sample.objects.create(
        owner=owner, name=name, origin="recorded", category="mine", state="ready", frames=8000, sample_rate_hz=8000,
        channels=1, **fields,
    )  # fmt: skip


def test_a_new_project_has_a_document_and_its_owner(person: User, client_of: MakeClient) -> None:
    made = client_of(person).post("/api/projects", {"name": "  My   piece\u202e "}, format="json")
    assert made.status_code == 201
    content = made.json()
    assert (content["name"], content["role"], content["mine"]) == ("My piece", "owner", True)
    assert content["members"] == [{"id": str(person.id), "name": "ada", "role": "owner"}]
    document = client_of(person).get(f"/api/projects/{content['id']}/document").json()
    assert document == new_project().model_dump(mode="json")
    page = client_of(person).get("/api/projects").json()
    assert page["count"] == 1 and page["results"][0]["id"] == content["id"]


def test_a_name_is_needed(person: User, client_of: MakeClient) -> None:
    for name in ("", "   ", "\u202e"):
        refused = client_of(person).post("/api/projects", {"name": name}, format="json")
        assert refused.status_code == 400 and refused.json()["detail"]


@pytest.mark.parametrize("path", ["", "/document", "/samples", "/invitations"])
def test_a_stranger_finds_nothing(project: Project, stranger: User, client_of: MakeClient, path: str) -> None:
    assert client_of(stranger).get(f"/api/projects/{project.id}{path}").status_code == 404
    assert client_of(stranger).get("/api/projects").json()["results"] == []


def test_an_invitation_makes_a_member_until_it_is_withdrawn(
    person: User, stranger: User, project: Project, client_of: MakeClient
) -> None:
    mine, theirs = client_of(person), client_of(stranger)
    made = mine.post(f"/api/projects/{project.id}/invitations", {"role": "listener"}, format="json").json()
    assert made["url"] == f"/join/{made['token']}"
    assert [row["token"] for row in mine.get(f"/api/projects/{project.id}/invitations").json()] == [made["token"]]
    assert theirs.get(f"/api/invitations/{made['token']}").json()["role"] == "listener"
    assert client_of(None).get(f"/api/invitations/{made['token']}").status_code == 401
    joined = theirs.post(f"/api/invitations/{made['token']}/accept").json()
    assert (joined["role"], joined["mine"], len(joined["members"])) == ("listener", False, 2)
    assert theirs.patch(f"/api/projects/{project.id}", {"name": "Mine"}, format="json").status_code == 403
    assert theirs.get(f"/api/projects/{project.id}/invitations").status_code == 403
    assert mine.delete(f"/api/projects/{project.id}/invitations/{made['token']}").status_code == 204
    assert theirs.get(f"/api/invitations/{made['token']}").status_code == 404


def test_an_invitation_never_takes_a_role_away(person: User, stranger: User, project: Project) -> None:
    for role, expected in (
        ("listener", "listener"),
        ("commenter", "commenter"),
        ("editor", "editor"),
        ("listener", "editor"),
    ):
        actions.accept(actions.invite(project, person, role), stranger)
        assert Membership.objects.get(project=project, user=stranger).role == expected
    actions.accept(actions.invite(project, person, "listener"), person)
    assert Membership.objects.get(project=project, user=person).role == "owner"


def test_an_invitation_expires(person: User, stranger: User, project: Project, client_of: MakeClient) -> None:
    mine, theirs = client_of(person), client_of(stranger)
    path = f"/api/projects/{project.id}/invitations"
    made = mine.post(path, {"role": "editor", "valid_days": 1}, format="json").json()
    assert theirs.get(f"/api/invitations/{made['token']}").json()["expires_at"] == made["expires_at"] != ""
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    for answer in (
        theirs.get(f"/api/invitations/{made['token']}"),
        theirs.post(f"/api/invitations/{made['token']}/accept"),
    ):
        assert answer.status_code == 409 and "Ask ada for a new link" in answer.json()["detail"]
    assert mine.get(path).json() == [] and not Membership.objects.filter(user=stranger).exists()
    endless = mine.post(path, {"role": "editor", "valid_days": None}, format="json").json()
    assert endless["expires_at"] is None and len(mine.get(path).json()) == 1
    assert mine.post(path, {"role": "editor", "valid_days": 0}, format="json").status_code == 400
    assert mine.post(path, {"role": "owner"}, format="json").status_code == 400


def test_the_owner_says_what_a_member_may_do(
    person: User, stranger: User, project: Project, client_of: MakeClient, told: list[Any],
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    actions.accept(actions.invite(project, person, "editor"), stranger)
    path = f"/api/projects/{project.id}/members/{stranger.id}"
    edit = documents.new_document(new_project())
    for role, may in (("listener", False), ("commenter", False), ("editor", True)):
        told.clear()
        with django_capture_on_commit_callbacks(execute=True):
            content = client_of(person).patch(path, {"role": role}, format="json").json()
        assert {member["name"]: member["role"] for member in content["members"]} == {"ada": "owner", "mallory": role}
        assert told == [([f"document.{project.id}"], {"type": "project.changed", "what": "members"})]
        assert access.write(project.id, stranger.id, edit) is may
    assert client_of(person).patch(path, {"role": "owner"}, format="json").status_code == 400
    assert client_of(stranger).patch(path, {"role": "listener"}, format="json").status_code == 403
    own = f"/api/projects/{project.id}/members/{person.id}"
    assert client_of(person).patch(own, {"role": "editor"}, format="json").status_code == 409


def test_a_project_is_handed_over(person: User, stranger: User, project: Project, client_of: MakeClient) -> None:
    path = f"/api/projects/{project.id}/owner"
    assert client_of(person).post(path, {"member": str(stranger.id)}, format="json").status_code == 404
    actions.accept(actions.invite(project, person, "listener"), stranger)
    content = client_of(person).post(path, {"member": str(stranger.id)}, format="json").json()
    assert (content["owner"]["name"], content["role"], content["mine"]) == ("mallory", "editor", False)
    assert client_of(person).delete(f"/api/projects/{project.id}").status_code == 403
    assert client_of(stranger).post(path, {"member": str(stranger.id)}, format="json").status_code == 409
    assert client_of(person).delete(f"/api/projects/{project.id}/members/{person.id}").status_code == 204
    assert client_of(stranger).get(f"/api/projects/{project.id}").json()["mine"] is True


def test_leaving_and_being_removed_close_the_sockets(
    person: User, stranger: User, project: Project, client_of: MakeClient, told: list[Any],
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    member = f"/api/projects/{project.id}/members/{stranger.id}"
    for remover in (person, stranger):
        actions.accept(actions.invite(project, person, "editor"), stranger)
        told.clear()
        with django_capture_on_commit_callbacks(execute=True):
            assert client_of(remover).delete(member).status_code == 204
        groups = [f"document.{project.id}"]
        assert (groups, {"type": "membership.ended", "user": str(stranger.id)}) in told
        assert (groups, {"type": "project.changed", "what": "members"}) in told
    assert client_of(person).delete(f"/api/projects/{project.id}/members/{person.id}").status_code == 409


def test_only_own_and_published_samples_are_brought_in(
    person: User, stranger: User, project: Project, client_of: MakeClient
) -> None:
    client, path = client_of(person), f"/api/projects/{project.id}/samples"
    own, private = ready_sample(person), ready_sample(stranger)
    assert client.post(path, {"sample": str(own.id)}, format="json").status_code == 201
    assert client.post(path, {"sample": str(own.id)}, format="json").status_code == 201
    assert client.post(path, {"sample": str(private.id)}, format="json").status_code == 404
    assert [row["id"] for row in client.get(path).json()] == [str(own.id)]
    assert client.delete(f"{path}/{own.id}").status_code == 204
    assert client.get(path).json() == []


def test_a_members_private_sample_is_not_carried_on_by_another(
    person: User, stranger: User, project: Project, client_of: MakeClient
) -> None:
    actions.accept(actions.invite(project, person, "editor"), stranger)
    sample = ready_sample(person)
    actions.bring_sample(project, sample, person)
    other = actions.create_project(stranger, "Other")
    refused = client_of(stranger).post(f"/api/projects/{other.id}/samples", {"sample": str(sample.id)}, format="json")
    assert refused.status_code == 409 and "private" in refused.json()["detail"]


def with_clips(project: Project, *samples: Sample) -> None:
    document = new_project()
    clips = {
        f"clip-{index}": Clip(track="track-1", sample=str(sample.id), start_seconds=index, duration_seconds=1)
        for index, sample in enumerate(samples)
    }
    documents.append(project.id, documents.new_document(document.model_copy(update={"clips": clips})))


def test_a_render_takes_what_was_brought_in_and_says_what_is_left_out(
    person: User, stranger: User, project: Project, client_of: MakeClient
) -> None:
    known, foreign = ready_sample(person), ready_sample(stranger, "Secret")
    actions.bring_sample(project, known, person)
    with_clips(project, known, foreign)
    made = client_of(person).post(f"/api/projects/{project.id}/renders", {"name": "Night"}, format="json")
    assert made.status_code == 201
    content = made.json()
    assert content["name"] == "Night" and content["job"]["status"] == "queued"
    assert [credit["sample_name"] for credit in content["credits"]] == ["Kitchen"]
    assert len(content["left_out"]) == 1 and "Secret" not in str(content)
    assert Job.objects.get().project == project


def test_a_render_is_its_members_to_hear_and_its_owners_to_change(
    person: User, stranger: User, project: Project, client_of: MakeClient, make_person: Callable[[str], User]
) -> None:
    sample = ready_sample(person)
    actions.bring_sample(project, sample, person)
    with_clips(project, sample)
    render = renders.ask_for_render(project, person)
    member = make_person("bob")
    actions.accept(actions.invite(project, person, "listener"), member)
    path = f"/api/renders/{render.id}"
    assert [client_of(user).get(path).status_code for user in (person, member, stranger, None)] == [200, 200, 404, 404]
    renamed = [client_of(user).patch(path, {"name": "New"}, format="json") for user in (person, member, stranger, None)]
    assert [answer.status_code for answer in renamed] == [200, 403, 404, 404]
    assert client_of(member).get(f"/api/renders?project={project.id}").json()["count"] == 1
    assert client_of(stranger).get(f"/api/renders?project={project.id}").json()["count"] == 0
    assert client_of(None).get("/api/renders?scope=public").json()["count"] == 0


def test_deleting_a_project_keeps_its_renders(person: User, project: Project, client_of: MakeClient) -> None:
    sample = ready_sample(person)
    actions.bring_sample(project, sample, person)
    with_clips(project, sample)
    begun, render = renders.ask_for_render(project, person), renders.ask_for_render(project, person)
    Render.objects.filter(id=render.id).update(master_file="renders/x")
    assert client_of(person).delete(f"/api/projects/{project.id}").status_code == 204
    assert not Render.objects.filter(id=begun.id).exists()
    assert Render.objects.get().id == render.id and Render.objects.get().project is None


def test_editing_touches_the_project_now_and_then(person: User, project: Project) -> None:
    before = project.edited_at
    assert access.write(project.id, person.id, documents.new_document(new_project()))
    project.refresh_from_db()
    assert project.edited_at == before  # not for every keystroke
    Project.objects.update(edited_at=before.replace(year=before.year - 1))
    assert access.write(project.id, person.id, documents.new_document(new_project()))
    project.refresh_from_db()
    assert project.edited_at > before
