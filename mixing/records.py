"""The records of a document: flat, immutable, and strict about what they hold.

They name each other by id. Every number carries its unit in its name, and its limits stand here and nowhere else.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Id = str
Shape = Literal["linear", "equal_power", "exponential", "smooth"]  # of a fade
Bend = Literal["hold", "linear", "exponential", "smooth"]  # of an envelope, from one point to the next
Role = Literal["audio", "free", "group", "return", "master"]

CEILING_DBTP = -1.0
LONGEST_SECONDS = 86_400


class Record(BaseModel):
    """One flat entry of the document; immutable, and strict about what it holds."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", allow_inf_nan=False, json_schema_serialization_defaults_required=True
    )


class Track(Record):
    """A row of the timeline and its strip in the mixer.

    The clips of a free track may overlap at any height; on an ordinary audio track, overlapping clips cross-fade.
    A group sums the tracks that name it as their parent; a return sums what is sent to it.
    """

    name: str = Field("Track", max_length=200)
    order: str = Field("a0", max_length=200)  # fractional index: rows sort by (order, id)
    role: Role = "audio"
    parent: Id = ""  # the group that it is in
    gain_db: float = Field(0.0, ge=-90, le=24)
    pan: float = Field(0.0, ge=-1, le=1)
    width: float = Field(1.0, ge=-2, le=2)  # 0 is mono; below it the sides are swapped
    phase_inverted: bool = False
    mute: bool = False
    solo: bool = False
    colour: str = Field("", max_length=40)  # empty: by provenance
    link: str = Field("", max_length=200)  # tracks with the same one are edited together
    height: int = Field(72, ge=16, le=1000)  # of its row, in pixels


class Send(Record):
    """A copy of a track's sound, to a return."""

    source: Id
    target: Id
    gain_db: float = Field(0.0, ge=-90, le=24)
    pan: float = Field(0.0, ge=-1, le=1)
    pre: bool = False  # before the track's fader instead of after it
    mute: bool = False


class Clip(Record):
    """Part of a library sample, placed on a track.

    It plays the sample from the offset on, at its speed; reversed, the same part from its end to its beginning.
    """

    track: Id
    sample: Id
    start_seconds: float = Field(ge=0, le=LONGEST_SECONDS)
    offset_seconds: float = Field(0.0, ge=0, le=LONGEST_SECONDS)  # in the sample's own time
    duration_seconds: float = Field(gt=0, le=LONGEST_SECONDS)  # on the timeline
    gain_db: float = Field(0.0, ge=-90, le=40)
    pan: float = Field(0.0, ge=-1, le=1)
    speed: float = Field(1.0, ge=0.1, le=10)
    preserve_pitch: bool = True  # when the speed is not 1
    semitones: float = Field(0.0, ge=-24, le=24)
    reverse: bool = False
    loop: bool = False  # begin the sample anew where it ends, instead of falling silent
    fade_in_seconds: float = Field(0.01, ge=0, le=LONGEST_SECONDS)
    fade_out_seconds: float = Field(0.01, ge=0, le=LONGEST_SECONDS)
    fade_in_shape: Shape = "linear"
    fade_out_shape: Shape = "linear"
    mute: bool = False
    name: str = Field("", max_length=200)  # empty: the sample's own name
    height: float = Field(0.0, ge=0, le=1)  # its place within a free track, from the top
    category: str = Field("", max_length=200)  # empty: the sample's own
    colour: str = Field("", max_length=40)  # empty: by category


class Device(Record):
    """A placed effect: in a track's chain, or in a clip's own; on the master track, a stage of mastering."""

    track: Id = ""
    clip: Id = ""  # where it is not empty, the device belongs to this clip and not to a track
    order: str = Field("a0", max_length=200)
    effect: str  # a name in mixing.effects.EFFECTS
    enabled: bool = True
    wet: float = Field(1.0, ge=0, le=1)
    parameters: dict[str, float] = {}  # those that differ from the effect's defaults


class Envelope(Record):
    """How one parameter of a track, a send or a device moves; its value before the first point and after the last
    is theirs."""

    target: Id
    parameter: str = Field(max_length=200)
    enabled: bool = True


class Point(Record):
    """A value of an envelope at a time, and the shape of the way to the next point.

    Exponential is a straight line in the logarithm. The gain of tracks and sends moves as amplitude: linear is a
    straight line in amplitude, exponential one in decibels, as the gain of a Web Audio node moves.
    """

    envelope: Id
    seconds: float = Field(ge=0, le=LONGEST_SECONDS)
    value: float = Field(ge=-1e6, le=1e6)
    curve: Bend = "linear"


class Marker(Record):
    """A named place of the timeline."""

    seconds: float = Field(ge=0, le=LONGEST_SECONDS)
    name: str = Field("", max_length=200)
    colour: str = Field("", max_length=40)


class Region(Record):
    """A named stretch of the timeline, which can be rendered by itself."""

    start_seconds: float = Field(ge=0, le=LONGEST_SECONDS)
    end_seconds: float = Field(ge=0, le=LONGEST_SECONDS)
    name: str = Field("", max_length=200)
    colour: str = Field("", max_length=40)


class Master(Record):
    """How the mix becomes the master; the chain itself is the master track's devices."""

    ceiling_dbtp: float = Field(CEILING_DBTP, ge=-20, le=0)  # the true peak that nothing may exceed
    tail_seconds: float = Field(1.0, ge=0, le=60)  # at least so much after the last clip
    target_lufs: float | None = Field(None, ge=-60, le=-5)  # integrated; None leaves the loudness as it comes
