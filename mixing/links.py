"""What must hold between the records of a document: every name leads somewhere, and nothing feeds itself."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from mixing.records import Id, Record, Track

MASTER_ID = "master"
TRACK_PARAMETERS = ("gain_db", "pan", "width")
SEND_PARAMETERS = ("gain_db", "pan")

Document = dict[str, dict[Id, Any]]  # the records of each kind by their ids
R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Fault:
    """A record that cannot be used as it stands; `reason` goes on after its name, `remedy` says what to do."""

    field: str
    key: Id
    reason: str
    remedy: str = "remove it"
    harmless: bool = False  # nothing sounds differently without it


def faults(document: Mapping[str, Mapping[Id, Any]]) -> Iterator[Fault]:
    """Every record that cannot be used, in a fixed order. Removing some may show others."""
    for rule in _RULES:
        yield from rule(document)


def detached(track: R) -> R:
    """The same track outside of its group."""
    return track.model_copy(update={"parent": ""})


def automatable(document: Mapping[str, Mapping[Id, Any]], target: Id) -> frozenset[str] | None:
    """The parameters of a track, send or device that an envelope can move; None where the target does not exist."""
    if target in document["tracks"]:
        return frozenset(TRACK_PARAMETERS)
    if target in document["sends"]:
        return frozenset(SEND_PARAMETERS)
    device = document["devices"].get(target)
    if device is None:
        return None
    from mixing.effects import EFFECTS  # compiles on import: only a document with such an envelope pays for it

    kind = EFFECTS.get(device.effect)
    if kind is None:
        return frozenset({"wet"})
    return frozenset(kind.model_fields) - frozenset(getattr(kind, "fixed", ())) | {"wet"}


def _clips(document: Mapping[str, Mapping[Id, Any]]) -> Iterator[Fault]:
    for key, clip in document["clips"].items():
        track = document["tracks"].get(clip.track)
        if track is None or track.role == "master":
            yield Fault("clips", key, "is on no track", "move it to one, or remove it")
        elif track.role not in ("audio", "free"):
            yield Fault(
                "clips", key, f"is on {_named(track, clip.track)}, a {track.role}, which holds no clips", "move it"
            )


def _devices(document: Mapping[str, Mapping[Id, Any]]) -> Iterator[Fault]:
    for key, device in document["devices"].items():
        if device.clip and device.clip not in document["clips"]:
            yield Fault("devices", key, "belongs to a clip that does not exist", harmless=True)
        elif not device.clip and device.track not in document["tracks"]:
            yield Fault("devices", key, "belongs to a track that does not exist", harmless=True)


def _parents(document: Mapping[str, Mapping[Id, Any]]) -> Iterator[Fault]:
    tracks: Mapping[Id, Track] = document["tracks"]
    into: dict[Id, set[Id]] = {}
    for key, track in sorted(tracks.items()):
        if not track.parent:
            continue
        parent = tracks.get(track.parent)
        if track.role in ("return", "master"):
            yield Fault("tracks", key, f"is a {track.role}, which stands in no group", "take it out")
        elif parent is None or parent.role != "group":
            yield Fault("tracks", key, "is in a group that does not exist", "take it out")
        elif _closes(into, key, track.parent):
            yield Fault("tracks", key, "is a group inside of itself", "take it out of the inner one")


def _sends(document: Mapping[str, Mapping[Id, Any]]) -> Iterator[Fault]:
    tracks: Mapping[Id, Track] = document["tracks"]
    into: dict[Id, set[Id]] = {}
    for key, send in sorted(document["sends"].items()):
        source, target = tracks.get(send.source), tracks.get(send.target)
        if source is None or source.role == "master":
            yield Fault("sends", key, "comes from a track that does not exist", harmless=True)
        elif target is None or target.role != "return":
            yield Fault("sends", key, f"of {_named(source, send.source)} leads to no return", "choose one")
        elif _closes(into, send.source, send.target):
            yield Fault(
                "sends",
                key,
                f"from {_named(source, send.source)} to {_named(target, send.target)} would feed back",
            )


def _envelopes(document: Mapping[str, Mapping[Id, Any]]) -> Iterator[Fault]:
    taken: set[tuple[Id, str]] = set()
    for key, envelope in sorted(document["envelopes"].items()):
        known = automatable(document, envelope.target)
        if known is None:
            yield Fault("envelopes", key, "moves something that does not exist", harmless=True)
        elif envelope.parameter not in known:
            yield Fault("envelopes", key, f"moves {envelope.parameter or 'nothing'}, which cannot be automated there")
        elif (envelope.target, envelope.parameter) in taken:
            yield Fault("envelopes", key, f"moves {envelope.parameter}, which another envelope moves already")
        else:
            taken.add((envelope.target, envelope.parameter))


def _points(document: Mapping[str, Mapping[Id, Any]]) -> Iterator[Fault]:
    for key, point in document["points"].items():
        if point.envelope not in document["envelopes"]:
            yield Fault("points", key, "belongs to an envelope that does not exist", harmless=True)


def _regions(document: Mapping[str, Mapping[Id, Any]]) -> Iterator[Fault]:
    for key, region in document["regions"].items():
        if region.end_seconds <= region.start_seconds:
            yield Fault("regions", key, "ends before it starts", harmless=True)


_RULES: tuple[Callable[[Mapping[str, Mapping[Id, Any]]], Iterator[Fault]], ...] = (
    _parents,
    _clips,
    _devices,
    _sends,
    _envelopes,
    _points,
    _regions,
)


def _closes(into: dict[Id, set[Id]], source: Id, target: Id) -> bool:
    """Whether an edge would close a circle; otherwise it is added."""
    reached, ahead = set[Id](), [target]
    while ahead:
        key = ahead.pop()
        if key == source:
            return True
        if key not in reached:
            reached.add(key)
            ahead.extend(into.get(key, ()))
    into.setdefault(source, set()).add(target)
    return False


def _named(track: Track, key: Id) -> str:
    return track.name or key
