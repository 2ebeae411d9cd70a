"""The log of a training in sentences: kept with the model, and told to its owner at once."""

from generation.training_events import TrainingStarted, TrainingStepped
from studio.jobs.events import TrainingLogged
from studio.jobs.models import Job
from studio.jobs.publish import publish
from studio.tasks import worker
from studio.wavenets import results
from studio.wavenets.models import TrainingLine, Wavenet


class TrainingLog:
    """Adds lines to the log of one wavenet. `on` says what it runs on."""

    def __init__(self, wavenet: Wavenet) -> None:
        self._wavenet = wavenet
        self.on = ""

    def info(self, step: int, text: str) -> None:
        self._add(TrainingLine.Level.INFO, step, text)

    def warning(self, step: int, text: str) -> None:
        self._add(TrainingLine.Level.WARNING, step, text)

    def error(self, step: int, text: str) -> None:
        self._add(TrainingLine.Level.ERROR, step, text)

    def started(self, event: TrainingStarted) -> None:
        step = event.resumed_from_step
        again = "Goes on" if step else "Begins"
        self.info(
            step,
            f"{again} at step {step} ({self.on}). It learns from {event.used_seconds:.1f} s of sound; "
            f"{event.dropped_seconds:.1f} s are left out as silence.",
        )
        if self._wavenet.forked_from_step is not None and step == 0:
            origin = f"“{self._wavenet.forked_from_name}” at step {self._wavenet.forked_from_step}"
            self.info(step, f"It begins with the weights of {origin}.")
        for sentence in event.warnings:
            self.warning(step, sentence)

    def validated(self, event: TrainingStepped) -> None:
        self.info(
            event.step,
            f"{event.loss_nats:.3f} nats, {event.validation_loss_nats:.3f} on what it has not heard; "
            f"learning rate {event.learning_rate:.2g}, gradient {event.gradient_norm:.2g}, "
            f"{event.steps_per_second:.2f} steps a second.",
        )

    def stopped(self, step: int, job: Job) -> None:
        """Why it was left before its end."""
        paused = Wavenet.objects.filter(id=self._wavenet.id, paused=True).exists()
        if paused:
            reason = "Paused"
        elif job.cancel_requested:
            reason = "Stopped"
        elif worker.is_stopping():
            reason = "Its worker is shut down: the next one goes on"
        else:
            reason = "Makes room for others who wait, and goes on after them"
        self.info(step, f"{reason}. All up to step {step} is kept.")

    def _add(self, level: TrainingLine.Level, step: int, text: str) -> None:
        line = results.log(self._wavenet.id, level, step, text)
        if line is not None:
            told = {"id": line.id, "at": line.at, "level": line.level, "step": line.step, "text": line.text}
            publish([self._wavenet.owner_id], TrainingLogged.model_validate({"wavenet_id": self._wavenet.id, **told}))
