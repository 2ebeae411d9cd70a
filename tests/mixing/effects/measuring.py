"""How the tests of effects measure."""

import numpy as np
from scipy import signal

from mixing.audio import Audio, Doubles
from mixing.effect import Effect
from tests.mixing.arrangements import RATE_HZ, Samples


def applied(effect: Effect, audio: Samples, after_seconds: float = 0.0) -> Doubles:
    """The effect on one channel (n,) or several (channels, n), on time; float64 of the same number of dimensions."""
    rows = np.atleast_2d(audio).astype(np.float32)
    processor = effect.processor(RATE_HZ, rows.shape[0])
    late = processor.latency_samples
    padded = np.pad(rows, ((0, 0), (0, late + round(after_seconds * RATE_HZ))))
    out: Doubles = processor.process(padded)[:, late:].astype(np.float64)
    return out[0] if audio.ndim == 1 else out


def impulse(seconds: float, channels: int = 1) -> Audio:
    audio = np.zeros((channels, round(seconds * RATE_HZ)), np.float32)
    audio[:, 0] = 1.0
    return audio


def response_db(effect: Effect, frequencies_hz: Samples) -> Doubles:
    """The magnitude of what the effect does to an impulse, at each frequency."""
    response = applied(effect, impulse(2.0)[0])
    _, values = signal.freqz(response, worN=np.asarray(frequencies_hz), fs=RATE_HZ)
    magnitude: Doubles = 20 * np.log10(np.abs(values) + 1e-12)
    return magnitude


def level_db(audio: Samples, frequency_hz: float) -> float:
    """The level of one sine within a steady sound, in dB under full scale."""
    window = signal.windows.blackmanharris(len(audio))
    wave = np.exp(-2j * np.pi * frequency_hz * np.arange(len(audio)) / RATE_HZ)
    return float(20 * np.log10(2 * np.abs(np.sum(audio * window * wave)) / window.sum() + 1e-15))


def rms_db(audio: Samples) -> float:
    return float(10 * np.log10(np.mean(np.square(audio)) + 1e-30))


def reverberation_seconds(response: Samples, frequency_hz: float, octaves: float) -> float:
    """RT60 of an impulse response in a band, from -5 to -35 dB of the integrated decay (ISO 3382, T30)."""
    edges = [frequency_hz * 2 ** (-octaves / 2), frequency_hz * 2 ** (octaves / 2)]
    band = signal.sosfilt(signal.butter(4, edges, "bandpass", fs=RATE_HZ, output="sos"), response)
    left = np.cumsum(band[::-1] ** 2)[::-1]
    decay_db = 10 * np.log10(left / left[0] + 1e-30)
    at = np.flatnonzero((decay_db < -5) & (decay_db > -35))
    return float(-60 / np.polyfit(at / RATE_HZ, decay_db[at], 1)[0])


def kurtosis(late: Samples) -> float:
    """Of a decaying tail, its decay taken out; 3 for Gaussian noise."""
    around = 2_205
    envelope = np.sqrt(signal.oaconvolve(late**2, np.full(around, 1 / around), "same"))
    even = (late / envelope)[around:-around]
    return float(np.mean(even**4) / np.mean(even**2) ** 2)


def thd(audio: Samples, fundamental_hz: float) -> float:
    """Harmonics 2 to 9 against the first, as a factor."""
    levels = [10 ** (level_db(audio, number * fundamental_hz) / 20) for number in range(1, 10)]
    return float(np.sqrt(np.sum(np.square(levels[1:]))) / levels[0])


def alike(one: Samples, other: Samples) -> float:
    """The correlation of two channels."""
    return float(np.mean(one * other) / np.sqrt(np.mean(one**2) * np.mean(other**2)))
