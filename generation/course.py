"""A take's course: its classes, its temperature and its controls over time, as the network's own numbers.

Everything is a function of the moment alone, worked out by additions, products and comparisons of single numbers: a
take is the same bit for bit however it is cut into blocks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from generation.architectures.wavenet_config import WavenetConfig
from generation.controls import loudness_feature, pitch_features
from generation.curves import ClassCurve, Curve
from generation.errors import EngineError
from generation.request import Change

Floats = npt.NDArray[np.float32]
Times = npt.NDArray[np.float64]


class SteeringError(EngineError):
    """Something was asked of a network that it was not trained for."""


@dataclass(frozen=True)
class Line:
    """Rows of numbers over time, with straight lines between; the first and the last row hold on."""

    times: Times
    """(points,), seconds, never falling."""
    values: Floats
    """(points, numbers)"""
    held: npt.NDArray[np.bool_]
    """(points,): whether the point's values hold until the next one, which then is a jump."""

    def at(self, times: Times) -> Floats:
        """(times, numbers); of points at one time the last counts."""
        last = len(self.times) - 1
        left = np.clip(np.searchsorted(self.times, times, side="right") - 1, 0, last)
        right = np.minimum(left + 1, last)
        span = self.times[right] - self.times[left]
        passed = np.maximum(times - self.times[left], 0.0)  # before the first point, its values hold
        share = np.where(self.held[left] | (span <= 0.0), 0.0, passed / np.where(span > 0.0, span, 1.0))
        lower, upper = self.values[left].astype(np.float64), self.values[right].astype(np.float64)
        return (lower + share[:, None] * (upper - lower)).astype(np.float32)

    def glide(self, now_seconds: float, target: Floats, seconds: float, held: bool = False) -> Line:
        """From what this line is at now, straight to `target`, (numbers,), or with `held` there at once in the end."""
        times = np.array([now_seconds, now_seconds + seconds])
        values = np.stack([self.at(times[:1])[0], target])
        return Line(times, values, np.array([held, True]))


def line(times: Sequence[float] | Times, values: npt.ArrayLike) -> Line:
    """A line through (points,) times and (points, numbers) values."""
    return Line(np.asarray(times, np.float64), np.asarray(values, np.float32), np.zeros(len(times), np.bool_))


def pitch_line(times: Sequence[float] | Times, features: Floats) -> Line:
    """A line through `pitch_features`: no glide leads into what is unvoiced, nor out of it."""
    changes = features[:-1, 1] != features[1:, 1]
    return Line(np.asarray(times, np.float64), features, np.append(changes, True))


@dataclass(frozen=True)
class Course:
    """What is asked of every voice at every moment, in seconds from the first sample that is made."""

    classes: tuple[Line, ...]
    """Shares of the classes: one line for all voices, or one for each; none without classes."""
    temperature: Line
    controls: tuple[Line, ...]
    """One for each of the network's controls, in their order."""

    def class_weights(self, times: Times) -> Floats | None:
        """(times, voices or 1, classes)"""
        return np.stack([shares.at(times) for shares in self.classes], axis=1) if self.classes else None

    def control_features(self, times: Times) -> Floats | None:
        """(times, 1, features)"""
        return np.concatenate([curve.at(times) for curve in self.controls], axis=1)[:, None] if self.controls else None

    def temperatures(self, times: Times) -> Floats:
        return self.temperature.at(times)[:, 0]

    def changed(self, config: WavenetConfig, now_seconds: float, change: Change) -> Course:
        """This course until now, and the change from now on. Raises `SteeringError` for what the network has not."""
        seconds = change.glide_seconds
        classes, temperature = self.classes, self.temperature
        if change.classes is not None:
            shares = class_shares(config, change.classes)
            classes = tuple(before.glide(now_seconds, shares, seconds) for before in classes)
        if change.temperature is not None:
            temperature = temperature.glide(now_seconds, np.array([change.temperature], np.float32), seconds)
        controls = list(self.controls)
        if change.loudness_dbfs is not None:
            place = control_place(config, "loudness")
            target = loudness_feature(np.array([change.loudness_dbfs]))
            controls[place] = controls[place].glide(now_seconds, target, seconds)
        if change.pitch_hz is not None:
            place = control_place(config, "pitch")
            target = pitch_features(np.array([change.pitch_hz]))[0]
            voiced = controls[place].at(np.array([now_seconds]))[0, 1]
            controls[place] = controls[place].glide(now_seconds, target, seconds, held=bool(voiced != target[1]))
        return replace(self, classes=classes, temperature=temperature, controls=tuple(controls))


def number_line(curve: Curve, take_seconds: float) -> Line:
    return line(curve.times_seconds(take_seconds), np.array(curve.values)[:, None])


def class_lines(
    config: WavenetConfig, class_name: str | Sequence[str] | None, curve: ClassCurve | None, take_seconds: float
) -> tuple[Line, ...]:
    """Lines of shares for a class of all voices, one class a voice, or a curve; without any, the first class."""
    if curve is not None:
        times = curve.times_seconds(take_seconds)
        return (line(times, np.stack([class_shares(config, shares) for _, shares in curve.points])),)
    names = [class_name] if class_name is None or isinstance(class_name, str) else class_name
    places = [config.class_index(name) for name in names]
    one_each = np.eye(len(config.classes), dtype=np.float32)
    return tuple(line([0.0], one_each[place : place + 1]) for place in places) if config.classes else ()


def class_shares(config: WavenetConfig, shares: Mapping[str, float]) -> Floats:
    """(classes,), adding up to 1. Raises `EngineError` for an unknown class."""
    found = np.zeros(len(config.classes))
    for name, share in shares.items():
        found[config.class_index(name)] = share
    return np.asarray(found / found.sum(), np.float32)


def control_place(config: WavenetConfig, control: str) -> int:
    """Which of the network's controls it is; raises `SteeringError` when it has none of that name."""
    for place, name in enumerate(config.controls):
        if name == control:
            return place
    raise SteeringError(
        f"This model does not follow {control}: leave it out, or train a model with that control (it follows: "
        f"{', '.join(config.controls) or 'nothing'})."
    )
