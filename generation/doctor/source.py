"""Reads files as they are, without bringing them to the model's rate: in blocks, or a stretch of one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import soundfile
import soxr

from generation.audio import AudioError
from generation.doctor.clipping import Block
from generation.doctor.frames import Mono

BLOCK_FRAMES = 1 << 16


@contextmanager
def opened(path: Path) -> Iterator[soundfile.SoundFile]:
    """The open file; `AudioError` when it is no audio, or ends in the middle of what is read."""
    try:
        with soundfile.SoundFile(path) as file:
            yield file
    except (soundfile.LibsndfileError, OSError):
        raise AudioError(f"{path.name} is not a readable audio file: use WAV, FLAC, AIFF, OGG or MP3.") from None


def blocks(file: soundfile.SoundFile) -> Iterator[Block]:
    """The whole file as float32 (at most 65536, channels), peaks over full scale kept."""
    while (block := file.read(BLOCK_FRAMES, dtype="float32", always_2d=True)).size:
        yield block


def excerpt(path: Path, start_seconds: float, seconds: float, rate_hz: int) -> Mono:
    """Mono audio of a stretch at a rate; silence where the stretch reaches beyond the file."""
    wanted = round(seconds * rate_hz)
    with opened(path) as file:
        first = round(start_seconds * file.samplerate)
        begin = min(max(0, first), file.frames)
        file.seek(begin)
        count = max(0, first + round(seconds * file.samplerate) - begin)
        audio = file.read(min(count, file.frames - begin), dtype="float32", always_2d=True).mean(axis=1)
        before = max(0, round((begin - first) * rate_hz / file.samplerate))
        if audio.size and file.samplerate != rate_hz:
            audio = soxr.resample(audio, file.samplerate, rate_hz, quality="HQ")
    placed = np.zeros(wanted, np.float32)
    heard = audio[: max(0, wanted - before)]
    placed[before : before + heard.size] = heard
    return placed
