"""Streams become training windows, in an order that is a function of the step and so can be resumed exactly."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from generation.architectures.wavenet_config import WavenetConfig
from generation.coding import Floats, Samples, empty, silence
from generation.dataset import DatasetError, Stream

COLD_START_SHARE = 1 / 16
VALIDATION_WINDOWS = 8


class Batch(NamedTuple):
    """Examples side by side, oldest sample first."""

    samples: Samples
    """(receptive field + window, batch)"""
    labels: npt.NDArray[np.int64]
    """(batch,)"""
    controls: Floats
    """(receptive field + window, batch, features), of each sample."""


class Windows:
    """Training batches as a pure function of the step: an epoch draws every window once, in an order of its own.

    `salt` changes the order (after a rollback, to meet other data). One window in 16 has its context silenced, so
    that a take can begin out of silence.
    """

    def __init__(
        self,
        streams: Sequence[Stream],
        config: WavenetConfig,
        window_samples: int,
        batch: int,
        seed: int,
        salt: int = 0,
    ) -> None:
        self._config, self._window, self._batch = config, window_samples, batch
        self._seed, self._salt = seed, salt
        self._streams = [_preceded_by_silence(stream, config) for stream in streams]
        self._counts = [stream.samples.size // window_samples for stream in streams]
        if sum(self._counts) == 0:
            raise DatasetError("The recordings are too short to fill one training window; add longer ones.")
        self.epoch_steps = max(1, sum(self._counts) // batch)
        self._epoch = -1
        self._order: npt.NDArray[np.int64] = np.empty((0, 3), np.int64)

    def batch(self, step: int) -> Batch:
        """The batch of a step, from 0."""
        epoch, place = divmod(step, self.epoch_steps)
        if epoch != self._epoch:
            self._epoch, self._order = epoch, self._draw(epoch)
        rows = [self._order[(place * self._batch + i) % len(self._order)] for i in range(self._batch)]
        context = self._config.receptive_field_samples
        batch = _room(self._config, context + self._window, [self._streams[row[0]].label for row in rows])
        for column, (stream, start, cold) in enumerate(rows):
            _fill(batch, column, self._streams[stream], start, self._config)
            if cold:
                batch.samples[:context, column] = silence(self._config)
                batch.controls[:context, column] = 0.0
        return batch

    def _draw(self, epoch: int) -> npt.NDArray[np.int64]:
        """Rows (stream, start, cold) of an epoch: disjoint windows, shifted and shuffled anew each time."""
        random = np.random.default_rng([self._seed, self._salt, epoch])
        context = self._config.receptive_field_samples
        rows: list[tuple[int, int, int]] = []
        for stream, count in enumerate(self._counts):
            first = self._first(stream)
            slack = self._streams[stream].samples.size - first - context - count * self._window
            shift = first + int(random.integers(0, slack + 1))
            rows.extend((stream, shift + window * self._window, 0) for window in range(count))
        drawn = np.array(rows, np.int64)[random.permutation(len(rows))]
        drawn[:, 2] = random.random(len(rows)) < COLD_START_SHARE
        return drawn

    def _first(self, stream: int) -> int:
        """Where the receptive field before the stream's first sample begins: its silence is whole control frames."""
        return -self._config.receptive_field_samples % self._config.control_frame_samples


def validation_batches(streams: Sequence[Stream], config: WavenetConfig, window_samples: int) -> list[Batch]:
    """At most 8 fixed windows spread over the held-out streams, each as a batch of one; empty when none is long."""
    places: list[tuple[Stream, int]] = []
    span = config.receptive_field_samples + window_samples
    for stream in streams:
        places.extend((stream, start) for start in range(0, stream.samples.size - span + 1, window_samples))
    batches = []
    for index in np.unique(np.linspace(0, len(places) - 1, VALIDATION_WINDOWS).astype(int)) if places else ():
        stream, start = places[index]
        batch = _room(config, span, [stream.label])
        _fill(batch, 0, stream, start, config)
        batches.append(batch)
    return batches


def _preceded_by_silence(stream: Stream, config: WavenetConfig) -> Stream:
    """The stream after a receptive field of silence, rounded up to whole control frames."""
    frames = -(-config.receptive_field_samples // config.control_frame_samples)
    quiet = empty(config, frames * config.control_frame_samples)
    still = np.zeros((frames, stream.controls.shape[1]), np.float32)
    return Stream(stream.label, np.concatenate([quiet, stream.samples]), np.concatenate([still, stream.controls]))


def _room(config: WavenetConfig, length: int, labels: Sequence[int]) -> Batch:
    controls = np.empty((length, len(labels), config.control_features), np.float32)
    return Batch(empty(config, length, len(labels)), np.array(labels, np.int64), controls)


def _fill(batch: Batch, column: int, stream: Stream, start: int, config: WavenetConfig) -> None:
    length = len(batch.samples)
    batch.samples[:, column] = stream.samples[start : start + length]
    if config.controls:
        frames = np.arange(start, start + length) // config.control_frame_samples
        batch.controls[:, column] = stream.controls[frames]
