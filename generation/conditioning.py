"""What classes and controls do to the gates: they become biases that change over time."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from generation.architectures.wavenet_config import WavenetConfig
from generation.sampler import Steering

Floats = npt.NDArray[np.float32]


def steering(
    config: WavenetConfig,
    weights: Mapping[str, Floats],
    class_weights: Floats | None = None,
    controls: Floats | None = None,
    voices: int = 1,
) -> Steering:
    """The gates' biases under a class, or a mixture of classes, and controls, each over time.

    class_weights: (frames, voices, classes), a one for a class, or shares of several that are morphed between;
    controls: (frames, voices, features). Either may have one frame, which then holds throughout; frames last
    `config.control_frame_samples`. Without any, all `voices` get the same constant biases.
    """
    biases = weights["gate_bias"][None, None]
    if config.classes:
        if class_weights is None:
            raise ValueError("This network is conditioned: give the weights of its classes.")
        mixed = np.einsum("fvc,clg->fvlg", class_weights, weights["class_embedding"], optimize=True)
        biases = biases + mixed
    if config.controls:
        if controls is None:
            raise ValueError(f"This network follows {' and '.join(config.controls)}: give its controls.")
        followed = np.einsum("fvc,lcg->fvlg", controls, weights["control_weight"], optimize=True)
        frames = max(len(biases), len(followed))
        biases = _held(biases, frames) + _held(followed, frames)
    shape = (len(biases), max(voices, biases.shape[1]), *biases.shape[2:])
    return Steering(np.array(np.broadcast_to(biases, shape), np.float32), config.control_frame_samples)


def _held(biases: Floats, frames: int) -> Floats:
    """As many frames, the last of them holding on."""
    return biases[np.minimum(np.arange(frames), len(biases) - 1)]
