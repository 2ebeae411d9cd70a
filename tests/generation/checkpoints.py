"""Checkpoints of networks that were not trained."""

from pathlib import Path

from generation.architectures.wavenet import Wavenet
from generation.checkpoint import TrainingState, save_checkpoint


def saved(network: Wavenet, folder: Path) -> Path:
    """The network's weights as a checkpoint under `folder`."""
    weights = network.weights()
    moments = {f"{moment}.{name}": array for name, array in weights.items() for moment in ("mean", "square")}
    return save_checkpoint(
        folder / "model", network.config, 1, weights, moments, TrainingState(0, 5.0, 5.0, ""),
        validation_loss_nats=None, auditioned=False,
    )  # fmt: skip
