"""How well a model foretells recordings that it may never have heard, by the very sampler that makes its takes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from generation.architectures.wavenet_config import WavenetConfig
from generation.audio import load_audio
from generation.checkpoint import find_checkpoint, load_checkpoint
from generation.coding import Floats, Samples, empty, encode
from generation.conditioning import steering
from generation.controls import measure_controls
from generation.dataset import DatasetError, Recording, without_silence
from generation.precision import SamplerPrecision
from generation.samplers import make_sampler

CHUNK_FRAMES = 100


@dataclass(frozen=True)
class Evaluation:
    """What is known so far; the last one is of all the recordings."""

    nats: float
    """Mean negative log-likelihood of a sample; of 256 µ-law classes or 65,536 levels, as the model's head has them."""
    samples: int
    fraction: float
    seconds_left: float


def evaluate(
    model: Path,
    recordings: Sequence[Recording],
    *,
    silence_threshold_dbfs: float = -60.0,
    precision: SamplerPrecision | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[Evaluation]:
    """Lets the model hear the recordings of each class joined end to end, out of silence, and yields its mean NLL.

    model: a checkpoint, or a training directory, of which the best checkpoint is taken. Silence is left out as in
    training. Raises `CheckpointError`, `AudioError`, or `DatasetError` when nothing is audible.
    """
    checkpoint = load_checkpoint(find_checkpoint(model))
    config = checkpoint.header.config
    joined = _joined(config, recordings, silence_threshold_dbfs)
    total, done, nats, started = sum(audio.size for audio in joined.values()), 0, 0.0, clock()
    for label, audio in joined.items():
        sampler = make_sampler(config, checkpoint.weights, 1, threads=1, precision=precision)
        samples, controls = encode(config, audio), measure_controls(config, audio)[:, None]
        classes = np.eye(max(1, len(config.classes)), dtype=np.float32)[None, None, label]
        still = np.zeros((1, 1, config.control_features), np.float32)
        sampler.prime(empty(config, 0), steering(config, checkpoint.weights, classes, still))
        chunk = CHUNK_FRAMES * config.control_frame_samples
        for first in range(0, samples.size, chunk):
            given = samples[first : first + chunk]
            frames = controls[first // config.control_frame_samples :][:CHUNK_FRAMES]
            outputs = sampler.follow(given[None], steering(config, checkpoint.weights, classes, frames))[0]
            nats -= float(_log_likelihood(config, outputs, given).sum())
            done += given.size
            left = (clock() - started) * (total - done) / done
            yield Evaluation(nats / done, done, done / total, left)


def _joined(config: WavenetConfig, recordings: Sequence[Recording], threshold_dbfs: float) -> dict[int, Floats]:
    """The audible audio of each class, by its index."""
    parts: dict[int, list[Floats]] = {}
    for recording in recordings:
        label = config.class_index(recording.class_name)
        audio = load_audio(recording.path, config.sample_rate_hz)
        parts.setdefault(label, []).append(without_silence(audio, config.sample_rate_hz, threshold_dbfs))
    joined = {label: np.concatenate(audio) for label, audio in sorted(parts.items())}
    if not any(audio.size for audio in joined.values()):
        raise DatasetError("There is nothing to hear in these recordings: give others, or lower the silence threshold.")
    return joined


def _log_likelihood(config: WavenetConfig, outputs: Floats, samples: Samples) -> Floats:
    """(samples,) in nats"""
    import torch

    from generation.architectures.logistics import log_likelihood

    targets = torch.from_numpy(samples.astype(np.int64))
    if config.head == "logistics":
        return np.asarray(log_likelihood(torch.from_numpy(outputs), targets).numpy())
    chosen = torch.log_softmax(torch.from_numpy(outputs).double(), dim=1).gather(1, targets[:, None])
    return np.asarray(chosen[:, 0].numpy(), np.float32)
