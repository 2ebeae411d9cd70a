"""What differs between two states of an arrangement, as deeds: a verb, what kind of record, how many, which.

One table says what a changed field means, for the history (from Yjs updates) and for comparing versions (from plain
documents).
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pycrdt import Doc, Map

COLLECTIONS = ("tracks", "clips", "devices", "sends", "envelopes", "points", "markers", "regions")
KINDS = (*COLLECTIONS, "master")
MOST_IDS = 50  # named in a deed; beyond that the count is enough

Deed = dict[str, Any]
Plain = Mapping[str, Any]

SHARED = {
    "gain_db": "levelled", "pan": "panned", "mute": "muted", "name": "renamed", "order": "moved", "track": "moved",
    "colour": "coloured", "category": "coloured", "parent": "moved", "seconds": "moved", "start_seconds": "moved",
    "end_seconds": "moved",
}  # fmt: skip
OF_CLIPS = {
    "height": "moved", "offset_seconds": "trimmed", "duration_seconds": "trimmed", "sample": "replaced",
    "speed": "stretched", "preserve_pitch": "stretched", "semitones": "pitched", "reverse": "reversed",
    "loop": "looped", "fade_in_seconds": "faded", "fade_out_seconds": "faded", "fade_in_shape": "faded",
    "fade_out_shape": "faded",
}  # fmt: skip
OF_TRACKS = {"solo": "soloed", "link": "linked", "width": "widened", "height": "resized"}


def verbs(kind: str, fields: Iterable[str]) -> list[str]:
    """What was done to a record in which these fields have changed."""
    table = {**SHARED, **({"clips": OF_CLIPS, "tracks": OF_TRACKS}.get(kind, {}))}
    found = dict.fromkeys(table.get(field, "adjusted") for field in fields)
    if "trimmed" in found and "stretched" not in found:  # trimming the beginning moves it, too
        found.pop("moved", None)
    if "stretched" in found:
        found.pop("trimmed", None)
    return list(found)


def between(before: Plain, after: Plain) -> list[dict[str, Any]]:
    """Every record that differs: its kind and id, the verbs, the changed fields, and the record before and after."""
    found = []
    for kind in COLLECTIONS:
        old, new = before.get(kind) or {}, after.get(kind) or {}
        for key in [*old, *(key for key in new if key not in old)]:
            entry = _record(kind, key, old.get(key), new.get(key))
            if entry is not None:
                found.append(entry)
    if (entry := _record("master", "master", before.get("master") or {}, after.get("master") or {})) is not None:
        found.append(entry)
    return found


def _record(kind: str, key: str, old: Any, new: Any) -> dict[str, Any] | None:
    if old == new:
        return None
    entry = {"kind": kind, "id": key, "before": old, "after": new, "fields": []}
    if not isinstance(old, dict) or not isinstance(new, dict):
        return {**entry, "verbs": ["removed" if new is None else "added"]}
    fields = [field for field in {**old, **new} if old.get(field) != new.get(field)]
    return {**entry, "fields": fields, "verbs": verbs(kind, fields)}


def of_updates(known: bytes, updates: Iterable[bytes]) -> list[list[Deed]]:
    """What each of some updates does to a document, in the order in which they came."""
    doc = Doc[Any]()
    seen: list[tuple[str, Any]] = []
    maps = {name: doc.get(name, type=Map) for name in KINDS}
    doc.apply_update(known)
    for name, shared in maps.items():
        shared.observe_deep(_listener(name, seen))
    told = []
    for update in updates:
        seen.clear()
        doc.apply_update(update)
        told.append(_deeds(seen))
    return told


def _listener(kind: str, seen: list[tuple[str, Any]]) -> Callable[[list[Any]], None]:
    def hear(events: list[Any]) -> None:
        seen.extend((kind, _noted(event)) for event in events)

    return hear


def _noted(event: Any) -> tuple[list[Any], dict[str, str]]:
    """An event's path and what happened to each key. Its own objects do not outlive the transaction."""
    return list(event.path), {key: change["action"] for key, change in event.keys.items()}


def _deeds(seen: list[tuple[str, Any]]) -> list[Deed]:
    done: dict[tuple[str, str], list[str]] = {}
    for kind, (path, keys) in seen:
        if kind == "master":
            done.setdefault(("adjusted", kind), []).append("master")
        elif path:
            fields = keys if len(path) == 1 else path[1:2]
            for verb in verbs(kind, fields):
                done.setdefault((verb, kind), []).append(str(path[0]))
        else:
            for key, action in keys.items():
                done.setdefault(("removed" if action == "delete" else "added", kind), []).append(key)
    made = {key for (verb, _), ids in done.items() if verb == "added" for key in ids}
    counted = []
    for (verb, kind), ids in sorted(done.items(), key=lambda entry: (KINDS.index(entry[0][1]), entry[0][0])):
        others = list(dict.fromkeys(key for key in ids if verb == "added" or key not in made))
        if others:
            counted.append({"verb": verb, "kind": kind, "count": len(others), "ids": others[:MOST_IDS]})
    return counted
