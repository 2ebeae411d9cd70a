"""Recordings become streams of µ-law classes, and streams become training windows in an order that can be resumed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from generation import mu_law
from generation.audio import load_audio
from generation.errors import EngineError

FRAME_SECONDS = 0.02
MARGIN_SECONDS = 0.1
COLD_START_SHARE = 1 / 16
HELD_OUT_SHARE = 0.1
MIN_FILES_TO_HOLD_OUT = 8
MIN_SECONDS_TO_HOLD_OUT = 60.0
VALIDATION_WINDOWS = 8

Classes = npt.NDArray[np.uint8]


class DatasetError(EngineError):
    """The recordings cannot be trained on as they are."""


@dataclass(frozen=True)
class Recording:
    """One audio file, and the class that it teaches when the network is conditioned."""

    path: Path
    class_name: str | None = None


@dataclass(frozen=True)
class Stream:
    """The audible audio of one class, recordings joined end to end, as µ-law classes."""

    label: int
    samples: Classes


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
    recordings: Sequence[Recording], sample_rate_hz: int, *, silence_threshold_dbfs: float = -60.0, seed: int = 0
) -> Dataset:
    """Loads, resamples, trims silence, splits and encodes; raises `DatasetError` with what to do.

    With at least 8 recordings a tenth of each class's files is held out for validation; with fewer, the last tenth
    of each stream when there is at least a minute; otherwise nothing is.
    """
    if not recordings:
        raise DatasetError("There are no recordings; add some audio files first.")
    class_names = _class_names(recordings)
    held_out = _held_out(recordings, seed)
    parts: dict[tuple[int, bool], list[Classes]] = {}
    used = total = silent = 0
    for index, recording in enumerate(recordings):
        audio = load_audio(recording.path, sample_rate_hz)
        audible = without_silence(audio, sample_rate_hz, silence_threshold_dbfs)
        total, used, silent = total + audio.size, used + audible.size, silent + (audible.size == 0)
        label = class_names.index(recording.class_name) if recording.class_name is not None else 0
        parts.setdefault((label, index in held_out), []).append(mu_law.encode(audible))
    if used == 0:
        raise DatasetError(
            f"All {len(recordings)} recordings are silent (below {silence_threshold_dbfs:g} dBFS): "
            "record louder, or lower the silence threshold."
        )
    training = [Stream(label, np.concatenate(audio)) for (label, out), audio in sorted(parts.items()) if not out]
    validation = [Stream(label, np.concatenate(audio)) for (label, out), audio in sorted(parts.items()) if out]
    if not held_out and used >= MIN_SECONDS_TO_HOLD_OUT * sample_rate_hz:
        training, validation = _tails_held_out(training)
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


class Windows:
    """Training batches as a pure function of the step: an epoch draws every window once, in an order of its own.

    `salt` changes the order (after a rollback, to meet other data). One window in 16 has its context silenced, so
    that a take can begin out of silence.
    """

    def __init__(
        self, streams: Sequence[Stream], context_samples: int, window_samples: int, batch: int, seed: int, salt: int = 0
    ) -> None:
        self._context, self._window, self._batch = context_samples, window_samples, batch
        self._seed, self._salt = seed, salt
        self._padded = [np.concatenate([_silence(context_samples), stream.samples]) for stream in streams]
        self._labels = [stream.label for stream in streams]
        self._counts = [stream.samples.size // window_samples for stream in streams]
        if sum(self._counts) == 0:
            raise DatasetError("The recordings are too short to fill one training window; add longer ones.")
        self.epoch_steps = max(1, sum(self._counts) // batch)
        self._epoch = -1
        self._order: npt.NDArray[np.int64] = np.empty((0, 3), np.int64)

    def batch(self, step: int) -> tuple[Classes, npt.NDArray[np.int64]]:
        """The batch of a step, from 0: samples (context + window, batch), oldest first, and labels (batch,)."""
        epoch, place = divmod(step, self.epoch_steps)
        if epoch != self._epoch:
            self._epoch, self._order = epoch, self._draw(epoch)
        rows = [self._order[(place * self._batch + i) % len(self._order)] for i in range(self._batch)]
        samples = np.empty((self._context + self._window, self._batch), np.uint8)
        for column, (stream, start, cold) in enumerate(rows):
            samples[:, column] = self._padded[stream][start : start + len(samples)]
            if cold:
                samples[: self._context, column] = mu_law.SILENCE
        return samples, np.array([self._labels[row[0]] for row in rows], np.int64)

    def _draw(self, epoch: int) -> npt.NDArray[np.int64]:
        """Rows (stream, start, cold) of an epoch: disjoint windows, shifted and shuffled anew each time."""
        random = np.random.default_rng([self._seed, self._salt, epoch])
        rows: list[tuple[int, int, int]] = []
        for stream, count in enumerate(self._counts):
            slack = self._padded[stream].size - self._context - count * self._window
            shift = int(random.integers(0, slack + 1))
            rows.extend((stream, shift + window * self._window, 0) for window in range(count))
        drawn = np.array(rows, np.int64)[random.permutation(len(rows))]
        drawn[:, 2] = random.random(len(rows)) < COLD_START_SHARE
        return drawn


def validation_batches(
    streams: Sequence[Stream], context_samples: int, window_samples: int
) -> list[tuple[Classes, npt.NDArray[np.int64]]]:
    """At most 8 fixed windows spread over the held-out streams, each as a batch of one; empty when none is long."""
    places: list[tuple[Stream, int]] = []
    for stream in streams:
        span = context_samples + window_samples
        places.extend((stream, start) for start in range(0, stream.samples.size - span + 1, window_samples))
    chosen = (
        [places[i] for i in np.unique(np.linspace(0, len(places) - 1, VALIDATION_WINDOWS).astype(int))]
        if places
        else []
    )
    return [
        (stream.samples[start : start + context_samples + window_samples, None], np.array([stream.label], np.int64))
        for stream, start in chosen
    ]


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


def _tails_held_out(streams: Sequence[Stream]) -> tuple[list[Stream], list[Stream]]:
    cuts = [round(stream.samples.size * (1.0 - HELD_OUT_SHARE)) for stream in streams]
    heads = [Stream(stream.label, stream.samples[:cut]) for stream, cut in zip(streams, cuts, strict=True)]
    tails = [Stream(stream.label, stream.samples[cut:]) for stream, cut in zip(streams, cuts, strict=True)]
    return heads, tails


def _silence(samples: int) -> Classes:
    return np.full(samples, mu_law.SILENCE, np.uint8)
