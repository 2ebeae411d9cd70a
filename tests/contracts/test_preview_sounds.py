"""What the editor plays is what the engine renders: both are held to the same sounds.

`python -m tests.contracts.test_preview_sounds` writes them anew when an effect's sound is meant to change.
"""

import base64
import json
from typing import Any

import numpy as np
import pytest

from mixing.audio import RATE_HZ, Audio
from mixing.dsp.network import Network, Room
from mixing.effect import CONTROL_SAMPLES
from mixing.effects import EFFECTS
from tests.studio.live import REPOSITORY

ENGINE = REPOSITORY / "frontend" / "src" / "playback" / "engine"
VECTORS = ENGINE / "effects.vectors.json"
CONSTANTS = ENGINE / "network.constants.json"
CELLS = 256
HEARD = (0, 3, 40, 129, 200, 255)  # the cells whose sound is written down
CHANGED_AT = 128  # the cell before which the settings change
TOLERANCE_DB = -100.0

# Two settings each: the sound starts with the first and goes on with the second.
SETTINGS: dict[str, tuple[dict[str, float], dict[str, float]]] = {
    "chorus": ({}, {"voices": 2.5, "rate_hz": 3.0, "depth_ms": 9.0, "mix": 0.9}),
    "compressor": (
        {"threshold_db": -30.0, "ratio": 4.0},
        {"threshold_db": -42.0, "ratio": 1.53, "knee_db": 0.0, "rms_ms": 0.0, "side_chain_hz": 200.0},
    ),
    "crusher": ({"bits": 5.0, "rate_hz": 9_000.0}, {"law": 0.0, "bits": 3.0, "rate_hz": 20_000.0}),
    "delay": ({"time_ms": 12.0, "feedback": 0.7}, {"time_ms": 15.0, "feedback": 0.5, "bounce": 1.0}),
    "equaliser": (
        {"low_cut": 3.0, "bell_3_gain_db": 9.0},
        {"low_gain_db": 0.0, "high_cut": 2.0, "high_cut_hz": 2_000.0, "bell_3_gain_db": 4.0},
    ),
    "exciter": ({"drive_db": 20.0, "amount_db": -3.0}, {"drive_db": 6.0, "even": 0.9, "frequency_hz": 1_200.0}),
    "filter": ({"frequency_hz": 600.0, "q": 6.0}, {"mode": 1.0, "frequency_hz": 2_000.0, "slope": 1.0}),
    "gain": ({"gain_db": -3.0}, {"gain_db": 4.0, "phase": 1.0}),
    "gate": ({"threshold_db": -20.0, "hold_ms": 5.0}, {"threshold_db": -30.0, "expansion": 2.0, "release_ms": 20.0}),
    "limiter": ({"input_db": 9.0, "look_ahead_ms": 0.2}, {"input_db": 3.0, "ceiling_dbtp": -6.0, "look_ahead_ms": 0.2}),
    "reverb": ({"pre_delay_ms": 5.0}, {"pre_delay_ms": 5.0, "decay_seconds": 1.5, "high_share": 0.6, "width": 0.4}),
    "saturation": ({"drive_db": 18.0, "bias": 0.2}, {"drive_db": 6.0, "bias": 0.2, "tone_hz": 3_000.0}),
    "tape": ({"drive_db": 12.0, "bias": 0.2, "bump_db": 2.0}, {"emphasis_db": 10.0}),
    "tremolo": ({"apart": 90.0}, {"rate_hz": 9.0, "shape": 2.0}),
    "width": ({"width": 1.7}, {"width": -0.4}),
}


def bursts(samples: int = CELLS * CONTROL_SAMPLES) -> Audio:
    """Noise in bursts with a tone in it; whole numbers make the same noise in any language."""
    state = np.uint32(1)
    noise = np.empty((2, samples))
    for k in range(samples):
        for side in range(2):
            state = np.uint32((int(state) * 1_664_525 + 1_013_904_223) & 0xFFFFFFFF)
            noise[side, k] = int(state) / 2**31 - 1.0
    place = np.arange(samples)
    loud = np.where(place % 6_000 < 2_500, 0.5, 0.02)
    tone = 0.3 * np.sin(2.0 * np.pi * 440.0 * place / RATE_HZ)
    sound: Audio = (loud * (0.6 * noise + tone)).astype(np.float32)
    return sound


def constants() -> dict[str, list[float]]:
    """What the reverb's network draws at random, once and for all."""
    network = Network(Room(1.0, 0.5, 0.5, 0.0, 1.0, 1.0), 1.0, RATE_HZ)
    into, left, right = network._signs.tolist()
    return {
        "turns_a_sample": network._motion[0].tolist(),
        "turns": network._motion[1].tolist(),
        "into": into,
        "left": left,
        "right": right,
    }


def vectors() -> list[dict[str, Any]]:
    sound = bursts()
    told = []
    for name, (first, second) in SETTINGS.items():
        before, after = EFFECTS[name](**first), EFFECTS[name](**second)
        processor = before.processor(RATE_HZ)
        cut = CHANGED_AT * CONTROL_SAMPLES
        start = processor.process(sound[:, :cut])
        processor.update(after)
        out = np.concatenate([start, processor.process(sound[:, cut:])], axis=1)
        heard = np.stack([out[:, cell * CONTROL_SAMPLES : (cell + 1) * CONTROL_SAMPLES] for cell in HEARD])
        told.append(
            {
                "effect": name,
                "before": before.model_dump(),
                "after": after.model_dump(),
                "latency_samples": processor.latency_samples,
                "heard": base64.b64encode(np.ascontiguousarray(heard, "<f4").tobytes()).decode(),
            }
        )
    return told


def write() -> None:
    told = {"cells": CELLS, "changed_at": CHANGED_AT, "heard_cells": list(HEARD), "effects": vectors()}
    VECTORS.write_text(json.dumps(told, indent=1) + "\n")
    CONSTANTS.write_text(json.dumps(constants(), indent=1) + "\n")


def heard(one: dict[str, Any]) -> np.ndarray[Any, np.dtype[np.float32]]:
    return np.frombuffer(base64.b64decode(one["heard"]), "<f4")


@pytest.fixture(scope="module")
def kept() -> dict[str, dict[str, Any]]:
    return {one["effect"]: one for one in json.loads(VECTORS.read_text())["effects"]}


def test_the_sounds_are_the_engines_own(kept: dict[str, dict[str, Any]]) -> None:
    for one in vectors():
        before = kept[one["effect"]]
        assert {**one, "heard": ""} == {**before, "heard": ""}
        off = heard(one).astype(np.float64) - heard(before)
        level = max(float(np.abs(heard(before)).max()), 1e-3)
        assert 20.0 * np.log10(max(float(np.abs(off).max()), 1e-12) / level) < TOLERANCE_DB, one["effect"]


def test_the_network_moves_as_the_engines_does() -> None:
    assert json.loads(CONSTANTS.read_text()) == constants()


if __name__ == "__main__":
    write()
