"""Recordings become streams of samples: mono, without silence, some held out for validation."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from generation import held_out
from generation.architectures.wavenet_config import WavenetConfig
from generation.audio import load_audio
from generation.coding import Floats, Samples, encode
from generation.controls import measure_controls
from generation.errors import EngineError
from generation.training_plan import TrainingPlan
from generation.variation import ENOUGH_SECONDS, varied

FRAME_SECONDS = 0.02
MARGIN_SECONDS = 0.1
HELD_OUT_SHARE = held_out.SHARE
PASSAGE_SECONDS = 2.0
"""How much of a stream is altered in one way."""
MIN_SECONDS_TO_HOLD_OUT = 60.0
"""Of a single recording: with less there is nothing to spare."""


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
class ClassSound:
    """What was kept of the recordings of one class, or of all when there are no classes."""

    name: str | None
    kept_seconds: float
    dropped_seconds: float
    """Quieter than the silence threshold."""
    files: int
    silent_files: int
    """Of which nothing is left."""


@dataclass(frozen=True)
class Dataset:
    """What a training run hears."""

    sample_rate_hz: int
    class_names: tuple[str, ...]
    training: tuple[Stream, ...]
    altered: tuple[Stream, ...]
    """Copies of what is trained on, a little changed, to be trained on beside it."""
    validation: tuple[Stream, ...]
    used_seconds: float
    dropped_seconds: float
    sounds: tuple[ClassSound, ...]
    held_out: tuple[str, ...]
    """The files that validation has to itself."""
    warnings: tuple[str, ...]
    fingerprint: str
    """Changes when any sample that is trained on changes."""

    @property
    def streams(self) -> tuple[Stream, ...]:
        """All that is trained on."""
        return (*self.training, *self.altered)


def load_dataset(
    recordings: Sequence[Recording],
    config: WavenetConfig,
    *,
    silence_threshold_dbfs: float = -60.0,
    seed: int = 0,
    held_out_files: tuple[str, ...] | int | None = None,
    variations: int = 0,
) -> Dataset:
    """Loads, resamples, trims silence, splits and encodes; raises `DatasetError` with what to do.

    The configuration's classes do not count: they come from the recordings. Whole files are held out for validation
    (see `held_out.choose`). Where no file can be spared, as each class has only one, the last tenth of each stream is
    held out instead when there is at least a minute, after a gap of a receptive field that neither side hears.
    `variations` altered copies of what is trained on come beside it (see `variation`), unless there is an hour of it.
    """
    if not recordings:
        raise DatasetError("There are no recordings; add some audio files first.")
    class_names = _class_names(recordings)
    rate = config.sample_rate_hz
    labels = [class_names.index(recording.class_name) if recording.class_name else 0 for recording in recordings]
    whole_seconds, audible = _loaded(recordings, rate, silence_threshold_dbfs)
    kept_seconds = np.array([audio.size for audio in audible]) / rate
    labelled = list(zip(labels, audible, strict=True))
    files = zip(recordings, labelled, strict=True)
    candidates = [held_out.Candidate(file.path.as_posix(), label, audio.size / rate) for file, (label, audio) in files]
    chosen = held_out.choose(candidates, held_out_files, seed)
    copies = variations if kept_seconds.sum() < ENOUGH_SECONDS else 0
    training, validation = _split(config, labels, audible, chosen)
    warnings: tuple[str, ...] = ()
    if not chosen and held_out_files is None:
        training, validation, warnings = _tails_held_out(config, training)
    learnt = {stream.label: stream.samples.size for stream in training}  # less a held-out tail
    heard = [(label, audio[: learnt[label]]) for i, (label, audio) in enumerate(labelled) if i not in chosen]
    return Dataset(
        sample_rate_hz=rate,
        class_names=class_names,
        training=tuple(training),
        altered=tuple(_altered(config, heard, copies, seed)),
        validation=tuple(validation),
        used_seconds=float(kept_seconds.sum()),
        dropped_seconds=float((whole_seconds - kept_seconds).sum()),
        sounds=_sounds(class_names, labels, whole_seconds, kept_seconds),
        held_out=tuple(recordings[index].path.name for index in sorted(chosen)),
        warnings=warnings,
        fingerprint=_fingerprint(training),
    )


def dataset_for(recordings: Sequence[Recording], plan: TrainingPlan) -> Dataset:
    """The dataset of a training plan; `DatasetError` also when a class has less audible audio than one window."""
    dataset = load_dataset(
        recordings,
        plan.config(),
        silence_threshold_dbfs=plan.silence_threshold_dbfs,
        seed=plan.seed,
        held_out_files=plan.held_out_files,
        variations=plan.copies,
    )
    require_enough(dataset, plan.shape.window_samples)
    return dataset


def without_silence(
    audio: npt.NDArray[np.float32], sample_rate_hz: int, threshold_dbfs: float
) -> npt.NDArray[np.float32]:
    """Mono audio less every stretch whose 20 ms RMS stays under the threshold (dB of full scale), margins kept."""
    frame, power = _frame_power(audio, sample_rate_hz)
    return audio[np.repeat(_kept_frames(power, threshold_dbfs), frame)[: audio.size]]


def kept_seconds(
    audio: npt.NDArray[np.float32], sample_rate_hz: int, thresholds_dbfs: Sequence[float]
) -> tuple[float, ...]:
    """How much `without_silence` would leave at each of the thresholds."""
    frame, power = _frame_power(audio, sample_rate_hz)
    length = np.full(power.size, frame)
    length[-1:] = audio.size - (power.size - 1) * frame
    return tuple(float(length[_kept_frames(power, threshold)].sum()) / sample_rate_hz for threshold in thresholds_dbfs)


def _frame_power(audio: npt.NDArray[np.float32], sample_rate_hz: int) -> tuple[int, npt.NDArray[np.float64]]:
    """The samples of a frame, and the mean power of each; the last is filled up with silence."""
    frame = max(1, round(FRAME_SECONDS * sample_rate_hz))
    frames = -(-audio.size // frame)
    padded = np.zeros(frames * frame)
    padded[: audio.size] = audio
    return frame, np.mean(padded.reshape(frames, frame) ** 2, axis=1)


def _kept_frames(power: npt.NDArray[np.float64], threshold_dbfs: float) -> npt.NDArray[np.bool_]:
    """The frames over the threshold, and those within the margin of one."""
    loud = np.concatenate([[0], np.cumsum(power > 10.0 ** (threshold_dbfs / 10.0))])
    margin = round(MARGIN_SECONDS / FRAME_SECONDS)
    last = np.minimum(np.arange(power.size) + margin + 1, power.size)
    first = np.maximum(np.arange(power.size) - margin, 0)
    kept: npt.NDArray[np.bool_] = loud[last] > loud[first]
    return kept


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


def _loaded(
    recordings: Sequence[Recording], rate: int, threshold_dbfs: float
) -> tuple[npt.NDArray[np.float64], list[Floats]]:
    """The seconds of each recording, and its audible audio."""
    whole, audible = [], []
    for recording in recordings:
        audio = load_audio(recording.path, rate)
        whole.append(audio.size / rate)
        audible.append(without_silence(audio, rate, threshold_dbfs))
    if not any(audio.size for audio in audible):
        raise DatasetError(
            f"All {len(recordings)} recordings are silent (below {threshold_dbfs:g} dBFS): "
            "record louder, or lower the silence threshold."
        )
    return np.array(whole), audible


def _split(
    config: WavenetConfig, labels: Sequence[int], audible: Sequence[Floats], chosen: frozenset[int]
) -> tuple[list[Stream], list[Stream]]:
    """The streams to train and to validate on, by class."""
    parts: dict[tuple[int, bool], list[Floats]] = {}
    for index, (label, audio) in enumerate(zip(labels, audible, strict=True)):
        parts.setdefault((label, index in chosen), []).append(_whole_frames(config, audio))
    training = [_stream(config, label, audio) for (label, out), audio in sorted(parts.items()) if not out]
    validation = [_stream(config, label, audio) for (label, out), audio in sorted(parts.items()) if out]
    return training, validation


def _altered(config: WavenetConfig, training: Sequence[tuple[int, Floats]], copies: int, seed: int) -> list[Stream]:
    """As many copies of each class' recordings, every passage of some seconds altered in a way of its own."""
    altered: list[Stream] = []
    for copy in range(copies):
        random = np.random.default_rng([seed, copy])
        parts: dict[int, list[Floats]] = {}
        for label, audio in training:
            passages = np.array_split(audio, max(1, round(audio.size / config.sample_rate_hz / PASSAGE_SECONDS)))
            changed = [varied(passage, config.sample_rate_hz, random) for passage in passages]
            parts.setdefault(label, []).extend(_whole_frames(config, passage) for passage in changed)
        altered.extend(_stream(config, label, audio) for label, audio in sorted(parts.items()))
    return altered


def _sounds(
    class_names: Sequence[str], labels: Sequence[int], whole: npt.NDArray[np.float64], kept: npt.NDArray[np.float64]
) -> tuple[ClassSound, ...]:
    """From each recording's label, its seconds and those that are audible."""
    of = np.array(labels)
    return tuple(
        ClassSound(
            name, float(kept[of == label].sum()), float((whole - kept)[of == label].sum()),
            int((of == label).sum()), int((kept[of == label] == 0.0).sum()),
        )
        for label, name in enumerate(class_names or [None])
    )  # fmt: skip


def _fingerprint(training: Sequence[Stream]) -> str:
    digest = hashlib.sha256()
    for stream in training:
        digest.update(bytes([stream.label % 256]) + stream.samples.tobytes())
    return digest.hexdigest()


def _whole_frames(config: WavenetConfig, audio: Floats) -> Floats:
    """With controls, less the last few milliseconds, so that joined recordings keep their frames."""
    return audio[: audio.size - audio.size % config.control_frame_samples] if config.controls else audio


def _stream(config: WavenetConfig, label: int, audio: Sequence[Floats]) -> Stream:
    joined = np.concatenate(audio)
    controls = [measure_controls(config, recording) for recording in audio] if config.controls else []
    still = np.empty((0, config.control_features), np.float32)
    return Stream(label, encode(config, joined), np.concatenate([still, *controls]))


def _tails_held_out(
    config: WavenetConfig, streams: Sequence[Stream]
) -> tuple[list[Stream], list[Stream], tuple[str, ...]]:
    """The streams less their last tenth, the tenths less a receptive field before them, and what to say of it."""
    heads, tails, frame = [], [], config.control_frame_samples
    if sum(stream.samples.size for stream in streams) < MIN_SECONDS_TO_HOLD_OUT * config.sample_rate_hz:
        said = "No file can be spared, of so little sound: nothing will tell learning from learning by heart."
        return list(streams), [], (said,)
    gap_frames = -(-config.receptive_field_samples // frame)
    for stream in streams:
        frames = round(stream.samples.size * (1.0 - HELD_OUT_SHARE)) // frame
        heads.append(Stream(stream.label, stream.samples[: frames * frame], stream.controls[:frames]))
        beyond = frames + gap_frames
        tails.append(Stream(stream.label, stream.samples[beyond * frame :], stream.controls[beyond:]))
    said = "No file can be spared to validate on: the last tenth of each recording is held out instead."
    return heads, tails, (said,)
