"""Generates sample after sample: the interface of a sampler, and the one compiled by numba.

Every layer keeps the inputs that its dilation will want again in a ring (Paine et al. 2016, "Fast WaveNet"), so a
sample costs one pass over the weights. Voices are computed apart and by the same arithmetic, so that a voice sounds
the same whichever others are made with it and however many threads there are.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

import numpy as np
import numpy.typing as npt

from generation import mu_law, sampling_kernel
from generation.architectures.wavenet_config import WavenetConfig

Classes = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]


class Sampler(Protocol):
    """Draws audio classes for several voices at once, from a state that it keeps."""

    def prime(self, context: Classes) -> None:
        """Lets every voice hear the same past, (samples,); only the last receptive field of it matters.

        A shorter past is preceded by silence. Forgets what was heard before.
        """

    def draw(self, uniforms: Floats, temperature: float) -> Classes:
        """The next samples, (voices, samples), each drawn by its uniform number in [0, 1) (inverse CDF)."""

    def follow(self, classes: Classes) -> Floats:
        """Logits (voices, samples, 256) before each of the given samples (voices, samples), which are then heard."""


class NumbaSampler:
    """The portable sampler: float32, one thread a voice at a time, up to `threads` voices at once."""

    def __init__(
        self,
        config: WavenetConfig,
        weights: Mapping[str, npt.NDArray[np.float32]],
        labels: npt.NDArray[np.int64],
        threads: int | None = None,
    ) -> None:
        """labels: the class index of every voice, (voices,); all 0 for a network without classes."""
        self._config = config
        self._network = _folded(config, weights)
        conditioning = weights.get("class_embedding")
        gate_bias = weights["gate_bias"]
        self._gate_bias = [gate_bias if conditioning is None else gate_bias + conditioning[label] for label in labels]
        halves = _halves(config.dilation_channels)
        self._gate_bias = [np.ascontiguousarray(bias * halves) for bias in self._gate_bias]
        self._dilations = np.array(config.dilations, np.int64)
        self._rings = np.zeros((len(labels), sum(config.dilations), config.residual_channels), np.float32)
        self._heads = np.zeros((len(labels), 3), np.int64)
        self._threads = max(1, min(len(labels), threads or os.cpu_count() or 1))

    @property
    def voices(self) -> int:
        return len(self._gate_bias)

    def prime(self, context: Classes) -> None:
        needed = self._config.receptive_field_samples
        heard = np.full(needed, mu_law.SILENCE, np.uint8)
        tail = context[-needed:]
        heard[needed - tail.size :] = tail
        self._rings[:] = 0.0
        self._heads[:] = (mu_law.SILENCE, mu_law.SILENCE, 0)
        self._run(lambda voice: sampling_kernel.hear(self._state(voice), self._network, heard))
        self.draw(np.empty((self.voices, 0), np.float32), 1.0)  # compiles, so that drawing starts at full speed

    def draw(self, uniforms: Floats, temperature: float) -> Classes:
        drawn = np.empty(uniforms.shape, np.uint8)
        inverse = 1.0 / temperature
        self._run(
            lambda voice: sampling_kernel.draw(
                self._state(voice), self._network, uniforms[voice], inverse, drawn[voice]
            )
        )
        return drawn

    def follow(self, classes: Classes) -> Floats:
        logits = np.empty((*classes.shape, mu_law.CLASSES), np.float32)
        self._run(
            lambda voice: sampling_kernel.follow(self._state(voice), self._network, classes[voice], logits[voice])
        )
        return logits

    def _state(self, voice: int) -> sampling_kernel.State:
        return sampling_kernel.State(self._rings[voice], self._heads[voice], self._gate_bias[voice], self._dilations)

    def _run(self, job: sampling_kernel.Job) -> None:
        if self._threads == 1:
            for voice in range(self.voices):
                job(voice)
        else:
            with ThreadPoolExecutor(self._threads) as pool:
                list(pool.map(job, range(self.voices)))


def _halves(channels: int) -> Floats:
    return np.repeat(np.array([1.0, 0.5], np.float32), channels)


def _folded(config: WavenetConfig, weights: Mapping[str, npt.NDArray[np.float32]]) -> sampling_kernel.Network:
    """The weights as the kernel wants them: one tanh for filter and gate, the ½ of its sigmoid folded in after it."""
    half = np.float32(0.5)
    arrays = {name: np.ascontiguousarray(array, np.float32) for name, array in weights.items()}
    return sampling_kernel.Network(
        arrays["input_embedding"],
        np.ascontiguousarray(arrays["gate_weight"] * _halves(config.dilation_channels)),
        arrays["residual_weight"] * half,
        arrays["residual_bias"],
        arrays["skip_weight"] * half,
        arrays["skip_bias"],
        arrays["hidden_weight"],
        arrays["hidden_bias"],
        arrays["output_weight"],
        arrays["output_bias"],
    )
