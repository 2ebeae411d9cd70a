"""One network and its optimiser: a step, a validation, and the way to the disk and back."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import torch

from generation.architectures.wavenet import Wavenet
from generation.architectures.wavenet_config import WavenetConfig
from generation.checkpoint import Arrays
from generation.training_plan import TrainingPlan
from generation.windows import Batch

CLIP_NORM = 1.0
FLOOR_SHARE = 0.05


class LossExploded(Exception):
    """A loss or a gradient is not finite; nothing was changed by the step."""


def learning_rate_at(step: int, plan: TrainingPlan, rollbacks: int = 0) -> float:
    """Warm-up, then a cosine to a twentieth; halved by every rollback. `step` counts the steps already done."""
    peak = plan.peak_learning_rate * 0.5**rollbacks
    warm_up = max(1, min(100, plan.total_steps // 20))
    if step < warm_up:
        return peak * (step + 1) / warm_up
    through = min(1.0, (step - warm_up) / max(1, plan.total_steps - warm_up))
    return peak * (FLOOR_SHARE + (1.0 - FLOOR_SHARE) * 0.5 * (1.0 + math.cos(math.pi * through)))


class Learner:
    """Trains a WaveNet by Adam with clipped gradients; the same seed and batches give the same weights."""

    def __init__(self, config: WavenetConfig, plan: TrainingPlan, device: str = "cpu") -> None:
        self._device = torch.device(device)
        self._dtype = torch.bfloat16 if plan.precision == "bfloat16" else torch.float32
        self.network = Wavenet(config, torch.Generator().manual_seed(plan.seed)).to(self._device)
        self._adam = torch.optim.Adam(self.network.parameters(), betas=(0.9, 0.99))

    def step(self, batch: Batch, learning_rate: float) -> float:
        """One step of the optimiser; returns the loss in nats before it. Raises `LossExploded` instead of breaking."""
        for group in self._adam.param_groups:
            group["lr"] = learning_rate
        self._adam.zero_grad()
        loss = self.network.loss(*self._tensors(batch), dtype=self._dtype)
        nats = loss.item()
        if not math.isfinite(nats):
            raise LossExploded("the loss is not finite")
        loss.backward()  # type: ignore[no-untyped-call]
        norm = torch.nn.utils.clip_grad_norm_(self.network.parameters(), CLIP_NORM).item()
        if not math.isfinite(norm):
            raise LossExploded("the gradient is not finite")
        self._adam.step()
        return nats

    def validation_loss_nats(self, batches: Sequence[Batch]) -> float | None:
        """The mean loss over the batches; None when there are none, or when it is not finite."""
        if not batches:
            return None
        with torch.no_grad():
            losses = [self.network.loss(*self._tensors(batch), dtype=self._dtype).item() for batch in batches]
        mean = sum(losses) / len(losses)
        return mean if math.isfinite(mean) else None

    def moments(self) -> Arrays:
        """Adam's running means as `mean.NAME` and `square.NAME`; zeros before the first step."""
        arrays: Arrays = {}
        for name, parameter in self.network.named_parameters():
            held = self._adam.state.get(parameter, {})
            for moment, key in (("mean", "exp_avg"), ("square", "exp_avg_sq")):
                value = held.get(key, torch.zeros_like(parameter))
                arrays[f"{moment}.{name}"] = value.detach().cpu().numpy().copy()
        return arrays

    def restore(self, weights: Arrays, moments: Arrays, step: int) -> None:
        """Puts network and optimiser back to where they were after `step` steps."""
        self.network.load_weights(weights)
        self._adam.state.clear()
        if step == 0:
            return
        for name, parameter in self.network.named_parameters():
            self._adam.state[parameter] = {
                "step": torch.tensor(float(step)),
                "exp_avg": torch.from_numpy(moments[f"mean.{name}"].copy()).to(self._device),
                "exp_avg_sq": torch.from_numpy(moments[f"square.{name}"].copy()).to(self._device),
            }

    def _tensors(self, batch: Batch) -> tuple[torch.Tensor, torch.Tensor | None, torch.Tensor | None]:
        config = self.network.config
        samples = torch.from_numpy(batch.samples.astype(np.int64)).to(self._device)
        labels = torch.from_numpy(batch.labels).to(self._device) if config.classes else None
        controls = torch.from_numpy(batch.controls).to(self._device) if config.controls else None
        return samples, labels, controls
