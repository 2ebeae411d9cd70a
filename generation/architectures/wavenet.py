"""The WaveNet as a torch network: raw audio classes in, the next sample's logits out."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn
from torch.nn import functional

from generation.architectures.gated_stack import GatedStack
from generation.architectures.wavenet_config import WavenetConfig


class Wavenet(nn.Module):
    """van den Oord et al. 2016, with filter and gate in one product and all skips in another.

    The first layer hears two one-hot samples, so it is the sum of two embeddings. Global conditioning adds a learnt
    vector for the class inside both halves of each gate.
    """

    input_embedding: nn.Parameter
    class_embedding: nn.Parameter
    gate_weight: nn.Parameter
    gate_bias: nn.Parameter
    residual_weight: nn.Parameter
    residual_bias: nn.Parameter
    skip_weight: nn.Parameter
    skip_bias: nn.Parameter
    hidden_weight: nn.Parameter
    hidden_bias: nn.Parameter
    output_weight: nn.Parameter
    output_bias: nn.Parameter

    def __init__(self, config: WavenetConfig, generator: torch.Generator | None = None) -> None:
        super().__init__()
        self.config = config
        for name, shape in config.parameter_shapes.items():
            values = torch.zeros(shape)
            if name.endswith("_weight"):
                values = torch.randn(shape, generator=generator) / math.sqrt(shape[-2])
            elif name.endswith("_embedding"):
                values = torch.randn(shape, generator=generator) * (0.1 if name.startswith("class") else 0.5)
            if name == "output_weight":
                values *= 0.1  # starts near the uniform distribution: the first loss is ln 256
            self.register_parameter(name, nn.Parameter(values))

    def forward(self, classes: Tensor, labels: Tensor | None = None, *, dtype: torch.dtype = torch.float32) -> Tensor:
        """Logits of the next sample at every position that has a whole receptive field behind it.

        classes: (time, batch) int64 samples, oldest first; labels: (batch,) int64 class indices, needed when the
        configuration has classes. Returns (time − receptive_field + 1, batch, 256); row i predicts the sample after
        classes[receptive_field − 1 + i]. `dtype` is that of the products; the weights stay float32.
        """
        config = self.config
        time, batch = classes.shape
        outputs = time - config.receptive_field_samples + 1
        if outputs < 1:
            raise ValueError(f"{time} samples are fewer than the receptive field, {config.receptive_field_samples}.")
        x = functional.embedding(classes[:-1], self.input_embedding[0])
        x = (x + functional.embedding(classes[1:], self.input_embedding[1])).view(-1, config.residual_channels)
        halves = self._halves()
        gate_bias = self.gate_bias[:, None].expand(-1, batch, -1)
        if config.classes:
            if labels is None:
                raise ValueError("This network is conditioned: give the class index of every row.")
            gate_bias = gate_bias + self.class_embedding[labels].transpose(0, 1)
        skips = GatedStack.apply(  # type: ignore[no-untyped-call]
            x.to(dtype),
            (gate_bias * halves).to(dtype),
            (self.gate_weight * halves).to(dtype),
            (self.residual_weight * 0.5).to(dtype),
            self.residual_bias.to(dtype),
            config.dilations,
            outputs,
        )
        hidden = torch.addmm(self.skip_bias.to(dtype), skips, (self.skip_weight * 0.5).to(dtype)).relu()
        hidden = torch.addmm(self.hidden_bias.to(dtype), hidden, self.hidden_weight.to(dtype)).relu()
        logits = torch.addmm(self.output_bias.to(dtype), hidden, self.output_weight.to(dtype))
        return logits.to(torch.promote_types(dtype, torch.float32)).view(outputs, batch, config.quantisation)

    def loss(self, classes: Tensor, labels: Tensor | None = None, *, dtype: torch.dtype = torch.float32) -> Tensor:
        """Mean cross-entropy in nats of the samples after the first receptive field; classes: (time, batch) int64."""
        logits = self(classes[:-1], labels, dtype=dtype)
        targets = classes[self.config.receptive_field_samples :]
        return functional.cross_entropy(logits.flatten(0, 1), targets.flatten())

    def weights(self) -> dict[str, npt.NDArray[np.float32]]:
        """A copy of every weight as numpy, by name."""
        return {name: parameter.detach().cpu().numpy().copy() for name, parameter in self.named_parameters()}

    def load_weights(self, weights: Mapping[str, npt.NDArray[np.float32]]) -> None:
        """Takes over weights whose names and shapes `checkpoint` has verified."""
        with torch.no_grad():
            for name, parameter in self.named_parameters():
                parameter.copy_(torch.from_numpy(weights[name]))

    def _halves(self) -> Tensor:
        scale = torch.ones(2 * self.config.dilation_channels, device=self.gate_bias.device)
        scale[self.config.dilation_channels :] = 0.5
        return scale
