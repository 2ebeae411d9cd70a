"""Generates raw audio from a checkpoint, several voices at once, heard while it is made."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from generation.architectures.wavenet_config import WavenetConfig
from generation.audio import WavWriter
from generation.checkpoint import Arrays, Checkpoint
from generation.coding import decode
from generation.contour import feature_lines, steady_features
from generation.course import Course, line
from generation.errors import EngineError
from generation.precision import SamplerPrecision
from generation.prompt import SILENT_DBFS, PromptError, no_prompt
from generation.request import GenerationRequest
from generation.samplers import make_sampler
from generation.take import Take, open_take

__all__ = ["GenerationBlock", "GenerationRequest", "PromptError", "audition", "generate", "write_takes"]

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class GenerationBlock:
    """The next stretch of every voice, in order."""

    audio: Floats
    """(voices, samples), float32 in ±1."""
    sample_rate_hz: int
    first_sample: int
    fraction: float
    """How much of the whole is there, this block included; 1 in the last."""
    seconds_left: float
    warnings: tuple[str, ...] = ()
    """What the person should know, in sentences: each is given once, with the block at which it became known."""
    join_sample: int = 0
    """The take's first sample that was made; those before it are the prompt, where it is kept."""

    @property
    def join_seconds(self) -> float:
        return self.join_sample / self.sample_rate_hz


def generate(
    model: Path | Checkpoint,
    request: GenerationRequest,
    *,
    threads: int | None = None,
    precision: SamplerPrecision | None = None,
    device: str = "cpu",
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[GenerationBlock]:
    """Yields the takes in blocks as they are made; stop iterating to cancel. A kept prompt leads the first block.

    model: a checkpoint, or a training directory, of which the best checkpoint is taken, or one that was loaded. The
    same request gives the same audio with any size of block. Raises what `open_take` raises.
    """
    take = open_take(model, request, threads=threads, precision=precision, device=device)
    rate, warnings = take.config.sample_rate_hz, take.warnings
    total = max(1, round(request.seconds * rate))
    step = max(1, round(request.block_seconds * rate))
    kept = decode(take.config, take.prompt.samples) if request.keep_prompt else np.empty(0, np.float32)
    whole = kept.size + total
    started, loudest = clock(), 0.0
    while (first := take.position_samples) < total:
        audio = take.next(min(step, total - first))
        done = take.position_samples
        left = (clock() - started) * (total - done) / done
        loudest = max(loudest, float(np.sqrt(np.mean(audio**2, axis=1)).max()))
        if done == total and loudest < 10 ** (SILENT_DBFS / 20):
            warnings += ("The takes are silent: train longer, raise the temperature or give a prompt.",)
        if first == 0:
            audio = np.concatenate([np.repeat(kept[None], request.voices, axis=0), audio], axis=1)
        begins = kept.size + first if first else 0
        yield GenerationBlock(audio, rate, begins, (kept.size + done) / whole, left, warnings, kept.size)
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


def audition(
    config: WavenetConfig,
    weights: Arrays,
    seconds: float,
    seed: int,
    threads: int | None = None,
    contour: Floats | None = None,
) -> Floats:
    """A short mono take to judge a model by, (samples,): out of silence; up to four of its classes in turn.

    contour: controls to follow, (frames, features) as `measure_controls` gives them, from the beginning for each
    class; without it a network with controls is held at a usual level and pitch.
    """
    shown = max(1, min(4, len(config.classes)))
    each = max(1, round(seconds * config.sample_rate_hz / shown))
    one_each = np.eye(len(config.classes), dtype=np.float32)[: len(config.classes) and shown]
    if contour is None:
        controls = tuple(line([0.0], usual[None]) for usual in steady_features(config, no_prompt(config)).values())
    else:
        controls = tuple(feature_lines(config, contour, "hold", seconds).values())
    course = Course(tuple(line([0.0], row[None]) for row in one_each), line([0.0], [[1.0]]), controls)
    sampler = make_sampler(config, weights, shown, threads=threads)
    return Take(config, weights, sampler, course, no_prompt(config), seed).next(each).reshape(-1)
