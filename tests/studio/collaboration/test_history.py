"""The written history: who did what, told from the updates as they were stored."""

from collections.abc import Callable
from typing import Any

import pytest
from pycrdt import Doc, Map

from mixing.project import Clip, new_project
from studio.accounts.models import User
from studio.collaboration import access, changes, differences, documents
from studio.collaboration.models import Change
from studio.projects import actions
from studio.projects.models import Membership, Project

MakePerson = Callable[[str], User]


class Editor:
    """A member's end of the document: each `do` is stored as one update of theirs."""

    def __init__(self, project: Project, user: User) -> None:
        self.project, self.user = project, user
        self.doc: Doc[Any] = Doc()
        self.maps = {name: self.doc.get(name, type=Map) for name in (*differences.COLLECTIONS, "master")}
        self.catch_up()

    def catch_up(self) -> None:
        self.doc.apply_update(documents.load(self.project.id))

    def do(self, edit: Callable[[dict[str, Any]], object]) -> None:
        before = self.doc.get_state()
        with self.doc.transaction():
            edit(self.maps)
        assert access.write(self.project.id, self.user.id, self.doc.get_update(before))


@pytest.fixture
def project(person: User) -> Project:
    clips = {
        f"clip-{n}": Clip(track="track-1", sample="a", start_seconds=n, duration_seconds=1, gain_db=-1)
        for n in range(5)
    }
    return actions.create_project(person, "Piece", new_project().model_copy(update={"clips": clips}))


@pytest.fixture
def ada(project: Project, person: User) -> Editor:
    return Editor(project, person)


@pytest.fixture
def bob(project: Project, make_person: MakePerson) -> Editor:
    user = make_person("bob")
    Membership.objects.create(project=project, user=user, role="editor")
    return Editor(project, user)


def told(project: Project) -> list[tuple[str, list[tuple[str, str, int]]]]:
    documents.describe(project.id)
    found = Change.objects.filter(project=project).order_by("id").select_related("author")
    return [
        (str(change.author), [(deed["verb"], deed["kind"], deed["count"]) for deed in change.deeds]) for change in found
    ]


def test_who_did_what_is_told_in_deeds(project: Project, ada: Editor, bob: Editor) -> None:
    def move(maps: dict[str, Any]) -> None:
        for n in range(3):
            maps["clips"][f"clip-{n}"]["start_seconds"] = 10.0 + n

    def split(maps: dict[str, Any]) -> None:
        maps["clips"]["clip-4"]["duration_seconds"] = 0.5
        maps["clips"]["new"] = Map({"track": "track-1", "sample": "a", "start_seconds": 5.0, "duration_seconds": 0.5})
        maps["clips"]["new"]["gain_db"] = -2.0

    def mix(maps: dict[str, Any]) -> None:
        maps["tracks"]["track-1"]["gain_db"] = -3.0
        maps["devices"]["master-limiter"]["parameters"] = Map({"ceiling_dbfs": -2.0})
        maps["master"]["target_lufs"] = -16.0

    def tidy(maps: dict[str, Any]) -> None:
        del maps["clips"]["clip-3"]

    ada.do(move)
    bob.catch_up()
    bob.do(split)
    bob.do(mix)
    ada.catch_up()
    ada.do(tidy)
    assert told(project) == [
        ("ada", [("moved", "clips", 3)]),
        ("bob", [("added", "clips", 1), ("trimmed", "clips", 1)]),
        ("bob", [("levelled", "tracks", 1), ("adjusted", "devices", 1), ("adjusted", "master", 1)]),
        ("ada", [("removed", "clips", 1)]),
    ]
    assert sorted(Change.objects.order_by("id")[0].deeds[0]["ids"]) == ["clip-0", "clip-1", "clip-2"]


def test_the_same_again_and_again_is_one_entry(project: Project, ada: Editor, bob: Editor) -> None:
    for n in range(6):
        ada.do(lambda maps, n=n: maps["clips"]["clip-0"].update({"start_seconds": 2.0 + n / 100}))  # type: ignore[misc]
        if n == 2:
            assert told(project) == [("ada", [("moved", "clips", 1)])]
    ada.do(lambda maps: maps["clips"]["clip-1"].update({"start_seconds": 9.0}))
    bob.do(lambda maps: maps["clips"]["clip-2"].update({"start_seconds": 9.0}))
    assert told(project) == [("ada", [("moved", "clips", 2)]), ("bob", [("moved", "clips", 1)])]
    assert Change.objects.order_by("id")[0].times == 7


def test_compacting_forgets_no_deed_and_tells_none_twice(
    project: Project, ada: Editor, bob: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "COMPACT_AT", 3)
    for n in range(12):
        who = (ada, bob)[n % 2]
        who.do(lambda maps, n=n: maps["markers"].update({f"m{n}": Map({"seconds": float(n)})}))  # type: ignore[misc]
    assert (
        told(project) == told(project) == [("ada", [("added", "markers", 1)]), ("bob", [("added", "markers", 1)])] * 6
    )
    assert len(documents.read(project.id)["markers"]) == 12


def test_an_update_with_nothing_new_is_no_deed(project: Project, ada: Editor) -> None:
    assert access.write(project.id, ada.user.id, documents.load(project.id))
    assert told(project) == []


def test_old_entries_are_let_go(project: Project, ada: Editor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes, "MOST_CHANGES", 4)
    monkeypatch.setattr(changes, "MANY_MORE", 1)
    for n in range(9):
        ada.do(
            lambda maps, n=n: maps["clips"]["clip-0"].update({("gain_db", "pan")[n % 2]: n / 10})  # type: ignore[misc]
        )
    assert len(told(project)) == 4


@pytest.mark.parametrize(
    ("kind", "fields", "expected"),
    [
        ("clips", ["start_seconds", "track"], ["moved"]),
        ("clips", ["start_seconds", "offset_seconds", "duration_seconds"], ["trimmed"]),
        ("clips", ["speed", "duration_seconds"], ["stretched"]),
        ("clips", ["gain_db", "pan"], ["levelled", "panned"]),
        ("tracks", ["height"], ["resized"]),
        ("devices", ["parameters"], ["adjusted"]),
        ("points", ["seconds", "value"], ["moved", "adjusted"]),
    ],
)
def test_fields_are_told_as_what_one_does(kind: str, fields: list[str], expected: list[str]) -> None:
    assert differences.verbs(kind, fields) == expected


def test_two_states_are_compared_record_by_record() -> None:
    before = {"clips": {"a": {"gain_db": 1}, "b": {"pan": 0.5}, "c": {}}, "master": {}}
    after = {"clips": {"a": {"gain_db": 2}, "c": {}, "d": {"pan": 1}}, "master": {"target_lufs": -16}}
    found = {
        (entry["kind"], entry["id"]): (entry["verbs"], entry["fields"]) for entry in differences.between(before, after)
    }
    assert found == {
        ("clips", "a"): (["levelled"], ["gain_db"]),
        ("clips", "b"): (["removed"], []),
        ("clips", "d"): (["added"], []),
        ("master", "master"): (["adjusted"], ["target_lufs"]),
    }
    assert differences.between(after, after) == []
