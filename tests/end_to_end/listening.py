"""Measure downloaded audio: where a clip sounds in a mix, and what a file really holds."""

from pathlib import Path

import numpy as np
import soundfile as sf
import soxr
from numpy.typing import NDArray

Audio = NDArray[np.float32]  # (samples,)


def mono(path: Path, rate_hz: int) -> Audio:
    """A file folded to one channel at `rate_hz`."""
    audio, source_hz = sf.read(path, dtype="float32", always_2d=True)
    folded = audio.mean(axis=1)
    return folded if source_hz == rate_hz else np.asarray(soxr.resample(folded, source_hz, rate_hz, "VHQ"))


def place_of(part: Audio, whole: Audio, near: int, reach: int) -> tuple[int, float]:
    """Where `part` sounds best in `whole`, within `reach` samples of `near`.

    Returns the start in samples and the normalised correlation there (1: nothing else sounds).
    """
    first = max(0, near - reach)
    window = whole[first : near + reach + part.size]
    size = 1 << int(np.ceil(np.log2(window.size + part.size)))
    product = np.fft.irfft(np.fft.rfft(window, size) * np.conj(np.fft.rfft(part, size)), size)
    lags = product[: max(1, window.size - part.size + 1)]
    best = int(np.argmax(np.abs(lags)))
    heard = window[best : best + part.size]
    scale = float(np.linalg.norm(heard) * np.linalg.norm(part[: heard.size])) or 1.0
    return first + best, float(abs(lags[best])) / scale
