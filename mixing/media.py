"""Sources at the engine's rate: each file is resampled once, and kept under the hash of its content."""

import hashlib
import mmap
import os
import uuid
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from mixing.audio import RATE_HZ, Audio
from mixing.audio_file import blocks_of, open_audio
from mixing.errors import MixingError
from mixing.kept import is_kept

Source = NDArray[np.float32]  # (samples, channels) with one or two channels, at RATE_HZ

_ALGORITHM = "1"  # grows when the same file would be converted differently, so that old conversions are left aside
_BLOCK_SAMPLES = 65_536


def digest_of(path: Path) -> str:
    """The hash of a file's content. Raises MixingError where there is no file."""
    if not path.is_file():
        raise MixingError(f"{path.name} does not exist: upload it again, or remove the clip.")
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def preparing(path: Path, cache: Path, digest: str = "") -> Generator[float, None, Source]:
    """Bring a file of any rate and number of channels to RATE_HZ in mono or stereo.

    Yields the share done and returns the samples, which are read from the disk as they are used. A file with
    more than two channels is folded to mono. Values above full scale are kept. Resampling is soxr's very high
    quality. Raises MixingError where the file cannot be read or holds no sound.
    """
    kept = cache / f"{digest or digest_of(path)}-{RATE_HZ}-{_ALGORITHM}.npy"
    if not is_kept(kept):
        yield from _converting(path, kept)
    return mapped(kept)


def mapped(path: Path) -> Source:
    """The samples of a kept file, read from the disk as they are used."""
    # Copy-on-write: writable like any other array, so that kernels need not be compiled twice; never written to.
    source: Source = np.asarray(np.load(path, mmap_mode="c"))
    return source


def forget(source: Source) -> None:
    """Give the memory back that was filled by reading a mapped file; it is read again when it is needed."""
    owner: object = source
    while isinstance(owner, np.ndarray):
        owner = owner.base
    if isinstance(owner, mmap.mmap):
        owner.madvise(mmap.MADV_DONTNEED)


class Keeper:
    """Writes samples one after the other into a file that `mapped` reads, of a length that is known before."""

    def __init__(self, file: BinaryIO, length: int, channels: int) -> None:
        self._file, self._length, self._channels = file, length, channels
        self.samples = 0
        header = {"descr": "<f4", "fortran_order": False, "shape": (length, channels)}
        np.lib.format.write_array_header_1_0(file, header)

    def write(self, block: Source) -> None:
        """Append (samples, channels), as far as there is room."""
        wanted = np.ascontiguousarray(block[: self._length - self.samples], np.float32)
        self._file.write(wanted.data)
        self.samples += len(wanted)

    def finish(self) -> None:
        """Fill what is left with silence."""
        while self.samples < self._length:
            self.write(np.zeros((min(_BLOCK_SAMPLES, self._length - self.samples), self._channels), np.float32))


@contextmanager
def keeping(kept: Path, length: int, channels: int) -> Iterator[Keeper]:
    """A file in the making, which gets its name when all is well, or is removed."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    unfinished = kept.with_name(f".{kept.stem}.{uuid.uuid4().hex}.npy")
    try:
        with unfinished.open("wb") as file:
            keeper = Keeper(file, length, channels)
            yield keeper
            keeper.finish()
        os.replace(unfinished, kept)
    finally:
        unfinished.unlink(missing_ok=True)


def channels_of(file: soundfile.SoundFile) -> int:
    """As many as the engine hears: mono, stereo, or a fold to mono."""
    return file.channels if file.channels <= 2 else 1


def clean(block: Audio, channels: int) -> Source:
    """What was read, (channels, samples), as (samples, channels) of the engine's own.

    A damaged float file may hold values that are not numbers: one would silence everything after it.
    """
    frames = np.nan_to_num(block, nan=0.0, posinf=0.0, neginf=0.0).T
    if frames.shape[1] > channels:
        frames = frames.mean(axis=1, keepdims=True)
    return np.ascontiguousarray(frames)


def _converting(path: Path, kept: Path) -> Generator[float, None, None]:
    with open_audio(path) as file:
        channels = channels_of(file)
        length = round(file.frames * RATE_HZ / file.samplerate)
        if not length:
            raise MixingError(f"{path.name} holds no sound: remove it, or upload it again.")
        with keeping(kept, length, channels) as keeper:
            for block, read in _resampled(file, channels):
                keeper.write(block)
                yield min(1.0, read / file.frames)


def _resampled(file: soundfile.SoundFile, channels: int) -> Generator[tuple[Source, int], None, None]:
    """Blocks (samples, channels) at RATE_HZ, with how much of the file has been read."""
    stream = None
    if file.samplerate != RATE_HZ:
        stream = soxr.ResampleStream(file.samplerate, RATE_HZ, channels, dtype="float32", quality="VHQ")
    read = 0
    for block in blocks_of(file, _BLOCK_SAMPLES):
        read += block.shape[1]
        frames = clean(block, channels)
        yield (stream.resample_chunk(frames) if stream else frames), read
    if stream:
        yield stream.resample_chunk(np.zeros((0, channels), np.float32), last=True), read
