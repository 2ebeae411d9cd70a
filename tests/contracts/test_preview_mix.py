"""The editor's mixer is the engine's: both are held to the same mixes.

`python -m tests.contracts.test_preview_mix` writes them anew when what they sound like is meant to change.
"""

import base64
import json
from typing import Any

import numpy as np

from mixing.audio import Audio
from mixing.effect import CONTROL_SAMPLES
from mixing.effects import EFFECTS
from mixing.materials import Material
from mixing.mixer import Mixer
from mixing.project import Project, new_project
from mixing.routing import routes
from tests.contracts.test_preview_sounds import ENGINE, TOLERANCE_DB, bursts, heard

VECTORS = ENGINE / "mixes.vectors.json"
CELLS = 320
HEARD = (0, 1, 2, 17, 60, 101, 102, 150, 199, 230, 260, 300, 319)


def clip(track: str, start: float, duration: float, **fields: Any) -> dict[str, Any]:
    return {"track": track, "sample": "mono", "start_seconds": start, "duration_seconds": duration, **fields}


def project(**changes: Any) -> Project:
    """A little of everything that the renderer does between clips and the mix."""
    document = new_project().model_dump()
    document["tracks"] |= {
        "group": {"name": "Group", "order": "a1", "role": "group", "gain_db": -2.0, "width": 0.6},
        "one": {"name": "One", "order": "a2", "parent": "group", "pan": -0.4},
        "two": {"name": "Two", "order": "a3", "parent": "group", "phase_inverted": True, "width": -0.5},
        "cloud": {"name": "Cloud", "order": "a4", "role": "free", "gain_db": 1.5},
        "hall": {"name": "Hall", "order": "a5", "role": "return", "gain_db": -3.0},
    }
    document["clips"] |= {
        "a": clip("one", 0.0, 0.2, fade_in_seconds=0.03, fade_in_shape="exponential", gain_db=3.0),
        "b": clip("one", 0.15, 0.2, sample="stereo", pan=0.7, fade_out_seconds=0.08, fade_out_shape="smooth"),
        "c": clip("two", 0.0371, 0.31, reverse=True, offset_seconds=0.02),
        "d": clip("cloud", 0.01, 0.4, sample="stereo", loop=True, offset_seconds=0.3, pan=-1.0),
        "e": clip("cloud", 0.1003, 0.15, pan=0.25, gain_db=-6.0, fade_in_shape="equal_power", fade_in_seconds=0.1),
        "f": clip("cloud", 0.2, 0.1, mute=True),
    }
    document["devices"] |= {
        "excite": {"track": "group", "order": "a0", "effect": "exciter", "parameters": {"amount_db": -3.0}},
        "room": {"track": "hall", "order": "a0", "effect": "reverb", "parameters": {"pre_delay_ms": 3.0, "size": 0.5}},
        "dark": {"track": "cloud", "order": "a0", "effect": "filter", "wet": 0.7},
        "tape": {"track": "cloud", "order": "a1", "effect": "tape", "wet": 0.5},
        "off": {"track": "cloud", "order": "a2", "effect": "gain", "enabled": False},
        "echo": {"clip": "e", "order": "a0", "effect": "delay", "wet": 0.4, "parameters": {"time_ms": 20.0}},
        "warm": {"clip": "e", "order": "a1", "effect": "saturation"},
    }
    document["sends"] |= {
        "s": {"source": "cloud", "target": "hall", "gain_db": -4.0, "pan": 0.3},
        "t": {"source": "one", "target": "hall", "gain_db": -9.0, "pre": True},
    }
    document["envelopes"] |= {
        "width": {"target": "group", "parameter": "width"},
        "sent": {"target": "s", "parameter": "gain_db"},
        "cut": {"target": "dark", "parameter": "frequency_hz"},
        "wet": {"target": "dark", "parameter": "wet"},
    }
    for number, (envelope, seconds, value, curve) in enumerate(
        [
            ("width", 0.1, 1.0, "linear"),
            ("width", 0.2, -0.1, "smooth"),
            ("width", 0.3, 0.99, "hold"),
            ("sent", 0.05, -40.0, "exponential"),
            ("sent", 0.25, -3.0, "linear"),
            ("cut", 0.02, 4_000.0, "exponential"),
            ("cut", 0.4, 300.0, "hold"),
            ("wet", 0.0, 0.2, "linear"),
            ("wet", 0.35, 1.0, "hold"),
        ]
    ):
        document["points"][f"p{number}"] = {"envelope": envelope, "seconds": seconds, "value": value, "curve": curve}
    for key, fields in changes.items():
        document["tracks"][key] |= fields
    return Project.model_validate(document)


PROJECTS = {
    "as it is": project(),
    "a group alone": project(two={"solo": True}),
    "a return alone": project(hall={"solo": True}),
    "a group muted": project(group={"mute": True}),
}


def sources() -> dict[str, Audio]:
    sound = bursts(CELLS * CONTROL_SAMPLES)
    return {"mono": np.ascontiguousarray(sound[:1].T), "stereo": np.ascontiguousarray(sound.T)}


def mixed(one: Project) -> Audio:
    materials = {
        key: Material(sources()[clip.sample], round(clip.offset_seconds * 44_100)) for key, clip in one.clips.items()
    }
    found = routes(one)
    clips = {key: clip for key, clip in one.clips.items() if clip.track in found.running(one) and not clip.mute}
    return Mixer(one, found, clips, materials).next(CELLS * CONTROL_SAMPLES).total


def vectors() -> list[dict[str, Any]]:
    written = []
    for name, one in PROJECTS.items():
        sound = mixed(one)
        cells = [sound[:, cell * CONTROL_SAMPLES : (cell + 1) * CONTROL_SAMPLES] for cell in HEARD]
        block = np.ascontiguousarray(np.stack(cells), "<f4")
        heard_there = base64.b64encode(block.tobytes()).decode()
        written.append({"name": name, "project": told(one), "heard": heard_there})
    return written


def told(one: Project) -> dict[str, Any]:
    """The document as the editor tells it to its mixer: every parameter of a device, and how far each may move."""
    document = one.model_dump(mode="json")
    for device in document["devices"].values():
        device["parameters"] = EFFECTS[device["effect"]](**device["parameters"]).model_dump()
        device["limits"] = limits(device["effect"])
    return document


def clip_materials(one: Project) -> dict[str, dict[str, Any]]:
    """What each plain clip plays, and where in it."""
    return {
        key: {"material": clip.sample, "offset_samples": round(clip.offset_seconds * 44_100)}
        for key, clip in one.clips.items()
    }


def limits(effect: str) -> dict[str, list[float]]:
    """Of every parameter that may move."""
    kind = EFFECTS[effect]
    fields = kind.model_json_schema()["properties"]
    return {name: [field["minimum"], field["maximum"]] for name, field in fields.items() if name not in kind.fixed}


def write() -> None:
    VECTORS.write_text(json.dumps({"cells": CELLS, "heard_cells": list(HEARD), "mixes": vectors()}, indent=1) + "\n")


def test_the_mixes_are_the_engines_own() -> None:
    kept = json.loads(VECTORS.read_text())["mixes"]
    for before, one in zip(kept, vectors(), strict=True):
        assert before["project"] == one["project"]
        off = heard(one).astype(np.float64) - heard(before)
        level = float(np.abs(heard(before)).max())
        assert level > 0.01
        assert 20.0 * np.log10(max(float(np.abs(off).max()), 1e-12) / level) < TOLERANCE_DB, one["name"]


if __name__ == "__main__":
    write()
