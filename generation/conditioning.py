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
    controls: (frames, voices, features). Either may have one frame, which then holds throughout, and one voice, whose
    values are then those of all `voices`; frames last `config.control_frame_samples`. A frame's biases are the same
    bit for bit whichever frames and voices are made with it.
    """
    biases = weights["gate_bias"][None, None]
    if config.classes:
        if class_weights is None:
            raise ValueError("This network is conditioned: give the weights of its classes.")
        biases = biases + _mixed(class_weights, weights["class_embedding"])
    if config.controls:
        if controls is None:
            raise ValueError(f"This network follows {' and '.join(config.controls)}: give its controls.")
        followed = _mixed(controls, weights["control_weight"].swapaxes(0, 1))
        frames = max(len(biases), len(followed))
        biases = _held(biases, frames) + _held(followed, frames)
    shape = (len(biases), max(voices, biases.shape[1]), *biases.shape[2:])
    return Steering(np.array(np.broadcast_to(biases, shape), np.float32), config.control_frame_samples)


def _mixed(shares: Floats, parts: Floats) -> Floats:
    """The sum of (parts, layers, 2D) in shares (frames, voices, parts): (frames, voices, layers, 2D).

    Added part by part, since a matrix product's sums depend on how many rows it has: a take must not depend on how it
    is cut into blocks.
    """
    total = np.zeros((*shares.shape[:2], *parts.shape[1:]), np.float32)
    for part in np.flatnonzero(shares.any(axis=(0, 1))):
        total += shares[:, :, part, None, None] * parts[part]
    return total


def _held(biases: Floats, frames: int) -> Floats:
    """As many frames, the last of them holding on."""
    return biases[np.minimum(np.arange(frames), len(biases) - 1)]
