"""The controls that a take follows: drawn, or another recording's, or else the prompt's, or steady."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from generation.architectures.wavenet_config import CONTROL_FEATURES, Control, WavenetConfig
from generation.audio import AudioError, load_audio
from generation.controls import loudness_feature, measure_controls, pitch_features
from generation.course import Line, SteeringError, control_place, line, pitch_line
from generation.prompt import Prompt
from generation.request import ContourFit, GenerationRequest

Floats = npt.NDArray[np.float32]

USUAL_LOUDNESS_DBFS = -24.0
USUAL_PITCH_HZ = 150.0
"""What recordings of speech and of busy places are often like; asked for where nothing else is known."""


def control_lines(
    config: WavenetConfig, request: GenerationRequest, prompt: Prompt
) -> tuple[tuple[Line, ...], tuple[str, ...]]:
    """A line for each control of the network, and what the person should know of them.

    Drawn points come before the contour, and the contour before what the prompt was like. Raises `SteeringError` when
    a control is asked for that the network was not trained with, or `AudioError`.
    """
    drawn = _drawn(config, request)
    measured: dict[Control, Line] = {}
    warnings: tuple[str, ...] = ()
    if request.contour_path is not None:
        if not config.controls:
            raise SteeringError(
                "This model follows no contour: leave it out, or train a model with the control loudness or pitch."
            )
        features, warnings = _measured(config, request.contour_path, request)
        measured = feature_lines(config, features, request.contour_fit, request.seconds)
    lines = []
    for control, usual in steady_features(config, prompt).items():
        found = drawn.get(control) or measured.get(control)
        if found is None:
            found = line([0.0], usual[None])
            whose = "the prompt's" if prompt.samples.size else "a usual one"
            warnings += (
                f"No {control} was given: it holds at {describe(control, usual)}, {whose}. "
                f"Draw it, or give a recording whose contour is followed.",
            )
        lines.append(found)
    return tuple(lines), warnings


def feature_lines(config: WavenetConfig, features: Floats, fit: ContourFit, take_seconds: float) -> dict[Control, Line]:
    """Lines through measured controls, (frames, features), held or stretched to the take's length."""
    frame_seconds = config.control_frame_samples / config.sample_rate_hz
    if fit == "stretch":
        frame_seconds = take_seconds / len(features)
    times = np.arange(len(features), dtype=np.float64) * frame_seconds
    return {
        control: pitch_line(times, columns) if control == "pitch" else line(times, columns)
        for control, columns in by_control(config, features).items()
    }


def steady_features(config: WavenetConfig, prompt: Prompt) -> dict[Control, Floats]:
    """Each control's features, (features,), at the middle of what the prompt was like, or as usual without one."""
    usual: dict[Control, Floats] = {
        "loudness": loudness_feature(np.array([USUAL_LOUDNESS_DBFS])),
        "pitch": pitch_features(np.array([USUAL_PITCH_HZ]))[0],
    }
    if prompt.samples.size == 0:
        return {control: usual[control] for control in config.controls}
    return {control: _middle(control, columns) for control, columns in by_control(config, prompt.own_controls).items()}


def by_control(config: WavenetConfig, features: Floats) -> dict[Control, Floats]:
    """(frames, features) cut into the columns of each control."""
    edges = np.cumsum([CONTROL_FEATURES[control] for control in config.controls])
    return dict(zip(config.controls, np.split(features, edges[:-1], axis=1), strict=True)) if config.controls else {}


def describe(control: Control, features: Floats) -> str:
    if control == "loudness":
        return f"{60.0 * (float(features[0]) - 1.0):.0f} dBFS"
    return f"{200.0 * 2.0 ** float(features[0]):.0f} Hz" if features[1] else "unvoiced"


def _drawn(config: WavenetConfig, request: GenerationRequest) -> dict[Control, Line]:
    lines: dict[Control, Line] = {}
    if request.loudness_dbfs is not None:
        control_place(config, "loudness")
        levels = loudness_feature(np.array(request.loudness_dbfs.values))
        lines["loudness"] = line(request.loudness_dbfs.times_seconds(request.seconds), levels[:, None])
    if request.pitch_hz is not None:
        control_place(config, "pitch")
        features = pitch_features(np.array(request.pitch_hz.values))
        lines["pitch"] = pitch_line(request.pitch_hz.times_seconds(request.seconds), features)
    return lines


def _measured(config: WavenetConfig, path: Path, request: GenerationRequest) -> tuple[Floats, tuple[str, ...]]:
    audio = load_audio(path, config.sample_rate_hz)
    if audio.size == 0:
        raise AudioError(f"The contour {path.name} is empty: choose a recording with sound.")
    seconds = audio.size / config.sample_rate_hz
    warnings: tuple[str, ...] = ()
    if request.contour_fit == "hold" and seconds < request.seconds:
        warnings = (
            f"The contour lasts {seconds:.1f} s and the take {request.seconds:.1f} s: its last values hold on. "
            "Stretch it to fill the take.",
        )
    return measure_controls(config, audio), warnings


def _middle(control: Control, columns: Floats) -> Floats:
    """The median level; the median pitch of the voiced frames, where they are at least half."""
    if control == "loudness":
        return np.array([np.median(columns[:, 0])], np.float32)
    voiced = columns[:, 1] > 0.0
    if 2 * np.count_nonzero(voiced) < len(columns):
        return np.zeros(2, np.float32)
    return np.array([np.median(columns[voiced, 0]), 1.0], np.float32)
