"""A document as a REAPER project: tracks in folders, items, sends, envelopes and markers.

What devices do has no equal there: they are named in the project's notes, and stems beside it sound the same.
"""

import os
from collections.abc import Iterator
from pathlib import Path

from mixing.audio import RATE_HZ, db_to_gain, gain_to_db
from mixing.crossfades import crossfaded
from mixing.project import MASTER_ID, Clip, Envelope, Id, Point, Project
from mixing.reaper.fields import (
    BEND_NUMBERS,
    ENVELOPES,
    FADE_NUMBERS,
    SEND_ENVELOPES,
    gain_of,
    number_of,
)
from mixing.reaper.text import Entry, block, entry, written
from mixing.routing import in_order

_SOURCES = {".wav": "WAVE", ".flac": "FLAC", ".mp3": "MP3", ".ogg": "VORBIS", ".opus": "VORBIS"}
_STEPS = 16  # of straight lines in place of an exponential one


def export_rpp(project: Project, out: Path, media: Path) -> list[str]:
    """Write a project; sounds are named by their way from it, and looked for in `media`.

    Returns one sentence for everything that could not be carried over.
    """
    writer = _Writer(project, out.resolve().parent, media.resolve())
    root = writer.root()
    out.write_text("\n".join(written(root)) + "\n", "utf-8")
    return writer.notes


class _Writer:
    def __init__(self, project: Project, beside: Path, media: Path) -> None:
        self._project, self._beside, self._media = project, beside, media
        self.notes: list[str] = []
        self._rows = [key for key, _ in self._nested("")]
        self._closing = dict(self._nested(""))

    def root(self) -> Entry:
        """The whole project."""
        project = self._project
        tracks = [self._track(key) for key in self._rows]
        master = project.tracks.get(MASTER_ID)
        self._name_devices(MASTER_ID)
        if project.master.target_lufs is not None:
            self.notes.append("The wanted loudness of the master was left out: REAPER has no equal.")
        inside = [
            block("NOTES", 0, 2, inside=[entry(f"|{note}") for note in self.notes]),
            entry("SAMPLERATE", RATE_HZ, 1, 0),
            entry("PANMODE", 3),
            entry("AUTOXFADE", 0),
            entry(
                "MASTER_VOLUME", gain_of(master.gain_db) if master else 1.0, master.pan if master else 0.0, -1, -1, 1
            ),
        ]
        if master:
            names = {"gain_db": "MASTERVOLENV2", "pan": "MASTERPANENV2", "width": "MASTERWIDTHENV2"}
            inside += self._envelopes(MASTER_ID, names)
        return block("REAPER_PROJECT", "0.1", "5.29", 0, inside=[*inside, *self._markers(), *tracks])

    def _nested(self, parent: Id) -> Iterator[tuple[Id, int]]:
        """Tracks as folders nest them, each with how many folders end after it."""
        tracks = self._project.tracks
        inner = [key for key, track in tracks.items() if track.parent == parent and key != MASTER_ID]
        ordered = in_order(self._project, inner)
        for key in ordered:
            within = list(self._nested(key)) if tracks[key].role == "group" else []
            ends = int(bool(parent) and key == ordered[-1])
            if within:
                yield key, 0
                yield from within[:-1]
                yield within[-1][0], within[-1][1] + ends
            else:
                yield key, ends

    def _track(self, key: Id) -> Entry:
        track = self._project.tracks[key]
        clips = {name: clip for name, clip in self._project.clips.items() if clip.track == key}
        has_inner = any(other.parent == key for other in self._project.tracks.values())
        folder = (1, 1) if has_inner else (2, -self._closing[key]) if self._closing[key] else (0, 0)
        pan, width = track.pan, track.width
        if not -1.0 <= width <= 1.0:
            self.notes.append(f"{track.name} is as wide as REAPER goes, not {width:g}.")
            width = max(-1.0, min(1.0, width))
        inside = [
            entry("NAME", track.name),
            entry("PEAKCOL", number_of(track.colour) or 16576),
            entry("AUTOMODE", 1),
            entry("VOLPAN", gain_of(track.gain_db), pan, -1, -1, width),
            entry("MUTESOLO", int(track.mute), int(track.solo), 0),
            entry("IPHASE", int(track.phase_inverted)),
            entry("ISBUS", *folder),
            entry("FREEMODE", int(track.role == "free")),
            entry("MAINSEND", 1, 0),
            *self._received(key),
            *self._envelopes(key, {parameter: name for name, parameter in ENVELOPES.items()}),
        ]
        self._name_devices(key)
        if track.role == "audio":
            clips = crossfaded(clips)
        return block("TRACK", inside=[*inside, *(self._item(name, clip) for name, clip in clips.items())])

    def _name_devices(self, track: Id) -> None:
        owner = self._project.tracks[track].name if track in self._project.tracks else "The master"
        for device in self._project.devices.values():
            if device.track == track and not device.clip and device.enabled:
                self.notes.append(f"{owner}: the {device.effect} was left out, render stems to hear it.")

    def _received(self, key: Id) -> Iterator[Entry]:
        for name, send in sorted(self._project.sends.items()):
            if send.target != key or send.source not in self._rows:
                continue
            mode = 3 if send.pre else 0
            place = self._rows.index(send.source)
            yield entry("AUXRECV", place, mode, gain_of(send.gain_db), send.pan, int(send.mute), 0, 0)
            yield from self._envelopes(name, {parameter: block for block, parameter in SEND_ENVELOPES.items()})

    def _envelopes(self, target: Id, names: dict[str, str]) -> Iterator[Entry]:
        for key, envelope in sorted(self._project.envelopes.items()):
            if envelope.target == target and envelope.parameter in names:
                yield block(names[envelope.parameter], inside=self._points(key, envelope))

    def _points(self, key: Id, envelope: Envelope) -> list[Entry]:
        gain = envelope.parameter == "gain_db"
        points = [point for point in self._project.points.values() if point.envelope == key]
        points.sort(key=lambda point: point.seconds)
        lines = [entry("ACT", int(envelope.enabled)), entry("VIS", 1, 1, 1), entry("ARM", 0)]
        for number, point in enumerate(points):
            after = points[number + 1] if number + 1 < len(points) else None
            for seconds, value in _way(point, after, gain=gain):
                lines.append(entry("PT", seconds, value, BEND_NUMBERS[point.curve]))
        return lines

    def _item(self, key: Id, clip: Clip) -> Entry:
        name = clip.name or Path(clip.sample).stem
        inverted = False
        for device in self._project.devices.values():
            if device.clip == key and device.enabled:
                if device.effect == "gain" and device.parameters == {"phase": 1.0}:
                    inverted = not inverted
                else:
                    self.notes.append(f"{name}: the {device.effect} was left out, render stems to hear it.")
        gain = gain_of(clip.gain_db) * (-1.0 if inverted else 1.0)
        offset = 0.0 if clip.reverse else clip.offset_seconds
        inside = [
            entry("POSITION", clip.start_seconds),
            entry("LENGTH", clip.duration_seconds),
            entry("LOOP", int(clip.loop)),
            entry("FADEIN", FADE_NUMBERS[clip.fade_in_shape], clip.fade_in_seconds, 0),
            entry("FADEOUT", FADE_NUMBERS[clip.fade_out_shape], clip.fade_out_seconds, 0),
            entry("MUTE", int(clip.mute)),
            entry("YPOS", clip.height, 0.2),
            entry("NAME", name),
            entry("VOLPAN", 1.0, clip.pan, gain, 0),
            entry("SOFFS", offset),
            entry("PLAYRATE", clip.speed, int(clip.preserve_pitch), clip.semitones, -1),
            entry("CHANMODE", 0),
            self._source(clip),
        ]
        if colour := number_of(clip.colour):
            inside.insert(6, entry("COLOR", colour))
        return block("ITEM", inside=inside)

    def _source(self, clip: Clip) -> Entry:
        path = self._media / clip.sample
        name = os.path.relpath(path, self._beside) if path.exists() else clip.sample
        kind = _SOURCES.get(path.suffix.lower(), "WAVE")
        source = block("SOURCE", kind, inside=[entry("FILE", name)])
        if not clip.reverse:
            return source
        length = clip.duration_seconds * clip.speed
        section = [entry("LENGTH", length), entry("STARTPOS", clip.offset_seconds), entry("MODE", 2), source]
        return block("SOURCE", "SECTION", inside=section)

    def _markers(self) -> Iterator[Entry]:
        number = 0
        for marker in sorted(self._project.markers.values(), key=lambda marker: marker.seconds):
            number += 1
            yield entry("MARKER", number, marker.seconds, marker.name, 0, number_of(marker.colour))
        for region in sorted(self._project.regions.values(), key=lambda region: region.start_seconds):
            number += 1
            yield entry("MARKER", number, region.start_seconds, region.name, 1, number_of(region.colour))
            yield entry("MARKER", number, region.end_seconds, "", 1)


def _way(point: Point, after: Point | None, *, gain: bool) -> Iterator[tuple[float, float]]:
    """A point, and where its way on is exponential those on the way: REAPER's lines are straight in the gain."""
    steps = _STEPS if after is not None and point.curve == "exponential" else 1
    for step in range(steps):
        share = step / steps
        value, seconds = point.value, point.seconds
        if after is not None and step:
            seconds += (after.seconds - seconds) * share
            value = _between(value, after.value, share, gain=gain)
        yield seconds, gain_of(value) if gain else value


def _between(left: float, right: float, share: float, *, gain: bool) -> float:
    if gain or left * right <= 0.0:
        return left + (right - left) * share
    sign = 1.0 if left > 0.0 else -1.0
    return sign * db_to_gain(gain_to_db(abs(left)) * (1.0 - share) + gain_to_db(abs(right)) * share)
