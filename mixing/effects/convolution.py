"""Convolution reverb: the response of an imagined room, made from numbers, and exact convolution with it.

The response is noise that decays at its own pace in each octave, behind a few early reflections; the same
numbers make the same room. The reverberation alone comes out; how much is the device's wet.
"""

from functools import lru_cache
from typing import ClassVar

import numpy as np

from mixing.audio import CHANNELS, Audio, Doubles, db_to_gain
from mixing.dsp.glide import Glide
from mixing.dsp.partitions import Partitioned
from mixing.effect import Effect, Processor, parameter

_MIDDLE_HZ = 500.0
_EARLY_SECONDS = 0.08
_EARLY = 14  # reflections a side


class Convolution(Effect):
    """Puts the sound into an imagined room, from a closet to a mountain valley."""

    category: ClassVar[str] = "space"
    fixed: ClassVar[frozenset[str]] = frozenset(
        {"length_seconds", "decay_seconds", "damping", "pre_delay_ms", "swell_ms", "early", "width", "seed"}
    )
    presets: ClassVar[dict[str, dict[str, float]]] = {
        "Room": {"length_seconds": 0.8, "decay_seconds": 0.5, "pre_delay_ms": 3.0, "early": 0.7},
        "Dark hall": {"length_seconds": 6.0, "decay_seconds": 5.0, "damping": 0.75, "pre_delay_ms": 30.0},
        "Swelling cloud": {"length_seconds": 5.0, "decay_seconds": 3.0, "swell_ms": 1_200.0, "early": 0.0},
        "Cut off": {"length_seconds": 0.35, "decay_seconds": 6.0, "early": 0.2, "damping": 0.2},
    }

    length_seconds: float = parameter(2.5, 0.05, 12, "s", "log", title="Length")
    decay_seconds: float = parameter(1.8, 0.1, 20, "s", "log", title="Decay by 60 dB")
    damping: float = parameter(0.5, 0, 1, title="Damping of high frequencies")
    pre_delay_ms: float = parameter(0.0, 0, 500, "ms", title="Pre-delay")
    swell_ms: float = parameter(0.0, 0, 3_000, "ms", title="Swell")
    early: float = parameter(0.4, 0, 1, title="Early reflections")
    width: float = parameter(1.0, 0, 1, title="Width")
    seed: float = parameter(1.0, 0, 999, title="Which room")
    level_db: float = parameter(0.0, -36, 12, "dB", title="Level")

    def processor(self, sample_rate_hz: int, channels: int = CHANNELS) -> Processor:
        return _Convolution(self, sample_rate_hz, channels)

    def response(self, rate_hz: int) -> Audio:
        """The room: float32 (2, samples), of half the energy of a unit impulse a side, whatever the level."""
        return _response(self.model_copy(update={"level_db": 0.0}), rate_hz)


class _Convolution(Processor):
    def __init__(self, settings: Convolution, rate_hz: int, channels: int) -> None:
        response = settings.response(rate_hz)
        self._convolve = Partitioned(response if channels == CHANNELS else response[:channels])
        self._gain = Glide([db_to_gain(settings.level_db)])
        self.latency_samples = self._convolve.latency_samples
        self.tail_seconds = response.shape[1] / rate_hz

    def update(self, effect: Convolution) -> None:
        self._gain.to([db_to_gain(effect.level_db)])

    def process(self, block: Audio) -> Audio:
        return self._convolve.process(block) * self._gain.gains(block.shape[1]).astype(np.float32)


@lru_cache(maxsize=4)
def _response(room: Convolution, rate_hz: int) -> Audio:
    samples = max(1, round(room.length_seconds * rate_hz))
    random = np.random.default_rng(round(room.seed))
    tail = np.stack([_tail(room, random, samples, rate_hz) for _ in range(2)])
    tail /= np.sqrt(np.sum(tail**2, axis=1, keepdims=True))
    early = np.stack([_early(random, samples, rate_hz) for _ in range(2)])
    early /= max(float(np.sqrt(np.sum(early**2) / 2.0)), 1e-9)
    sound = np.sqrt(1.0 - 0.5 * room.early) * tail + np.sqrt(0.5 * room.early) * early
    middle, side = 0.5 * (sound[0] + sound[1]), 0.5 * room.width * (sound[0] - sound[1])
    sound = np.stack([middle + side, middle - side]) / np.sqrt(0.5 * (1.0 + room.width**2))
    end = min(samples, rate_hz // 100)
    sound[:, samples - end :] *= np.linspace(1.0, 0.0, end)
    before = np.zeros((2, round(room.pre_delay_ms * rate_hz / 1000.0)))
    response = np.concatenate([before, np.sqrt(0.5) * sound], axis=1).astype(np.float32)
    response.flags.writeable = False
    return response


def _early(random: np.random.Generator, samples: int, rate_hz: int) -> Doubles:
    """A few reflections, softer the later they are."""
    early = np.zeros(samples)
    moments = np.sort(random.uniform(0.002, _EARLY_SECONDS, _EARLY))
    for moment, sign in zip(moments, random.choice([-1.0, 1.0], _EARLY), strict=True):
        if moment * rate_hz < samples:
            early[int(moment * rate_hz)] += sign * 0.004 / (moment + 0.004)
    return early


def _tail(room: Convolution, random: np.random.Generator, samples: int, rate_hz: int) -> Doubles:
    """Noise in octave bands that sum to white, each with its own decay."""
    time = np.arange(samples) / rate_hz
    size = _even_to_transform(samples)
    spectrum = np.fft.rfft(random.standard_normal(size))
    octave = np.log2(np.maximum(np.fft.rfftfreq(size, 1.0 / rate_hz), 1.0) / _MIDDLE_HZ)
    tail = np.zeros(samples)
    for band in range(-3, 6):
        distance = np.clip(octave, -3.0, 5.0) - band
        share = 1.0 - np.clip(np.abs(distance), 0.0, 1.0)
        # From the middle up, every octave decays faster; at full damping by half of what was left.
        decay = room.decay_seconds * (1.0 - 0.5 * room.damping) ** max(band, 0)
        tail += np.fft.irfft(spectrum * share, size)[:samples] * 10.0 ** (-3.0 * time / decay)
    if room.swell_ms:
        tail *= 1.0 - np.exp(-time * 1000.0 / room.swell_ms)
    return tail


def _even_to_transform(least: int) -> int:
    """The next number of samples that has no factor over five: such spectra are quickly found."""
    size = least
    while True:
        left = size
        for factor in (2, 3, 5):
            while left % factor == 0:
                left //= factor
        if left == 1:
            return size
        size += 1
