"""How fast a network trains, as a share of the machine's arithmetic and against plain convolutions."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import torch

from generation.architectures.wavenet_config import WavenetConfig
from generation.bench.limits import matrix_peak
from generation.bench.plain_wavenet import PlainWavenet
from generation.bench.row import BenchError, Clock, Row, fastest
from generation.kept_memory import kept_memory
from generation.learner import Learner
from generation.precision import Precision
from generation.training_plan import TrainingPlan
from generation.windows import Batch
from generation.work import products

WINDOW = 16_000
RUNS = 3
EXACTNESS_NATS = 1e-3
LEARNING_RATE = 2e-3
TAGS: dict[Precision, str] = {"float32": "fp32", "bfloat16": "bf16"}


def training_rows(
    name: str, config: WavenetConfig, precisions: tuple[Precision, ...], threads: int, clock: Clock
) -> Iterator[Row]:
    """Rows train_NAME_PRECISION in targets a second: a step of one example of 16,000 targets, with the optimiser."""
    batch = _noise(config)
    with kept_memory():  # as training has it; the plain network too
        yield from _rows(name, config, precisions, threads, clock, batch)


def _rows(
    name: str, config: WavenetConfig, precisions: tuple[Precision, ...], threads: int, clock: Clock, batch: Batch
) -> Iterator[Row]:
    plain_seconds = _plain_step_seconds(config, batch, clock)
    for precision in precisions:
        learner = Learner(config, TrainingPlan(network=config, precision=precision))
        losses = [learner.step(batch, LEARNING_RATE) for _ in range(3)]
        if not losses[-1] < losses[0]:
            raise BenchError(f"The training of {name} does not lower the loss: {losses}.")
        limit = threads * matrix_peak(precision) * WINDOW / (3.0 * products(config, 1, WINDOW))
        seconds = fastest(lambda: learner.step(batch, LEARNING_RATE), RUNS, clock)  # noqa: B023
        speed = WINDOW / seconds
        yield Row(f"train_{name}_{TAGS[precision]}", speed, "targets/s", limit, speed / limit, plain_seconds / seconds)


def _plain_step_seconds(config: WavenetConfig, batch: Batch, clock: Clock) -> float:
    """The same step with plain convolutions and Adam, once both networks are seen to give the same loss."""
    engine, plain = Learner(config, TrainingPlan(network=config)).network, PlainWavenet(config)
    plain.load_weights(engine.weights())
    classes = torch.from_numpy(batch.samples.astype(np.int64))
    with torch.no_grad():
        difference = abs(float(engine.loss(classes)) - float(plain.loss(classes)))
    if not difference <= EXACTNESS_NATS:
        raise BenchError(f"The plain network's loss is off by {difference:.2g} nats from the engine's.")
    adam = torch.optim.Adam(plain.parameters(), lr=1e-3)

    def step() -> None:
        adam.zero_grad()
        plain.loss(classes).backward()  # type: ignore[no-untyped-call]
        adam.step()

    return fastest(step, RUNS, clock)


def _noise(config: WavenetConfig) -> Batch:
    length = config.receptive_field_samples + WINDOW
    classes = np.random.default_rng(0).integers(0, config.quantisation, (length, 1)).astype(np.uint8)
    return Batch(classes, np.zeros(1, np.int64), np.empty((length, 1, 0), np.float32))
