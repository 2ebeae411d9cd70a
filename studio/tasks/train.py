"""Training a wavenet: iterates the engine and keeps what it yields."""

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from generation.checkpoint import checkpoints
from generation.dataset import Recording
from generation.errors import EngineError
from generation.precision import fastest_precision
from generation.training_events import (
    AuditionMade,
    CheckpointSaved,
    TrainingEvent,
    TrainingFinished,
    TrainingRolledBack,
    TrainingStarted,
)
from generation.training_events import TrainingStepped as Stepped
from studio.jobs.allowance import allowance_of
from studio.jobs.closing import closed_after
from studio.jobs.events import TrainingAuditioned, TrainingStepped
from studio.jobs.models import Job
from studio.jobs.runner import JobError, Progress
from studio.tasks import worker
from studio.tasks.files import local_path, working_folder
from studio.tasks.sounds import sound_of
from studio.tasks.training_log import TrainingLog
from studio.tasks.training_state import KeptState
from studio.wavenets import results
from studio.wavenets.actions import training_folder
from studio.wavenets.models import Wavenet
from studio.wavenets.planning import plan_of
from studio.wavenets.traces import Curve, Trace

STORE_SECONDS = 2.0
ALLOWANCE_SECONDS = 15.0


def body(job: Job) -> Iterator[Progress]:
    """Trains in a folder of the wavenet's own, which outlives whatever stops the worker: the next one goes on there."""
    wavenet = Wavenet.objects.filter(id=job.subject_id).select_related("owner").first()
    if wavenet is None:
        raise JobError("The model was deleted.")
    yield Progress(job.fraction, "Reading the sounds")
    training = _Training(wavenet)
    training.state.bring()
    with working_folder(job) as work:
        try:
            yield from training.steps(*_recordings(wavenet, work), work)
        except EngineError as error:
            training.log.error(training.step, str(error))
            raise JobError(str(error)) from error
        except JobError as error:
            training.log.error(training.step, str(error))
            raise
        except GeneratorExit:
            training.log.stopped(training.step, job)
            raise
        finally:
            training.store()  # also what stopping saved
            training.store_checkpoints()
            training.state.keep(certainly=True)


def cancelled(job: Job) -> None:
    """Nothing to tidy: what it learned is kept, to go on from."""


def _recordings(wavenet: Wavenet, work: Path) -> tuple[list[Recording], tuple[str, ...] | None]:
    """The inputs as files, and which of them its dataset holds out (None: the engine's choice).

    `JobError` when one is not there, or not to be used any more."""
    if wavenet.withdrawn_input:
        raise JobError(f"“{wavenet.withdrawn_input}” was withdrawn. Train another model without it.")
    found, held_out = [], []
    for row in wavenet.inputs.select_related("sample").order_by("id"):
        if row.sample is None:
            raise JobError(f"“{row.sample_name}” was deleted. Train another model without it.")
        path = local_path(row.sample.master_file, work, row.sample_name)
        found.append(Recording(path, row.class_name or None))
        if row.held_out:
            held_out.append(path.as_posix())
    return found, tuple(held_out) or None


class _Training:
    """Turns the engine's events into rows and progress."""

    def __init__(self, wavenet: Wavenet) -> None:
        self.wavenet = wavenet
        self.folder = training_folder(wavenet.id)
        self.plan = plan_of(wavenet)
        self.curve, self.gauges = Curve(wavenet.curve), Trace(wavenet.gauges)
        self.log = TrainingLog(wavenet)
        self.state = KeptState(wavenet, self.folder)
        self.fields: dict[str, object] = {}  # not stored yet
        self.stored_at = self.allowed_at = 0.0
        self.step = wavenet.steps_done
        self.at = Progress(0.0)

    def steps(self, recordings: list[Recording], held_out: tuple[str, ...] | None, work: Path) -> Iterator[Progress]:
        """Trains to the end of the plan; begins again from where it is when its owner made the plan longer."""
        import torch

        from generation.train import train

        device = "cuda" if torch.cuda.is_available() else "cpu"
        start = local_path(self.wavenet.start_file, work, self.wavenet.name) if self.wavenet.start_file else None
        while True:
            settled = {"precision": fastest_precision(device), "held_out_files": held_out}
            plan = self.plan.model_copy(update=settled)
            self.log.on = f"{device}, {plan.precision}, {worker.threads()} threads"
            running = train(recordings, self.folder, plan, device=device, threads=worker.threads(), start=start)
            with closed_after(running) as events:
                for event in events:
                    yield self.told(event, work)
                    if self.is_time_to_store() and self.replanned():
                        break
            if not self.replanned() and self.step >= self.plan.total_steps:
                return
            self.plan = plan_of(self.wavenet)
            self.log.info(self.step, f"It now learns to step {self.plan.total_steps}.")

    def told(self, event: TrainingEvent, work: Path) -> Progress:
        self.at = replace(self.at, events=(), urgent=False)
        match event:
            case TrainingStarted():
                return self.started(event, work)
            case Stepped():
                return self.stepped(event)
            case CheckpointSaved():
                self.store()
                self.store_checkpoints()
                self.state.keep()
            case AuditionMade():
                return self.auditioned(event.step, event.path, work)
            case TrainingRolledBack():
                self.step = event.resumed_from_step
                self.fields["steps_done"] = event.resumed_from_step
                self.log.warning(event.step, str(event))
                message = f"It came off its way at step {event.step} and goes on from step {event.resumed_from_step}"
                self.at = replace(self.at, message=message, events=(), urgent=True)
            case TrainingFinished():
                self.step = event.step
                self.fields |= {"steps_done": event.step, "validation_loss_nats": event.validation_loss_nats}
                self.log.info(event.step, f"Learned for {event.step} steps.")
                self.store()
        return self.at

    def started(self, event: TrainingStarted, work: Path) -> Progress:
        """Also keeps the auditions that a killed worker made and did not tell."""
        self.step = event.resumed_from_step
        self.fields |= {
            "used_seconds": event.used_seconds,
            "epoch_steps": event.epoch_steps,
            "steps_done": event.resumed_from_step,
        }
        self.log.started(event)
        self.store()
        for path in sorted((self.folder / "auditions").glob("step-*.wav")):
            self.auditioned(int(path.stem.removeprefix("step-")), path, work)
        self.at = Progress(event.resumed_from_step / self.plan.total_steps, f"Begins at step {event.resumed_from_step}")
        return self.at

    def stepped(self, event: Stepped) -> Progress:
        self.step = event.step
        self.curve.add(event.step, round(event.loss_nats, 5), event.validation_loss_nats)
        gauges = (event.gradient_norm, event.learning_rate, event.steps_per_second)
        self.gauges.add(event.step, *(float(f"{value:.5g}") for value in gauges))
        self.fields |= {
            "steps_done": event.step,
            "loss_nats": event.loss_nats,
            "steps_per_second": event.steps_per_second,
        }
        if event.validation_loss_nats is not None:
            self.fields["validation_loss_nats"] = event.validation_loss_nats
            self.log.validated(event)
        point = TrainingStepped(
            wavenet_id=self.wavenet.id, step=event.step, steps=event.steps, loss_nats=event.loss_nats,
            validation_loss_nats=event.validation_loss_nats, steps_per_second=event.steps_per_second,
            gradient_norm=event.gradient_norm, learning_rate=event.learning_rate,
        )  # fmt: skip
        message = f"Step {event.step} of {event.steps}"
        self.at = Progress(event.step / event.steps, message, event.seconds_left, (point,))
        return self.at

    def auditioned(self, step: int, path: Path, work: Path) -> Progress:
        audition = results.store_audition(self.wavenet.id, step, sound_of(path, work))
        if audition is None:
            return self.at
        self.log.info(step, f"Spoke for {audition.frames / audition.sample_rate_hz:.1f} s at step {step}.")
        event = TrainingAuditioned(wavenet_id=self.wavenet.id, audition_id=audition.id, step=step)
        return replace(self.at, events=(event,), urgent=True)

    def is_time_to_store(self) -> bool:
        if time.monotonic() - self.stored_at < STORE_SECONDS:
            return False
        self.store()
        if time.monotonic() - self.allowed_at >= ALLOWANCE_SECONDS:
            self.allowed_at = time.monotonic()
            if sentence := allowance_of(self.wavenet.owner).sentence:
                raise JobError(f"{sentence} All that it learned is kept: it can go on then.")
        return True

    def replanned(self) -> bool:
        """Whether its owner gave it more steps meanwhile; reads the row."""
        try:
            self.wavenet.refresh_from_db(fields=["steps_planned", "plan"])
        except Wavenet.DoesNotExist:
            raise JobError("The model was deleted.") from None
        return self.wavenet.steps_planned != self.plan.total_steps

    def store(self) -> None:
        self.stored_at = time.monotonic()
        fields, self.fields = self.fields, {}
        drawn = {"curve": self.curve.points(), "gauges": self.gauges.points()}
        if not results.update_wavenet(self.wavenet.id, **drawn, **fields):
            raise JobError("The model was deleted.")

    def store_checkpoints(self) -> None:
        found = {header.step: (header.path, header.validation_loss_nats) for header in checkpoints(self.folder)}
        results.sync_checkpoints(self.wavenet.id, found)
