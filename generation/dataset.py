"""Recordings become streams of samples: mono, without silence, some held out for validation."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from generation.architectures.wavenet_config import WavenetConfig
from generation.audio import load_audio
from generation.coding import Floats, Samples, encode
from generation.controls import measure_controls
from generation.errors import EngineError

FRAME_SECONDS = 0.02
MARGIN_SECONDS = 0.1
HELD_OUT_SHARE = 0.1
MIN_FILES_TO_HOLD_OUT = 8
MIN_SECONDS_TO_HOLD_OUT = 60.0


class DatasetError(EngineError):
    """The recordings cannot be trained on as they are."""


@dataclass(frozen=True)
class Recording:
    """One audio file, and the class that it teaches when the network is conditioned."""

    path: Path
    class_name: str | None = None


@dataclass(frozen=True)
class Stream:
    """The audible audio of one class, recordings joined end to end, as the network's samples."""

    label: int
    samples: Samples
    controls: Floats
    """(frames, features): frame f holds for config.control_frame_samples samples; no columns without controls."""


@dataclass(frozen=True)
class Dataset:
    """What a training run hears."""

    sample_rate_hz: int
    class_names: tuple[str, ...]
    training: tuple[Stream, ...]
    validation: tuple[Stream, ...]
    used_seconds: float
    dropped_seconds: float
    silent_recordings: int
    fingerprint: str
    """Changes when any sample that is trained on changes."""


def load_dataset(
    recordings: Sequence[Recording], config: WavenetConfig, *, silence_threshold_dbfs: float = -60.0, seed: int = 0
) -> Dataset:
    """Loads, resamples, trims silence, splits and encodes; raises `DatasetError` with what to do.

    The configuration's classes do not count: they come from the recordings.

    With at least 8 recordings a tenth of each class's files is held out for validation; with fewer, the last tenth
    of each stream when there is at least a minute; otherwise nothing is.
    """
    if not recordings:
        raise DatasetError("There are no recordings; add some audio files first.")
    class_names = _class_names(recordings)
    held_out = _held_out(recordings, seed)
    sample_rate_hz = config.sample_rate_hz
    parts: dict[tuple[int, bool], list[Floats]] = {}
    used = total = silent = 0
    for index, recording in enumerate(recordings):
        audio = load_audio(recording.path, sample_rate_hz)
        audible = without_silence(audio, sample_rate_hz, silence_threshold_dbfs)
        total, used, silent = total + audio.size, used + audible.size, silent + (audible.size == 0)
        label = class_names.index(recording.class_name) if recording.class_name is not None else 0
        parts.setdefault((label, index in held_out), []).append(_whole_frames(config, audible))
    if used == 0:
        raise DatasetError(
            f"All {len(recordings)} recordings are silent (below {silence_threshold_dbfs:g} dBFS): "
            "record louder, or lower the silence threshold."
        )
    training = [_stream(config, label, audio) for (label, out), audio in sorted(parts.items()) if not out]
    validation = [_stream(config, label, audio) for (label, out), audio in sorted(parts.items()) if out]
    if not held_out and used >= MIN_SECONDS_TO_HOLD_OUT * sample_rate_hz:
        training, validation = _tails_held_out(training, config.control_frame_samples)
    digest = hashlib.sha256()
    for stream in training:
        digest.update(bytes([stream.label % 256]) + stream.samples.tobytes())
    return Dataset(
        sample_rate_hz, class_names, tuple(training), tuple(validation), used / sample_rate_hz,
        (total - used) / sample_rate_hz, silent, digest.hexdigest(),
    )  # fmt: skip


def without_silence(
    audio: npt.NDArray[np.float32], sample_rate_hz: int, threshold_dbfs: float
) -> npt.NDArray[np.float32]:
    """Mono audio less every stretch whose 20 ms RMS stays under the threshold (dB of full scale), margins kept."""
    frame = max(1, round(FRAME_SECONDS * sample_rate_hz))
    frames = -(-audio.size // frame)
    if frames == 0:
        return audio
    padded = np.zeros(frames * frame)
    padded[: audio.size] = audio
    power = np.mean(padded.reshape(frames, frame) ** 2, axis=1)
    loud = np.concatenate([[0], np.cumsum(power > 10.0 ** (threshold_dbfs / 10.0))])
    margin = round(MARGIN_SECONDS / FRAME_SECONDS)
    last = np.minimum(np.arange(frames) + margin + 1, frames)
    first = np.maximum(np.arange(frames) - margin, 0)
    keep = np.repeat(loud[last] > loud[first], frame)[: audio.size]
    return audio[keep]


def require_enough(dataset: Dataset, window_samples: int) -> None:
    """Raises `DatasetError` when a class has less audible audio than one window."""
    for stream in dataset.training:
        if stream.samples.size < window_samples:
            has, needs = stream.samples.size / dataset.sample_rate_hz, window_samples / dataset.sample_rate_hz
            who = f"The class “{dataset.class_names[stream.label]}”" if dataset.class_names else "The material"
            raise DatasetError(
                f"{who} is too short: {has:.1f} s of audible sound, {needs:.1f} s needed; add recordings."
            )


def _class_names(recordings: Sequence[Recording]) -> tuple[str, ...]:
    named = {recording.class_name for recording in recordings}
    if named == {None}:
        return ()
    if None in named:
        raise DatasetError("Some recordings have a class and others have none; give all of them one, or none.")
    return tuple(sorted(name for name in named if name is not None))


def _held_out(recordings: Sequence[Recording], seed: int) -> frozenset[int]:
    """Indices of the recordings to validate on; every class keeps most of its own."""
    if len(recordings) < MIN_FILES_TO_HOLD_OUT:
        return frozenset()
    order = np.random.default_rng(seed).permutation(len(recordings))
    members: dict[str | None, list[int]] = {}
    for index in order.tolist():
        members.setdefault(recordings[index].class_name, []).append(index)
    chosen = [index for group in members.values() for index in group[: int(HELD_OUT_SHARE * len(group))]]
    largest = max(members.values(), key=len)
    return frozenset(chosen or (largest[:1] if len(largest) > 1 else ()))


def _whole_frames(config: WavenetConfig, audio: Floats) -> Floats:
    """With controls, less the last few milliseconds, so that joined recordings keep their frames."""
    return audio[: audio.size - audio.size % config.control_frame_samples] if config.controls else audio


def _stream(config: WavenetConfig, label: int, audio: Sequence[Floats]) -> Stream:
    joined = np.concatenate(audio)
    controls = [measure_controls(config, recording) for recording in audio] if config.controls else []
    still = np.empty((0, config.control_features), np.float32)
    return Stream(label, encode(config, joined), np.concatenate([still, *controls]))


def _tails_held_out(streams: Sequence[Stream], frame_samples: int) -> tuple[list[Stream], list[Stream]]:
    heads, tails = [], []
    for stream in streams:
        frames = round(stream.samples.size * (1.0 - HELD_OUT_SHARE)) // frame_samples
        cut = frames * frame_samples
        heads.append(Stream(stream.label, stream.samples[:cut], stream.controls[:frames]))
        tails.append(Stream(stream.label, stream.samples[cut:], stream.controls[frames:]))
    return heads, tails
