"""Second-order filters: their design by the Audio EQ Cookbook, and a cascade that runs in blocks.

Source: R. Bristow-Johnson, "Cookbook formulae for audio EQ biquad filter coefficients"; the Web Audio
BiquadFilterNode uses the same, so that a browser's preview agrees. Sections are rows
(b0, b1, b2, a1, a2), normalised by a0.
"""

import math

import numpy as np

from mixing.audio import Audio, Doubles
from mixing.kernel import kernel

_INAUDIBLE = 1e-30  # state this small is set to zero: denormal numbers would slow every later sample


def low_shelf(frequency_hz: float, gain_db: float, q: float, rate_hz: int) -> Doubles:
    """Raise or lower everything below a frequency."""
    a, cosine, alpha = _intermediates(frequency_hz, gain_db, q, rate_hz)
    slope = 2.0 * math.sqrt(a) * alpha
    return _section(
        (
            a * ((a + 1) - (a - 1) * cosine + slope),
            2 * a * ((a - 1) - (a + 1) * cosine),
            a * ((a + 1) - (a - 1) * cosine - slope),
        ),
        ((a + 1) + (a - 1) * cosine + slope, -2 * ((a - 1) + (a + 1) * cosine), (a + 1) + (a - 1) * cosine - slope),
    )


def high_shelf(frequency_hz: float, gain_db: float, q: float, rate_hz: int) -> Doubles:
    """Raise or lower everything above a frequency."""
    a, cosine, alpha = _intermediates(frequency_hz, gain_db, q, rate_hz)
    slope = 2.0 * math.sqrt(a) * alpha
    return _section(
        (
            a * ((a + 1) + (a - 1) * cosine + slope),
            -2 * a * ((a - 1) + (a + 1) * cosine),
            a * ((a + 1) + (a - 1) * cosine - slope),
        ),
        ((a + 1) - (a - 1) * cosine + slope, 2 * ((a - 1) - (a + 1) * cosine), (a + 1) - (a - 1) * cosine - slope),
    )


def bell(frequency_hz: float, gain_db: float, q: float, rate_hz: int) -> Doubles:
    """Raise or lower what lies around a frequency."""
    a, cosine, alpha = _intermediates(frequency_hz, gain_db, q, rate_hz)
    return _section((1 + alpha * a, -2 * cosine, 1 - alpha * a), (1 + alpha / a, -2 * cosine, 1 - alpha / a))


def _intermediates(frequency_hz: float, gain_db: float, q: float, rate_hz: int) -> tuple[float, float, float]:
    # Beyond the Nyquist frequency the formulae turn unstable; the nearest that works is what is meant.
    omega = 2.0 * math.pi * min(frequency_hz, 0.49 * rate_hz) / rate_hz
    return 10.0 ** (gain_db / 40.0), math.cos(omega), math.sin(omega) / (2.0 * q)


def _section(b: tuple[float, float, float], a: tuple[float, float, float]) -> Doubles:
    return np.array([b[0], b[1], b[2], a[1], a[2]]) / a[0]


class Cascade:
    """Sections one after the other, computed in float64, with state kept between blocks."""

    def __init__(self, sections: list[Doubles], channels: int) -> None:
        self._sections = np.array(sections, np.float64).reshape(-1, 5)
        self._state = np.zeros((channels, len(sections), 2))

    def process(self, block: Audio) -> Audio:
        """Filter float32 (channels, samples) into new audio of the same shape."""
        out = np.empty(block.shape, np.float32)
        _cascade(np.ascontiguousarray(block), self._sections, self._state, out)
        self._state[np.abs(self._state) < _INAUDIBLE] = 0.0
        return out


@kernel
def _cascade(block: Audio, sections: Doubles, state: Doubles, out: Audio) -> None:
    for channel in range(block.shape[0]):
        memory = state[channel]
        for k in range(block.shape[1]):
            x = np.float64(block[channel, k])
            for s in range(sections.shape[0]):
                y = sections[s, 0] * x + memory[s, 0]
                memory[s, 0] = sections[s, 1] * x - sections[s, 3] * y + memory[s, 1]
                memory[s, 1] = sections[s, 2] * x - sections[s, 4] * y
                x = y
            out[channel, k] = np.float32(x)
