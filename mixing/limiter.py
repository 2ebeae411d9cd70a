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

_AS_GOOD_AS_ONE = 1.0 - 1e-9  # a gain that comes back ever more slowly has arrived


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
        self._past = np.zeros((channels, max(self.latency_samples, detector.taps - 1)), np.float32)
        # Rising gains within the window, and when each was needed. The two more are this moment, and the
        # interval before a sample, which its gain has to serve as well as the interval after it.
        self._size = window + 2
        self._queue = np.ones((2, 1 << self._size.bit_length()))
        self._boxes = np.ones((2, half))
        # time, head, tail, gain, the two boxes' sums, for how long the gain has been one
        self._state = np.array([0.0, 0.0, 0.0, 1.0, half, half, 4.0 * half])

    def retune(self, ceiling: float, release_ms: float) -> None:
        """Another ceiling and release from the next sample in; the gain still never steps."""
        self._ceiling = ceiling
        self._recovery = math.exp(-1000.0 / (release_ms * self._rate_hz))

    def process(self, block: Audio) -> Audio:
        """Limit the next float32 (channels, samples); `reduction` becomes the block's smallest gain."""
        samples, past = block.shape[1], self._past.shape[1]
        audio = np.concatenate([self._past, block, np.zeros((block.shape[0], 1), np.float32)], axis=1)
        self._past = audio[:, samples : samples + past]
        envelope = self._detector.envelope(audio, self._ceiling, past + 1 - self._detector.taps)
        gain = np.empty(samples, np.float32)
        _smooth_gain(envelope, self._ceiling, self._recovery, self._size, self._queue, self._boxes, self._state, gain)
        self.reduction = float(gain.min(initial=1.0))
        first = past - self.latency_samples
        delayed: Audio = audio[:, first : first + samples]
        return np.ascontiguousarray(delayed) if self.reduction == 1.0 else delayed * gain


@kernel
def _smooth_gain(
    envelope: NDArray[np.float32],
    ceiling: float,
    recovery: float,
    size: int,
    queue: Doubles,
    boxes: Doubles,
    state: Doubles,
    gain: NDArray[np.float32],
) -> None:
    mask, half, samples = queue.shape[1] - 1, boxes.shape[1], envelope.shape[0]
    time, head, tail = int(state[0]), int(state[1]), int(state[2])
    held, first, second, since = state[3], state[4], state[5], int(state[6])
    slot, k = time % half, 0
    while k < samples:
        if since >= 2 * half and envelope[k] <= ceiling:
            # Nothing but ones in the queue and the boxes: they stay as they are until something is loud.
            begin = k
            while k < samples and envelope[k] <= ceiling:
                gain[k] = np.float32(1.0)
                k += 1
            time += k - begin
            slot = time % half
            boxes[:] = 1.0
            first, second = float(half), float(half)
            head, tail = 0, 1
            queue[0, 0], queue[1, 0] = 1.0, time - 1
            continue
        needed = 1.0 if envelope[k] <= ceiling else ceiling / envelope[k]
        while tail > head and queue[0, (tail - 1) & mask] >= needed:
            tail -= 1
        queue[0, tail & mask] = needed
        queue[1, tail & mask] = time
        tail += 1
        if queue[1, head & mask] <= time - size:
            head += 1
        lowest = queue[0, head & mask]
        held = lowest if lowest < held else lowest + (held - lowest) * recovery
        if held > _AS_GOOD_AS_ONE:
            held = 1.0
        since = since + 1 if held == 1.0 else 0
        first += held - boxes[0, slot]
        boxes[0, slot] = held
        smooth = first / half
        second += smooth - boxes[1, slot]
        boxes[1, slot] = smooth
        gain[k] = min(1.0, second / half)
        time += 1
        slot = slot + 1 if slot + 1 < half else 0
        k += 1
    state[0], state[1], state[2] = time, head, tail
    state[3], state[4], state[5], state[6] = held, first, second, since
