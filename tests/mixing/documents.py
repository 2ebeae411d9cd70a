"""Random documents that use whatever the engine has: devices on clips and tracks, stretched, reversed and looped clips,
envelopes, sends, groups, returns that feed returns, and a whole chain on the master."""

from pathlib import Path
from typing import Any

import numpy as np

from mixing.devices import limits_of
from mixing.effect import Effect
from mixing.effects import EFFECTS
from mixing.links import SEND_PARAMETERS, TRACK_PARAMETERS
from mixing.project import MASTER_ID, Project
from tests.mixing.arrangements import write

SECONDS = 3.0
_STRIPS = {"gain_db": (-20.0, 6.0), "pan": (-1.0, 1.0), "width": (-2.0, 2.0)}
_SHAPES = ("linear", "equal_power", "exponential", "smooth")
_BENDS = ("hold", "linear", "exponential", "smooth")
_ROLES = {
    "voices": ("group", ""), "inner": ("group", "voices"), "a": ("audio", "inner"), "b": ("free", "voices"),
    "c": ("audio", ""), "d": ("free", ""), "hall": ("return", ""), "echo": ("return", ""), MASTER_ID: ("master", ""),
}  # fmt: skip
_TRACKS_OF_CLIPS = ("a", "b", "c", "d")
_SAMPLES = {"mono": (16_000, 1), "old": (8_000, 1), "stereo": (44_100, 2), "high": (48_000, 2)}


def sounds(folder: Path) -> dict[str, Path]:
    """Noise that swells and tones that glide, at several rates."""
    random = np.random.default_rng(1)
    made = {}
    for name, (rate_hz, channels) in _SAMPLES.items():
        time = np.arange(round(1.7 * rate_hz)) / rate_hz
        tone = np.sin(2 * np.pi * (200 + 500 * time) * time)[:, None]
        noise = random.standard_normal((len(time), channels)) * (1 + np.sin(9 * time))[:, None]
        made[name] = write(folder / f"{name}.wav", 0.2 * tone + 0.1 * noise, rate_hz)
    return made


class RandomDocument:
    """A document from a seed; the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self._random = np.random.default_rng(seed)

    def project(self) -> Project:
        tracks = {key: {"role": role, "parent": parent, "order": key, **self._strip()} for key, (role, parent) in
                  _ROLES.items()}  # fmt: skip
        clips = {f"clip-{number:02}": self._clip() for number in range(14)}
        sends = {
            f"send-{number}": {"source": source, "target": target, "pre": self._maybe(), **self._strip("gain_db")}
            for number, (source, target) in enumerate(
                [("a", "hall"), ("b", "echo"), ("voices", "hall"), ("d", "echo"), ("echo", "hall")]
            )
        }
        owners = [*({"track": key} for key in tracks), *({"clip": key} for key in list(clips)[:4])]
        devices = {f"device-{number:02}": self._device(owner) for number, owner in enumerate(owners) for _ in range(2)}
        envelopes, points = self._envelopes(tracks, sends, devices)
        return Project.model_validate(
            {
                "tracks": tracks, "clips": clips, "sends": sends, "devices": devices, "envelopes": envelopes,
                "points": points, "master": {"tail_seconds": 0.3},
            }
        )  # fmt: skip

    def _maybe(self, share: float = 0.5) -> bool:
        return bool(self._random.random() < share)

    def _one_of(self, *choices: Any) -> Any:
        return choices[self._random.integers(len(choices))]

    def _between(self, low: float, high: float) -> float:
        return float(self._random.uniform(low, high))

    def _strip(self, *names: str) -> dict[str, float]:
        return {name: self._between(*_STRIPS[name]) for name in names or _STRIPS if self._maybe()}

    def _clip(self) -> dict[str, Any]:
        speed = self._one_of(1.0, 1.0, self._between(0.5, 2.0))
        return {
            "track": self._one_of(*_TRACKS_OF_CLIPS), "sample": self._one_of(*_SAMPLES), "speed": speed,
            "start_seconds": self._between(0, SECONDS - 1), "duration_seconds": self._between(0.2, 1.5),
            "offset_seconds": self._between(0, 1), "semitones": self._one_of(0.0, 0.0, self._between(-7, 7)),
            "preserve_pitch": self._maybe(0.7), "reverse": self._maybe(0.3), "loop": self._maybe(0.3),
            "fade_in_seconds": self._between(0, 0.3), "fade_out_seconds": self._between(0, 0.3),
            "fade_in_shape": self._one_of(*_SHAPES), "fade_out_shape": self._one_of(*_SHAPES),
            "pan": self._between(-1, 1), "gain_db": self._between(-12, 12),
        }  # fmt: skip

    def _device(self, owner: dict[str, str]) -> dict[str, Any]:
        mastering = owner.get("track") == MASTER_ID
        name = self._one_of(*(name for name, kind in EFFECTS.items() if mastering or not kind.master_only))
        kind = EFFECTS[name]
        parameters = self._one_of({}, *kind.presets.values()) if self._maybe() else self._parameters(kind)
        wet = self._one_of(1.0, self._between(0, 1))
        return {**owner, "effect": name, "order": self._one_of("a", "b"), "wet": wet, "parameters": parameters}

    def _parameters(self, kind: type[Effect]) -> dict[str, float]:
        found = {}
        for name, low, high in self._movable(kind):
            middle = float(kind.model_fields[name].default)
            found[name] = self._between(middle + (low - middle) / 3, middle + (high - middle) / 3)
        return found

    def _movable(self, kind: type[Effect]) -> list[tuple[str, float, float]]:
        return [(name, *limits_of(kind, name)) for name in kind.model_fields if name not in kind.fixed]

    def _envelopes(self, *kinds: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
        tracks, sends, devices = kinds
        movable: list[tuple[str, str, float, float]] = []
        for keys, names in ((tracks, TRACK_PARAMETERS), (sends, SEND_PARAMETERS)):
            movable += [(key, name, *_STRIPS[name]) for key in keys for name in names]
        for key, device in devices.items():
            movable += [(key, *one) for one in self._movable(EFFECTS[device["effect"]])] + [(key, "wet", 0.0, 1.0)]
        envelopes: dict[str, Any] = {}
        points: dict[str, Any] = {}
        for number in self._random.permutation(len(movable))[:10].tolist():
            target, parameter, low, high = movable[number]
            key = f"envelope-{number:03}"
            envelopes[key] = {"target": target, "parameter": parameter}
            for count in range(self._random.integers(1, 5)):
                points[f"{key}-{count}"] = {
                    "envelope": key, "seconds": self._between(0, SECONDS), "value": self._between(low, high),
                    "curve": self._one_of(*_BENDS),
                }  # fmt: skip
        return envelopes, points
