"""How voiced a sound is, from 0 (noise) to 1 (a steady voice)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.fft import irfft

from generation.doctor.frames import Decibels, Mono, frames, power_of_two, power_spectra

FRAME_SECONDS = 0.128
"""Long enough that noise stays under 0.2, short enough for a gliding voice."""
PITCH_HZ = (80.0, 320.0)
BAND_HZ = (60.0, 3_000.0)
"""Where the pitch and the formants of a voice are."""
GATE_DB = 40.0
"""Frames so far under the loudest are pauses."""
QUIET_SHARE = 0.2


@dataclass(frozen=True)
class VoicedFrames:
    """The height of each frame's highest peak, 0…1, and its power between 60 and 3000 Hz; both of shape (frames,)."""

    heights: Decibels
    powers: Decibels


@dataclass(frozen=True)
class Voicing:
    """`mean` over all frames that sound, `of_the_quiet` over the quietest fifth of them."""

    mean: float
    of_the_quiet: float


def voiced_frames(audio: Mono, rate_hz: int) -> VoicedFrames:
    """How periodic each 128 ms are: the highest peak of the autocorrelation between 80 and 320 Hz.

    The autocorrelation of the windowed frame is divided by the window's own (Boersma 1993), so that a periodic
    sound comes out at 1 whatever its pitch. A greatest value at the rim of the range is a slope, no period.
    Nothing is known of audio that is shorter than a frame.
    """
    samples = round(FRAME_SECONDS * rate_hz)
    window = np.hanning(samples).astype(np.float32)
    size = power_of_two(2 * samples)
    bins_hz = np.fft.rfftfreq(size, 1.0 / rate_hz)
    outside = (bins_hz < BAND_HZ[0]) | (bins_hz > BAND_HZ[1])
    lags = slice(int(rate_hz / PITCH_HZ[1]) - 1, int(np.ceil(rate_hz / PITCH_HZ[0])) + 2)
    unit = np.ones(samples, np.float32)
    own = irfft(power_spectra(unit, window, size), size)[lags] / np.square(window).sum()
    heights: list[Decibels] = [np.zeros(0)]
    powers: list[Decibels] = [np.zeros(0)]
    for some in frames(audio[: audio.size // samples * samples], samples, samples):
        power = power_spectra(some, window, size)
        power[:, outside] = 0.0
        correlation = irfft(power, size)
        inner = correlation[:, lags] / np.maximum(correlation[:, :1], 1e-20) / own
        peak = (inner[:, 1:-1] >= inner[:, :-2]) & (inner[:, 1:-1] > inner[:, 2:])
        heights.append(np.where(peak, inner[:, 1:-1], 0.0).max(axis=1, initial=0.0))
        powers.append(correlation[:, 0].astype(np.float64))
    return VoicedFrames(np.concatenate(heights), np.concatenate(powers))


def voicing(parts: Sequence[VoicedFrames]) -> Voicing | None:
    """Of one recording, or of many taken together; None where nothing sounds."""
    height = np.concatenate([np.zeros(0), *(part.heights for part in parts)])
    power = np.concatenate([np.zeros(0), *(part.powers for part in parts)])
    loudest = power.max(initial=0.0)
    if loudest <= 0.0:
        return None
    sounding = power > loudest * 10.0 ** (-GATE_DB / 10.0)
    quietest = power <= np.quantile(power[sounding], QUIET_SHARE)
    mean, quiet = (float(np.clip(height[which].mean(), 0.0, 1.0)) for which in (sounding, sounding & quietest))
    return Voicing(mean, quiet)
