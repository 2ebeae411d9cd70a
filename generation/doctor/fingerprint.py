"""What stays the same of a sound when it is resampled, made louder or softer, coded anew or shifted in time."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import soxr

from generation.doctor.frames import Decibels, Mono, frames, power_of_two, power_spectra

Words = npt.NDArray[np.uint32]

RATE_HZ = 5_000
FRAME_SECONDS = 0.37
HOP_SECONDS = 0.0232
"""A sixteenth of a frame: copies shifted against each other still share nearly all that a frame hears."""
LOWEST_HZ, HIGHEST_HZ = 300.0, 2_000.0
BITS = 32
GATE_DB = 50.0
"""Frames so far under the loudest say nothing: their bits are the grain of the last digits."""


def fingerprint(audio: Mono, rate_hz: int) -> Words:
    """A word of 32 bits for each 23 ms; 0 where nothing sounds. Shape (frames,), from frames that overlap by 15/16.

    Bit m of frame n is the sign of E(n, m) - E(n, m+1) - E(n-1, m) + E(n-1, m+1), where E is the energy in one of 33
    bands between 300 and 2000 Hz, evenly spaced on a logarithmic scale (Haitsma & Kalker 2002).
    """
    if audio.size == 0:
        return np.zeros(0, np.uint32)
    if rate_hz != RATE_HZ:
        audio = soxr.resample(audio, rate_hz, RATE_HZ, quality="MQ")
    samples, hop = round(FRAME_SECONDS * RATE_HZ), round(HOP_SECONDS * RATE_HZ)
    audio = np.concatenate([np.zeros(samples // 2, np.float32), audio, np.zeros(samples // 2, np.float32)])
    window, size = np.hanning(samples).astype(np.float32), power_of_two(samples)
    first_bins = _band_edges(size)
    energies = [_energies(some, window, size, first_bins) for some in frames(audio, samples, hop)]
    return _words(np.concatenate(energies))


def _words(energy: Decibels) -> Words:
    """Bits of energies (frames, 33)."""
    slope = energy[:, :-1] - energy[:, 1:]
    bits = np.diff(slope, axis=0, prepend=slope[:1]) > 0.0
    words = bits @ (1 << np.arange(BITS, dtype=np.uint64))
    loudness = energy.sum(axis=1)
    words[loudness <= loudness.max(initial=0.0) * 10.0 ** (-GATE_DB / 10.0)] = 0
    return np.asarray(words, np.uint32)


def _energies(some: Mono, window: Mono, size: int, first_bins: npt.NDArray[np.int64]) -> Decibels:
    power = power_spectra(some, window, size)
    return np.asarray(np.add.reduceat(power, first_bins, axis=1, dtype=np.float64)[:, :-1])


def _band_edges(size: int) -> npt.NDArray[np.int64]:
    edges_hz = np.geomspace(LOWEST_HZ, HIGHEST_HZ, BITS + 2)
    return np.rint(edges_hz * size / RATE_HZ).astype(np.int64)
