"""Networks of every combination of features, small and lively, and their outputs by the full forward pass."""

import numpy as np
import torch

from generation.architectures.wavenet import Wavenet
from generation.architectures.wavenet_config import WavenetConfig
from generation.coding import Samples
from generation.conditioning import steering
from generation.sampler import Steering

Floats = np.ndarray

STACK = (1, 2, 4, 8, 16, 1, 2, 4, 8, 16)

CONFIGS: dict[str, WavenetConfig] = {
    "plain": WavenetConfig(sample_rate_hz=8_000, dilations=STACK, residual_channels=32, skip_channels=64),
    "classes": WavenetConfig(
        sample_rate_hz=8_000, dilations=STACK, residual_channels=8, dilation_channels=12, skip_channels=20,
        classes=("rain", "sea"),
    ),
    "controls": WavenetConfig(
        sample_rate_hz=2_000, dilations=STACK, residual_channels=16, dilation_channels=8, skip_channels=36,
        classes=("rain", "sea", "wind"), controls=("loudness", "pitch"),
    ),
    "broad": WavenetConfig(
        sample_rate_hz=8_000, dilations=(1, 2, 4, 8), filter_width=3, residual_channels=64, dilation_channels=32,
        skip_channels=96, classes=("rain", "sea"),
    ),
    "wide filter": WavenetConfig(
        sample_rate_hz=8_000, dilations=(1, 3, 9, 5), filter_width=3, input_width=5, residual_channels=24,
        dilation_channels=20, skip_channels=12, quantisation=64,
    ),
    "logistics": WavenetConfig(
        sample_rate_hz=16_000, dilations=STACK, residual_channels=32, skip_channels=64, head="logistics",
        quantisation=65_536,
    ),
    "all of it": WavenetConfig(
        sample_rate_hz=1_000, dilations=(1, 2, 4, 1, 2), filter_width=4, input_width=32, residual_channels=12,
        dilation_channels=28, skip_channels=44, head="logistics", quantisation=65_536, mixtures=3,
        classes=("rain", "sea"), controls=("pitch",),
    ),
}  # fmt: skip


def lively_network(config: WavenetConfig, seed: int = 0) -> Wavenet:
    """A network whose gates, classes and outputs are all far from zero, as after training."""
    generator = torch.Generator().manual_seed(seed)
    network = Wavenet(config, generator)
    with torch.no_grad():
        network.output_weight.mul_(20.0 if config.head == "categorical" else 1.0)
        for name, parameter in network.named_parameters():
            if name.endswith(("bias", "class_embedding", "control_weight")) and name != "output_bias":
                parameter.copy_(torch.randn(parameter.shape, generator=generator))
    return network


def some_samples(config: WavenetConfig, voices: int, samples: int, seed: int = 7) -> Samples:
    """(voices, samples) that reach all levels."""
    random = np.random.default_rng(seed)
    if config.head == "categorical":
        return random.integers(0, config.quantisation, (voices, samples)).astype(np.uint8)
    return (8_000 * random.standard_normal((voices, samples))).astype(np.int16)


def some_steering(network: Wavenet, voices: int, samples: int, seed: int = 3) -> tuple[Steering, Floats | None, Floats]:
    """A steering that moves, and what it was made of: (frames, voices, classes) and (frames, voices, features)."""
    config, random = network.config, np.random.default_rng(seed)
    frames = -(-samples // config.control_frame_samples)
    classes = None
    if config.classes:
        classes = random.dirichlet(np.ones(len(config.classes)), (frames, voices)).astype(np.float32)
    controls = random.standard_normal((frames, voices, config.control_features)).astype(np.float32)
    return steering(config, network.weights(), classes, controls, voices), classes, controls


def full_outputs(network: Wavenet, samples: Samples, controls: Floats, label: int = 0) -> Floats:
    """(voices, samples − receptive field, outputs): the outputs before each sample that has a whole past.

    samples: (voices, samples); controls: (frames, voices, features), of the samples from the first.
    """
    config = network.config
    frames = np.minimum(np.arange(samples.shape[1]) // config.control_frame_samples, len(controls) - 1)
    of_samples = torch.from_numpy(controls[frames])
    with torch.no_grad():
        outputs = network(
            torch.from_numpy(samples[:, :-1].T.astype(np.int64)),
            torch.full((len(samples),), label) if config.classes else None,
            of_samples[1:] if config.controls else None,
        )
    return np.asarray(outputs.numpy().transpose(1, 0, 2))
