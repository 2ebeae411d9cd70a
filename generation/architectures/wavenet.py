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
from generation.architectures.logistics import log_likelihood
from generation.architectures.native_stack import NativeStack, runs_natively
from generation.architectures.wavenet_config import WavenetConfig
from generation.coding import PCM_SCALE


class Wavenet(nn.Module):
    """van den Oord et al. 2016, with filter and gate in one product and all skips in another.

    The first layer hears one-hot samples, so it is a sum of embeddings; with a head of logistics it hears the
    waveform. Global conditioning adds a learnt vector for the class inside both halves of each gate; local
    conditioning a product with the controls of the sample that is predicted.
    """

    input_embedding: nn.Parameter
    input_weight: nn.Parameter
    input_bias: nn.Parameter
    class_embedding: nn.Parameter
    control_weight: nn.Parameter
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
            if name == "output_bias" and config.head == "logistics" and config.biases:
                values[config.mixtures : 2 * config.mixtures] = torch.linspace(-0.5, 0.5, config.mixtures)
                values[2 * config.mixtures :] = -2.0
            trained = config.biases or not name.endswith("_bias")
            self.register_parameter(name, nn.Parameter(values, requires_grad=trained))

    def forward(
        self,
        samples: Tensor,
        labels: Tensor | None = None,
        controls: Tensor | None = None,
        *,
        dtype: torch.dtype = torch.float32,
    ) -> Tensor:
        """The outputs for the next sample at every position that has a whole receptive field behind it.

        samples: (time, batch) int64 classes or PCM, oldest first; labels: (batch,) int64 class indices, needed when
        the configuration has classes; controls: (time, batch, features) float32, of the sample after each, needed
        when it has controls. Returns (time − receptive_field + 1, batch, outputs); row i predicts the sample after
        samples[receptive_field − 1 + i]. `dtype` is that of the products; the weights stay float32.
        """
        config = self.config
        outputs = samples.shape[0] - config.receptive_field_samples + 1
        if outputs < 1:
            raise ValueError(
                f"{samples.shape[0]} samples are fewer than the receptive field, {config.receptive_field_samples}."
            )
        skips = self._skips(samples, labels, controls, outputs, dtype)
        hidden = torch.addmm(self.skip_bias.to(dtype), skips, (self.skip_weight * 0.5).to(dtype)).relu()
        hidden = torch.addmm(self.hidden_bias.to(dtype), hidden, self.hidden_weight.to(dtype)).relu()
        # Means and scales of 16-bit logistics need more than the eight bits of a bfloat16 product.
        last = torch.promote_types(dtype, torch.float32) if config.head == "logistics" else dtype
        given = torch.addmm(self.output_bias.to(last), hidden.to(last), self.output_weight.to(last))
        return given.to(torch.promote_types(dtype, torch.float32)).view(outputs, samples.shape[1], config.outputs)

    def loss(
        self,
        samples: Tensor,
        labels: Tensor | None = None,
        controls: Tensor | None = None,
        *,
        dtype: torch.dtype = torch.float32,
    ) -> Tensor:
        """Mean negative log-likelihood in nats of the samples after the first receptive field.

        samples: (time, batch) int64; labels: (batch,); controls: (time, batch, features), of each sample itself.
        """
        outputs = self(samples[:-1], labels, None if controls is None else controls[1:], dtype=dtype)
        targets = samples[self.config.receptive_field_samples :]
        if self.config.head == "logistics":
            return -log_likelihood(outputs, targets).mean()
        return functional.cross_entropy(outputs.flatten(0, 1), targets.flatten())

    def _skips(
        self, samples: Tensor, labels: Tensor | None, controls: Tensor | None, outputs: int, dtype: torch.dtype
    ) -> Tensor:
        """Every layer's doubled gate at the last `outputs` positions, (outputs · batch, layers · D), in `dtype`."""
        x, halves = self._heard(samples), self._halves()
        native = dtype != torch.float64 and runs_natively(self.config, x)
        inner = torch.float32 if native else dtype
        given = (
            x.to(inner),
            (self._gate_biases(samples.shape[1], labels) * halves).to(inner),
            (self.gate_weight * halves).to(inner),
            (self.residual_weight * 0.5).to(inner),
            self.residual_bias.to(inner),
            *self._controls(controls, halves, inner),
            self.config.dilations,
            outputs,
        )
        skips: Tensor = NativeStack.apply(*given, dtype) if native else GatedStack.apply(*given)  # type: ignore[no-untyped-call]
        return skips

    def _heard(self, samples: Tensor) -> Tensor:
        """What the first layer makes of (time, batch) samples: (rows · batch, R), rows = time − input_width + 1."""
        width = self.config.input_width
        rows = samples.shape[0] - width + 1
        taps = [samples[tap : tap + rows] for tap in range(width)]
        if self.config.head == "categorical":
            embedded = functional.embedding(taps[0], self.input_embedding[0])
            for tap in range(1, width):
                embedded = embedded + functional.embedding(taps[tap], self.input_embedding[tap])
            return embedded.view(-1, self.config.residual_channels)
        audio = torch.stack(taps, dim=-1).to(self.input_weight.dtype) / PCM_SCALE
        return torch.addmm(self.input_bias, audio.view(-1, width), self.input_weight)

    def _gate_biases(self, batch: int, labels: Tensor | None) -> Tensor:
        """(layers, batch, 2D)"""
        biases = self.gate_bias[:, None].expand(-1, batch, -1)
        if not self.config.classes:
            return biases
        if labels is None:
            raise ValueError("This network is conditioned: give the class index of every row.")
        return biases + self.class_embedding[labels].transpose(0, 1)

    def _controls(self, controls: Tensor | None, halves: Tensor, dtype: torch.dtype) -> tuple[Tensor | None, ...]:
        """The controls' rows, one for each that the first layer gives, and their prescaled weights."""
        if not self.config.controls:
            return None, None
        if controls is None:
            raise ValueError(f"This network follows {' and '.join(self.config.controls)}: give its controls.")
        rows = controls[self.config.input_width - 1 :].reshape(-1, self.config.control_features)
        return rows.to(dtype), (self.control_weight * halves).to(dtype)

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
