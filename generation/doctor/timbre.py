"""What a sound is like, apart from how loud it is, and how far sounds are from each other.

A frame's timbre is the level of 20 mel bands in dB less their mean. The distance of two timbres is the RMS of their
differences over the bands, in dB: 0 for the same sound at any level, some 3 dB from one frame of steady noise to the
next, 10 dB from a vowel to another.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from generation.doctor.frames import Decibels, Mono, frames, power_of_two, power_spectra

BANDS = 20
LOWEST_HZ, HIGHEST_HZ = 80.0, 7_600.0
FRAME_SECONDS = 0.032
GATE_DB = 30.0
"""Frames so far under the loudest are pauses; the timbre of a pause tells of the room only."""
RANGE_DB = 60.0
"""A band so far under the frame's loudest counts as empty: deeper differences are nothing that is heard."""
PASSAGE_SECONDS = 3.0
"""The passages of a long recording are compared as short recordings are; long enough to average over syllables."""


@dataclass(frozen=True)
class Passages:
    """`timbres` (passages, 20) are the means of up to three seconds each, `seconds` (passages,) how long they are.

    `within_db` is the RMS distance of the single frames from the mean of their own passage.
    """

    timbres: Decibels
    seconds: Decibels
    within_db: float

    @property
    def mean(self) -> Decibels:
        """The recording's timbre, shape (20,)."""
        return np.asarray(np.average(self.timbres, axis=0, weights=self.seconds))


def passages(audio: Mono, rate_hz: int) -> Passages | None:
    """The timbre of a recording, passage by passage; None where nothing sounds."""
    samples = max(16, round(FRAME_SECONDS * rate_hz))
    hop = samples // 2
    size = power_of_two(2 * samples)
    window = np.hanning(samples).astype(np.float32)
    first_bins = _first_bins(size, rate_hz)
    found = [
        np.add.reduceat(power_spectra(some, window, size), first_bins, axis=1)[:, :-1]
        for some in frames(audio, samples, hop)
    ]
    if not found:
        return None
    power = np.concatenate(found)
    loudness = power.sum(axis=1)
    if not loudness.max() > 0.0:
        return None
    sounding = loudness > loudness.max() * 10.0 ** (-GATE_DB / 10.0)
    levels = 10.0 * np.log10(
        np.maximum(power[sounding], power[sounding].max(axis=1, keepdims=True) * 10 ** (-RANGE_DB / 10))
    )
    timbre = levels - levels.mean(axis=1, keepdims=True)
    count = max(1, round(len(timbre) * hop / rate_hz / PASSAGE_SECONDS))
    parts = np.array_split(timbre, count)
    means = np.stack([part.mean(axis=0) for part in parts])
    strays = sum(float(np.square(part - mean).mean(axis=1).sum()) for part, mean in zip(parts, means, strict=True))
    seconds = np.array([len(part) * hop / rate_hz for part in parts])
    return Passages(means, seconds, float(np.sqrt(strays / len(timbre))))


def distances_db(timbres: Decibels, centre: Decibels) -> Decibels:
    """Distance of each timbre (timbres, 20) from a centre (20,)."""
    away: Decibels = np.sqrt(np.square(timbres - centre).mean(axis=-1))
    return away


def _first_bins(size: int, rate_hz: int) -> npt.NDArray[np.int64]:
    """Where the 20 bands begin and the last ends: equal widths on the mel scale (O'Shaughnessy 1987), shape (21,)."""
    ends = 2595.0 * np.log10(1.0 + np.array([LOWEST_HZ, min(HIGHEST_HZ, 0.475 * rate_hz)]) / 700.0)
    edges_hz = 700.0 * (10.0 ** (np.linspace(ends[0], ends[1], BANDS + 1) / 2595.0) - 1.0)
    return np.rint(edges_hz * size / rate_hz).astype(np.int64)
