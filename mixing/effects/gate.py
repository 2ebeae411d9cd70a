"""Gate and expander: what is softer than a threshold becomes softer still.

The detector takes peaks that fall within a few milliseconds; the gate opens at the threshold and closes a
little below it, after a hold. The reduction moves exponentially in decibels (Giannoulis et al. 2012).
"""

import math
from typing import ClassVar

import numpy as np

from mixing.audio import CHANNELS, Audio, Doubles
from mixing.dsp.glide import Glide, glided
from mixing.effect import CONTROL_SAMPLES, Effect, Processor, parameter
from mixing.kernel import kernel

_FLOOR = 1e-10
_DETECTOR_MS = 5.0


class Gate(Effect):
    """Silences what lies under a threshold: the noise between the words."""

    category: ClassVar[str] = "dynamics"
    presets: ClassVar[dict[str, dict[str, float]]] = {
        "Between words": {"threshold_db": -46.0, "range_db": 30.0, "hold_ms": 120.0, "release_ms": 180.0},
        "Gentle expander": {"expansion": 2.0, "threshold_db": -40.0, "range_db": 24.0},
        "Chopped": {"threshold_db": -24.0, "hold_ms": 10.0, "release_ms": 15.0, "attack_ms": 0.2},
    }

    threshold_db: float = parameter(-48.0, -90, 0, "dB", title="Threshold")
    expansion: float = parameter(20.0, 1, 20, ":1", "log", title="Expansion (20:1 is a gate)")
    range_db: float = parameter(60.0, 0, 90, "dB", title="At most softer by")
    hysteresis_db: float = parameter(4.0, 0, 12, "dB", title="Closes lower by")
    attack_ms: float = parameter(1.0, 0.1, 100, "ms", "log", title="Attack")
    hold_ms: float = parameter(60.0, 0, 1_000, "ms", title="Hold")
    release_ms: float = parameter(120.0, 5, 3_000, "ms", "log", title="Release")

    def processor(self, sample_rate_hz: int, channels: int = CHANNELS) -> Processor:
        return _Gate(self, sample_rate_hz)

    def curve(self) -> tuple[float, float, float, float]:
        """Threshold, slope, range and hysteresis, in dB."""
        return self.threshold_db, self.expansion - 1.0, self.range_db, self.hysteresis_db


class _Gate(Processor):
    def __init__(self, settings: Gate, rate_hz: int) -> None:
        self._rate_hz = rate_hz
        self._curve = Glide(settings.curve())
        self._state = np.zeros(4)  # peak, reduction in dB, samples of hold left, open
        self._times = self._per_sample(settings)

    def update(self, effect: Gate) -> None:
        self._curve.to(effect.curve())
        self._times = self._per_sample(effect)

    def _per_sample(self, settings: Gate) -> tuple[float, float, float, float]:
        fall, attack, release = (
            math.exp(-1000.0 / (time_ms * self._rate_hz))
            for time_ms in (_DETECTOR_MS, settings.attack_ms, settings.release_ms)
        )
        return fall, attack, release, float(round(settings.hold_ms * self._rate_hz / 1000.0))

    def process(self, block: Audio) -> Audio:
        block = np.ascontiguousarray(block, np.float32)
        out = np.empty(block.shape, np.float32)
        curve = self._curve
        self.reduction_db = _gate(block, curve.start, curve.target, curve.at, self._times, self._state, out)
        curve.passed(block.shape[1])
        return out


@kernel
def _gate(
    block: Audio,
    start: Doubles,
    target: Doubles,
    at: int,
    times: tuple[float, float, float, float],
    state: Doubles,
    out: Audio,
) -> float:
    channels, samples = block.shape
    fall, attack, release, hold = times
    peak, reduction, held, opened = state[0], state[1], state[2], state[3]
    nepers, greatest = math.log(10.0) / 20.0, 0.0
    values = target.copy()
    opens, closes = 10.0 ** (values[0] / 20.0), 10.0 ** ((values[0] - values[3]) / 20.0)
    for k in range(samples):
        if at + k < CONTROL_SAMPLES:
            glided(start, target, at + k, values)
            opens, closes = 10.0 ** (values[0] / 20.0), 10.0 ** ((values[0] - values[3]) / 20.0)
        loudest = 0.0
        for channel in range(channels):
            loudest = max(loudest, abs(np.float64(block[channel, k])))
        peak = max(loudest, peak * fall)
        if peak >= opens or (opened > 0.0 and peak >= closes):
            opened, held = 1.0, hold
        elif held > 0.0:
            held -= 1.0
        else:
            opened = 0.0
        wanted = 0.0
        if opened == 0.0:
            wanted = min(values[2], values[1] * (values[0] - 20.0 * math.log10(peak + _FLOOR)))
        pace = attack if wanted < reduction else release
        reduction = pace * reduction + (1.0 - pace) * wanted
        greatest = max(greatest, reduction)
        gain = np.float32(math.exp(-nepers * reduction))
        for channel in range(channels):
            out[channel, k] = block[channel, k] * gain
    state[0] = peak if peak > _FLOOR else 0.0
    state[1] = reduction if reduction > _FLOOR else 0.0
    state[2], state[3] = held, opened
    return greatest
