"""Compressor: soft knee, all channels reduced alike.

Source: D. Giannoulis, M. Massberg, J. D. Reiss, "Digital Dynamic Range Compressor Design: A Tutorial and
Analysis", J. Audio Eng. Soc. 60 (2012): gain computer with a quadratic knee (eq. 4) and the smooth
branching detector in the logarithmic domain (eq. 17).
"""

import math

import numpy as np

from mixing.audio import CHANNELS, Audio, Doubles, db_to_gain
from mixing.effect import Effect, Processor, parameter
from mixing.kernel import kernel

_FLOOR_POWER = 1e-20  # -200 dBFS: keeps the logarithm finite in silence


class Compressor(Effect):
    """Evens out the level: what is louder than the threshold becomes softer."""

    threshold_db: float = parameter(-24.0, -60, 0, "dB", title="Threshold")
    ratio: float = parameter(1.5, 1, 20, ":1", "log", title="Ratio")
    knee_db: float = parameter(12.0, 0, 36, "dB", title="Knee")
    attack_ms: float = parameter(60.0, 0.1, 500, "ms", "log", title="Attack")
    release_ms: float = parameter(230.0, 5, 3_000, "ms", "log", title="Release")
    rms_ms: float = parameter(5.0, 0, 300, "ms", title="Averaging (0 follows peaks)")
    make_up_db: float = parameter(2.0, -12, 36, "dB", title="Make-up")

    def processor(self, sample_rate_hz: int, channels: int = CHANNELS) -> Processor:
        return _Compressor(self, sample_rate_hz)


class _Compressor(Processor):
    def __init__(self, settings: Compressor, sample_rate_hz: int) -> None:
        def per_sample(time_ms: float) -> float:
            return math.exp(-1000.0 / (time_ms * sample_rate_hz)) if time_ms > 0 else 0.0

        self._curve = (settings.threshold_db, 1.0 / settings.ratio - 1.0, settings.knee_db)
        self._times = (per_sample(settings.attack_ms), per_sample(settings.release_ms), per_sample(settings.rms_ms))
        self._make_up = db_to_gain(settings.make_up_db)
        self._state = np.zeros(2)  # mean power, reduction in dB

    def process(self, block: Audio) -> Audio:
        out = np.empty(block.shape, np.float32)
        self.reduction_db = _compress(
            np.ascontiguousarray(block), self._curve, self._times, self._make_up, self._state, out
        )
        return out


@kernel
def _compress(
    block: Audio,
    curve: tuple[float, float, float],
    times: tuple[float, float, float],
    make_up: float,
    state: Doubles,
    out: Audio,
) -> float:
    threshold, slope, knee = curve
    attack, release, average = times
    power, reduction, greatest = state[0], state[1], 0.0
    nepers = math.log(10.0) / 20.0
    for k in range(block.shape[1]):
        loudest = 0.0
        for channel in range(block.shape[0]):
            loudest = max(loudest, np.float64(block[channel, k]) ** 2)
        power = average * power + (1.0 - average) * loudest
        over = 10.0 * math.log10(power + _FLOOR_POWER) - threshold
        wanted = 0.0
        if 2.0 * over >= knee:
            wanted = -slope * over
        elif 2.0 * over > -knee:
            wanted = -slope * (over + 0.5 * knee) ** 2 / (2.0 * knee)
        pace = attack if wanted > reduction else release
        reduction = pace * reduction + (1.0 - pace) * wanted
        greatest = max(greatest, reduction)
        gain = np.float32(make_up * math.exp(-nepers * reduction))
        for channel in range(block.shape[0]):
            out[channel, k] = block[channel, k] * gain
    state[0] = power if power > _FLOOR_POWER else 0.0
    state[1] = reduction if reduction > _FLOOR_POWER else 0.0
    return greatest
