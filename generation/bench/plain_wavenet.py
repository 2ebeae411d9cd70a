"""A WaveNet as the paper's figure shows it, one convolution after the other: what the engine is compared with."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn
from torch.nn import functional

from generation.architectures.wavenet_config import WavenetConfig


class PlainWavenet(nn.Module):
    """conv1d throughout: one-hot input, filter and gate apart, each layer's skip added up.

    Width-2 filters, µ-law classes and no conditioning, as most public WaveNets have it.
    """

    def __init__(self, config: WavenetConfig) -> None:
        super().__init__()
        self.config = config
        residual, channels, skip = config.residual_channels, config.dilation_channels, config.skip_channels
        self.causal = nn.Conv1d(config.quantisation, residual, 2, bias=False)
        self.filters = nn.ModuleList(nn.Conv1d(residual, channels, 2, dilation=d) for d in config.dilations)
        self.gates = nn.ModuleList(nn.Conv1d(residual, channels, 2, dilation=d) for d in config.dilations)
        self.residuals = nn.ModuleList(nn.Conv1d(channels, residual, 1) for _ in config.dilations[1:])
        self.skips = nn.ModuleList(nn.Conv1d(channels, skip, 1) for _ in config.dilations)
        self.hidden = nn.Conv1d(skip, skip, 1)
        self.output = nn.Conv1d(skip, config.quantisation, 1)

    def forward(self, classes: Tensor) -> Tensor:
        """(time, batch) int64 classes to (batch, 256, time − receptive_field + 1) logits."""
        wanted = classes.shape[0] - self.config.receptive_field_samples + 1
        x = self.causal(functional.one_hot(classes.T, self.config.quantisation).float().transpose(1, 2))
        skips: Tensor | None = None
        for layer, (filtered, gated) in enumerate(zip(self.filters, self.gates, strict=True)):
            z = torch.tanh(filtered(x)) * torch.sigmoid(gated(x))
            skip = self.skips[layer](z[..., -wanted:])
            skips = skip if skips is None else skips + skip
            if layer < len(self.residuals):
                x = x[..., -z.shape[-1] :] + self.residuals[layer](z)
        assert skips is not None
        logits: Tensor = self.output(functional.relu(self.hidden(functional.relu(skips))))
        return logits

    def loss(self, classes: Tensor) -> Tensor:
        """Mean cross-entropy in nats of the samples after the first receptive field; classes: (time, batch)."""
        targets = classes[self.config.receptive_field_samples :].T
        return functional.cross_entropy(self(classes[:-1]), targets)

    @torch.no_grad()
    def load_weights(self, weights: Mapping[str, npt.NDArray[np.float32]]) -> None:
        """Takes over the engine's weights, so that both can be seen to compute the same."""
        config = self.config
        residual, channels, skip = config.residual_channels, config.dilation_channels, config.skip_channels
        w = {name: torch.from_numpy(array) for name, array in weights.items()}
        self.causal.weight.copy_(w["input_embedding"].permute(2, 1, 0))
        for layer in range(config.layers):
            taps = w["gate_weight"][layer].view(2, residual, 2 * channels).permute(2, 1, 0)
            for half, convolutions in enumerate((self.filters, self.gates)):
                own = slice(half * channels, (half + 1) * channels)
                _fill(convolutions[layer], taps[own], w["gate_bias"][layer, own])
            rows = w["skip_weight"][layer * channels : (layer + 1) * channels]
            _fill(self.skips[layer], rows.T[..., None], w["skip_bias"] if layer == 0 else torch.zeros(skip))
            if layer < config.layers - 1:
                _fill(self.residuals[layer], w["residual_weight"][layer].T[..., None], w["residual_bias"][layer])
        _fill(self.hidden, w["hidden_weight"].T[..., None], w["hidden_bias"])
        _fill(self.output, w["output_weight"].T[..., None], w["output_bias"])


def _fill(convolution: nn.Module, weight: Tensor, bias: Tensor) -> None:
    assert isinstance(convolution, nn.Conv1d) and convolution.bias is not None
    convolution.weight.copy_(weight)
    convolution.bias.copy_(bias)
