"""The sampler in torch operations: for a GPU, and for machines on which the native one was not built.

The past that a layer hears does not depend on the present sample, so one batched product brings it to all layers at
once; only the present sample passes them one after the other. On CUDA a step is captured once as a graph and
replayed, since launching its few hundred small kernels one by one would take far longer than they do.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.nn import functional

from generation.architectures.logistics import MIN_LOG_SCALE
from generation.architectures.wavenet_config import WavenetConfig
from generation.coding import PCM_SCALE, Samples, empty
from generation.sampler import Floats, Steering, last_receptive_field

MIN_UNIFORM = 1e-5
"""Keeps a logistic's tail at ± 11.5 scales."""


class TorchSampler:
    """Implements `Sampler` with float32 tensors on any device.

    torch chooses its products by their size, so a voice is the same among other voices only up to rounding.
    """

    def __init__(
        self,
        config: WavenetConfig,
        weights: Mapping[str, npt.NDArray[np.float32]],
        voices: int,
        device: str = "cpu",
    ) -> None:
        self._config, self._voices, self._device = config, voices, torch.device(device)
        self._weights = {name: torch.from_numpy(np.ascontiguousarray(w)).to(device) for name, w in weights.items()}
        residual, taps = config.residual_channels, config.filter_width - 1
        gate = self._weights["gate_weight"]
        self._past_weight, self._present_weight = gate[:, : taps * residual], gate[:, taps * residual :]
        spans = torch.tensor(config.dilations) * taps
        self._spans, self._firsts = spans.to(device), (spans.cumsum(0) - spans).to(device)
        self._delays = torch.stack([torch.tensor(config.dilations) * (taps - tap) for tap in range(taps)]).to(device)
        self._ring = torch.zeros(int(spans.sum()), voices, residual, device=device)
        self._time = torch.zeros((), dtype=torch.long, device=device)
        self._recent = torch.zeros(config.input_width, voices, dtype=torch.long, device=device)
        self._biases = torch.zeros(config.layers, voices, 2 * config.dilation_channels, device=device)
        self._uniforms = torch.zeros(voices, config.uniforms_per_sample, device=device)
        self._temperature = torch.ones((), device=device)
        self._drawn = torch.zeros(voices, dtype=torch.long, device=device)
        self._draw_step: Callable[[], None] | None = None

    @property
    def voices(self) -> int:
        return self._voices

    @torch.no_grad()
    def prime(self, context: Samples, steering: Steering) -> None:
        heard = last_receptive_field(self._config, context)
        self._ring.zero_()
        self._time.zero_()
        self._recent.fill_(int(empty(self._config, 1)[0]))
        self._hear(torch.full((self._voices,), int(heard[0]), device=self._device))
        for sample in range(1, heard.size):
            self._steer(steering, sample, sample == 1)
            self._layers()
            self._hear(torch.full((self._voices,), int(heard[sample]), device=self._device))

    @torch.no_grad()
    def draw(self, uniforms: Floats, temperatures: Floats, steering: Steering) -> Samples:
        drawn = empty(self._config, self._voices, temperatures.size)
        numbers = torch.from_numpy(np.ascontiguousarray(uniforms.transpose(1, 0, 2))).to(self._device)
        made = torch.empty(temperatures.size, self._voices, dtype=torch.long, device=self._device)
        if self._draw_step is None:
            self._draw_step = self._captured() if self._device.type == "cuda" else self._draw_one
        for sample in range(temperatures.size):
            self._steer(steering, sample, sample == 0)
            self._uniforms.copy_(numbers[sample])
            self._temperature.fill_(float(temperatures[sample]))
            self._draw_step()
            made[sample] = self._drawn
        drawn[:] = made.T.cpu().numpy()
        return drawn

    @torch.no_grad()
    def follow(self, samples: Samples, steering: Steering) -> Floats:
        outputs = np.empty((*samples.shape, self._config.outputs), np.float32)
        given = torch.from_numpy(samples.astype(np.int64)).to(self._device)
        for sample in range(samples.shape[1]):
            self._steer(steering, sample, sample == 0)
            outputs[:, sample] = self._outputs(self._layers()).cpu().numpy()
            self._hear(given[:, sample])
        return outputs

    def _steer(self, steering: Steering, sample: int, first: bool) -> None:
        frame = steering.frame(sample)
        if first or frame != steering.frame(sample - 1):
            self._biases.copy_(torch.from_numpy(steering.biases[frame]).transpose(0, 1))

    def _hear(self, samples: Tensor) -> None:
        self._recent.copy_(torch.cat([self._recent[1:], samples[None]]))

    def _draw_one(self) -> None:
        self._drawn.copy_(self._chosen(self._outputs(self._layers())))
        self._hear(self._drawn)

    def _layers(self) -> Tensor:
        """Lets the present sample pass all layers and the rings move on; all gates, (voices, layers · D)."""
        config, weights = self._config, self._weights
        places = self._firsts + (self._time - self._delays) % self._spans  # (taps, layers)
        past = self._ring[places].permute(1, 2, 0, 3).reshape(config.layers, self._voices, -1)
        gates = torch.baddbmm(self._biases, past, self._past_weight)
        x, inputs, gated = self._input(), [], []
        for layer in range(config.layers):
            inputs.append(x)
            opened, closed = torch.addmm(gates[layer], x, self._present_weight[layer]).chunk(2, dim=1)
            gated.append(torch.tanh(opened) * torch.sigmoid(closed))
            if layer < config.layers - 1:
                x = x + torch.addmm(weights["residual_bias"][layer], gated[-1], weights["residual_weight"][layer])
        self._ring[self._firsts + self._time % self._spans] = torch.stack(inputs)
        self._time += 1
        return torch.cat(gated, dim=1)

    def _input(self) -> Tensor:
        if self._config.head == "categorical":
            embedding = self._weights["input_embedding"]
            return torch.stack([functional.embedding(heard, embedding[i]) for i, heard in enumerate(self._recent)]).sum(
                0
            )
        audio = self._recent.T.to(torch.float32) / PCM_SCALE
        return torch.addmm(self._weights["input_bias"], audio, self._weights["input_weight"])

    def _outputs(self, gated: Tensor) -> Tensor:
        weights = self._weights
        hidden = torch.addmm(weights["skip_bias"], gated, weights["skip_weight"]).relu()
        hidden = torch.addmm(weights["hidden_bias"], hidden, weights["hidden_weight"]).relu()
        return torch.addmm(weights["output_bias"], hidden, weights["output_weight"])

    def _chosen(self, outputs: Tensor) -> Tensor:
        if self._config.head == "categorical":
            return self._inverse_cdf(outputs)
        weights, means, log_scales = outputs.chunk(3, dim=1)
        component = self._inverse_cdf(weights)[:, None]
        scale = self._temperature * log_scales.clamp(min=MIN_LOG_SCALE).gather(1, component).exp()
        uniform = self._uniforms[:, 1:].clamp(MIN_UNIFORM, 1.0 - MIN_UNIFORM)
        audio = means.gather(1, component) + scale * torch.logit(uniform)
        return (audio[:, 0] * PCM_SCALE).round().clamp(-PCM_SCALE, PCM_SCALE - 1).long()

    def _inverse_cdf(self, logits: Tensor) -> Tensor:
        """The column that the first uniform number falls on, (voices,)."""
        cumulative = torch.softmax(logits / self._temperature, dim=1).double().cumsum(1)
        below = (cumulative <= self._uniforms[:, :1] * cumulative[:, -1:]).sum(1)
        return below.clamp(max=logits.shape[1] - 1)

    def _captured(self) -> Callable[[], None]:
        """One draw as a CUDA graph; capturing it, and warming up before, must not move the state on."""
        kept = [state.clone() for state in (self._ring, self._time, self._recent)]
        stream = torch.cuda.Stream(self._device)  # type: ignore[no-untyped-call]
        stream.wait_stream(torch.cuda.current_stream(self._device))
        with torch.cuda.stream(stream):
            for _ in range(3):
                self._draw_one()
        torch.cuda.current_stream(self._device).wait_stream(stream)
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph):
            self._draw_one()
        for state, before in zip((self._ring, self._time, self._recent), kept, strict=True):
            state.copy_(before)
        replay: Callable[[], None] = graph.replay
        return replay
