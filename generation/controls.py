"""Loudness and pitch of audio as curves that a network can be steered by, a frame every 10 ms."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import sliding_window_view

from generation.architectures.wavenet_config import WavenetConfig

Floats = npt.NDArray[np.float32]

FLOOR_DBFS = -60.0
LOUDNESS_WINDOW_SECONDS = 0.03
PITCH_WINDOW_SECONDS = 0.04
LOWEST_HZ, HIGHEST_HZ = 60.0, 500.0
MIDDLE_HZ = 200.0
VOICED = 0.5
"""Normalised autocorrelation from which a frame has a pitch."""
BLOCK_FRAMES = 4_096


def measure_controls(config: WavenetConfig, audio: npt.NDArray[np.floating]) -> Floats:
    """The network's own controls of mono audio at its rate: (frames, features), ⌈samples / frame⌉ frames.

    Frame f is centred on the samples that it holds for.
    """
    curves = []
    for control in config.controls:
        if control == "loudness":
            curves.append(loudness_feature(measure_loudness_dbfs(config, audio))[:, None])
        else:
            curves.append(pitch_features(measure_pitch_hz(config, audio)))
    return np.concatenate(curves, axis=1) if curves else np.empty((_frames(config, audio.size), 0), np.float32)


def loudness_feature(dbfs: npt.NDArray[np.floating]) -> Floats:
    """RMS levels in dB of full scale to 0 (−60 or less) … 1 (0 or more)."""
    return np.asarray(1.0 - np.clip(dbfs, FLOOR_DBFS, 0.0) / FLOOR_DBFS, np.float32)


def pitch_features(hz: npt.NDArray[np.floating]) -> Floats:
    """Fundamentals in Hz, 0 where there is none, to (frames, 2): octaves from 200 Hz (0 without pitch), and 1 or 0."""
    voiced = hz > 0.0
    octaves = np.where(voiced, np.log2(np.where(voiced, np.clip(hz, LOWEST_HZ, HIGHEST_HZ), MIDDLE_HZ) / MIDDLE_HZ), 0)
    return np.stack([octaves, voiced], axis=1).astype(np.float32)


def measure_loudness_dbfs(config: WavenetConfig, audio: npt.NDArray[np.floating]) -> Floats:
    """RMS level over 30 ms around each frame, (frames,), in dB of full scale; −120 for silence."""
    windows = _windows(config, audio, LOUDNESS_WINDOW_SECONDS)
    power = np.concatenate([np.mean(block.astype(np.float64) ** 2, axis=1) for block in _blocks(windows)])
    return np.asarray(10.0 * np.log10(np.maximum(power, 1e-12)), np.float32)


def measure_pitch_hz(config: WavenetConfig, audio: npt.NDArray[np.floating]) -> Floats:
    """The fundamental around each frame between 60 and 500 Hz, (frames,); 0 where nothing is voiced.

    The highest peak of the autocorrelation, normalised by the energy of what overlaps, refined by a parabola; of
    peaks nearly as high the shortest period is taken, against falling an octave.
    """
    windows = _windows(config, audio, PITCH_WINDOW_SECONDS)
    return np.concatenate([_pitches(block, config.sample_rate_hz) for block in _blocks(windows)])


def _pitches(windows: npt.NDArray[np.floating], rate: int) -> Floats:
    size = windows.shape[1]
    shortest, longest = int(rate / HIGHEST_HZ), min(size - 2, int(np.ceil(rate / LOWEST_HZ)))
    if longest - shortest < 3:
        return np.zeros(len(windows), np.float32)
    centred = windows - windows.mean(axis=1, keepdims=True)
    spectrum = np.fft.rfft(centred, 2 * size, axis=1)
    correlation = np.fft.irfft(np.abs(spectrum) ** 2, axis=1)[:, : longest + 2]
    energy = np.cumsum(np.pad(centred**2, ((0, 0), (1, 0))), axis=1)
    lags = np.arange(longest + 2)
    heads, tails = energy[:, size - lags], energy[:, -1:] - energy[:, lags]
    normalised = correlation / np.sqrt(np.maximum(heads * tails, 1e-12))
    inner = normalised[:, shortest : longest + 1]
    peaks = (inner >= normalised[:, shortest - 1 : longest]) & (inner >= normalised[:, shortest + 1 : longest + 2])
    heights = np.where(peaks, inner, -1.0)
    highest = heights.max(axis=1)
    chosen = (heights >= 0.9 * highest[:, None]).argmax(axis=1) + shortest
    rows = np.arange(len(windows))
    before, at, after = (normalised[rows, chosen + step] for step in (-1, 0, 1))
    curvature = before - 2.0 * at + after
    shift = np.where(curvature < 0.0, 0.5 * (before - after) / np.minimum(curvature, -1e-9), 0.0)
    loud = energy[:, -1] / size > 10.0 ** (FLOOR_DBFS / 10.0)
    return np.where(loud & (highest >= VOICED), rate / (chosen + shift), 0.0).astype(np.float32)


def _frames(config: WavenetConfig, samples: int) -> int:
    return -(-samples // config.control_frame_samples)


def _windows(config: WavenetConfig, audio: npt.NDArray[np.floating], seconds: float) -> npt.NDArray[np.floating]:
    """One window around each frame, silence beyond the ends: (frames, window), a view."""
    frame = config.control_frame_samples
    window = max(frame, round(seconds * config.sample_rate_hz))
    before = (window - frame) // 2
    count = _frames(config, audio.size)
    padded = np.zeros(before + (count + 1) * frame + window)
    padded[before : before + audio.size] = audio
    return sliding_window_view(padded, window)[: count * frame : frame]


def _blocks(windows: npt.NDArray[np.floating]) -> list[npt.NDArray[np.floating]]:
    """Bounds the memory of an hour; at least one block."""
    return [windows[first : first + BLOCK_FRAMES] for first in range(0, max(1, len(windows)), BLOCK_FRAMES)]
