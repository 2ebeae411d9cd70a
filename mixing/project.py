"""The project document: what people edit together, and what the engine renders.

Flat records that name each other by id, so that moving a clip to another track is one write and two
people's edits merge. Their fields and limits are in `mixing.records`, what must hold between them is in
`mixing.links`: the renderer, the site and (through the generated JSON Schema) the editor share both.
"""

from typing import Any, Literal

from pydantic import ValidationError, model_validator

from mixing.links import MASTER_ID, Document, detached, faults
from mixing.records import (
    CEILING_DBTP,
    Clip,
    Device,
    Envelope,
    Id,
    Marker,
    Master,
    Point,
    Record,
    Region,
    Send,
    Track,
)

__all__ = [
    "CEILING_DBTP",
    "MASTER_ID",
    "VERSION",
    "Clip",
    "Device",
    "Envelope",
    "Id",
    "Marker",
    "Master",
    "Point",
    "Project",
    "Record",
    "Region",
    "Send",
    "Track",
    "migrate",
    "new_project",
    "partners",
    "tolerant_project",
]

VERSION = 2


class Project(Record):
    """A whole arrangement. `version` grows with every change that old documents need migrated for."""

    version: Literal[2] = 2
    sample_rate_hz: Literal[44_100] = 44_100
    master: Master = Master()
    tracks: dict[Id, Track] = {}
    clips: dict[Id, Clip] = {}
    devices: dict[Id, Device] = {}
    sends: dict[Id, Send] = {}
    envelopes: dict[Id, Envelope] = {}
    points: dict[Id, Point] = {}
    markers: dict[Id, Marker] = {}
    regions: dict[Id, Region] = {}

    @model_validator(mode="before")
    @classmethod
    def _of_any_version(cls, document: Any) -> Any:
        return migrate(document) if isinstance(document, dict) else document

    @model_validator(mode="after")
    def _one_master(self) -> "Project":
        wrong = [key for key, track in self.tracks.items() if (track.role == "master") != (key == MASTER_ID)]
        if wrong:
            raise ValueError(f'the master track, and it alone, has the id "{MASTER_ID}"')
        return self

    @property
    def duration_seconds(self) -> float:
        """Where the last clip ends; 0 for an empty arrangement."""
        return max((clip.start_seconds + clip.duration_seconds for clip in self.clips.values()), default=0.0)

    @property
    def sample_ids(self) -> set[Id]:
        """The samples that the clips name."""
        return {clip.sample for clip in self.clips.values()}


_KINDS: dict[str, type[Record]] = {
    "tracks": Track,
    "clips": Clip,
    "devices": Device,
    "sends": Send,
    "envelopes": Envelope,
    "points": Point,
    "markers": Marker,
    "regions": Region,
}


def migrate(document: dict[str, Any]) -> dict[str, Any]:
    """A document of any earlier version as one of this version; others, and what is no document, are left alone.

    Version 2 added fields and kinds of records, all with defaults that sound as version 1 did.
    """
    return {**document, "version": VERSION} if document.get("version") == 1 else document


def new_project() -> Project:
    """An empty arrangement with one track and the default mastering chain."""
    devices = {
        "master-equaliser": Device(track=MASTER_ID, order="a0", effect="equaliser"),
        "master-compressor": Device(track=MASTER_ID, order="a1", effect="compressor"),
        "master-limiter": Device(track=MASTER_ID, order="a2", effect="limiter"),
    }
    tracks = {"track-1": Track(name="Track 1", order="a0"), MASTER_ID: Track(name="Mix", order="a0", role="master")}
    return Project(tracks=tracks, devices=devices)


def partners(project: Project, track: Id) -> list[Id]:
    """The other tracks on which an edit of this one is made too, in the order of the rows."""
    link = project.tracks[track].link
    linked = [(row.order, key) for key, row in project.tracks.items() if link and row.link == link and key != track]
    return [key for _, key in sorted(linked)]


def tolerant_project(document: dict[str, Any]) -> tuple[Project, list[str]]:
    """Read a live document, leaving out the records that are not valid.

    Two people's concurrent edits can leave a record half-made (a clip whose start one of them
    deleted, a clip on a track that the other removed). Those must not keep the rest from sounding.
    A track whose group is gone stays, outside of it. Returns the project and one sentence for each
    record left out.
    """
    document = migrate(document)
    kept: Document = {}
    left_out: list[str] = []
    for field, kind in _KINDS.items():
        kept[field] = {}
        for key, value in (document.get(field) or {}).items():
            try:
                kept[field][key] = kind.model_validate(value)
            except ValidationError as error:
                left_out.append(f"{kind.__name__} {key} was left out: {_first(error)}.")
    tracks = kept["tracks"]
    for key in [k for k, t in tracks.items() if isinstance(t, Track) and (t.role == "master") != (k == MASTER_ID)]:
        del tracks[key]
        left_out.append(f"Track {key} was left out: there is one master track, and its id is {MASTER_ID}.")
    tracks.setdefault(MASTER_ID, Track(name="Mix", role="master"))
    while found := list(faults(kept)):
        for fault in found:
            kind = _KINDS[fault.field]
            if kind is Track:
                tracks[fault.key] = detached(tracks[fault.key])
                left_out.append(f"Track {fault.key} was taken out of its group: it {fault.reason}.")
            else:
                del kept[fault.field][fault.key]
                left_out.append(f"{kind.__name__} {fault.key} was left out: it {fault.reason}.")
    try:
        master = Master.model_validate(document.get("master") or {})
    except ValidationError as error:
        master = Master()
        left_out.append(f"The master settings were left out: {_first(error)}.")
    return Project.model_validate({"master": master, **kept}), left_out


def _first(error: ValidationError) -> str:
    detail = error.errors()[0]
    where = ".".join(str(part) for part in detail["loc"])
    return f"{where + ': ' if where else ''}{detail['msg'].lower()}"
