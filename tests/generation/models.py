"""Models in memory, as a checkpoint gives them."""

from pathlib import Path

from generation.architectures.wavenet import Wavenet
from generation.checkpoint import Checkpoint, Header


def model_of(network: Wavenet) -> Checkpoint:
    return Checkpoint(Header(Path("step-00000001.safetensors"), network.config, 1, None, False), network.weights())
