"""The audio that a take continues: what of it is heard, and its own controls meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from generation.architectures.wavenet_config import WavenetConfig
from generation.audio import load_audio
from generation.coding import Samples, empty, encode
from generation.controls import PITCH_WINDOW_SECONDS, measure_controls
from generation.errors import EngineError

SILENT_DBFS = -60.0

Floats = npt.NDArray[np.float32]


class PromptError(EngineError):
    """A prompt that nothing can be continued from."""


@dataclass(frozen=True)
class Prompt:
    """The end of a recording, as a network hears it before its take begins."""

    samples: Samples
    """(at most the receptive field,); none: the take begins out of silence."""
    controls: Floats
    """(frames, features) from the first sample of the receptive field on, silence before a short prompt included."""
    own_controls: Floats
    """(frames, features): those of them that are the prompt's own."""
    warnings: tuple[str, ...] = ()


def no_prompt(config: WavenetConfig) -> Prompt:
    """Silence, whose controls are all 0."""
    still = np.zeros((1, config.control_features), np.float32)
    return Prompt(empty(config, 0), still, still[:0])


def load_prompt(path: Path | None, config: WavenetConfig) -> Prompt:
    """The last receptive field of a file. Raises `AudioError` or `PromptError` when there is nothing to hear."""
    if path is None:
        return no_prompt(config)
    audio = load_audio(path, config.sample_rate_hz)
    if audio.size == 0:
        raise PromptError(f"The prompt {path.name} is empty: choose a sound, or none to begin out of silence.")
    heard = audio[-config.receptive_field_samples :]
    controls = _controls(config, audio)
    own = -(-heard.size // config.control_frame_samples)
    return Prompt(encode(config, heard), controls, controls[len(controls) - own :], _warnings(config, heard))


def _controls(config: WavenetConfig, audio: Floats) -> Floats:
    """The controls over the receptive field, its first frame beginning with its first sample.

    A frame is measured over a longer window around it: before the receptive field, it is given what the prompt has
    there; after the prompt's end there is nothing, so the last whole measurement holds.
    """
    if not config.controls:
        return np.zeros((1, 0), np.float32)
    frame, field = config.control_frame_samples, config.receptive_field_samples
    around = -(-round(PITCH_WINDOW_SECONDS * config.sample_rate_hz) // (2 * frame))
    wanted = field + around * frame
    tail = audio[-wanted:]
    measured = measure_controls(config, np.concatenate([np.zeros(wanted - tail.size, np.float32), tail]))[around:]
    whole = max(1, field // frame - around)
    measured[whole:] = measured[whole - 1]
    return measured


def _warnings(config: WavenetConfig, heard: Floats) -> tuple[str, ...]:
    warnings: tuple[str, ...] = ()
    heard_ms = 1000 * heard.size / config.sample_rate_hz
    if heard.size < config.receptive_field_samples:
        warnings += (
            f"The prompt is {heard_ms:.0f} ms long; the model listens to {config.receptive_field_ms:.0f} ms, so "
            "silence was put before it.",
        )
    if float(np.sqrt(np.mean(heard**2))) < 10 ** (SILENT_DBFS / 20):
        warnings += (
            f"The last {heard_ms:.0f} ms of the prompt, all that the model hears of it, are silent: cut the prompt so "
            "that it ends in sound.",
        )
    return warnings
