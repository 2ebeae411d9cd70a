"""Loudness and peaks of a stream or a file.

Loudness and its gates follow ITU-R BS.1770-5 annex 1, momentary and short-term loudness EBU Tech 3341, the
loudness range EBU Tech 3342. The K-weighting is designed at the file's own rate from its analogue prototype.
"""

import math
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from mixing.audio import Audio, Doubles, gain_to_db, level_or_none
from mixing.audio_file import bit_depth_of, blocks_of, open_audio
from mixing.kernel import kernel
from mixing.steps import finish
from mixing.true_peak import TruePeak

HOP_SECONDS = 0.01
MOMENTARY_HOPS = 40
SHORT_TERM_HOPS = 300
GATING_HOPS = 10

_ABSOLUTE_GATE_LUFS = -70.0
_BLOCK_SAMPLES = 32_768
_SURROUND_WEIGHTS = {5: (1.0, 1.0, 1.0, 1.41, 1.41), 6: (1.0, 1.0, 1.0, 0.0, 1.41, 1.41)}
_SILENCE_POWER = 1e-12  # -120 LUFS: what the running sums leave where there was nothing


@dataclass(frozen=True)
class Measurement:
    """What a file measures. Levels are None in silence (or, for loudness, in less than one window of sound)."""

    integrated_lufs: float | None
    loudness_range_lu: float | None
    max_momentary_lufs: float | None
    max_short_term_lufs: float | None
    true_peak_dbtp: float | None
    sample_peak_dbfs: float | None
    headroom_db: float | None  # from the true peak up to full scale
    duration_seconds: float
    sample_rate: int
    channels: int
    bit_depth: int | None  # None for compressed formats; floating point counts as 32


class Meter:
    """Measures a stream of blocks, in memory that grows by 800 bytes a second."""

    def __init__(self, rate_hz: int, channels: int, peaks: "PeakFinder | None" = None) -> None:
        """`peaks` finds the true peak; None: as meters have it."""
        self.rate_hz = rate_hz
        self.channels = channels
        self.samples = 0
        self.sample_peak = 0.0
        self._true_peak = TruePeak(channels) if peaks is None else peaks
        self._weights = np.array(_SURROUND_WEIGHTS.get(channels, (1.0,) * channels))
        self._sections = k_weighting(rate_hz)
        self._filters = np.zeros((channels, 2, 2))
        self._open = np.zeros(2)  # the energy of the unfinished hop, and its number
        self._energies: list[Doubles] = []

    def feed(self, block: Audio) -> None:
        """Take the next float32 (channels, samples)."""
        if not block.shape[1]:
            return
        hops = np.empty(int(block.shape[1] / (HOP_SECONDS * self.rate_hz)) + 2)
        audio = np.ascontiguousarray(block)
        count = _energy_hops(
            audio, self._sections, self._filters, self._weights, self._open, self.samples, self.rate_hz, hops
        )
        self._energies.append(hops[:count].copy())
        self.sample_peak = max(self.sample_peak, float(np.abs(audio).max()))
        self._true_peak.feed(audio)
        self.samples += block.shape[1]

    def momentary_lufs(self) -> Doubles:
        """Loudness of 400 ms windows, one each 10 ms; minus infinity in silence."""
        return _lufs(self._windows(MOMENTARY_HOPS, 1))

    def short_term_lufs(self, hop_seconds: float = 0.1) -> Doubles:
        """Loudness of 3 s windows, one each hop; minus infinity in silence."""
        return _lufs(self._windows(SHORT_TERM_HOPS, round(hop_seconds / HOP_SECONDS)))

    def integrated_lufs(self) -> float:
        """Loudness of the whole, gated at -70 LUFS and at 10 LU under the mean of what is left."""
        power = _gated(self._windows(MOMENTARY_HOPS, GATING_HOPS), -10.0)
        return float(_lufs(power.mean(keepdims=True))[0]) if power.size else -math.inf

    def loudness_range_lu(self) -> float | None:
        """How much the short-term loudness varies (10th to 95th percentile, gated); None where all is silent."""
        power = _gated(self._windows(SHORT_TERM_HOPS, GATING_HOPS), -20.0)
        if not power.size:
            return None
        loudness = np.sort(_lufs(power))
        low, high = (loudness[round((loudness.size - 1) * share)] for share in (0.10, 0.95))
        return float(high - low)

    def true_peak_dbtp(self) -> float:
        """Minus infinity for silence."""
        return max(self._true_peak.peak_dbtp(), gain_to_db(self.sample_peak))

    def measurement(self, bit_depth: int | None = None) -> Measurement:
        """Everything at once."""
        true_peak_dbtp = level_or_none(self.true_peak_dbtp())
        return Measurement(
            integrated_lufs=level_or_none(self.integrated_lufs()),
            loudness_range_lu=self.loudness_range_lu(),
            max_momentary_lufs=level_or_none(float(self.momentary_lufs().max(initial=-math.inf))),
            max_short_term_lufs=level_or_none(float(self.short_term_lufs().max(initial=-math.inf))),
            true_peak_dbtp=true_peak_dbtp,
            sample_peak_dbfs=level_or_none(gain_to_db(self.sample_peak)),
            headroom_db=None if true_peak_dbtp is None else -true_peak_dbtp,
            duration_seconds=self.samples / self.rate_hz,
            sample_rate=self.rate_hz,
            channels=self.channels,
            bit_depth=bit_depth,
        )

    def _windows(self, hops: int, every: int) -> Doubles:
        """Mean weighted power of windows of so many hops."""
        total = np.cumsum(np.concatenate([[0.0], *self._energies]))
        starts = np.arange(0, total.size - hops, every)
        power: Doubles = (total[starts + hops] - total[starts]) / (hops * HOP_SECONDS * self.rate_hz)
        power[power < _SILENCE_POWER] = 0.0
        return power


def k_weighting(rate_hz: int) -> Doubles:
    """The two sections (b0, b1, b2, a1, a2) of BS.1770's weighting at any rate.

    The standard gives coefficients at 48 kHz alone; these frequencies, gains and Qs reproduce them there.
    """
    k = math.tan(math.pi * 1681.974450955533 / rate_hz)
    q, high = 0.7071752369554196, 10.0 ** (3.999843853973347 / 20.0)
    band = high**0.4996667741545416
    a0 = 1.0 + k / q + k * k
    shelf = (high + band * k / q + k * k, 2.0 * (k * k - high), high - band * k / q + k * k)
    first = [b / a0 for b in shelf] + [2.0 * (k * k - 1.0) / a0, (1.0 - k / q + k * k) / a0]
    k = math.tan(math.pi * 38.13547087602444 / rate_hz)
    q = 0.5003270373238773
    a0 = 1.0 + k / q + k * k
    second = [1.0, -2.0, 1.0, 2.0 * (k * k - 1.0) / a0, (1.0 - k / q + k * k) / a0]
    return np.array([first, second])


def measure(path: Path) -> Measurement:
    """Measure a file of any rate. Raises MixingError where it cannot be read."""
    meter, bit_depth = finish(measuring(path))
    return meter.measurement(bit_depth)


class Listener(Protocol):
    """What hears a stream beside a meter."""

    def feed(self, block: Audio) -> None:
        """Take the next float32 (channels, samples)."""


class PeakFinder(Listener, Protocol):
    """What finds the true peak of a stream."""

    def peak_dbtp(self) -> float:
        """Minus infinity for silence."""


class NoPeaks:
    """For meters that are asked for loudness alone."""

    def feed(self, block: Audio) -> None:
        """Take no notice."""

    def peak_dbtp(self) -> float:
        """Nothing was found."""
        return -math.inf


def measuring(
    path: Path, *also: Listener, peaks: PeakFinder | None = None
) -> Generator[float, None, tuple[Meter, int | None]]:
    """Measure a file step by step: yields the share done, returns the meter and the file's bit depth."""
    with open_audio(path) as file:
        meter = Meter(file.samplerate, file.channels, peaks)
        for block in blocks_of(file, _BLOCK_SAMPLES):
            for listener in (meter, *also):
                listener.feed(block)
            yield min(1.0, meter.samples / max(file.frames, 1))
        return meter, bit_depth_of(file)


def _lufs(power: Doubles) -> Doubles:
    loudness = np.full(power.shape, -math.inf)
    np.log10(power, out=loudness, where=power > 0.0)
    return -0.691 + 10.0 * loudness


def _gated(power: Doubles, relative_lu: float) -> Doubles:
    """What passes the absolute gate, and then the gate relative to its own mean."""
    sounding = power[_lufs(power) >= _ABSOLUTE_GATE_LUFS]
    if not sounding.size:
        return sounding
    kept: Doubles = sounding[_lufs(sounding) >= _lufs(sounding.mean(keepdims=True)) + relative_lu]
    return kept


@kernel
def _energy_hops(
    audio: Audio,
    sections: Doubles,
    filters: Doubles,
    weights: Doubles,
    pending: Doubles,
    position: int,
    rate_hz: int,
    hops: Doubles,
) -> int:
    """Weighted energy of each 10 ms that ends within the block; returns how many there are."""
    energy, number, count = pending[0], int(pending[1]), 0
    boundary = math.floor((number + 1) * rate_hz / 100.0 + 0.5)
    for k in range(audio.shape[1]):
        for channel in range(audio.shape[0]):
            x = np.float64(audio[channel, k])
            for s in range(2):
                memory = filters[channel, s]
                y = sections[s, 0] * x + memory[0]
                memory[0] = sections[s, 1] * x - sections[s, 3] * y + memory[1]
                memory[1] = sections[s, 2] * x - sections[s, 4] * y
                x = y
            energy += weights[channel] * x * x
        if position + k + 1 == boundary:
            hops[count] = energy
            count += 1
            number += 1
            energy = 0.0
            boundary = math.floor((number + 1) * rate_hz / 100.0 + 0.5)
    pending[0], pending[1] = energy, number
    return count
