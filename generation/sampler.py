"""What a sampler is: it draws sample after sample, from a state that it keeps.

Every layer keeps the inputs that its dilation will want again in a ring (Paine et al. 2016, "Fast WaveNet"), so a
sample costs one pass over the weights, however long the receptive field.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from generation.architectures.wavenet_config import WavenetConfig
from generation.coding import Samples, empty

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Steering:
    """The biases of all gates over time: all that classes and controls are to a sampler."""

    biases: Floats
    """(frames, voices, layers, 2D)"""
    frame_samples: int
    """Frame f holds from sample f · frame_samples on; the last one stays."""

    def frame(self, sample: int) -> int:
        return min(sample // self.frame_samples, len(self.biases) - 1)


class Sampler(Protocol):
    """Draws for several voices at once.

    A take is the same however it is cut into calls, and a voice whichever others are made with it and however many
    threads there are.
    """

    @property
    def voices(self) -> int: ...

    def prime(self, context: Samples, steering: Steering) -> None:
        """Lets every voice hear the same past, (samples,); only the last receptive field of it matters.

        A shorter past is preceded by silence. Forgets what was heard before. The steering begins with the first
        sample of that last receptive field.
        """

    def draw(self, uniforms: Floats, temperatures: Floats, steering: Steering) -> Samples:
        """The next samples, (voices, samples), each drawn by its own uniform numbers in [0, 1).

        uniforms: (voices, samples, config.uniforms_per_sample); temperatures: (samples,), above 0; the steering
        begins with the first sample drawn. A class is drawn by the inverse of its cumulative distribution; of
        logistics the first number draws the component and the second its value.
        """

    def follow(self, samples: Samples, steering: Steering) -> Floats:
        """Outputs (voices, samples, outputs) before each of the given samples (voices, samples), which are heard."""


def last_receptive_field(config: WavenetConfig, context: Samples) -> Samples:
    """The end of a past, (receptive_field,), with silence before it where it is shorter."""
    heard = empty(config, config.receptive_field_samples)
    tail = context[-len(heard) :]
    heard[len(heard) - tail.size :] = tail
    return heard
