"""A training run between two events: what the next step depends on, and what is to be done around it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from generation.audio import write_wav
from generation.checkpoint import (
    Header,
    TrainingState,
    checkpoint_path,
    load_checkpoint,
    load_training_state,
    read_header,
    resumable_checkpoints,
    save_checkpoint,
)
from generation.dataset import Dataset
from generation.distributed import ALONE, World, WorldError
from generation.errors import EngineError
from generation.fork import forked_weights
from generation.generate import audition
from generation.learner import Learner
from generation.loss_alarm import LossExploded, first_state, watched
from generation.schedule import learning_rate_at
from generation.time_budget import TimeBudget
from generation.training_card import card_of
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

MAX_ROLLBACKS = 6
NO_CHECKPOINT = -1.0


class TrainingError(EngineError):
    """A training run that cannot begin or go on."""


class TrainingRun:
    """See `train.train`; `began` is the clock's reading when the run was asked for."""

    def __init__(
        self,
        dataset: Dataset,
        directory: Path,
        plan: TrainingPlan,
        *,
        began: float,
        device: str = "cpu",
        threads: int | None = None,
        world: World = ALONE,
        start: Path | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._dataset, self._directory, self._plan = dataset, directory, plan
        self._threads, self._world, self._clock, self._start = threads, world, clock, start
        self._config = plan.config(dataset.class_names)
        self._window = plan.shape.window_samples
        self._learner = Learner(self._config, plan, device, world)
        self._validation = validation_batches(dataset.validation, self._config, self._window)
        self._state = first_state(self._config.quantisation, dataset.fingerprint)
        self._budget = TimeBudget(plan.minutes, clock, began)
        self._fraction: float | None = None
        self._step = 0
        self._over = False
        self._saved_step, self._saved_auditioned = -1, False
        self._measured: tuple[int, float | None] = (-1, None)
        self._windows = self._ordered_windows()

    def events(self) -> Iterator[TrainingEvent]:
        """All events of the first process; of another one its steps."""
        warnings = self._resume()
        try:
            if self._world.first:
                yield self._started(warnings)
                yield from self._milestones()
            yield from self._steps()
            if self._world.first:
                yield from self._end()
        except GeneratorExit:
            self._leave()
            raise

    def _started(self, warnings: tuple[str, ...]) -> TrainingStarted:
        return TrainingStarted(
            self._config,
            self._dataset.used_seconds,
            self._dataset.dropped_seconds,
            self._windows.epoch_steps,
            self._step,
            (*self._dataset.warnings, *warnings),
            self._dataset.sounds,
            self._dataset.held_out,
        )

    def _steps(self) -> Iterator[TrainingEvent]:
        started = saved = self._clock()
        first_step = self._step
        while self._goes_on():
            rate = self._learning_rate()
            try:
                loss = self._learner.step(self._windows.batch(self._step), rate)
                self._state = watched(self._state, loss, self._config.quantisation)
            except LossExploded as alarm:
                rolled_back = self._roll_back(str(alarm))
                first_step, started = self._step, self._clock()
                if self._world.first:
                    yield rolled_back
                continue
            self._step += 1
            yield self._stepped(loss, rate, (self._step - first_step) / max(1e-9, self._clock() - started))
            if not self._world.first:
                continue
            if self._clock() - saved >= self._plan.checkpoint_every_seconds and self._saved_step != self._step:
                yield self._save()
            yield from self._milestones()
            if self._saved_step == self._step:
                saved = self._clock()

    def _goes_on(self) -> bool:
        """Whether there is another step.

        All processes agree on it: each may be asked to stop, and the first one has the clock.
        """
        if self._step >= self._plan.total_steps:
            self._over = True
        else:
            stops, fraction = self._world.agree(0.0, self._fraction_of_time() if self._world.first else 0.0)
            self._over = fraction >= 1.0
            self._fraction = fraction if self._budget.bounded else None
            if stops:
                self._over = True
                self._save_if_first()
                raise TrainingError("Stopped by another of its processes; the model is saved: go on with --resume.")
        return not self._over

    def _fraction_of_time(self) -> float:
        return self._budget.fraction(self._budget.spent()) or 0.0

    def _leave(self) -> None:
        """Tells the other processes, which wait before their next step if there is one, and saves."""
        if not self._over and self._step < self._plan.total_steps:
            with suppress(WorldError):
                self._world.agree(1.0, 0.0)
        self._save_if_first()

    def _save_if_first(self) -> None:
        if self._world.first and self._saved_step != self._step:
            self._save()

    def _end(self) -> Iterator[TrainingEvent]:
        yield from self._milestones()
        if self._saved_step != self._step:
            yield self._save()
        yield TrainingFinished(self._step, checkpoint_path(self._directory, self._step), self._validation_loss())

    def _stepped(self, loss: float, rate: float, speed: float) -> TrainingStepped:
        due = self._step % self._plan.validation_every_steps == 0 or self._step == self._plan.total_steps
        validation = self._validation_loss() if due and self._world.first else None
        steps = self._plan.total_steps
        seconds_left = (steps - self._step) / speed
        if self._budget.bounded:
            seconds_left = self._budget.left()
            steps = self._step + round(seconds_left * speed)
        norm = self._learner.gradient_norm
        return TrainingStepped(self._step, steps, loss, validation, rate, speed, seconds_left, norm)

    def _auditioned(self) -> bool:
        """Whether this step has an audition: one of the plan's, or the last that a budget of time gave."""
        last = self._over and self._budget.bounded and self._plan.audition_steps is None
        return last or self._step in self._plan.auditions

    def _milestones(self) -> Iterator[TrainingEvent]:
        """A checkpoint before the first step (there is always one to roll back to), and the auditions."""
        path = self._directory / "auditions" / f"step-{self._step:08d}.wav"
        wanted = self._auditioned() and not path.exists()
        saved = self._saved_step == self._step
        if (wanted and not (saved and self._saved_auditioned)) or (self._step == 0 and not saved):
            yield self._save()
        if wanted:
            with self._budget.ending("audition"):
                weights, plan = self._learner.weights(), self._plan
                take = audition(self._config, weights, plan.audition_seconds, plan.seed, self._threads)
                write_wav(path, take, self._config.sample_rate_hz)
            yield AuditionMade(self._step, path, self._config.sample_rate_hz)

    def _resume(self) -> tuple[str, ...]:
        """Takes over the newest usable checkpoint, if any; returns what the person should know."""
        if self._world.first:
            self._directory.mkdir(parents=True, exist_ok=True)
        newest = self._newest()
        if newest is None:
            return self._begin_with(self._start) if self._start else ()
        if newest.config != self._config:
            raise TrainingError(
                f"{self._directory} holds a model of another shape or with other classes: train into an empty folder."
            )
        _, state = load_training_state(newest)
        warnings = self._differences(state)
        self._restore(newest)
        self._budget.resume(state.seconds_spent)
        self._state = replace(self._state, dataset_fingerprint=self._dataset.fingerprint)
        return warnings

    def _begin_with(self, start: Path) -> tuple[str, ...]:
        checkpoint = load_checkpoint(start)
        weights, said = forked_weights(checkpoint.header.config, checkpoint.weights, self._config)
        self._learner.restore(weights, {}, 0)
        return said

    def _differences(self, state: TrainingState) -> tuple[str, ...]:
        """What of the run is not as it was; raises `TrainingError` when it cannot go on so."""
        kept = tuple(slot for slot in state.slots if slot != "raw")
        if state.optimiser != self._plan.optimiser or kept != self._plan.optimiser_slots:
            raise TrainingError(
                f"{self._directory} was trained by {state.optimiser} with {' and '.join(kept) or 'nothing'} kept: "
                "go on with the same optimiser and momentum, or train into an empty folder."
            )
        warnings = []
        if state.dataset_fingerprint != self._dataset.fingerprint:
            warnings.append(
                "The recordings are not those that this model was trained on so far; it goes on with the new ones."
            )
        if state.slots != self._plan.state_slots:
            now = "are averaged from here on" if self._plan.averaging_decay else "are averaged no more"
            warnings.append(f"The weights of this model {now}, unlike before.")
        return tuple(warnings)

    def _newest(self) -> Header | None:
        """The newest whole checkpoint: the first process looks, all take the same."""
        found: Header | None = None
        for header in resumable_checkpoints(self._directory) if self._world.first else ():
            try:
                load_training_state(header)
                load_checkpoint(header.path)
            except EngineError:
                continue  # damaged on the disk: the one before it is whole
            found = header
            break
        (step,) = self._world.agree((NO_CHECKPOINT if found is None else found.step) if self._world.first else 0.0)
        return None if step == NO_CHECKPOINT else read_header(checkpoint_path(self._directory, int(step)))

    def _restore(self, header: Header) -> None:
        arrays, self._state = load_training_state(header)
        self._learner.restore(load_checkpoint(header.path).weights, arrays, header.step)
        self._step = self._saved_step = header.step
        self._saved_auditioned = header.auditioned
        self._measured = (header.step, header.validation_loss_nats)
        self._windows = self._ordered_windows()

    def _ordered_windows(self) -> Windows:
        plan = self._plan
        return Windows(
            self._dataset.streams, self._config, self._window, plan.shape.batch, plan.seed, self._state.rollbacks
        )

    def _roll_back(self, reason: str) -> TrainingRolledBack:
        exploded_at, rollbacks = self._step, self._state.rollbacks + 1
        newest = self._newest()
        if rollbacks > MAX_ROLLBACKS or newest is None:
            raise TrainingError(
                f"The training does not hold: {reason}, {rollbacks} times in all; begin again with a learning rate "
                f"under {self._plan.peak_learning_rate * 0.5**self._state.rollbacks:.2g}."
            )
        self._restore(newest)
        self._state = replace(self._state, rollbacks=rollbacks)
        self._windows = self._ordered_windows()
        return TrainingRolledBack(exploded_at, self._step, self._learning_rate(), reason)

    def _learning_rate(self) -> float:
        return learning_rate_at(self._step, self._plan, self._state.rollbacks, fraction_of_time=self._fraction)

    def _save(self) -> CheckpointSaved:
        plan, auditioned = self._plan, self._auditioned()
        state = replace(
            self._state, optimiser=plan.optimiser, slots=plan.state_slots, seconds_spent=self._budget.spent()
        )
        with self._budget.ending("checkpoint"):
            path = save_checkpoint(
                self._directory,
                self._config,
                self._step,
                self._learner.weights(),
                self._learner.state(),
                state,
                validation_loss_nats=self._validation_loss(),
                auditioned=auditioned,
                keep=plan.keep_checkpoints,
                card=card_of(self._dataset, plan, self._step, state, self._validation_loss()),
            )
        self._saved_step, self._saved_auditioned = self._step, auditioned
        return CheckpointSaved(self._step, path, self._validation_loss())

    def _validation_loss(self) -> float | None:
        if self._measured[0] != self._step:
            self._measured = (self._step, self._learner.validation_loss_nats(self._validation))
        return self._measured[1]
