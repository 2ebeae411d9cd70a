"""De-click: finds clicks as what a linear prediction did not expect, and puts in what it would have expected.

Sources: S. J. Godsill, P. J. W. Rayner, "Digital Audio Restoration" (1998), ch. 5: detection by the residual of
an autoregressive model against its robust deviation; A. J. E. M. Janssen, R. N. J. Veldhuis, L. B. Vries,
"Adaptive interpolation of discrete-time signals that can be modeled as autoregressive processes", IEEE Trans.
ASSP 34 (1986): the samples that make the residual least.
"""

from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from mixing.audio import CHANNELS, Audio, Doubles
from mixing.dsp.overlap import Overlap
from mixing.effect import Effect, Processor, parameter
from mixing.kernel import kernel

_SIZE, _HOP = 2_048, 1_024
_BEGIN, _END = 512, 1_536  # of a frame, what is repaired and handed on
_ORDER = 32
_GAP = 8  # expected samples that do not yet end a click
_MOST = 128  # samples that a repair may take
_STILL = 1e-12
_PASSES = 3
_OFTEN, _OFTEN_SHARE = 0.97, 0.3


class Declick(Effect):
    """Takes out clicks and crackles, such as generated audio has."""

    category: ClassVar[str] = "repair"
    presets: ClassVar[dict[str, dict[str, float]]] = {
        "Generated audio": {"threshold": 9.0, "longest_ms": 1.5},
        "Only the worst": {"threshold": 20.0},
        "Crackle": {"threshold": 6.0, "longest_ms": 0.6},
    }

    threshold: float = parameter(11.0, 4, 40, "σ", "log", title="How unexpected a click is")
    longest_ms: float = parameter(1.2, 0.1, 2.5, "ms", "log", title="Longest click")

    def processor(self, sample_rate_hz: int, channels: int = CHANNELS) -> Processor:
        return _Declick(self, sample_rate_hz, channels)


class _Declick(Processor):
    def __init__(self, settings: Declick, rate_hz: int, channels: int) -> None:
        self._settings, self._rate_hz = settings, rate_hz
        self._overlap = Overlap(channels, _SIZE, _HOP, self._frame)
        self._window = np.hanning(_SIZE)
        self.latency_samples = self._overlap.latency_samples

    def update(self, effect: Declick) -> None:
        self._settings = effect

    def process(self, block: Audio) -> Audio:
        return self._overlap.process(block)

    def _frame(self, heard: Audio) -> Audio:
        longest = min(_MOST, round(self._settings.longest_ms * self._rate_hz / 1000.0) + 2)
        _repair(heard, self._window, self._settings.threshold, longest)
        frame = np.zeros_like(heard)
        frame[:, _BEGIN:_END] = heard[:, _BEGIN:_END]
        return frame


@kernel
def _repair(heard: Audio, window: Doubles, threshold: float, longest: int) -> None:
    firsts, counts = np.zeros(_SIZE, np.int64), np.zeros(_SIZE, np.int64)
    unexpected = np.zeros(_SIZE)
    for channel in range(heard.shape[0]):
        row, found = heard[channel], 0
        for step in range(_PASSES):
            # A click spoils the model that should find and fill it: what was repaired gives a better one.
            model = _model(row, window)
            if model[0] == 0.0:
                break
            backwards = model[::-1].copy()
            for k in range(_ORDER, _SIZE):
                total, past = 0.0, row[k - _ORDER : k + 1]
                for lag in range(_ORDER + 1):
                    total += backwards[lag] * past[lag]
                unexpected[k] = abs(total)
            before = found
            found = _clicks(unexpected, threshold, longest, firsts, counts, found)
            for number in range(found):
                _interpolate(row, model, firsts[number], counts[number])
            if found == 0 or (found == before and step > 0):
                break


@kernel
def _clicks(
    unexpected: Doubles,
    threshold: float,
    longest: int,
    firsts: NDArray[np.int64],
    counts: NDArray[np.int64],
    found: int,
) -> int:
    """Add the stretches that stand out; returns how many there are now."""
    ordered = np.sort(unexpected[_ORDER::4])  # every fourth tells as much
    usual = ordered[ordered.shape[0] // 2] / 0.6745
    often = ordered[int(_OFTEN * ordered.shape[0])]
    # Pulses of a voice stand out as well, but many times in a frame: a click is more than those.
    limit = max(threshold * usual, threshold * _OFTEN_SHARE * often)
    if limit <= _STILL:
        return found
    k = _BEGIN
    while k < _END:
        if unexpected[k] <= limit:
            k += 1
            continue
        last, ahead = k, k + 1
        while ahead < _SIZE - _ORDER - 2 and ahead - last <= _GAP:
            if unexpected[ahead] > 0.5 * limit:
                last = ahead
            ahead += 1
        first, count = k - 1, last - k + 3
        if count <= longest and found < firsts.shape[0]:
            firsts[found], counts[found] = first, count
            found += 1
        k = last + 1
    return found


@kernel
def _model(row: NDArray[np.float32], window: Doubles) -> Doubles:
    """The prediction-error filter, by autocorrelation and Levinson's recursion; all zero for silence."""
    model = np.zeros(_ORDER + 1)
    wave = row * window
    correlation = np.zeros(_ORDER + 1)
    for lag in range(_ORDER + 1):
        total, later = 0.0, wave[lag:]
        for k in range(_SIZE - lag):
            total += wave[k] * later[k]
        correlation[lag] = total
    if correlation[0] <= _STILL * _STILL:
        return model
    error = correlation[0] * (1.0 + 1e-6)  # a little noise everywhere, so that empty bands do not count
    model[0] = 1.0
    before = model.copy()
    for order in range(1, _ORDER + 1):
        total = correlation[order]
        for lag in range(1, order):
            total += model[lag] * correlation[order - lag]
        reflection = -total / error
        before[:] = model
        for lag in range(1, order):
            model[lag] = before[lag] + reflection * before[order - lag]
        model[order] = reflection
        error *= 1.0 - reflection * reflection
        if error <= 0.0:
            break
    return model


@kernel
def _interpolate(row: NDArray[np.float32], model: Doubles, first: int, count: int) -> None:
    """Replace `count` samples by those that make the residual least."""
    pattern = np.zeros(_MOST + _ORDER + 2)
    for lag in range(_ORDER + 1):
        for k in range(_ORDER + 1 - lag):
            pattern[lag] += model[k] * model[k + lag]
    wanted, lower = np.zeros(count), np.zeros((count, count))
    for i in range(count):
        at = first + i
        for j in range(max(at - _ORDER, 0), min(at + _ORDER + 1, row.shape[0])):
            if j < first or j >= first + count:
                wanted[i] -= pattern[abs(at - j)] * row[j]
    _solve(pattern, wanted, lower)
    for i in range(count):
        row[first + i] = np.float32(wanted[i])


@kernel
def _solve(pattern: Doubles, wanted: Doubles, lower: Doubles) -> None:
    """Solve the Toeplitz system of a pattern in place, by Cholesky's method; `lower` is room to work in."""
    count = wanted.shape[0]
    for i in range(count):
        for j in range(i + 1):
            total = pattern[i - j]
            for k in range(j):
                total -= lower[i, k] * lower[j, k]
            if i == j:
                lower[i, i] = np.sqrt(max(total, 1e-9 * pattern[0]))
            else:
                lower[i, j] = total / lower[j, j]
    for i in range(count):
        for k in range(i):
            wanted[i] -= lower[i, k] * wanted[k]
        wanted[i] /= lower[i, i]
    for i in range(count - 1, -1, -1):
        for k in range(i + 1, count):
            wanted[i] -= lower[k, i] * wanted[k]
        wanted[i] /= lower[i, i]
