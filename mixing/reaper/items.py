"""An item of a REAPER track as a clip."""

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import soundfile

from mixing.reaper.fields import FADES, colour_of, level_db, within
from mixing.reaper.text import Entry
from mixing.records import Id

_LEAST_SECONDS = 1e-4


@dataclass
class MediaFolder:
    """Where sounds are looked for: by the longest end of a path that exists in a folder."""

    folder: Path
    relative_to: Path  # what a document's paths begin at

    def found(self, written: str) -> Path | None:
        """The file that a path from any computer means."""
        parts = [part for part in re.split(r"[\\/]+", written) if part not in ("", ".", "..") and ":" not in part]
        for begin in range(len(parts)):
            path = self.folder.joinpath(*parts[begin:])
            if path.is_file():
                return path
        return None

    def sample(self, written: str) -> tuple[Id, Path | None]:
        """The path that a document names it by; that of a missing one is its name."""
        path = self.found(written)
        if path is None:
            return re.split(r"[\\/]+", written)[-1] or "unknown", None
        return Path(os.path.relpath(path, self.relative_to)).as_posix(), path


@dataclass(frozen=True)
class _Sound:
    path: str
    start_seconds: float = 0.0
    length_seconds: float = 0.0  # 0: to its end
    reverse: bool = False


def clip_of(item: Entry, track: Id, media: MediaFolder, notes: list[str]) -> tuple[dict[str, Any], Entry] | None:
    """The clip, and the take that it plays; None where there is nothing that can be played."""
    take = _take(item)
    whose = take.find("NAME").word(1) or f"The item at {item.find('POSITION').number(1):.2f} s"
    sound = _sound(take.find("SOURCE"))
    if sound is None:
        notes.append(f"{whose} was left out: it plays no audio file.")
        return None
    sample, path = media.sample(sound.path)
    if path is None:
        notes.append(f"{whose} plays {sample}, which is missing: put it into the media folder.")
    start, length = item.find("POSITION").number(1), item.find("LENGTH").number(1)
    if length < _LEAST_SECONDS:
        notes.append(f"{whose} was left out: it has no length.")
        return None
    if take.find("CHANMODE").whole(1):
        notes.append(f"{whose} plays its channels as they are in the file, not as REAPER was told to.")
    if any(entry.is_block for entry in take.all("VOLENV", "PANENV", "PITCHENV", "MUTEENV")):
        notes.append(f"{whose} has envelopes of its own, which were left out.")
    if take.find("STRETCHMARKERS").is_block or any(take.all("SM")):
        notes.append(f"{whose} has stretch markers, which were left out.")
    clip: dict[str, Any] = {"track": track, "sample": sample, **_times(take, start, length, sound, path, notes, whose)}
    clip |= _levels(take) | _fades(item, clip["duration_seconds"])
    clip |= {
        "mute": item.find("MUTE").whole(1) != 0,
        "name": take.find("NAME").word(1)[:200],
        "height": within(item.find("YPOS").number(1), 0.0, 1.0),
        "colour": colour_of(item.find("COLOR").whole(1)),
    }
    looped = item.find("LOOP").whole(1) != 0 and not sound.reverse
    clip["loop"] = looped and _runs_out(clip, path)
    return clip, take


def _take(item: Entry) -> Entry:
    """The active take, with its own lines alone."""
    takes = [Entry(["TAKE"], item.line)]
    active = 0
    for entry in item.inside:
        if entry.name == "TAKE" and not entry.is_block:
            takes.append(Entry(["TAKE"], entry.line))
            if "SEL" in entry.words:
                active = len(takes) - 1
        else:
            takes[-1].inside.append(entry)
    return takes[active]


def _sound(source: Entry, depth: int = 0) -> _Sound | None:
    if source.word(1) == "SECTION" and depth < 4:
        inner = _sound(source.find("SOURCE"), depth + 1)
        if inner is None:
            return None
        reverse = bool(source.find("MODE").whole(1) & 2) != inner.reverse
        start = inner.start_seconds + source.find("STARTPOS").number(1)
        return _Sound(inner.path, start, source.find("LENGTH").number(1), reverse)
    path = source.find("FILE").word(1)
    return _Sound(path) if path else None


def _times(
    take: Entry, start: float, length: float, sound: _Sound, path: Path | None, notes: list[str], whose: str
) -> dict[str, Any]:
    rate = take.find("PLAYRATE")
    asked, semitones = rate.number(1, 1.0), rate.number(3)
    speed = within(asked, 0.1, 10.0)
    if speed != asked or abs(semitones) > 24.0:
        notes.append(f"{whose} plays at {speed:g} times its speed, the nearest to {asked:g} that there is.")
    offset = take.find("SOFFS").number(1)
    if start < 0.0:
        offset, length, start = offset - start * speed, max(length + start, _LEAST_SECONDS), 0.0
    if sound.reverse:
        whole = sound.length_seconds or _seconds_of(path) - sound.start_seconds
        offset = whole - offset - length * speed
    return {
        "start_seconds": start,
        "duration_seconds": length,
        "offset_seconds": max(0.0, sound.start_seconds + offset),
        "speed": speed,
        "preserve_pitch": rate.whole(2, 1) != 0,
        "semitones": within(semitones, -24.0, 24.0),
        "reverse": sound.reverse,
    }


def _levels(take: Entry) -> dict[str, Any]:
    """A negative gain turns the wave over: `gain` keeps its sign until the clip is made."""
    levels, later = take.find("VOLPAN"), take.find("TAKEVOLPAN")
    gain = levels.number(1, 1.0) * levels.number(3, 1.0) * later.number(2, 1.0)
    pan = levels.number(2) + levels.number(4) + later.number(1)
    return {"gain_db": level_db(gain, 40.0), "pan": within(pan, -1.0, 1.0), "inverted": gain < 0.0}


def _fades(item: Entry, duration: float) -> dict[str, Any]:
    fades: dict[str, Any] = {}
    for name, way in (("FADEIN", "in"), ("FADEOUT", "out")):
        fade = item.find(name)
        seconds, automatic = fade.number(2), fade.number(3)
        fades[f"fade_{way}_seconds"] = within(automatic if seconds <= 0.0 < automatic else seconds, 0.0, duration)
        fades[f"fade_{way}_shape"] = FADES.get(fade.whole(1), "linear")
    return fades


def _seconds_of(path: Path | None) -> float:
    try:
        return float(soundfile.info(path).duration) if path else 0.0
    except (soundfile.LibsndfileError, OSError):
        return 0.0


def _runs_out(clip: dict[str, Any], path: Path | None) -> bool:
    """Whether its file is shorter than what the clip plays of it."""
    seconds = _seconds_of(path)
    return bool(0.0 < seconds < clip["offset_seconds"] + clip["duration_seconds"] * clip["speed"] - 0.01)
