"""Measures the engine against what this machine can do, in the same run; every output is checked before it is timed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch

from generation.architectures.wavenet import Wavenet
from generation.conditioning import steering
from generation.errors import EngineError
from generation.learner import Learner
from generation.presets import PRESETS
from generation.samplers import make_sampler
from generation.training_plan import TrainingPlan
from generation.windows import Batch
from generation.work import products

EXACTNESS_NATS = 1e-4

Clock = Callable[[], float]


@dataclass(frozen=True)
class Row:
    """One measured figure; `share` is the value's work over `limit`, the most that the machine gave in this run."""

    name: str
    value: float
    unit: str
    limit: float | None = None
    share: float | None = None


class BenchError(EngineError):
    """An output is wrong, so its speed means nothing."""


def rows(threads: int = 1, presets: Sequence[str] = tuple(PRESETS)) -> Iterator[Row]:
    """Yields the rows one by one: the limits first, then training and generation of each preset."""
    before = torch.get_num_threads()
    torch.set_num_threads(threads)
    try:
        clock = _clock(threads)
        yield Row("matrix product, float32", _matrix_flops(clock) / 1e9, "GFLOP/s")
        yield Row("weights read by matrix-vector products", _read_bytes_a_second(clock) / 1e9, "GB/s")
        for preset in presets:
            yield from _training_rows(TrainingPlan(preset=preset), clock)
            for voices in (1, 8):
                yield _sampling_row(TrainingPlan(preset=preset), voices, threads, clock)
    finally:
        torch.set_num_threads(before)


def _training_rows(plan: TrainingPlan, clock: Clock) -> Iterator[Row]:
    config, shape = plan.config(), plan.shape
    learner = Learner(config, plan)
    batch = _noise(config.receptive_field_samples + shape.window_samples, shape.batch)
    first = [learner.step(batch, shape.learning_rate) for _ in range(3)]
    if not first[-1] < first[0]:
        raise BenchError(f"The training of {plan.preset} does not lower the loss: {first}.")
    matrix_flops = _matrix_flops(clock)
    seconds = _fastest(lambda: learner.step(batch, shape.learning_rate), 3, clock)
    done = 3 * products(config, shape.batch, shape.window_samples) / seconds
    yield Row(f"training {plan.preset}", 1.0 / seconds, "steps/s", matrix_flops / 1e9, done / matrix_flops)


def _sampling_row(plan: TrainingPlan, voices: int, threads: int, clock: Clock) -> Row:
    """Samples a second over all voices; the share is of one core's weight reading, times the cores in use."""
    config = plan.config()
    network = Wavenet(config, torch.Generator().manual_seed(1))
    sampler = make_sampler(config, network.weights(), voices, threads=threads)
    steered = steering(config, network.weights(), voices=voices)
    past = _noise(config.receptive_field_samples + 32, 1).samples
    with torch.no_grad():
        expected = network(torch.from_numpy(past[:-1].astype(np.int64)))[:, 0].numpy()
    sampler.prime(past[: config.receptive_field_samples, 0], steered)
    heard = np.repeat(past[config.receptive_field_samples :].T, voices, axis=0)
    error = float(np.abs(sampler.follow(heard, steered) - expected[None]).max())
    if not error <= EXACTNESS_NATS:
        raise BenchError(f"The sampler of {plan.preset} is off by {error:.2g} nats from the network.")
    samples = max(200, 4_000 // voices)
    uniforms = np.random.default_rng(0).random((voices, samples, 1), np.float32)
    temperatures = np.ones(samples, np.float32)
    read_bytes = _read_bytes_a_second(clock)
    speed = voices * samples / _fastest(lambda: sampler.draw(uniforms, temperatures, steered), 3, clock)
    cores = min(threads, voices)
    embeddings = 2 * config.quantisation * config.residual_channels
    limit = cores * read_bytes / (4 * (config.parameter_count - embeddings))
    return Row(f"generation {plan.preset}, {voices} voices", speed, "samples/s", limit, speed / limit)


def _noise(samples: int, batch: int) -> Batch:
    random = np.random.default_rng(0)
    classes = random.integers(0, 256, (samples, batch)).astype(np.uint8)
    return Batch(classes, np.zeros(batch, np.int64), np.empty((samples, batch, 0), np.float32))


def _matrix_flops(clock: Clock) -> float:
    size = 1_024
    a, b = torch.randn(size, size), torch.randn(size, size)
    product = a @ b
    if not torch.allclose(product[0], (a[0].double() @ b.double()).float(), atol=1e-2):
        raise BenchError("The matrix product itself is wrong.")
    return 2.0 * size**3 / _fastest(lambda: torch.mm(a, b, out=product), 8, clock)


def _read_bytes_a_second(clock: Clock) -> float:
    """One core reading a network's worth of weights (6 MB) as matrix-vector products."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        weights, x = torch.randn(512, 3_000), torch.randn(3_000)
        return weights.nbytes / _fastest(lambda: torch.mv(weights, x), 50, clock)
    finally:
        torch.set_num_threads(before)


def _clock(threads: int) -> Clock:
    """With one thread, processor time: other work on the machine does not count against the engine."""
    return time.process_time if threads == 1 else time.perf_counter


def _fastest(job: Callable[[], object], times: int, clock: Clock) -> float:
    """The shortest of some runs, in seconds: what the machine gives when nothing else runs."""
    job()
    durations = []
    for _ in range(times):
        started = clock()
        job()
        durations.append(clock() - started)
    return min(durations)
