"""Compressor: soft knee, peak or mean level, all channels reduced alike.

Source: D. Giannoulis, M. Massberg, J. D. Reiss, "Digital Dynamic Range Compressor Design: A Tutorial and
Analysis", J. Audio Eng. Soc. 60 (2012): gain computer with a quadratic knee (eq. 4) and the smooth
branching detector in the logarithmic domain (eq. 17).
"""

import math
from typing import ClassVar

import numpy as np

from mixing.audio import CHANNELS, Audio, Doubles, db_to_gain
from mixing.biquads import PLAIN, high_pass
from mixing.dsp.decibels import db_to_gains, powers_to_db
from mixing.dsp.glide import Glide, glided
from mixing.effect import Effect, Processor, parameter
from mixing.kernel import kernel

_FLOOR_POWER = 1e-20  # -200 dBFS: keeps the logarithm finite in silence
_SIDE_CHAIN_OFF_HZ = 20.0
_STRETCH = 256


class Compressor(Effect):
    """Evens out the level: what is louder than the threshold becomes softer."""

    category: ClassVar[str] = "dynamics"
    presets: ClassVar[dict[str, dict[str, float]]] = {
        "Babbling": {
            "threshold_db": -42.0,
            "ratio": 1.53,
            "attack_ms": 9.1,
            "release_ms": 132.0,
            "knee_db": 0.0,
            "rms_ms": 0.0,
            "make_up_db": 0.0,
        },
        "Master": {
            "threshold_db": -38.7,
            "ratio": 1.5,
            "attack_ms": 60.0,
            "release_ms": 233.0,
            "knee_db": 13.9,
            "rms_ms": 5.0,
            "make_up_db": 6.1,
        },
        "Narrator": {
            "threshold_db": -28.0,
            "ratio": 3.0,
            "attack_ms": 8.0,
            "release_ms": 160.0,
            "knee_db": 9.0,
            "rms_ms": 10.0,
            "make_up_db": 5.0,
            "side_chain_hz": 90.0,
        },
        "Hold still": {
            "threshold_db": -40.0,
            "ratio": 10.0,
            "attack_ms": 2.0,
            "release_ms": 90.0,
            "knee_db": 6.0,
            "rms_ms": 0.0,
            "make_up_db": 14.0,
        },
    }

    threshold_db: float = parameter(-24.0, -60, 0, "dB", title="Threshold")
    ratio: float = parameter(1.5, 1, 20, ":1", "log", title="Ratio")
    knee_db: float = parameter(12.0, 0, 36, "dB", title="Knee")
    attack_ms: float = parameter(60.0, 0.1, 500, "ms", "log", title="Attack")
    release_ms: float = parameter(230.0, 5, 3_000, "ms", "log", title="Release")
    rms_ms: float = parameter(5.0, 0, 300, "ms", title="Averaging (0 follows peaks)")
    make_up_db: float = parameter(2.0, -12, 36, "dB", title="Make-up")
    side_chain_hz: float = parameter(
        _SIDE_CHAIN_OFF_HZ, _SIDE_CHAIN_OFF_HZ, 2_000, "Hz", "log", title="Deaf below (20 hears all)"
    )

    def processor(self, sample_rate_hz: int, channels: int = CHANNELS) -> Processor:
        return _Compressor(self, sample_rate_hz, channels)


class _Compressor(Processor):
    def __init__(self, settings: Compressor, sample_rate_hz: int, channels: int) -> None:
        self._rate_hz = sample_rate_hz
        self._curve = Glide(_curve(settings))
        self._state = np.zeros(2)  # mean power, reduction in dB
        self._heard = np.zeros((channels, 2))  # the side chain's filter
        self._set(settings)

    def update(self, effect: Compressor) -> None:
        self._curve.to(_curve(effect))
        self._set(effect)

    def _set(self, settings: Compressor) -> None:
        def per_sample(time_ms: float) -> float:
            return math.exp(-1000.0 / (time_ms * self._rate_hz)) if time_ms > 0 else 0.0

        self._times = (per_sample(settings.attack_ms), per_sample(settings.release_ms), per_sample(settings.rms_ms))
        filtered = settings.side_chain_hz > _SIDE_CHAIN_OFF_HZ
        section = high_pass(settings.side_chain_hz, math.sqrt(0.5), self._rate_hz) if filtered else np.array(PLAIN)
        self._section = section

    def process(self, block: Audio) -> Audio:
        block = np.ascontiguousarray(block, np.float32)
        out = np.empty(block.shape, np.float32)
        curve = self._curve
        moving = min(curve.left, block.shape[1])
        rest = self._times, self._section, self._heard, self._state
        self.reduction_db = 0.0
        if moving:
            self.reduction_db = _moving(block[:, :moving], curve.start, curve.target, curve.at, *rest, out[:, :moving])
        if moving < block.shape[1]:
            reduction_db = _steady(block[:, moving:], curve.target, *rest, out[:, moving:])
            self.reduction_db = max(self.reduction_db, reduction_db)
        curve.passed(block.shape[1])
        self._state[self._state < _FLOOR_POWER] = 0.0
        self._heard[np.abs(self._heard) < _FLOOR_POWER] = 0.0
        return out


def _curve(settings: Compressor) -> tuple[float, float, float, float]:
    return settings.threshold_db, 1.0 - 1.0 / settings.ratio, settings.knee_db, db_to_gain(settings.make_up_db)


@kernel
def _moving(
    block: Audio,
    start: Doubles,
    target: Doubles,
    at: int,
    times: tuple[float, float, float],
    section: Doubles,
    heard: Doubles,
    state: Doubles,
    out: Audio,
) -> float:
    channels, samples = block.shape
    """The first samples, while the curve moves."""
    attack, release, average = times
    power, reduction, greatest = state[0], state[1], 0.0
    nepers = math.log(10.0) / 20.0
    filtered = section[0] != 1.0
    values = target.copy()
    for k in range(samples):
        glided(start, target, at + k, values)
        threshold, slope, knee, make_up = values[0], values[1], values[2], values[3]
        quiet = 10.0 ** ((threshold - 0.5 * knee) / 10.0)
        loudest = 0.0
        for channel in range(channels):
            x = float(block[channel, k])
            if filtered:
                x = _filtered(x, section, heard[channel])
            loudest = max(loudest, x * x)
        power = average * power + (1.0 - average) * loudest
        wanted = 0.0
        if power > quiet:
            wanted = _wanted(10.0 * math.log10(power + _FLOOR_POWER) - threshold, slope, knee)
        pace = attack if wanted > reduction else release
        reduction = pace * reduction + (1.0 - pace) * wanted
        greatest = max(greatest, reduction)
        gain = np.float32(make_up * math.exp(-nepers * reduction))
        for channel in range(channels):
            out[channel, k] = block[channel, k] * gain
    state[0], state[1] = power, reduction
    return greatest


@kernel
def _steady(
    block: Audio,
    curve: Doubles,
    times: tuple[float, float, float],
    section: Doubles,
    heard: Doubles,
    state: Doubles,
    out: Audio,
) -> float:
    """Stretch by stretch: all that does not wait for the sample before goes many at once."""
    greatest = 0.0
    levels, room = np.empty(_STRETCH), np.empty(_STRETCH, np.int64)
    for at in range(0, block.shape[1], _STRETCH):
        some, made = block[:, at : at + _STRETCH], out[:, at : at + _STRETCH]
        level = levels[: some.shape[1]]
        _powers(some, section, heard, level)
        state[0] = _averaged(level, times[2], state[0])
        powers_to_db(level, room)
        _wanted_of(level, curve)
        state[1] = _followed(level, times, state[1])
        for k in range(level.shape[0]):
            greatest = max(greatest, level[k])
            level[k] = -level[k]
        db_to_gains(level, room)
        for channel in range(some.shape[0]):
            for k in range(level.shape[0]):
                made[channel, k] = some[channel, k] * np.float32(curve[3] * level[k])
    return greatest


@kernel
def _powers(block: Audio, section: Doubles, heard: Doubles, powers: Doubles) -> None:
    """The greatest power among the channels, as the side chain hears them."""
    powers[:] = 0.0
    for channel in range(block.shape[0]):
        row = block[channel]
        if section[0] != 1.0:
            for k in range(powers.shape[0]):
                x = _filtered(np.float64(row[k]), section, heard[channel])
                powers[k] = max(powers[k], x * x)
        else:
            for k in range(powers.shape[0]):
                x = np.float64(row[k])
                powers[k] = max(powers[k], x * x)


@kernel
def _averaged(powers: Doubles, average: float, power: float) -> float:
    """The running mean in place, never nothing; returns where it arrived."""
    for k in range(powers.shape[0]):
        power = average * power + (1.0 - average) * powers[k]
        powers[k] = power + _FLOOR_POWER
    return power


@kernel
def _wanted_of(levels_db: Doubles, curve: Doubles) -> None:
    """The reduction that each level asks for, in place: nothing under the knee, straight above it."""
    threshold, slope, knee = curve[0], curve[1], curve[2]
    bend = slope / (2.0 * knee) if knee > 0.0 else 0.0
    for k in range(levels_db.shape[0]):
        over = levels_db[k] - threshold
        entered = max(over + 0.5 * knee, 0.0)
        levels_db[k] = slope * over if 2.0 * over >= knee else bend * entered * entered


@kernel
def _followed(wanted: Doubles, times: tuple[float, float, float], reduction: float) -> float:
    """Attack and release, in place; returns where it arrived.

    Both are tried and the right one is known by its size: what is quicker lies nearer to what is wanted.
    """
    attack, release = times[0], times[1]
    if attack <= release:
        for k in range(wanted.shape[0]):
            rising = attack * reduction + (1.0 - attack) * wanted[k]
            falling = release * reduction + (1.0 - release) * wanted[k]
            reduction = max(rising, falling)
            wanted[k] = reduction
    else:
        for k in range(wanted.shape[0]):
            rising = attack * reduction + (1.0 - attack) * wanted[k]
            falling = release * reduction + (1.0 - release) * wanted[k]
            reduction = min(rising, falling)
            wanted[k] = reduction
    return reduction


@kernel
def _wanted(over: float, slope: float, knee: float) -> float:
    """The reduction in dB at so many dB over the threshold, from within the knee on."""
    return slope * over if 2.0 * over >= knee else slope * (over + 0.5 * knee) ** 2 / (2.0 * knee)


@kernel
def _filtered(x: float, section: Doubles, memory: Doubles) -> float:
    y = float(section[0] * x + memory[0])
    memory[0] = section[1] * x - section[3] * y + memory[1]
    memory[1] = section[2] * x - section[4] * y
    return y
