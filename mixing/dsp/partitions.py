"""Convolution with a long response in equal partitions, by overlap-save in the frequency domain.

Source: W. G. Gardner, "Efficient Convolution without Input-Output Delay", JAES 43 (1995), the uniform case; the
spectra of the input's last blocks wait in a ring and meet those of the response's partitions.
"""

import numpy as np
from numpy.typing import NDArray

from mixing.audio import Audio
from mixing.kernel import kernel

Spectra = NDArray[np.complex64]


class Partitioned:
    """Convolve (channels, n) with a response (channels, taps); later by `latency_samples`, one partition."""

    def __init__(self, response: Audio, partition_samples: int = 2_048) -> None:
        size = partition_samples
        channels, taps = response.shape
        partitions = max(1, -(-taps // size))
        padded = np.zeros((channels, partitions * size), np.float32)
        padded[:, :taps] = response
        parts = padded.reshape(channels, partitions, size)
        self._response: Spectra = np.asarray(np.fft.rfft(parts, 2 * size, axis=2), np.complex64)
        self._ring: Spectra = np.zeros_like(self._response)
        self._newest = 0
        self._heard: Audio = np.zeros((channels, 2 * size), np.float32)
        self._ready: Audio = np.zeros((channels, size), np.float32)
        self._filled = 0
        self.latency_samples = size

    def process(self, block: Audio) -> Audio:
        """Float32 (channels, n) in and out."""
        out = np.empty(block.shape, np.float32)
        size, at = self.latency_samples, 0
        while at < block.shape[1]:
            length = min(size - self._filled, block.shape[1] - at)
            filled = self._filled + length
            self._heard[:, size + self._filled : size + filled] = block[:, at : at + length]
            out[:, at : at + length] = self._ready[:, self._filled : filled]
            at, self._filled = at + length, filled
            if filled == size:
                self._next()
        return out

    def _next(self) -> None:
        size = self.latency_samples
        partitions = self._ring.shape[1]
        self._newest = (self._newest + partitions - 1) % partitions
        self._ring[:, self._newest] = np.fft.rfft(self._heard, axis=1)
        total = np.zeros((self._ring.shape[0], size + 1), np.complex64)
        _products(self._ring, self._response, self._newest, total)
        self._ready = np.asarray(np.fft.irfft(total, axis=1)[:, size:], np.float32)
        self._heard[:, :size] = self._heard[:, size:]
        self._filled = 0


@kernel
def _products(ring: Spectra, response: Spectra, newest: int, total: Spectra) -> None:
    partitions = ring.shape[1]
    for channel in range(ring.shape[0]):
        sums = total[channel]
        for part in range(partitions):
            heard, shape = ring[channel, (newest + part) % partitions], response[channel, part]
            for k in range(sums.shape[0]):
                sums[k] += heard[k] * shape[k]
