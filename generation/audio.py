"""Audio files in and out: any rate and number of channels in, mono at the model's rate; takes out as WAV."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soundfile
import soxr

from generation.errors import EngineError

MAX_SECONDS = 4 * 3600


class AudioError(EngineError):
    """A file that is no usable audio."""


def load_audio(path: Path, sample_rate_hz: int) -> npt.NDArray[np.float32]:
    """The file as mono float32 at the rate; brought down to full scale when its peaks pass it, else left as it is.

    Raises `AudioError` when the file is missing, is no audio, is longer than four hours or holds NaN.
    """
    if not path.is_file():
        raise AudioError(f"{path.name} does not exist: check its path.")
    try:
        with soundfile.SoundFile(path) as file:
            if file.frames > MAX_SECONDS * file.samplerate:
                raise AudioError(f"{path.name} is longer than four hours: cut it into pieces.")
            rate = file.samplerate
            audio = file.read(dtype="float32", always_2d=True).mean(axis=1)
    except (soundfile.LibsndfileError, OSError):
        raise AudioError(f"{path.name} is not a readable audio file: use WAV, FLAC, AIFF, OGG or MP3.") from None
    if not np.isfinite(audio).all():
        raise AudioError(f"{path.name} contains samples that are not numbers: save it again from its source.")
    if audio.size and rate != sample_rate_hz:
        audio = soxr.resample(audio, rate, sample_rate_hz, quality="HQ")
    peak = float(np.abs(audio).max(initial=0.0))
    mono: npt.NDArray[np.float32] = np.asarray(audio / max(peak, 1.0), np.float32)
    return mono


class WavWriter:
    """Writes a mono 16-bit WAV under a temporary name and gives it its own name only when whole."""

    def __init__(self, path: Path, sample_rate_hz: int) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path, self._part = path, path.with_name(path.name + ".part")
        self._file = soundfile.SoundFile(self._part, "w", sample_rate_hz, 1, subtype="PCM_16", format="WAV")

    def write(self, audio: npt.NDArray[np.float32]) -> None:
        self._file.write(audio)

    def commit(self) -> None:
        self._file.close()
        os.replace(self._part, self._path)

    def discard(self) -> None:
        self._file.close()
        self._part.unlink(missing_ok=True)


def write_wav(path: Path, audio: npt.NDArray[np.float32], sample_rate_hz: int) -> None:
    """Writes mono audio as a 16-bit WAV, whole or not at all."""
    writer = WavWriter(path, sample_rate_hz)
    writer.write(audio)
    writer.commit()
