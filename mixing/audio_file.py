"""Audio files in and out, block by block."""

import os
import struct
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Literal

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from mixing.audio import CHANNELS, RATE_HZ, Audio
from mixing.dither import Dither
from mixing.errors import MixingError
from mixing.ogg import renumber
from mixing.wave_chunks import Cue, Description, append

BitDepth = Literal[16, 24, 32]  # 32 is floating point

_BIT_DEPTHS = {"PCM_S8": 8, "PCM_U8": 8, "PCM_16": 16, "PCM_24": 24, "PCM_32": 32, "FLOAT": 32, "DOUBLE": 64}
_FORMATS = {".wav": "WAV", ".flac": "FLAC", ".ogg": "OGG", ".opus": "OGG", ".mp3": "MP3"}
_LOSSY: dict[str, dict[str, Any]] = {
    ".ogg": {"subtype": "VORBIS", "compression_level": 0.2},
    ".opus": {"subtype": "OPUS", "compression_level": 0.3},
    ".mp3": {"subtype": "MPEG_LAYER_III", "bitrate_mode": "CONSTANT", "compression_level": 0.0},  # 320 kbit/s
}
_OPUS_RATE_HZ = 48_000  # at which this format alone can be
_LARGEST_WAV_BYTES = 2**32 - 2**16


def open_audio(path: Path) -> soundfile.SoundFile:
    """Open a file that libsndfile knows for reading. Raises MixingError with what is wrong."""
    if not path.is_file():
        raise MixingError(f"{path} does not exist: check the path.")
    try:
        return soundfile.SoundFile(path)
    except (soundfile.LibsndfileError, OSError) as error:
        raise MixingError(f"{path} cannot be read as audio: use a WAV, FLAC, OGG or MP3 file.") from error


def bit_depth_of(file: soundfile.SoundFile) -> int | None:
    """Bits a sample; None where the format is compressed with loss."""
    return _BIT_DEPTHS.get(file.subtype)


def blocks_of(file: soundfile.SoundFile, block_samples: int) -> Iterator[Audio]:
    """The rest of an open file as float32 (channels, up to block_samples). Raises MixingError where it is broken."""
    while True:
        try:
            frames = file.read(block_samples, dtype="float32", always_2d=True)
        except soundfile.LibsndfileError as error:
            raise MixingError(f"{file.name} is damaged: it cannot be read to its end.") from error
        if not len(frames):
            return
        yield np.ascontiguousarray(frames.T)


class AudioWriter:
    """Writes a stereo file beside its final name; it gets the name when all is well, or leaves nothing.

    Use as a context manager: `start()`, `write()` the blocks, `close()`, and `keep()` when all is well. Without
    that, and on any error, the unfinished file is removed. Integers are dithered with noise from the seed:
    16 bits with shaped noise, 24 bits plainly; 32 is floating point. Formats that lose something take it as it is.
    """

    def __init__(self, path: Path, bit_depth: BitDepth, samples: int, seed: int = 0) -> None:
        self.path, self._seed = path, seed
        self._lossy = path.suffix.lower() in _LOSSY
        self.bit_depth: BitDepth = 32 if self._lossy else bit_depth
        self._resampled: soxr.ResampleStream | None = None
        self.unfinished = path.with_name(f".{path.stem}.{uuid.uuid4().hex}{path.suffix}")
        self._dither: Dither | None = None
        self._arguments = _file_arguments(path, bit_depth, samples)
        self._file: soundfile.SoundFile | None = None

    def __enter__(self) -> "AudioWriter":
        return self

    def start(self) -> None:
        """Begin an empty file, also after a first attempt."""
        self.close()
        if self.bit_depth != 32:
            self._dither = Dither(self.bit_depth, CHANNELS, self._seed, shaped=self.bit_depth == 16)
        if self._arguments["samplerate"] != RATE_HZ:
            self._resampled = soxr.ResampleStream(
                RATE_HZ, self._arguments["samplerate"], CHANNELS, dtype="float32", quality="VHQ"
            )
        try:
            self._file = soundfile.SoundFile(self.unfinished, "w", **self._arguments)
        except (soundfile.LibsndfileError, OSError) as error:
            raise MixingError(f"{self.path} cannot be written: check that its folder exists and is yours.") from error

    def write(self, block: Audio) -> None:
        """Append float32 (2, samples)."""
        if self._file is None:
            raise RuntimeError("The file has not been started.")
        if self._resampled is not None:
            self._file.write(self._resampled.resample_chunk(np.ascontiguousarray(block.T)))
        elif self._dither is None:
            self._file.write(block.T)
        else:
            self._file.write(_aligned(self._dither.quantise(block), self.bit_depth).T)

    def close(self) -> None:
        """Finish the audio, which can then be read under `unfinished`."""
        if self._file is not None:
            if self._resampled is not None:
                rest = self._resampled.resample_chunk(np.zeros((0, CHANNELS), np.float32), last=True)
                self._file.write(rest)
                self._resampled = None
            self._file.close()
            self._file = None
            if self._arguments["format"] == "OGG":
                renumber(self.unfinished)
            elif self.bit_depth == 32 and not self._lossy:
                _forget_when(self.unfinished)

    def describe(self, cues: Sequence[Cue], description: Description) -> None:
        """Say in a finished file what it is and what is where in it, if its format has room for that."""
        self.close()
        if self.path.suffix.lower() == ".wav":
            append(self.unfinished, cues, description)

    def keep(self) -> None:
        """Give the finished file its name, in one step."""
        self.close()
        os.replace(self.unfinished, self.path)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.close()
        self.unfinished.unlink(missing_ok=True)


def check_output(path: Path, bit_depth: BitDepth) -> None:
    """Raise MixingError for a file that could not be written in the end, before any work is done."""
    _file_arguments(path, bit_depth, 0)
    if not path.parent.is_dir():
        raise MixingError(f"The folder {path.parent} does not exist: make it, or choose another one.")


def _file_arguments(path: Path, bit_depth: BitDepth, samples: int) -> dict[str, Any]:
    container = _FORMATS.get(path.suffix.lower())
    if container is None:
        raise MixingError(f"{path.name} must end in .wav, .flac, .ogg, .opus or .mp3: rename the output.")
    if lossy := _LOSSY.get(path.suffix.lower()):
        if container not in soundfile.available_formats():
            raise MixingError(f"This computer cannot write {path.suffix} files: use a name that ends in .wav or .flac.")
        rate_hz = _OPUS_RATE_HZ if path.suffix.lower() == ".opus" else RATE_HZ
        return {"samplerate": rate_hz, "channels": CHANNELS, "format": container, **lossy}
    if container == "FLAC" and bit_depth == 32:
        raise MixingError("FLAC cannot hold floating point: use 16 or 24 bits, or a name that ends in .wav.")
    if container == "WAV" and samples * CHANNELS * bit_depth // 8 > _LARGEST_WAV_BYTES:
        container = "RF64"
    subtype = "FLOAT" if bit_depth == 32 else f"PCM_{bit_depth}"
    return {"samplerate": RATE_HZ, "channels": CHANNELS, "format": container, "subtype": subtype}


def _aligned(samples: NDArray[np.int32], bit_depth: BitDepth) -> NDArray[np.int16] | NDArray[np.int32]:
    """Integers as libsndfile takes them: the full width of their type."""
    return samples.astype(np.int16) if bit_depth == 16 else samples << (32 - bit_depth)


def _forget_when(path: Path) -> None:
    """Clear the time of writing that libsndfile puts into floating-point WAV files: equal audio, equal bytes."""
    with path.open("r+b") as file:
        head = file.read(4096)
        at = head.find(b"PEAK")
        if at >= 0:
            file.seek(at + 12)
            file.write(struct.pack("<I", 0))
