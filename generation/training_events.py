"""What a training run tells while it runs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from generation.architectures.wavenet_config import WavenetConfig
from generation.dataset import ClassSound


@dataclass(frozen=True)
class TrainingStarted:
    """The data is loaded and the network stands; step numbers go on from `resumed_from_step` (0 when new).

    `sounds` tells what was kept and left out as silence, by class; `held_out` the files that validation has to itself.
    """

    config: WavenetConfig
    used_seconds: float
    dropped_seconds: float
    epoch_steps: int
    resumed_from_step: int
    warnings: tuple[str, ...] = ()
    sounds: tuple[ClassSound, ...] = ()
    held_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class TrainingStepped:
    """One optimiser step is done; the validation loss comes with the steps at which it was measured.

    `steps` is how many there will be: with a budget of minutes, how many are expected. The gradient's norm is that
    before it was clipped.
    """

    step: int
    steps: int
    loss_nats: float
    validation_loss_nats: float | None
    learning_rate: float
    steps_per_second: float
    seconds_left: float
    gradient_norm: float = 0.0


@dataclass(frozen=True)
class CheckpointSaved:
    """A checkpoint is whole on the disk."""

    step: int
    path: Path
    validation_loss_nats: float | None


@dataclass(frozen=True)
class AuditionMade:
    """A short take of the model at this step, as a mono WAV."""

    step: int
    path: Path
    sample_rate_hz: int


@dataclass(frozen=True)
class TrainingRolledBack:
    """The loss exploded: training goes on from an earlier checkpoint, at half the learning rate and on other data."""

    step: int
    resumed_from_step: int
    learning_rate: float
    reason: str

    def __str__(self) -> str:
        """What happened and what was done, in one sentence."""
        return (
            f"At step {self.step} {self.reason}: training went back to step {self.resumed_from_step} and goes on with "
            f"half the learning rate, {self.learning_rate:.3g}, and other data."
        )


@dataclass(frozen=True)
class TrainingFinished:
    """All steps are done; `path` is the last checkpoint."""

    step: int
    path: Path
    validation_loss_nats: float | None


TrainingEvent = (
    TrainingStarted | TrainingStepped | CheckpointSaved | AuditionMade | TrainingRolledBack | TrainingFinished
)
