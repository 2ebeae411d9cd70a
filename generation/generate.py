"""Generates raw audio from a checkpoint, several voices at once, heard while it is made."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field

from generation.architectures.wavenet_config import WavenetConfig
from generation.audio import WavWriter, load_audio
from generation.checkpoint import Arrays, find_checkpoint, load_checkpoint
from generation.coding import Samples, decode, empty, encode
from generation.conditioning import steering
from generation.errors import EngineError
from generation.sampler import Sampler, Steering
from generation.samplers import make_sampler

BLOCK_SECONDS = 0.25
SILENT_DBFS = -60.0

Floats = npt.NDArray[np.float32]


class PromptError(EngineError):
    """A prompt that nothing can be continued from."""


class GenerationRequest(BaseModel):
    """What to generate. Voice n of a seed sounds the same, however many voices are made beside it.

    The prompt is continued, not repeated: the output begins with the sample after its last one. Only its last
    receptive field is heard by the network. Without one, a take begins out of silence.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    seconds: Annotated[float, Field(gt=0.0, le=1_800.0)] = 4.0
    voices: Annotated[int, Field(ge=1, le=64)] = 1
    temperature: Annotated[float, Field(ge=0.05, le=3.0)] = 1.0
    seed: Annotated[int, Field(ge=0, lt=2**63)] = 0
    class_name: str | None = None
    prompt_path: Path | None = None


@dataclass(frozen=True)
class GenerationBlock:
    """The next stretch of every voice, in order."""

    audio: Floats
    """(voices, samples), float32 in ±1."""
    sample_rate_hz: int
    first_sample: int
    fraction: float
    """How much of the whole is made, this block included; 1 in the last."""
    seconds_left: float
    warnings: tuple[str, ...] = ()
    """What the person should know, in sentences: each is given once, with the block at which it became known."""


def generate(
    model: Path,
    request: GenerationRequest,
    *,
    threads: int | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[GenerationBlock]:
    """Yields the takes in blocks of a quarter of a second; stop iterating to cancel.

    model: a checkpoint, or a training directory, of which the best checkpoint is taken. The same request gives the
    same audio. Raises `CheckpointError`, `AudioError`, `PromptError` or `EngineError` (an unknown class).
    """
    checkpoint = load_checkpoint(find_checkpoint(model))
    config = checkpoint.header.config
    label = config.class_index(request.class_name)
    steered = _steered(config, checkpoint.weights, np.full(request.voices, label))
    sampler = make_sampler(config, checkpoint.weights, request.voices, threads=threads)
    context, warnings = _context(request.prompt_path, config)
    if request.class_name is None and config.classes:
        warnings += (f"No class was chosen: this is “{config.classes[0]}”.",)
    sampler.prime(context, steered)
    total = max(1, round(request.seconds * config.sample_rate_hz))
    started, loudest = clock(), 0.0
    for first, samples in _drawn(sampler, steered, config, request, total):
        audio = decode(config, samples)
        done = first + audio.shape[1]
        loudest = max(loudest, float(np.sqrt(np.mean(audio**2, axis=1)).max()))
        if done == total and loudest < 10 ** (SILENT_DBFS / 20):
            warnings += ("The takes are silent: train longer, raise the temperature or give a prompt.",)
        seconds_left = (clock() - started) * (total - done) / done
        yield GenerationBlock(audio, config.sample_rate_hz, first, done / total, seconds_left, warnings)
        warnings = ()


def write_takes(blocks: Iterable[GenerationBlock], paths: Sequence[Path]) -> Iterator[GenerationBlock]:
    """Passes the blocks on while it writes voice n to paths[n] as 16-bit mono WAV.

    The files appear under their names when all is whole; nothing is left when it is stopped before.
    """
    writers: list[WavWriter] = []
    try:
        for block in blocks:
            if not writers:
                if len(paths) != len(block.audio):
                    raise EngineError(f"{len(block.audio)} voices need as many files, not {len(paths)}.")
                writers.extend(WavWriter(path, block.sample_rate_hz) for path in paths)
            for writer, voice in zip(writers, block.audio, strict=True):
                writer.write(voice)
            if block.fraction == 1.0:
                for writer in writers:
                    writer.commit()
                writers = []
            yield block
    finally:
        for writer in writers:
            writer.discard()


def audition(config: WavenetConfig, weights: Arrays, seconds: float, seed: int, threads: int | None = None) -> Floats:
    """A short mono take to judge a model by, (samples,): out of silence; up to four of its classes in turn."""
    labels = np.arange(min(4, max(1, len(config.classes))), dtype=np.int64)
    sampler, steered = make_sampler(config, weights, labels.size, threads=threads), _steered(config, weights, labels)
    sampler.prime(empty(config, 0), steered)
    each = max(1, round(seconds * config.sample_rate_hz / labels.size))
    random = [np.random.default_rng([seed, voice]) for voice in range(labels.size)]
    uniforms = np.stack([voice.random((each, config.uniforms_per_sample), np.float32) for voice in random])
    return decode(config, sampler.draw(uniforms, np.ones(each, np.float32), steered)).reshape(-1)


def _steered(config: WavenetConfig, weights: Arrays, labels: npt.NDArray[np.int64]) -> Steering:
    """Each voice under its own class throughout, and controls at rest."""
    classes = np.eye(max(1, len(config.classes)), dtype=np.float32)[labels][None]
    controls = np.zeros((1, 1, config.control_features), np.float32)
    return steering(config, weights, classes, controls, labels.size)


def _drawn(
    sampler: Sampler, steered: Steering, config: WavenetConfig, request: GenerationRequest, total: int
) -> Iterator[tuple[int, Samples]]:
    """Pairs of the first sample's index and the samples (voices, samples) of each block."""
    block = round(BLOCK_SECONDS * config.sample_rate_hz)
    random = [np.random.default_rng([request.seed, voice]) for voice in range(request.voices)]
    for first in range(0, total, block):
        count = min(block, total - first)
        uniforms = np.stack([voice.random((count, config.uniforms_per_sample), np.float32) for voice in random])
        temperatures = np.full(count, request.temperature, np.float32)
        yield first, sampler.draw(uniforms, temperatures, steered)


def _context(prompt_path: Path | None, config: WavenetConfig) -> tuple[Samples, tuple[str, ...]]:
    """The prompt as classes and what to say of it; nothing without a prompt."""
    if prompt_path is None:
        return empty(config, 0), ()
    audio = load_audio(prompt_path, config.sample_rate_hz)
    if audio.size == 0:
        raise PromptError(f"The prompt {prompt_path.name} is empty: choose a sound, or none to begin out of silence.")
    heard = audio[-config.receptive_field_samples :]
    warnings: tuple[str, ...] = ()
    if heard.size < config.receptive_field_samples:
        warnings += (
            f"The prompt is {1000 * heard.size / config.sample_rate_hz:.0f} ms long; the model listens to "
            f"{config.receptive_field_ms:.0f} ms, so silence was put before it.",
        )
    if float(np.sqrt(np.mean(heard**2))) < 10 ** (SILENT_DBFS / 20):
        warnings += (
            f"The last {1000 * heard.size / config.sample_rate_hz:.0f} ms of the prompt, all that the model hears of "
            "it, are silent: cut the prompt so that it ends in sound.",
        )
    return encode(config, heard), warnings
