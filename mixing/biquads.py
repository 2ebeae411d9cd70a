"""Second-order filters: their design by the Audio EQ Cookbook, and a cascade that runs in blocks.

Source: R. Bristow-Johnson, "Cookbook formulae for audio EQ biquad filter coefficients"; the Web Audio
BiquadFilterNode uses the same, so that a browser's preview agrees. Sections are rows
(b0, b1, b2, a1, a2), normalised by a0.
"""

import math

import numpy as np
from numpy.typing import NDArray

from mixing.audio import Audio, Doubles
from mixing.dsp.glide import Glide
from mixing.dsp.sections import EIGHT, through_sections
from mixing.effect import CONTROL_SAMPLES
from mixing.kernel import kernel

PLAIN = (1.0, 0.0, 0.0, 0.0, 0.0)  # the section that changes nothing, and costs nothing

_INAUDIBLE = 1e-30
_CHUNK = 256
_WORTH_LAYING = 128  # samples, from which on they are taken eight at a time
_SILENT_NEPERS = 90.0 / 20.0 * math.log(10.0)


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


def low_pass(frequency_hz: float, q: float, rate_hz: int) -> Doubles:
    """Remove what lies above a frequency, at 12 dB an octave."""
    _, cosine, alpha = _intermediates(frequency_hz, 0.0, q, rate_hz)
    half = (1.0 - cosine) / 2.0
    return _section((half, 2 * half, half), (1 + alpha, -2 * cosine, 1 - alpha))


def high_pass(frequency_hz: float, q: float, rate_hz: int) -> Doubles:
    """Remove what lies below a frequency, at 12 dB an octave."""
    _, cosine, alpha = _intermediates(frequency_hz, 0.0, q, rate_hz)
    half = (1.0 + cosine) / 2.0
    return _section((half, -2 * half, half), (1 + alpha, -2 * cosine, 1 - alpha))


def butterworth_qs(sections: int) -> list[float]:
    """The Q of each section of a Butterworth filter: flat, and 3 dB down at its frequency."""
    return [1.0 / (2.0 * math.cos(math.pi * (2 * k + 1) / (4 * sections))) for k in range(sections)]


def _intermediates(frequency_hz: float, gain_db: float, q: float, rate_hz: int) -> tuple[float, float, float]:
    # Beyond the Nyquist frequency the formulae turn unstable; the nearest that works is what is meant.
    omega = 2.0 * math.pi * min(frequency_hz, 0.49 * rate_hz) / rate_hz
    return 10.0 ** (gain_db / 40.0), math.cos(omega), math.sin(omega) / (2.0 * q)


def _section(b: tuple[float, float, float], a: tuple[float, float, float]) -> Doubles:
    return np.array([b[0], b[1], b[2], a[1], a[2]]) / a[0]


class Cascade:
    """Sections one after the other, computed in float64, with state kept between blocks.

    Their number stays; sections that change nothing are passed over. New coefficients are reached in a straight
    line: the stable ones are a convex set, so that every filter on the way is stable. The direct form I hands the
    same last inputs and outputs to coefficients old and new, so that a low tone hears little of their change.
    """

    def __init__(self, sections: list[Doubles], channels: int, rate_hz: int = 44_100) -> None:
        self._glide = Glide(np.array(sections, np.float64).reshape(-1, 5))
        self._state = np.zeros((channels, len(sections) + 1, 2))  # the last two going into each, and of the last
        self._heard = self._not_plain(self._glide.target)
        self._rate_hz = rate_hz

    @property
    def tail_seconds(self) -> float:
        """How long the slowest of the sections rings, to -90 dB."""
        half, square = 0.5 * self._glide.target[:, 3], self._glide.target[:, 4]
        apart = np.sqrt(np.maximum(half**2 - square, 0.0))
        slowest = float(np.maximum(np.abs(half) + apart, np.sqrt(np.abs(square))).max(initial=0.0))
        extra = len(self._heard)  # poles that coincide ring a little longer than one alone
        return _SILENT_NEPERS * (1.0 + 0.3 * extra) / -math.log(slowest) / self._rate_hz if slowest > 0.0 else 0.0

    def update(self, sections: list[Doubles]) -> None:
        """Move to as many other sections."""
        self._glide.to(np.array(sections, np.float64).reshape(-1, 5))
        self._heard = self._not_plain(self._glide.target)

    def process(self, block: Audio) -> Audio:
        """Filter float32 (channels, samples) into new audio of the same shape."""
        samples = block.shape[1]
        block = np.ascontiguousarray(block, np.float32)
        glide = self._glide
        moving = min(glide.left, samples)
        out = np.empty(block.shape, np.float32)
        if moving:
            _moving(block, out, moving, glide.start, glide.target, glide.at, self._state)
            glide.passed(moving)
        if moving < samples:
            whole = (samples - moving) // EIGHT * EIGHT if samples - moving >= _WORTH_LAYING else 0
            if whole:
                through_sections(block, out, moving, moving + whole, glide.target, self._heard, self._state)
            _steady(block, out, moving + whole, glide.target, self._heard, self._state)
        self._state[np.abs(self._state) < _INAUDIBLE] = 0.0
        return out

    @staticmethod
    def _not_plain(sections: Doubles) -> NDArray[np.int64]:
        return np.flatnonzero((sections != PLAIN).any(axis=1)).astype(np.int64)


@kernel
def _steady(block: Audio, out: Audio, begin: int, sections: Doubles, heard: NDArray[np.int64], state: Doubles) -> None:
    """Two channels at a time, a section after the other over short stretches: two chains of sums run side by side.

    The two samples before a stretch stand at its beginning.
    """
    channels, samples = block.shape
    left, right = np.empty(_CHUNK + 2), np.empty(_CHUNK + 2)
    left_fed, right_fed = np.empty(_CHUNK), np.empty(_CHUNK)
    for channel in range(0, channels, 2):
        # An odd channel is its own partner, and the same numbers are written twice.
        other = min(channel + 1, channels - 1)
        one, two = state[channel], state[other]
        for at in range(begin, samples, _CHUNK):
            length = min(_CHUNK, samples - at)
            _fill(block[channel, at : at + length], one[0], left)
            _fill(block[other, at : at + length], two[0], right)
            one[0, 0], one[0, 1] = left[length + 1], left[length]
            two[0, 0], two[0, 1] = right[length + 1], right[length]
            for s in heard:
                section = sections[s]
                _feed(left, section, left_fed[:length])
                _feed(right, section, right_fed[:length])
                a1, a2 = section[3], section[4]
                y1, y2, w1, w2 = one[s + 1, 0], one[s + 1, 1], two[s + 1, 0], two[s + 1, 1]
                left[0], left[1], right[0], right[1] = y2, y1, w2, w1
                left_new, right_new = left[2:], right[2:]
                for k in range(length):
                    y = (left_fed[k] - a2 * y2) - a1 * y1
                    w = (right_fed[k] - a2 * w2) - a1 * w1
                    y2, y1, w2, w1 = y1, y, w1, w
                    left_new[k], right_new[k] = y, w
                one[s + 1, 0], one[s + 1, 1] = _audible(y1), _audible(y2)
                two[s + 1, 0], two[s + 1, 1] = _audible(w1), _audible(w2)
            _emit(left, out[channel, at : at + length])
            _emit(right, out[other, at : at + length])
        number = 0
        for s in range(sections.shape[0]):
            if number < heard.shape[0] and heard[number] == s:
                number += 1
            else:
                # What changes nothing puts out what came in.
                one[s + 1, 0], one[s + 1, 1] = one[s, 0], one[s, 1]
                two[s + 1, 0], two[s + 1, 1] = two[s, 0], two[s, 1]


@kernel
def _fill(block: NDArray[np.float32], before: Doubles, wave: Doubles) -> None:
    wave[0], wave[1] = before[1], before[0]
    new = wave[2:]
    for k in range(block.shape[0]):
        new[k] = block[k]


@kernel
def _feed(wave: Doubles, section: Doubles, fed: Doubles) -> None:
    """The part of a section that needs no output of its own."""
    b0, b1, b2 = section[0], section[1], section[2]
    x1, x0 = wave[1:], wave[2:]
    for k in range(fed.shape[0]):
        fed[k] = b0 * x0[k] + b1 * x1[k] + b2 * wave[k]


@kernel
def _emit(wave: Doubles, out: NDArray[np.float32]) -> None:
    new = wave[2:]
    for k in range(out.shape[0]):
        out[k] = np.float32(_audible(new[k]))


@kernel
def _audible(x: float) -> float:
    """Numbers so small that they would slow whatever computes with them are as good as silence."""
    return x if abs(x) > _INAUDIBLE else 0.0


@kernel
def _moving(block: Audio, out: Audio, end: int, start: Doubles, target: Doubles, at: int, state: Doubles) -> None:
    """The first samples while coefficients move."""
    for channel in range(block.shape[0]):
        last = state[channel]
        for k in range(end):
            share = min(1.0, (at + k + 1) / CONTROL_SAMPLES)
            x, x1, x2 = np.float64(block[channel, k]), last[0, 0], last[0, 1]
            last[0, 0], last[0, 1] = x, x1
            for s in range(target.shape[0]):
                b0 = start[s, 0] + (target[s, 0] - start[s, 0]) * share
                b1 = start[s, 1] + (target[s, 1] - start[s, 1]) * share
                b2 = start[s, 2] + (target[s, 2] - start[s, 2]) * share
                a1 = start[s, 3] + (target[s, 3] - start[s, 3]) * share
                a2 = start[s, 4] + (target[s, 4] - start[s, 4]) * share
                y1, y2 = last[s + 1, 0], last[s + 1, 1]
                y = (b0 * x + b1 * x1 + b2 * x2 - a2 * y2) - a1 * y1
                last[s + 1, 0], last[s + 1, 1] = y, y1
                x, x1, x2 = y, y1, y2
            out[channel, k] = np.float32(x)
