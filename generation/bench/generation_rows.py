"""How fast takes are made, as a share of the machine's limit and against the sampler in torch operations."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Iterator
from functools import partial

import numpy as np
import torch

from generation.architectures.wavenet import Wavenet
from generation.architectures.wavenet_config import WavenetConfig
from generation.bench.limits import roofline
from generation.bench.row import BenchError, Clock, Row, fastest
from generation.conditioning import steering
from generation.precision import SamplerPrecision
from generation.sampler import Sampler, Steering
from generation.samplers import make_sampler
from generation.torch_sampler import TorchSampler

VOICES = (1, 8, 32)
EXACTNESS: dict[SamplerPrecision, float] = {"float32": 1e-4, "bfloat16": 2e-2, "int8": 2e-2}
"""The most that the outputs may differ from the full forward pass; they spread by about one."""
TORCH_SAMPLES = 60
MEASURED_SAMPLES = 800
RUNS = 5
"""The fastest of as many short runs counts, as for the limit: longer ones would meet the neighbours more often."""
ROUNDS = 9
TAGS: dict[SamplerPrecision, str] = {"float32": "fp32", "bfloat16": "bf16", "int8": "int8"}


def generation_rows(
    name: str, config: WavenetConfig, precisions: tuple[SamplerPrecision, ...], threads: int, clock: Clock
) -> Iterator[Row]:
    """Rows generate_NAME_bVOICES_PRECISION in samples a second, all voices together."""
    network = Wavenet(config, torch.Generator().manual_seed(1))
    for voices in VOICES:
        plain = _torch_speed(network, voices, clock)
        for precision in precisions:
            sampler = make_sampler(config, network.weights(), voices, threads=threads, precision=precision)
            steered = steering(config, network.weights(), voices=voices)
            verify(sampler, network, steered, EXACTNESS[precision])
            samples = max(100, MEASURED_SAMPLES // voices)
            on_a_core = partial(roofline, config, precision, math.ceil(voices / threads))
            limit, speed = _in_turns(on_a_core, partial(_speed, sampler, steered, samples, RUNS, clock))
            limit *= min(threads, voices)
            yield Row(
                f"generate_{name}_b{voices}_{TAGS[precision]}", speed, "samples/s", limit, speed / limit,
                speed / plain, speed / config.sample_rate_hz,
            )  # fmt: skip


def verify(sampler: Sampler, network: Wavenet, steered: Steering, tolerance: float) -> None:
    """Raises `BenchError` unless the sampler gives what the full forward pass gives past the receptive field."""
    config = network.config
    random = np.random.default_rng(0)
    past = random.integers(0, config.quantisation, config.receptive_field_samples + 32).astype(np.uint8)
    with torch.no_grad():
        expected = network(torch.from_numpy(past[:-1, None].astype(np.int64)))[:, 0].numpy()
    sampler.prime(past[: config.receptive_field_samples], steered)
    heard = np.repeat(past[None, config.receptive_field_samples :], sampler.voices, axis=0)
    error = float(np.abs(sampler.follow(heard, steered) - expected[None]).max())
    if not error <= tolerance:
        raise BenchError(f"The sampler of {sampler.voices} voices is off by {error:.2g} nats from the network.")


def _in_turns(limit: Callable[[], float], speed: Callable[[], float]) -> tuple[float, float]:
    """Medians of what the machine would give and of what it gives: taken in turns, neighbours move both alike."""
    rounds = [(limit(), speed()) for _ in range(ROUNDS)]
    return statistics.median(most for most, _ in rounds), statistics.median(reached for _, reached in rounds)


def _torch_speed(network: Wavenet, voices: int, clock: Clock) -> float:
    """Samples a second of ring buffers with torch operations, as public samplers in Python have them."""
    config = network.config
    sampler = TorchSampler(config, network.weights(), voices)
    steered = steering(config, network.weights(), voices=voices)
    return _speed(sampler, steered, TORCH_SAMPLES, 2, clock)


def _speed(sampler: Sampler, steered: Steering, samples: int, runs: int, clock: Clock) -> float:
    """Samples a second, all voices together."""
    uniforms = np.random.default_rng(0).random((sampler.voices, samples, 1), np.float32)
    temperatures = np.ones(samples, np.float32)
    seconds = fastest(lambda: sampler.draw(uniforms, temperatures, steered), runs, clock)
    return sampler.voices * samples / seconds
