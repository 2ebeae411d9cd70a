"""Makes a waveform comparable: every frequency and every moment of it counts the same.

Two stretches of speech or of a hum resemble one another because they share a spectrum, not because one was copied.
So each short spectrum is divided by its own smoothed magnitude, and what still sticks out in time is clipped: what
remains is the fine structure, which two different recordings do not share. The same two steps stand before the
cross-correlation of seismic noise (Bensen et al., "Processing seismic ambient noise data…", 2007); dividing by the
magnitude is the phase transform (Knapp & Carter, "The generalized correlation method…", 1976).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from scipy import fft
from scipy.ndimage import uniform_filter

FRAME_SECONDS = 0.032
SMOOTHED_FRAMES, SMOOTHED_BINS = 3, 3
FLOOR_DB = -50.0
"""Frequencies that lie further under a frame's strongest stay weak: they hold noise, coding errors and filter tails."""
SILENT_DBFS = -80.0
"""White noise at this level is brought up half-way; digital silence stays zero."""
CLIP_RMS = 3.0
LEVEL_SECONDS = 0.25
PIECE_FRAMES, MARGIN_FRAMES = 2_048, 32

Floats = npt.NDArray[np.float32]


def flatten(audio: Floats, sample_rate_hz: int) -> Floats:
    """Mono audio (samples,) with flat spectrum and level, RMS about 1 where there is sound, 0 in digital silence.

    A stretch comes out nearly the same wherever it lies: only the place of the frames on it differs.
    """
    return np.concatenate([np.empty(0, np.float32), *(flat for _, flat in flattened(audio, sample_rate_hz))])


def flattened(audio: Floats, sample_rate_hz: int) -> Iterator[tuple[int, Floats]]:
    """The same in pieces of about a minute, each with its first sample: long recordings stay out of memory."""
    frame = 1 << round(np.log2(FRAME_SECONDS * sample_rate_hz))
    piece, margin = PIECE_FRAMES * frame, MARGIN_FRAMES * frame
    for first in range(0, audio.size, piece):
        start = max(0, first - margin)
        flat = _spectrally_flat(audio[start : first + piece + margin], frame)
        flat = _clipped(flat, round(LEVEL_SECONDS * sample_rate_hz))
        yield first, flat[first - start : first - start + piece]


def _spectrally_flat(audio: Floats, frame: int) -> Floats:
    hop = frame // 2
    window = np.sin(np.pi * (np.arange(frame, dtype=np.float32) + 0.5) / frame).astype(np.float32)
    padded = np.concatenate([np.zeros(hop, np.float32), audio, np.zeros(2 * frame, np.float32)])
    spectra = fft.rfft(np.lib.stride_tricks.sliding_window_view(padded, frame)[::hop] * window, axis=1)
    power = uniform_filter(np.abs(spectra) ** 2, (SMOOTHED_FRAMES, SMOOTHED_BINS), mode="nearest")
    magnitude = np.sqrt(np.maximum(power, 0.0))
    floor = 10 ** (FLOOR_DB / 20) * magnitude.max(axis=1, keepdims=True)
    silence = 10 ** (SILENT_DBFS / 20) * np.sqrt(frame / 2)
    frames = fft.irfft(spectra * (np.sqrt(frame) / (magnitude + floor + silence)), frame, axis=1) * window
    flat = np.zeros((len(frames) + 1, hop), np.float32)
    flat[:-1] = frames[:, :hop]
    flat[1:] += frames[:, hop:]
    return flat.reshape(-1)[hop : hop + audio.size]


def _clipped(audio: Floats, span: int) -> Floats:
    """Held within three times the RMS around it, so that one click cannot stand for a whole window."""
    energy = np.concatenate([[0.0], np.cumsum(audio.astype(np.float64) ** 2)])
    place = np.arange(audio.size)
    first, last = np.maximum(place - span // 2, 0), np.minimum(place + span // 2, audio.size)
    rms = np.sqrt((energy[last] - energy[first]) / np.maximum(last - first, 1)).astype(np.float32)
    return np.clip(audio, -CLIP_RMS * rms, CLIP_RMS * rms)
