"""The document: what it accepts, what old ones become, and what is left of half-made ones."""

import json
from typing import Any

import pytest
from pydantic import ValidationError

from mixing.effects import EFFECTS
from mixing.links import automatable, faults
from mixing.project import MASTER_ID, Project, Track, migrate, new_project, partners, tolerant_project

FIRST_VERSION: dict[str, Any] = {
    "version": 1,
    "sample_rate_hz": 44_100,
    "master": {"ceiling_dbtp": -1.0, "tail_seconds": 2.0},
    "tracks": {"a": {"name": "A", "gain_db": -3.0, "role": "audio"}, "master": {"role": "master"}},
    "clips": {"c": {"track": "a", "sample": "s", "start_seconds": 1.0, "duration_seconds": 2.0}},
    "devices": {"d": {"track": "a", "effect": "gain", "parameters": {"gain_db": 2.0}}},
}


def test_a_document_of_the_first_version_is_read_as_what_it_was() -> None:
    project = Project.model_validate(FIRST_VERSION)
    assert project == Project.model_validate_json(json.dumps(FIRST_VERSION))
    assert project.version == migrate(FIRST_VERSION)["version"] == 2
    assert FIRST_VERSION["version"] == 1
    assert project.tracks["a"].gain_db == -3.0 and project.tracks["a"].width == 1.0
    assert project.clips["c"].speed == 1.0 and project.devices["d"].wet == 1.0
    assert Project.model_validate(project.model_dump()) == project
    assert tolerant_project(FIRST_VERSION) == (project, [])


@pytest.mark.parametrize("version", [0, 3, "2"])
def test_a_document_of_an_unknown_version_is_refused(version: object) -> None:
    with pytest.raises(ValidationError, match="version"):
        Project.model_validate({**FIRST_VERSION, "version": version})


LIMITS: list[tuple[str, dict[str, Any], str, list[float], list[float]]] = [
    ("tracks", {}, "width", [-2, 2], [-2.1, 2.1]),
    ("tracks", {}, "pan", [-1, 1], [-1.01, 1.01]),
    ("tracks", {}, "gain_db", [-90, 24], [-91, 25]),
    ("clips", FIRST_VERSION["clips"]["c"], "speed", [0.1, 10], [0.09, 10.1]),
    ("clips", FIRST_VERSION["clips"]["c"], "semitones", [-24, 24], [-25, 25]),
    ("clips", FIRST_VERSION["clips"]["c"], "gain_db", [-90, 40], [-91, 41]),
    ("clips", FIRST_VERSION["clips"]["c"], "height", [0, 1], [-0.1, 1.1]),
    ("devices", {"effect": "gain", "track": "a"}, "wet", [0, 1], [-0.1, 1.1]),
    ("sends", {"source": "a", "target": "r"}, "gain_db", [-90, 24], [-91, 25]),
]


@pytest.mark.parametrize(("field", "record", "name", "good", "bad"), LIMITS, ids=lambda value: str(value)[:12])
def test_limits(field: str, record: dict[str, Any], name: str, good: list[float], bad: list[float]) -> None:
    for value in good:
        Project.model_validate({field: {"x": {**record, name: value}}})
    for value in [*bad, float("nan"), float("inf")]:
        with pytest.raises(ValidationError):
            Project.model_validate({field: {"x": {**record, name: value}}})


@pytest.mark.parametrize(
    ("field", "record"),
    [
        ("clips", {**FIRST_VERSION["clips"]["c"], "fade_in_shape": "wavy"}),
        ("tracks", {"role": "folder"}),
        ("points", {"envelope": "e", "seconds": 0, "value": 1, "curve": "spline"}),
        ("master", {"target_lufs": 3}),
    ],
)
def test_unknown_words_are_refused(field: str, record: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Project.model_validate({field: record if field == "master" else {"x": record}})


def test_partners_are_the_other_tracks_of_a_link() -> None:
    tracks = {
        "left": Track(link="noise", order="b"),
        "right": Track(link="noise", order="a"),
        "middle": Track(link="noise", order="c"),
        "alone": Track(),
        "also alone": Track(),
    }
    project = Project(tracks=tracks)
    assert partners(project, "left") == ["right", "middle"]
    assert partners(project, "alone") == []


def half_made(**records: dict[str, Any]) -> tuple[Project, list[str]]:
    tracks = {
        "a": {},
        "b": {},
        "g": {"role": "group"},
        "h": {"role": "group"},
        "r": {"role": "return", "name": "Hall"},
        "s": {"role": "return"},
        MASTER_ID: {"role": "master"},
        **records.pop("tracks", {}),
    }
    project, left_out = tolerant_project({"tracks": tracks, **records})
    assert not list(faults({name: getattr(project, name) for name in Project.model_fields if name != "master"}))
    assert all(sentence.endswith(".") and "\n" not in sentence for sentence in left_out)
    return project, left_out


CLIP = {"track": "a", "sample": "s", "start_seconds": 0, "duration_seconds": 1}


@pytest.mark.parametrize(
    ("field", "record", "sentence"),
    [
        ("clips", {**CLIP, "track": "gone"}, "is on no track"),
        ("clips", {**CLIP, "track": MASTER_ID}, "is on no track"),
        ("clips", {**CLIP, "track": "r"}, "is on Hall, a return"),
        ("clips", {"track": "a"}, "sample: field required"),
        ("clips", "nothing", "input should be a valid dictionary"),
        ("devices", {"effect": "gain"}, "a track that does not exist"),
        ("devices", {"effect": "gain", "clip": "gone", "track": "a"}, "a clip that does not exist"),
        ("devices", {"track": "a"}, "effect: field required"),
        ("sends", {"source": "gone", "target": "r"}, "comes from a track that does not exist"),
        ("sends", {"source": MASTER_ID, "target": "r"}, "comes from a track that does not exist"),
        ("sends", {"source": "a", "target": "b"}, "leads to no return"),
        ("sends", {"source": "r", "target": "r"}, "from Hall to Hall would feed back"),
        ("envelopes", {"target": "gone", "parameter": "pan"}, "something that does not exist"),
        ("envelopes", {"target": "a", "parameter": "mute"}, "mute, which cannot be automated"),
        ("envelopes", {"target": "a", "parameter": ""}, "nothing, which cannot be automated"),
        ("points", {"envelope": "gone", "seconds": 0, "value": 0}, "an envelope that does not exist"),
        ("points", {"envelope": "gone", "seconds": -1, "value": 0}, "seconds: "),
        ("markers", {"name": "here"}, "seconds: field required"),
        ("regions", {"start_seconds": 2, "end_seconds": 2}, "ends before it starts"),
    ],
)
def test_a_half_made_record_is_left_out_with_a_sentence(field: str, record: object, sentence: str) -> None:
    project, left_out = half_made(**{field: {"x": record}})
    assert not getattr(project, field)
    assert len(left_out) == 1 and sentence in left_out[0] and " x was left out: " in left_out[0]


def test_a_track_whose_group_is_gone_or_circular_stays() -> None:
    project, left_out = half_made(
        tracks={
            "g": {"role": "group", "parent": "h"},
            "h": {"role": "group", "parent": "g"},
            "a": {"parent": "gone"},
            "b": {"parent": "a"},
            "s": {"role": "return", "parent": "g"},
        }
    )
    assert {key: track.parent for key, track in project.tracks.items() if track.parent} == {"g": "h"}
    assert len(left_out) == 4 and all("was taken out of its group" in sentence for sentence in left_out)
    assert "Track h was taken out of its group: it is a group inside of itself." in left_out


def test_the_send_that_closes_a_circle_is_left_out_and_the_others_stay() -> None:
    sends = {
        "1": {"source": "a", "target": "r"},
        "2": {"source": "r", "target": "s"},
        "3": {"source": "s", "target": "r"},
    }
    project, left_out = half_made(sends=sends)
    assert list(project.sends) == ["1", "2"] and len(left_out) == 1


def test_what_hangs_on_something_left_out_goes_with_it() -> None:
    project, left_out = half_made(
        devices={"d": {"track": "gone", "effect": "gain"}},
        envelopes={"e": {"target": "d", "parameter": "gain_db"}},
        points={str(k): {"envelope": "e", "seconds": k, "value": 0} for k in range(3)},
    )
    assert not project.devices and not project.envelopes and not project.points
    assert len(left_out) == 5


def test_of_two_envelopes_for_one_thing_one_stays() -> None:
    same = {"target": "a", "parameter": "pan"}
    project, left_out = half_made(envelopes={"e": same, "f": same, "g": {**same, "parameter": "width"}})
    assert set(project.envelopes) == {"e", "g"} and "another envelope" in left_out[0]


def test_devices_are_automated_by_their_own_parameters() -> None:
    project = Project.model_validate(FIRST_VERSION)
    document = {name: getattr(project, name) for name in ("tracks", "sends", "devices")}
    assert automatable(document, "d") == frozenset(EFFECTS["gain"].model_fields) - EFFECTS["gain"].fixed | {"wet"}
    assert automatable(document, "a") == frozenset({"gain_db", "pan", "width"})
    assert automatable(document, "gone") is None
    _, left_out = half_made(
        devices={"d": {"track": "a", "effect": "gain"}, "u": {"track": "a", "effect": "unknown"}},
        envelopes={
            "1": {"target": "d", "parameter": "wet"},
            "2": {"target": "d", "parameter": "teleport"},
            "3": {"target": "u", "parameter": "gain_db"},
        },
    )
    assert [sentence.split(" was")[0] for sentence in left_out] == ["Envelope 2", "Envelope 3"]


def test_a_wrong_master_is_made_anew() -> None:
    project, left_out = tolerant_project(
        {"master": {"tail_seconds": -1}, "tracks": {MASTER_ID: {}, "x": {"role": "master"}}}
    )
    assert project.tracks == {MASTER_ID: Track(name="Mix", role="master")}
    assert project.master.tail_seconds == 1.0 and len(left_out) == 3


def test_a_new_project_is_whole() -> None:
    assert tolerant_project(new_project().model_dump()) == (new_project(), [])
