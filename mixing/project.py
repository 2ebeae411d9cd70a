"""The project document: what people edit together, and what the engine renders.

Flat records that name each other by id, so that moving a clip to another track is one write and two
people's edits merge. Every number carries its unit in its name. Records hold their limits here and
nowhere else: the renderer, the site and (through the generated JSON Schema) the editor share them.
"""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

Id = str

MASTER_ID = "master"
CEILING_DBTP = -1.0


class Record(BaseModel):
    """One flat entry of the document; immutable, and strict about what it holds."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", allow_inf_nan=False, json_schema_serialization_defaults_required=True
    )


class Track(Record):
    """A row of the timeline and its strip in the mixer."""

    name: str = Field("Track", max_length=200)
    order: str = Field("a0", max_length=200)  # fractional index: rows sort by (order, id)
    role: Literal["audio", "master"] = "audio"
    gain_db: float = Field(0.0, ge=-90, le=24)
    pan: float = Field(0.0, ge=-1, le=1)
    mute: bool = False
    solo: bool = False


class Clip(Record):
    """Part of a library sample, placed on a track."""

    track: Id
    sample: Id
    start_seconds: float = Field(ge=0, le=86_400)
    offset_seconds: float = Field(0.0, ge=0, le=86_400)
    duration_seconds: float = Field(gt=0, le=86_400)
    gain_db: float = Field(0.0, ge=-90, le=40)
    pan: float = Field(0.0, ge=-1, le=1)
    fade_in_seconds: float = Field(0.01, ge=0, le=86_400)
    fade_out_seconds: float = Field(0.01, ge=0, le=86_400)
    mute: bool = False
    name: str = Field("", max_length=200)  # empty: the sample's own name


class Device(Record):
    """A placed effect in a track's chain; on the master track, a stage of mastering."""

    track: Id
    order: str = Field("a0", max_length=200)
    effect: str  # a name in mixing.effects.EFFECTS
    enabled: bool = True
    parameters: dict[str, float] = {}  # those that differ from the effect's defaults


class Master(Record):
    """How the mix becomes the master; the chain itself is the master track's devices."""

    ceiling_dbtp: float = Field(CEILING_DBTP, ge=-20, le=0)  # the true peak that nothing may exceed
    tail_seconds: float = Field(1.0, ge=0, le=60)


class Project(Record):
    """A whole arrangement. `version` grows with every change that old documents need migrated for."""

    version: Literal[1] = 1
    sample_rate_hz: Literal[44_100] = 44_100
    master: Master = Master()
    tracks: dict[Id, Track] = {}
    clips: dict[Id, Clip] = {}
    devices: dict[Id, Device] = {}

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


def new_project() -> Project:
    """An empty arrangement with one track and the default mastering chain."""
    devices = {
        "master-equaliser": Device(track=MASTER_ID, order="a0", effect="equaliser"),
        "master-compressor": Device(track=MASTER_ID, order="a1", effect="compressor"),
        "master-limiter": Device(track=MASTER_ID, order="a2", effect="limiter"),
    }
    tracks = {"track-1": Track(name="Track 1", order="a0"), MASTER_ID: Track(name="Mix", order="a0", role="master")}
    return Project(tracks=tracks, devices=devices)


def tolerant_project(document: dict[str, Any]) -> tuple[Project, list[str]]:
    """Read a live document, leaving out the records that are not valid.

    Two people's concurrent edits can leave a record half-made (a clip whose start one of them
    deleted, a clip on a track that the other removed). Those must not keep the rest from sounding.
    Returns the project and one sentence for each record left out.
    """
    kinds: dict[str, type[Record]] = {"tracks": Track, "clips": Clip, "devices": Device}
    kept: dict[str, dict[Id, Record]] = {}
    left_out: list[str] = []
    for field, kind in kinds.items():
        kept[field] = {}
        for key, value in (document.get(field) or {}).items():
            try:
                kept[field][key] = kind.model_validate(value)
            except ValidationError as error:
                left_out.append(f"{kind.__name__} {key} was left out: {_first(error)}.")
    tracks = {
        k: t for k, t in kept["tracks"].items() if isinstance(t, Track) and (t.role == "master") == (k == MASTER_ID)
    }
    if MASTER_ID not in tracks:
        tracks[MASTER_ID] = Track(name="Mix", role="master")
    clips: dict[Id, Clip] = {}
    for key, clip in kept["clips"].items():
        if isinstance(clip, Clip) and clip.track in tracks and clip.track != MASTER_ID:
            clips[key] = clip
        else:
            left_out.append(f"Clip {key} was left out: its track does not exist.")
    devices = {k: d for k, d in kept["devices"].items() if isinstance(d, Device) and d.track in tracks}
    try:
        master = Master.model_validate(document.get("master") or {})
    except ValidationError as error:
        master = Master()
        left_out.append(f"The master settings were left out: {_first(error)}.")
    return Project(master=master, tracks=tracks, clips=clips, devices=devices), left_out


def _first(error: ValidationError) -> str:
    detail = error.errors()[0]
    where = ".".join(str(part) for part in detail["loc"])
    return f"{where}: {detail['msg'].lower()}"
