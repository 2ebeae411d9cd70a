"""A REAPER project as a document: what it holds as far as a document can, and a sentence for whatever is lost."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mixing.project import MASTER_ID, Project, tolerant_project
from mixing.reaper.devices import device_id, devices_of
from mixing.reaper.fields import BENDS, ENVELOPES, SEND_ENVELOPES, colour_of, level_db, within
from mixing.reaper.items import MediaFolder, clip_of
from mixing.reaper.text import Entry, parsed
from mixing.records import Id

_LIMITS = {"pan": (-1.0, 1.0), "width": (-2.0, 2.0), "wet": (0.0, 1.0)}
_MOST_POINTS = 200_000


def import_rpp(path: Path, media: Path, relative_to: Path) -> tuple[Project, list[str]]:
    """Read a project; sounds are looked for in `media`, and named by their way from `relative_to`.

    Returns one sentence for everything that could not be carried over. Raises MixingError where the file is damaged.
    """
    project = parsed(path)
    reader = _Reader(MediaFolder(media, relative_to))
    reader.read(project)
    document, left_out = tolerant_project(reader.document())
    return document, [*reader.notes, *left_out]


@dataclass
class _Reader:
    media: MediaFolder
    notes: list[str] = field(default_factory=list)
    tracks: dict[Id, dict[str, Any]] = field(default_factory=dict)
    clips: dict[Id, dict[str, Any]] = field(default_factory=dict)
    devices: dict[Id, dict[str, Any]] = field(default_factory=dict)
    sends: dict[Id, dict[str, Any]] = field(default_factory=dict)
    envelopes: dict[Id, dict[str, Any]] = field(default_factory=dict)
    points: dict[Id, dict[str, Any]] = field(default_factory=dict)
    markers: dict[Id, dict[str, Any]] = field(default_factory=dict)
    regions: dict[Id, dict[str, Any]] = field(default_factory=dict)

    def document(self) -> dict[str, Any]:
        kinds = ("tracks", "clips", "devices", "sends", "envelopes", "points", "markers", "regions")
        return {"version": 2, **{kind: getattr(self, kind) for kind in kinds}}

    def read(self, project: Entry) -> None:
        rows = list(project.all("TRACK"))
        around: list[Id] = []
        for number, row in enumerate(rows):
            key = f"track-{number + 1}"
            self._track(key, row, number, around[-1] if around else "")
            folder = row.find("ISBUS")
            if folder.whole(1) == 1:
                around.append(key)
            elif folder.whole(1) == 2:
                del around[len(around) - min(len(around), max(0, -folder.whole(2))) :]
        for number, row in enumerate(rows):
            self._received(f"track-{number + 1}", row, len(rows))
        self._master(project)
        self._markers(project)
        for name in ("TEMPOENVEX",):
            if len(list(project.find(name).all("PT"))) > 1:
                self.notes.append("The tempo's changes were left out: times here are in seconds.")

    def _track(self, key: Id, row: Entry, number: int, parent: Id) -> None:
        levels, name = row.find("VOLPAN"), row.find("NAME").word(1)[:200] or f"Track {number + 1}"
        is_group, receives = row.find("ISBUS").whole(1) == 1, any(row.all("AUXRECV"))
        role = "group" if is_group else "return" if receives else "audio"
        if role == "audio" and row.find("FREEMODE").whole(1) == 1:
            role = "free"
        if role == "return" and parent:
            self.notes.append(f"{name} stands in no group any more: it is a return here.")
        if not row.find("MAINSEND").whole(1, 1):
            self.notes.append(f"{name} was not heard in the mix in REAPER, and is here.")
        self.tracks[key] = {
            "name": name,
            "order": f"a{number:06}",
            "role": role,
            "parent": "" if role == "return" else parent,
            "gain_db": level_db(levels.number(1, 1.0), 24.0),
            "pan": within(levels.number(2), -1.0, 1.0),
            "width": within(levels.number(5, 1.0), -2.0, 2.0),
            "phase_inverted": row.find("IPHASE").whole(1) != 0,
            "mute": row.find("MUTESOLO").whole(1) != 0,
            "solo": row.find("MUTESOLO").whole(2) != 0,
            "colour": colour_of(row.find("PEAKCOL").whole(1)),
        }
        self._items(key, row, role)
        self._chain(row.find("FXCHAIN"), {"track": key}, name)
        for entry in row.all(*ENVELOPES):
            self._envelope(key, ENVELOPES[entry.name], entry, levels.number(1, 1.0), row.find("AUTOMODE").whole(1))
        for lost in row.all("VOLENV", "PANENV", "VOLENV3", "MUTEENV", "WIDTHENV"):
            if any(lost.all("PT")) and lost.find("ACT").whole(1, 1):
                self.notes.append(f"{name}: the envelope {lost.name} was left out, nothing here moves that.")

    def _items(self, key: Id, row: Entry, role: str) -> None:
        home = key
        for number, item in enumerate(row.all("ITEM"), 1):
            if role in ("group", "return") and home == key:
                home = f"{key}-clips"
                track = self.tracks[key]
                beside = {"name": f"{track['name']} (clips)"[:200], "order": f"{track['order']}5"}
                parent = key if role == "group" else ""
                self.tracks[home] = {**beside, "role": "free", "parent": parent, "colour": track["colour"]}
                self.notes.append(f"{track['name']} is a {role}: its clips lie on a track of their own.")
            made = clip_of(item, home, self.media, self.notes)
            if made is None:
                continue
            clip, take = made
            name = f"{key}-clip-{number}"
            if clip.pop("inverted"):
                self.devices[device_id(name, 0)] = {
                    "clip": name,
                    "order": "a",
                    "effect": "gain",
                    "parameters": {"phase": 1.0},
                }
            self.clips[name] = clip
            self._chain(take.find("TAKEFX"), {"clip": name}, clip["name"] or name)

    def _chain(self, chain: Entry, owner: dict[str, str], whose: str) -> None:
        key, number = next(iter(owner.values())), 0
        for entry, device in devices_of(chain, owner, whose, self.notes):
            if entry.name != "PARMENV":
                number += 1
                self.devices[device_id(key, number)] = device
            elif entry.word(1).endswith("wet"):
                self._envelope(device_id(key, number), "wet", entry)
            elif any(entry.all("PT")):
                self.notes.append(
                    f"{whose}: an envelope of the {device['effect']} was left out, its numbers are sealed."
                )

    def _received(self, key: Id, row: Entry, count: int) -> None:
        send = ""
        for entry in row.inside:
            if entry.name == "AUXRECV":
                send = f"{key}-send-{len(self.sends) + 1}"
                source, mode, gain = entry.whole(1, -1), entry.whole(2), entry.number(3, 1.0)
                name = self.tracks[key]["name"]
                if not 0 <= source < count or self.tracks[key]["role"] != "return":
                    self.notes.append(f"A send to {name} was left out: sends lead to tracks that do nothing else.")
                    send = ""
                    continue
                self.sends[send] = {
                    "source": f"track-{source + 1}",
                    "target": key,
                    "gain_db": level_db(gain, 24.0),
                    "pan": within(entry.number(4), -1.0, 1.0),
                    "pre": mode != 0,
                    "mute": entry.whole(5) != 0,
                }
            elif entry.name in SEND_ENVELOPES and send:
                self._envelope(send, SEND_ENVELOPES[entry.name], entry)

    def _envelope(self, target: Id, parameter: str, entry: Entry, gain: float = 1.0, mode: int = 1) -> None:
        """In REAPER's first mode of automation the fader goes on trimming what its envelope does."""
        points = list(entry.all("PT"))
        if not points:
            return
        if len(points) + len(self.points) > _MOST_POINTS:
            self.notes.append(f"An envelope of {target} was left out: there are too many points.")
            return
        key = f"{target}-{parameter}"
        self.envelopes[key] = {"target": target, "parameter": parameter, "enabled": entry.find("ACT").whole(1, 1) != 0}
        bent = False
        for number, point in enumerate(points, 1):
            value, shape = point.number(2), point.whole(3)
            if parameter == "gain_db":
                value = level_db(value * (gain if mode == 0 else 1.0), 24.0)
            else:
                value = within(value, *_LIMITS[parameter])
            bent = bent or shape not in BENDS
            self.points[f"{key}-{number}"] = {
                "envelope": key,
                "seconds": max(0.0, point.number(1)),
                "value": value,
                "curve": BENDS.get(shape, "smooth"),
            }
        if bent:
            self.notes.append(f"The envelope {parameter} of {target} bends a little otherwise between some points.")

    def _master(self, project: Entry) -> None:
        levels = project.find("MASTER_VOLUME")
        gain, pan = level_db(levels.number(1, 1.0), 24.0), within(levels.number(2), -1.0, 1.0)
        self.tracks[MASTER_ID] = {"name": "Mix", "order": "a0", "role": "master", "gain_db": gain, "pan": pan}
        self._chain(project.find("MASTERFXLIST"), {"track": MASTER_ID}, "The master")
        for name, parameter in (("MASTERVOLENV2", "gain_db"), ("MASTERPANENV2", "pan"), ("MASTERWIDTHENV2", "width")):
            self._envelope(MASTER_ID, parameter, project.find(name))

    def _markers(self, project: Entry) -> None:
        opened: dict[str, tuple[float, str, str]] = {}
        for entry in project.all("MARKER"):
            number, seconds, name = entry.word(1), max(0.0, entry.number(2)), entry.word(3)[:200]
            colour = colour_of(entry.whole(5))
            if not entry.whole(4) & 1:
                self.markers[f"marker-{len(self.markers) + 1}"] = {"seconds": seconds, "name": name, "colour": colour}
            elif number in opened:
                start, name, colour = opened.pop(number)
                key = f"region-{len(self.regions) + 1}"
                self.regions[key] = {"start_seconds": start, "end_seconds": seconds, "name": name, "colour": colour}
            else:
                opened[number] = (seconds, name, colour)
