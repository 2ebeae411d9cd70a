"""The gain of a look-ahead true-peak limiter: it turns down before a peak arrives, and never steps.

The gain that each moment needs is held over a window (sliding minimum), recovers exponentially, and is
smoothed by two box averages that together are as long as the window. Every average therefore lies within the
hold, and at a peak the gain has fully arrived (cf. Giannoulis, Massberg, Reiss 2012 on look-ahead).
"""

import math

import numpy as np
from numpy.typing import NDArray

from mixing.audio import Audio, Doubles
from mixing.kernel import kernel
from mixing.true_peak import Detector


class LookAhead:
    """Limits a stream to a ceiling in true peak; the output is later than the input by `latency_samples`.

    The ceiling holds but for what a moving gain adds between samples (hundredths of a dB): whoever promises a
    ceiling measures the result.
    """

    def __init__(
        self,
        rate_hz: int,
        channels: int,
        ceiling: float,
        release_ms: float,
        look_ahead_ms: float,
        detector: Detector,
    ) -> None:
        half = max(1, round(look_ahead_ms * rate_hz / 2000.0))
        window = 2 * half - 2  # the two boxes together look this far back
        self.latency_samples = detector.taps // 2 + window
        self._detector = detector
        self.reduction = 1.0
        self._rate_hz = rate_hz
        self.retune(ceiling, release_ms)
        self._history = np.zeros((channels, detector.taps - 1), np.float32)
        self._delay = np.zeros((channels, self.latency_samples), np.float32)
        # Rising gains within the window, and when each was needed. The two more are this moment, and the
        # interval before a sample, which its gain has to serve as well as the interval after it.
        self._queue = np.ones((2, window + 2))
        self._boxes = np.ones((2, half))
        self._state = np.array([0.0, 0.0, 0.0, 1.0, half, half])  # time, head, tail, gain, the two boxes' sums

    def retune(self, ceiling: float, release_ms: float) -> None:
        """Another ceiling and release from the next sample in; the gain still never steps."""
        self._ceiling = ceiling
        self._recovery = math.exp(-1000.0 / (release_ms * self._rate_hz))

    def process(self, block: Audio) -> Audio:
        """Limit the next float32 (channels, samples); `reduction` becomes the block's smallest gain."""
        samples = block.shape[1]
        heard = np.concatenate([self._history, block], axis=1)
        padded = np.concatenate([heard, np.zeros((heard.shape[0], 1), np.float32)], axis=1)
        envelope = self._detector.envelope(padded, self._ceiling)
        gain = np.empty(samples, np.float32)
        _smooth_gain(envelope, self._ceiling, self._recovery, self._queue, self._boxes, self._state, gain)
        delayed = np.concatenate([self._delay, block], axis=1)
        self._delay = delayed[:, samples:]
        self._history = heard[:, samples:]
        self.reduction = float(gain.min(initial=1.0))
        return delayed[:, :samples] * gain


@kernel
def _smooth_gain(
    envelope: NDArray[np.float32],
    ceiling: float,
    recovery: float,
    queue: Doubles,
    boxes: Doubles,
    state: Doubles,
    gain: NDArray[np.float32],
) -> None:
    size, half = queue.shape[1], boxes.shape[1]
    time, head, tail = int(state[0]), int(state[1]), int(state[2])
    held, first, second = state[3], state[4], state[5]
    for k in range(envelope.shape[0]):
        needed = 1.0 if envelope[k] <= ceiling else ceiling / envelope[k]
        while tail > head and queue[0, (tail - 1) % size] >= needed:
            tail -= 1
        queue[0, tail % size] = needed
        queue[1, tail % size] = time
        tail += 1
        if queue[1, head % size] <= time - size:
            head += 1
        lowest = queue[0, head % size]
        held = lowest if lowest < held else lowest + (held - lowest) * recovery
        slot = time % half
        first += held - boxes[0, slot]
        boxes[0, slot] = held
        smooth = first / half
        second += smooth - boxes[1, slot]
        boxes[1, slot] = smooth
        gain[k] = min(1.0, second / half)
        time += 1
    state[0], state[1], state[2] = time, head, tail
    state[3], state[4], state[5] = held, first, second
