"""Trains a WaveNet on recordings: a generator of events that can be stopped at any moment and goes on exactly."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import torch

from generation.audio import write_wav
from generation.checkpoint import (
    Header,
    TrainingState,
    checkpoint_path,
    load_checkpoint,
    load_training_state,
    resumable_checkpoints,
    save_checkpoint,
)
from generation.dataset import Dataset, Recording, load_dataset, require_enough
from generation.errors import EngineError
from generation.generate import audition
from generation.learner import Learner, LossExploded, learning_rate_at
from generation.training_events import (
    AuditionMade,
    CheckpointSaved,
    TrainingEvent,
    TrainingFinished,
    TrainingRolledBack,
    TrainingStarted,
    TrainingStepped,
)
from generation.training_plan import TrainingPlan
from generation.windows import Windows, validation_batches

SMOOTHING = 0.95
ALARM_NATS = 2.0
HOPELESS_NATS = 2.0 * math.log(256)
MAX_ROLLBACKS = 6


class TrainingError(EngineError):
    """A training run that cannot begin or go on."""


def train(
    recordings: Sequence[Recording],
    directory: Path,
    plan: TrainingPlan,
    *,
    device: str = "cpu",
    threads: int | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[TrainingEvent]:
    """Trains into `directory` (checkpoints, and auditions under `auditions/`), yielding what happens.

    Goes on from the newest whole checkpoint of the directory, exactly as if it had never stopped: with the same plan,
    data, device and threads, bit for bit. Closing the generator saves a checkpoint first. A loss that explodes rolls
    back to the newest checkpoint, with half the learning rate and other data. `threads` is torch's own number of
    threads while it runs. Raises `DatasetError`, `AudioError`, `CheckpointError` or `TrainingError`.
    """
    with _torch_threads(threads):
        dataset = load_dataset(
            recordings, plan.config(), silence_threshold_dbfs=plan.silence_threshold_dbfs, seed=plan.seed
        )
        require_enough(dataset, plan.shape.window_samples)
        yield from _Run(dataset, directory, plan, device, threads, clock).events()


class _Run:
    """A training run between two events: what the next step depends on, and what was last seen."""

    def __init__(
        self,
        dataset: Dataset,
        directory: Path,
        plan: TrainingPlan,
        device: str,
        threads: int | None,
        clock: Callable[[], float],
    ) -> None:
        self._dataset, self._directory, self._plan, self._threads, self._clock = (
            dataset,
            directory,
            plan,
            threads,
            clock,
        )
        self._config = plan.config(dataset.class_names)
        self._window = plan.shape.window_samples
        self._learner = Learner(self._config, plan, device)
        self._validation = validation_batches(dataset.validation, self._config, self._window)
        self._state = TrainingState(0, math.log(256), math.log(256), dataset.fingerprint)
        self._step = 0
        self._saved_step = -1
        self._measured: tuple[int, float | None] = (-1, None)
        self._windows = self._ordered_windows()

    def events(self) -> Iterator[TrainingEvent]:
        warnings = self._resume()
        seconds = self._dataset.used_seconds, self._dataset.dropped_seconds
        yield TrainingStarted(self._config, *seconds, self._windows.epoch_steps, self._step, warnings)
        try:
            yield from self._milestones()
            yield from self._steps()
            if self._saved_step != self._step:
                yield self._save()
        except GeneratorExit:
            if self._saved_step != self._step:
                self._save()
            raise
        yield TrainingFinished(self._step, checkpoint_path(self._directory, self._step), self._validation_loss())

    def _steps(self) -> Iterator[TrainingEvent]:
        started = saved = self._clock()
        done = 0
        while self._step < self._plan.total_steps:
            rate = learning_rate_at(self._step, self._plan, self._state.rollbacks)
            try:
                loss = self._learner.step(self._windows.batch(self._step), rate)
                self._watch(loss)
            except LossExploded as alarm:
                yield self._roll_back(str(alarm))
                continue
            self._step, done = self._step + 1, done + 1
            speed = done / max(1e-9, self._clock() - started)
            left = (self._plan.total_steps - self._step) / speed
            due = self._step % self._plan.validation_every_steps == 0 or self._step == self._plan.total_steps
            validation = self._validation_loss() if due else None
            yield TrainingStepped(self._step, self._plan.total_steps, loss, validation, rate, speed, left)
            if self._clock() - saved >= self._plan.checkpoint_every_seconds and self._saved_step != self._step:
                yield self._save()
            yield from self._milestones()
            if self._saved_step == self._step:
                saved = self._clock()

    def _milestones(self) -> Iterator[TrainingEvent]:
        """A checkpoint before the first step (there is always one to roll back to), and the auditions."""
        path = self._directory / "auditions" / f"step-{self._step:08d}.wav"
        wanted = self._step in self._plan.auditions and not path.exists()
        if self._saved_step != self._step and (wanted or self._step == 0):
            yield self._save()
        if wanted:
            take = audition(
                self._config,
                self._learner.network.weights(),
                self._plan.audition_seconds,
                self._plan.seed,
                self._threads,
            )
            write_wav(path, take, self._config.sample_rate_hz)
            yield AuditionMade(self._step, path, self._config.sample_rate_hz)

    def _resume(self) -> tuple[str, ...]:
        """Takes over the newest usable checkpoint, if any; returns what the person should know."""
        self._directory.mkdir(parents=True, exist_ok=True)
        newest = self._newest()
        if newest is None:
            return ()
        if newest.config != self._config:
            raise TrainingError(
                f"{self._directory} holds a model of another shape or with other classes: train into an empty folder."
            )
        self._restore(newest)
        if self._state.dataset_fingerprint != self._dataset.fingerprint:
            self._state = replace(self._state, dataset_fingerprint=self._dataset.fingerprint)
            return (
                "The recordings are not those that this model was trained on so far; it goes on with the new ones.",
            )
        return ()

    def _newest(self) -> Header | None:
        for header in resumable_checkpoints(self._directory):
            try:
                load_training_state(header)
                load_checkpoint(header.path)
            except EngineError:
                continue  # damaged on the disk: the one before it is whole
            return header
        return None

    def _restore(self, header: Header) -> None:
        moments, self._state = load_training_state(header)
        self._learner.restore(load_checkpoint(header.path).weights, moments, header.step)
        self._step = self._saved_step = header.step
        self._measured = (header.step, header.validation_loss_nats)
        self._windows = self._ordered_windows()

    def _ordered_windows(self) -> Windows:
        plan = self._plan
        return Windows(
            self._dataset.training, self._config, self._window, plan.shape.batch, plan.seed, self._state.rollbacks
        )

    def _watch(self, loss: float) -> None:
        """Follows the loss, and raises `LossExploded` when it leaves what it had reached for good."""
        smoothed = SMOOTHING * self._state.smoothed_loss_nats + (1.0 - SMOOTHING) * loss
        lowest = min(self._state.lowest_loss_nats, smoothed)
        if loss > HOPELESS_NATS or smoothed > lowest + ALARM_NATS:
            raise LossExploded(f"the loss rose to {loss:.2f} nats from {lowest:.2f}")
        self._state = replace(self._state, smoothed_loss_nats=smoothed, lowest_loss_nats=lowest)

    def _roll_back(self, reason: str) -> TrainingRolledBack:
        exploded_at, rollbacks = self._step, self._state.rollbacks + 1
        newest = self._newest()
        if rollbacks > MAX_ROLLBACKS or newest is None:
            raise TrainingError(f"The training does not hold: {reason}, again and again; lower the learning rate.")
        self._restore(newest)
        self._state = replace(self._state, rollbacks=rollbacks)
        self._windows = self._ordered_windows()
        rate = learning_rate_at(self._step, self._plan, rollbacks)
        return TrainingRolledBack(exploded_at, self._step, rate, reason)

    def _save(self) -> CheckpointSaved:
        path = save_checkpoint(
            self._directory,
            self._config,
            self._step,
            self._learner.network.weights(),
            self._learner.moments(),
            self._state,
            validation_loss_nats=self._validation_loss(),
            auditioned=self._step in self._plan.auditions,
        )
        self._saved_step = self._step
        return CheckpointSaved(self._step, path, self._validation_loss())

    def _validation_loss(self) -> float | None:
        if self._measured[0] != self._step:
            self._measured = (self._step, self._learner.validation_loss_nats(self._validation))
        return self._measured[1]


@contextmanager
def _torch_threads(threads: int | None) -> Iterator[None]:
    before = torch.get_num_threads()
    if threads is not None:
        torch.set_num_threads(threads)
    try:
        yield
    finally:
        torch.set_num_threads(before)
