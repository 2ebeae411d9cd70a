"""One network and its optimiser: a step, a validation, and the way to the disk and back."""

from __future__ import annotations

import copy
import math
from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from generation import averaging
from generation.architectures.wavenet import Wavenet
from generation.architectures.wavenet_config import WavenetConfig
from generation.checkpoint import Arrays
from generation.distributed import ALONE, World
from generation.loss_alarm import LossExploded
from generation.optimisers import Optimiser
from generation.training_plan import TrainingPlan
from generation.windows import Batch


class Learner:
    """Trains a WaveNet as the plan says; the same seed and batches give the same weights.

    With an `averaging_decay` the average of the weights is what is validated and taken out; only the steps are made
    with the weights themselves. In a `world` of several processes each gets its share of every batch, and all make
    the same step.
    """

    def __init__(self, config: WavenetConfig, plan: TrainingPlan, device: str = "cpu", world: World = ALONE) -> None:
        self._plan, self._world, self._device = plan, world, torch.device(device)
        self._dtype = torch.bfloat16 if plan.precision == "bfloat16" else torch.float32
        self.network = Wavenet(config, torch.Generator().manual_seed(plan.seed)).to(self._device)
        self._trained = {name: value for name, value in self.network.named_parameters() if value.requires_grad}
        self._averaged = copy.deepcopy(self.network).requires_grad_(False) if plan.averaging_decay else self.network
        self._averages = [value for name, value in self._averaged.named_parameters() if name in self._trained]
        self._optimiser = Optimiser(self.network, plan)
        self._done = 0
        self.gradient_norm = 0.0
        """Of the last step, before it was clipped."""

    def step(self, batch: Batch, learning_rate: float) -> float:
        """One step of the optimiser; returns the loss in nats before it.

        Raises `LossExploded`, with nothing changed, when the loss or the gradient is not finite.
        """
        nats = self._gradients(batch)
        parameters = list(self._trained.values())
        limit = math.inf if self._plan.clip_norm is None else self._plan.clip_norm
        self.gradient_norm = torch.nn.utils.clip_grad_norm_(parameters, limit).item()
        if not math.isfinite(nats) or not math.isfinite(self.gradient_norm):
            raise LossExploded(f"the {'gradient' if math.isfinite(nats) else 'loss'} is not finite")
        self._optimiser.step(learning_rate)
        if self._plan.averaging_decay:
            averaging.follow(self._averages, parameters, self._done, self._plan.averaging_decay)
        self._done += 1
        return nats

    def validation_loss_nats(self, batches: Sequence[Batch]) -> float | None:
        """The mean loss over the batches; None when there are none, or when it is not finite."""
        if not batches:
            return None
        with torch.no_grad():
            losses = [self._averaged.loss(*self._tensors(batch), dtype=self._dtype).item() for batch in batches]
        mean = sum(losses) / len(losses)
        return mean if math.isfinite(mean) else None

    def weights(self) -> Arrays:
        """A copy of the weights that are validated, heard and generated with."""
        return self._averaged.weights()

    def state(self) -> Arrays:
        """A copy of what the next step depends on beside those weights, as `SLOT.NAME` of the plan's slots."""
        tensors = self._optimiser.state()
        if self._plan.averaging_decay:
            tensors |= {f"raw.{name}": value.detach() for name, value in self._trained.items()}
        return {name: value.cpu().numpy().copy() for name, value in tensors.items()}

    def restore(self, weights: Arrays, state: Arrays, step: int) -> None:
        """Puts network and optimiser back to where they were after `step` steps.

        A state without an average's raw weights is of a network that was not averaged: its average begins here.
        """
        self._averaged.load_weights(weights)
        raw = {name: state.get(f"raw.{name}", weight) for name, weight in weights.items()}
        self.network.load_weights(raw)
        self._optimiser.restore({name: torch.from_numpy(array) for name, array in state.items()}, step)
        self._done = step

    def _gradients(self, batch: Batch) -> float:
        """Leaves the whole batch's gradients, of all processes' shares, in the parameters; returns its loss."""
        self.network.zero_grad()
        own = self._world.share(batch)
        weight = own.samples.shape[1] / batch.samples.shape[1]
        loss = self.network.loss(*self._tensors(own), dtype=self._dtype) * weight
        loss.backward()
        gradients = [value.grad for value in self._trained.values() if value.grad is not None]
        total = loss.detach()
        self._world.sum([*gradients, total])
        return float(total)

    def _tensors(self, batch: Batch) -> tuple[Tensor, Tensor | None, Tensor | None]:
        config = self.network.config
        samples = torch.from_numpy(batch.samples.astype(np.int64)).to(self._device)
        labels = torch.from_numpy(batch.labels).to(self._device) if config.classes else None
        controls = torch.from_numpy(batch.controls).to(self._device) if config.controls else None
        return samples, labels, controls
