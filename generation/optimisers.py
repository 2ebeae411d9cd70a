"""The optimisers by name, and their running state as named arrays, so that training goes on exactly."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor, nn

from generation.training_plan import TrainingPlan

ADAM_BETAS = (0.9, 0.99)
RMSPROP_SMOOTHING = 0.99

TORCH_KEYS = {
    ("adam", "mean"): "exp_avg",
    ("adam", "square"): "exp_avg_sq",
    ("sgd", "momentum"): "momentum_buffer",
    ("rmsprop", "square"): "square_avg",
    ("rmsprop", "momentum"): "momentum_buffer",
}


class Optimiser:
    """One of torch's optimisers over the parameters that are trained, its state laid open from the beginning."""

    def __init__(self, network: nn.Module, plan: TrainingPlan) -> None:
        self._plan = plan
        self._parameters = {name: value for name, value in network.named_parameters() if value.requires_grad}
        self._torch = _made(self._parameters, plan)
        self.restore({}, 0)

    def step(self, learning_rate: float) -> None:
        """Moves the parameters along their gradients."""
        for group in self._torch.param_groups:
            group["lr"] = learning_rate
        self._torch.step()

    def state(self) -> dict[str, Tensor]:
        """The running state as `SLOT.NAME`, such as `mean.gate_weight`; not copied."""
        return {
            f"{slot}.{name}": self._torch.state[parameter][TORCH_KEYS[self._plan.optimiser, slot]]
            for name, parameter in self._parameters.items()
            for slot in self._plan.optimiser_slots
        }

    def restore(self, state: Mapping[str, Tensor], step: int) -> None:
        """Takes over what `state` gave after `step` steps; what is missing begins at zero."""
        for name, parameter in self._parameters.items():
            held = self._torch.state[parameter] = {"step": torch.tensor(float(step))}
            for slot in self._plan.optimiser_slots:
                value = state.get(f"{slot}.{name}", torch.zeros(()))
                held[TORCH_KEYS[self._plan.optimiser, slot]] = torch.zeros_like(parameter).copy_(value)


def _made(parameters: Mapping[str, nn.Parameter], plan: TrainingPlan) -> torch.optim.Optimizer:
    groups: list[dict[str, Any]] = [
        {"params": [value for name, value in parameters.items() if not name.endswith("_bias")]},
        {"params": [value for name, value in parameters.items() if name.endswith("_bias")], "weight_decay": 0.0},
    ]
    groups = [group for group in groups if group["params"]]
    decay = plan.weight_decay
    if plan.optimiser == "adam":
        return torch.optim.Adam(groups, betas=ADAM_BETAS, weight_decay=decay)
    if plan.optimiser == "sgd":
        return torch.optim.SGD(groups, lr=1.0, momentum=plan.momentum, weight_decay=decay)
    return torch.optim.RMSprop(groups, alpha=RMSPROP_SMOOTHING, momentum=plan.momentum, weight_decay=decay)
