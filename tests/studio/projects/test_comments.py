"""Comments: who may write, change, resolve and delete them, and what everybody on the page hears of it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from studio.accounts.models import User
from studio.collaboration import access
from studio.projects import actions
from studio.projects.models import Comment, Membership, Project

MakeClient = Callable[[User | None], APIClient]
MakePerson = Callable[[str], User]


@pytest.fixture(autouse=True)
def told(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What would have gone over the channel layer."""
    found: list[Any] = []
    monkeypatch.setattr(access, "send_to_groups", lambda groups, message: found.append((list(groups), message)))
    return found


@pytest.fixture
def project(person: User) -> Project:
    return actions.create_project(person, "Piece")


@pytest.fixture
def as_role(project: Project, make_person: MakePerson, client_of: MakeClient) -> Callable[[str], APIClient]:
    """A client of a member with a role."""

    def make(role: str) -> APIClient:
        member = make_person(f"the-{role}")
        Membership.objects.create(project=project, user=member, role=role)
        return client_of(member)

    return make


def say(client: APIClient, project: Project, text: str = "Softer here", **more: Any) -> dict[str, Any]:
    made = client.post(f"/api/projects/{project.id}/comments", {"text": text, **more}, format="json")
    assert made.status_code == 201, made.json()
    content: dict[str, Any] = made.json()
    return content


def listed(client: APIClient, project: Project) -> dict[str, Any]:
    content: dict[str, Any] = client.get(f"/api/projects/{project.id}/comments").json()
    return content


def test_a_commenter_speaks_at_a_place_and_a_listener_reads(
    project: Project, as_role: Callable[[str], APIClient], told: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    commenter, listener = as_role("commenter"), as_role("listener")
    with django_capture_on_commit_callbacks(execute=True):
        made = say(commenter, project, "  More air  ", seconds=84.2, track="track-1", clip="clip-7")
    assert told == [([f"document.{project.id}"], {"type": "project.changed", "what": "comments"})]
    assert (made["text"], made["seconds"], made["track"], made["clip"]) == ("More air", 84.2, "track-1", "clip-7")
    assert made["mine"] and made["author"]["name"] == "the-commenter"
    [seen] = listed(listener, project)["comments"]
    assert seen["id"] == made["id"] and not seen["mine"]
    refused = listener.post(f"/api/projects/{project.id}/comments", {"text": "No"}, format="json")
    assert refused.status_code == 403 and "ask the owner" in refused.json()["detail"]


def test_what_is_no_comment_is_refused_with_a_sentence(project: Project, person: User, client_of: MakeClient) -> None:
    for body in ({"text": "   "}, {"text": "x" * 4001}, {"text": "x", "seconds": -1}, {"text": "x", "seconds": "NaN"}):
        refused = client_of(person).post(f"/api/projects/{project.id}/comments", body, format="json")
        assert refused.status_code == 400 and refused.json()["detail"].endswith("."), body
    assert not Comment.objects.exists()


def test_answers_stay_in_their_thread_and_open_it_again(
    project: Project, person: User, client_of: MakeClient, as_role: Callable[[str], APIClient]
) -> None:
    owner, commenter = client_of(person), as_role("commenter")
    first = say(commenter, project, seconds=3)
    path = f"/api/projects/{project.id}/comments/{first['id']}"
    resolved = owner.patch(path, {"resolved": True}, format="json").json()
    assert resolved["resolved_by"] == "ada" and resolved["resolved_at"]
    second = say(owner, project, "Moved it", thread=first["id"])
    third = say(commenter, project, "Good", thread=second["id"])
    assert (second["thread"], third["thread"]) == (first["id"], first["id"])
    assert listed(owner, project)["comments"][0]["resolved_at"] is None
    answer = f"/api/projects/{project.id}/comments/{second['id']}"
    assert owner.patch(answer, {"resolved": True}, format="json").status_code == 409


def test_ones_own_words_are_ones_own(
    project: Project, person: User, client_of: MakeClient, as_role: Callable[[str], APIClient]
) -> None:
    owner, editor, commenter = client_of(person), as_role("editor"), as_role("commenter")
    first, others = say(commenter, project), say(editor, project)
    path, of_editor = (f"/api/projects/{project.id}/comments/{made['id']}" for made in (first, others))
    changed = commenter.patch(path, {"text": "Louder"}, format="json").json()
    assert changed["text"] == "Louder" and changed["edited_at"]
    assert editor.patch(path, {"text": "Mine"}, format="json").status_code == 403
    assert editor.patch(path, {"resolved": True}, format="json").status_code == 200
    assert commenter.patch(of_editor, {"resolved": True}, format="json").status_code == 403
    assert commenter.delete(of_editor).status_code == 403
    assert editor.delete(path).status_code == 403
    assert owner.delete(path).status_code == 204  # the owner keeps the house
    assert editor.delete(of_editor).status_code == 204
    assert not Comment.objects.exists()


def test_deleting_the_first_keeps_the_answers_of_others(
    project: Project, person: User, client_of: MakeClient, as_role: Callable[[str], APIClient]
) -> None:
    owner, commenter = client_of(person), as_role("commenter")
    first = say(commenter, project)
    answer = say(owner, project, "I hear it too", thread=first["id"])
    path = f"/api/projects/{project.id}/comments"
    assert commenter.delete(f"{path}/{first['id']}").status_code == 204
    kept, reply = listed(owner, project)["comments"]
    assert (kept["is_deleted"], kept["text"], reply["text"]) == (True, "", "I hear it too")
    assert owner.delete(f"{path}/{answer['id']}").status_code == 204
    assert listed(owner, project)["comments"] == []


def test_a_comment_of_another_project_is_not_here(project: Project, person: User, client_of: MakeClient) -> None:
    other = actions.create_project(person, "Other")
    made = say(client_of(person), other)
    path = f"/api/projects/{project.id}/comments"
    assert client_of(person).delete(f"{path}/{made['id']}").status_code == 404
    refused = client_of(person).post(path, {"text": "x", "thread": made["id"]}, format="json")
    assert refused.status_code == 404


def test_what_was_read_is_remembered(project: Project, person: User, client_of: MakeClient) -> None:
    client = client_of(person)
    assert listed(client, project)["seen_at"] is None
    before = timezone.now().isoformat()
    assert client.post(f"/api/projects/{project.id}/comments/seen").status_code == 204
    assert listed(client, project)["seen_at"] >= before.replace("+00:00", "Z")
