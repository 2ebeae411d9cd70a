"""The stored form of a document."""

import json
import shutil
import subprocess
from itertools import pairwise
from typing import Any
from uuid import uuid4

import pytest
from pycrdt import Doc, Map

from mixing.project import (
    Clip,
    Device,
    Envelope,
    Marker,
    Master,
    Point,
    Project,
    Region,
    Send,
    Track,
    migrate,
    new_project,
    tolerant_project,
)
from studio.accounts.models import User
from studio.collaboration import differences, documents
from studio.collaboration.models import DocumentUpdate
from studio.projects.actions import create_project
from tests.studio.conftest import MakeClient
from tests.studio.live import REPOSITORY


def updates_of(doc: Doc[Any], count: int, name: str = "clip") -> list[bytes]:
    """One update for each clip that is added to a document."""
    clips: Map[Any] = doc.get("clips", type=Map)
    states, made = [doc.get_state()], []
    for index in range(count):
        clips[f"{name}-{index}"] = Map({"start_seconds": float(index)})
        made.append(doc.get_update(states[-1]))
        states.append(doc.get_state())
    assert all(before != after for before, after in pairwise(states))
    return made


def test_a_new_document_reads_back_as_the_project_it_was_made_of() -> None:
    project = new_project()
    clip = Clip(track="track-1", sample=str(uuid4()), start_seconds=1.5, duration_seconds=2.0, mute=True, name="Hall")
    project = project.model_copy(
        update={
            "clips": {"a": clip},
            "devices": {**project.devices, "b": Device(track="track-1", effect="gain", parameters={"gain_db": -3.0})},
        }
    )
    content = documents.content(documents.new_document(project))
    assert tolerant_project(content) == (project, [])
    assert content["clips"]["a"] == clip.model_dump(exclude_defaults=True)
    assert content["devices"]["b"]["parameters"] == {"gain_db": -3.0}


def of_every_kind() -> Project:
    """An arrangement with at least one record of each kind, none of them all defaults."""
    new = new_project()
    tracks = {
        **new.tracks,
        "room": Track(name="Room", order="a1", role="return", width=1.5),
        "voices": Track(name="Voices", order="a2", role="group", colour="#335577"),
        "cloud": Track(name="Cloud", order="a3", role="free", parent="voices", link="pair", phase_inverted=True),
    }
    clip = Clip(
        track="cloud", sample=str(uuid4()), start_seconds=1.5, duration_seconds=2.0,
        speed=0.5, preserve_pitch=False, semitones=-3.0, reverse=True, fade_in_shape="smooth", height=0.25,
    )  # fmt: skip
    return new.model_copy(
        update={
            "tracks": tracks,
            "clips": {"a": clip},
            "devices": {**new.devices, "grain": Device(clip="a", effect="crusher", wet=0.5, parameters={"bits": 6.0})},
            "sends": {"to-room": Send(source="cloud", target="room", gain_db=-12.0, pre=True)},
            "envelopes": {
                "louder": Envelope(target="to-room", parameter="gain_db"),
                "duller": Envelope(target="grain", parameter="wet", enabled=False),
            },
            "points": {
                "p": Point(envelope="louder", seconds=0.0, value=-60.0, curve="exponential"),
                "q": Point(envelope="louder", seconds=4.0, value=-6.0),
            },
            "markers": {"m": Marker(seconds=2.0, name="Storm", colour="#aa3333")},
            "regions": {"r": Region(start_seconds=1.0, end_seconds=3.0, name="Middle")},
            "master": Master(ceiling_dbtp=-1.5, target_lufs=-16.0),
        }
    )


def test_every_kind_of_record_of_the_document_is_kept() -> None:
    kinds = {name for name, value in Project() if isinstance(value, dict)}
    assert set(differences.COLLECTIONS) == kinds
    project = of_every_kind()
    assert all(getattr(project, name) for name in kinds)
    content = documents.content(documents.new_document(project))
    assert tolerant_project(content) == (project, [])
    assert Project.model_validate(content) == project


def test_records_of_every_kind_are_merged_and_read_over_http(person: User, client_of: MakeClient) -> None:
    project = create_project(person, "Piece", of_every_kind())
    doc: Doc[Any] = Doc()
    doc.apply_update(documents.load(project.id))
    before = doc.get_state()
    doc.get("sends", type=Map)["to-room"]["gain_db"] = -3.0
    doc.get("points", type=Map)["late"] = Map({"envelope": "louder", "seconds": 8.0, "value": 0.0})
    doc.get("points", type=Map)["lost"] = Map({"envelope": "gone", "seconds": 8.0, "value": 0.0})
    doc.get("markers", type=Map)["half"] = Map({"name": "nowhere"})
    documents.append(project.id, doc.get_update(before))
    documents.compact(project.id)
    read = client_of(person).get(f"/api/projects/{project.id}/document").json()
    assert read["sends"]["to-room"] == {
        "source": "cloud", "target": "room", "gain_db": -3.0, "pan": 0.0, "pre": True, "mute": False,
    }  # fmt: skip
    assert set(read["points"]) == {"p", "q", "late"}
    assert set(read["markers"]) == {"m"}
    assert read["regions"]["r"]["end_seconds"] == 3.0
    assert read["master"]["target_lufs"] == -16.0


def test_a_document_of_version_1_reads_as_one_of_today() -> None:
    """As it lies in the database since before there were sends: without their maps, and with no word of a version."""
    clip = {"track": "track-1", "sample": "s", "start_seconds": 3.0, "duration_seconds": 2.5}
    doc: Doc[Any] = Doc()
    doc["tracks"] = Map({"track-1": Map({"name": "Track 1"}), "master": Map({"name": "Mix", "role": "master"})})
    doc["clips"] = Map({"a": Map(clip)})
    doc["devices"] = Map({"d": Map({"track": "master", "effect": "limiter", "parameters": Map({})})})
    content = documents.content(doc.get_update())
    assert content["sends"] == content["points"] == {}
    read, left_out = tolerant_project(content)
    assert (left_out, read.version, read.clips["a"].speed, read.devices["d"].wet) == ([], 2, 1.0, 1.0)
    stored = {"version": 1, **{name: content[name] for name in ("tracks", "clips", "devices")}}
    assert Project.model_validate(migrate(stored)) == Project.model_validate(stored) == read


def test_a_browser_reads_numbers_as_numbers(tmp_path: Any) -> None:
    """yjs itself reads what the server wrote."""
    assert shutil.which("node"), "install node, which the front end needs too"
    update = tmp_path / "update"
    clip = Clip(track="t", sample="s", start_seconds=3, duration_seconds=2.5)
    update.write_bytes(documents.new_document(Project(clips={"a": clip})))
    script = """
        import * as Y from "yjs"; import { readFileSync } from "node:fs";
        const doc = new Y.Doc(); Y.applyUpdate(doc, readFileSync(process.argv[1]));
        console.log(JSON.stringify([doc.getMap("clips").toJSON(), doc.getMap("tracks").toJSON()]));
    """
    done = subprocess.run(
        ["node", "--input-type=module", "-e", script, str(update)],
        cwd=REPOSITORY / "frontend", capture_output=True, text=True, check=True, timeout=30,
    )  # fmt: skip
    clips, tracks = json.loads(done.stdout)
    assert clips == {"a": {"track": "t", "sample": "s", "start_seconds": 3, "duration_seconds": 2.5}}
    assert tracks == {}


def test_updates_survive_compaction_even_when_their_predecessor_is_late(person: User) -> None:
    project = create_project(person, "Piece")
    early, *rest = updates_of(Doc(), 12)
    for update in rest:
        documents.append(project.id, update)
    documents.compact(project.id)
    assert DocumentUpdate.objects.get(project=project).is_snapshot
    documents.append(project.id, early)
    assert len(documents.read(project.id)["clips"]) == 12


def test_many_updates_are_compacted_by_themselves(person: User) -> None:
    project = create_project(person, "Piece")
    for update in updates_of(Doc(), documents.COMPACT_AT + 5):
        documents.append(project.id, update)
    assert DocumentUpdate.objects.filter(project=project).count() < 10
    assert len(documents.read(project.id)["clips"]) == documents.COMPACT_AT + 5


def test_what_is_missing_is_answered_to_a_state(person: User) -> None:
    project = create_project(person, "Piece")
    mine: Doc[Any] = Doc()
    for update in updates_of(mine, 3):
        documents.append(project.id, update)
    theirs: Doc[Any] = Doc()
    theirs.apply_update(documents.missing(documents.load(project.id), theirs.get_state()))
    assert set(theirs.get("clips", type=Map)) == {"clip-0", "clip-1", "clip-2"}
    assert documents.missing(documents.load(project.id), theirs.get_state()) in {documents.EMPTY, b"\x00\x00"}


@pytest.mark.parametrize("bad", [b"", b"\x01", b"\xff" * 40, b"\x01\x06\xaf\xee garbage", b"not an update at all"])
def test_malformed_updates_are_refused_and_not_stored(person: User, bad: bytes) -> None:
    project = create_project(person, "Piece")
    stored = DocumentUpdate.objects.filter(project=project).count()
    with pytest.raises(documents.MalformedUpdate):
        documents.append(project.id, bad)
    with pytest.raises(documents.MalformedUpdate):
        documents.missing(documents.load(project.id), b"\xff\xff\xff\xff")
    assert DocumentUpdate.objects.filter(project=project).count() == stored


def test_half_made_records_do_not_keep_the_rest_from_being_read(person: User) -> None:
    project = create_project(person, "Piece")
    doc: Doc[Any] = Doc()
    doc.apply_update(documents.load(project.id))
    before = doc.get_state()
    doc.get("clips", type=Map)["broken"] = Map({"track": "track-1"})
    doc.get("clips", type=Map)["worse"] = "not a map"
    documents.append(project.id, doc.get_update(before))
    read, left_out = tolerant_project(documents.read(project.id))
    assert read == new_project()
    assert len(left_out) == 2
