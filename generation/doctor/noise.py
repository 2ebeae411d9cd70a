"""How far the foreground stands over the noise, and how the loudness of a recording is spread."""

from __future__ import annotations

import numpy as np

from generation.dataset import FRAME_SECONDS
from generation.doctor.frames import SAMPLES_AT_ONCE, Decibels, Mono, decibels

LOWEST_DBFS = -100
"""The first of the levels of `spread`: 1 dB each, up to full scale."""
DIGITAL_SILENCE_DBFS = -90.0
"""Under the last bit of 16: no microphone's noise, but a gate's or an editor's zeros."""
FLOOR_PERCENTILE = 10.0
FOREGROUND_PERCENTILE = 90.0
"""Of the frames that training keeps; a tenth is beyond a few clicks and short of the loud half of a word."""
FEWEST_FRAMES = 10


def levels_dbfs(audio: Mono, rate_hz: int, offset: float = 0.0) -> Decibels:
    """RMS of each 20 ms, the frames by which training judges silence, less an offset; the last may be padded."""
    frame = max(1, round(FRAME_SECONDS * rate_hz))
    at_once = max(1, SAMPLES_AT_ONCE // frame) * frame
    levels: list[Decibels] = [np.zeros(0)]
    for start in range(0, audio.size, at_once):
        some = audio[start : start + at_once] - np.float32(offset)
        power = np.add.reduceat(np.square(some), np.arange(0, some.size, frame), dtype=np.float64) / frame
        levels.append(decibels(power))
    return np.concatenate(levels)


def spread(levels: Decibels) -> Decibels:
    """Seconds at each whole dB from -100 to -1 dBFS, what is beyond counted at the ends, shape (100,)."""
    places = np.clip(np.floor(levels).astype(int) - LOWEST_DBFS, 0, -LOWEST_DBFS - 1)
    seconds: Decibels = np.bincount(places, minlength=-LOWEST_DBFS) * np.float64(FRAME_SECONDS)
    return seconds


def signal_to_noise_db(levels: Decibels) -> float | None:
    """The 90th percentile of the levels over the 10th; None with fewer than ten frames that are not digital silence.

    An estimate: it takes the quiet tenth for the room, and hears a sound that never pauses as its own noise.
    """
    real = levels[levels > DIGITAL_SILENCE_DBFS]
    if real.size < FEWEST_FRAMES:
        return None
    floor, foreground = np.percentile(real, [FLOOR_PERCENTILE, FOREGROUND_PERCENTILE])
    return float(foreground - floor)
