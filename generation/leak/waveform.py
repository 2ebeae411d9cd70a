"""Finds where in the corpus a window's waveform lies: normalised cross-correlation at every lag, by FFT.

A window w and the stretch c of the corpus at a lag score |w·c| / (‖w‖ ‖c‖), 1 for a copy at any level and polarity.
All lags of a block come from one inverse FFT (overlap-save), the norms ‖c‖ from a running sum (Lewis, "Fast
normalized cross-correlation", 1995); one FFT of each block serves all windows of all lengths. This is the detector of
repeated earthquakes (Gibbons & Ringdal, "The detection of low magnitude seismic events using array-based waveform
correlation", 2006); it needs no features that a degraded copy could lack, and misses no lag.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import fft

from generation.leak.corpus import Corpus, Home
from generation.leak.flatten import Floats

BLOCK_WINDOWS = 4
"""A block is at least this many of the longest windows."""
FAINTEST = 1e-3
"""Mean square of a flattened stretch (1 where there is sound) under which it counts as silence."""
ROWS = 8
EIGHTHS = np.arange(-4, 5) / 8.0

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Block:
    """A stretch of the flattened stream, its spectrum, its first position and how many lags are tried in it."""

    audio: Floats
    spectrum: npt.NDArray[np.complex64]
    first: int
    lags: int


class Windows:
    """Flattened windows of one length, (windows, samples), each with the best place found so far."""

    def __init__(self, audio: Floats, homes: Sequence[Home | None]) -> None:
        """audio: (windows, samples); homes: where excerpts of the corpus come from, None for all else."""
        self.audio = audio / np.maximum(np.linalg.norm(audio, axis=1, keepdims=True), 1e-9).astype(np.float32)
        self.scores = np.zeros(len(audio), np.float32)
        self.places = np.zeros(len(audio), np.int64)
        """Stream position (samples) of the best match."""
        self._found = np.zeros_like(self.audio)
        self._homes = [(row, home) for row, home in enumerate(homes) if home is not None]
        self._spectra = np.empty((0, 0), np.complex64)

    def prepare(self, block: int) -> None:
        self._spectra = np.conj(fft.rfft(self.audio, block, axis=1))

    def compare(self, block: Block, corpus: Corpus) -> None:
        """Meets every lag of a block."""
        inverse = _inverse_norms(block.audio, self.audio.shape[1])[: block.lags]
        if not inverse.any():
            return
        barred = self._barred(block, corpus)
        for top in range(0, len(self.audio), ROWS):
            products = self._spectra[top : top + ROWS] * block.spectrum
            scores = fft.irfft(products, block.audio.size, axis=1)[:, : block.lags]
            scores *= inverse
            np.abs(scores, out=scores)
            for row, start, stop in barred:
                if top <= row < top + ROWS:
                    scores[row - top, start:stop] = 0.0
            self._keep(top, scores, block)

    def align(self) -> None:
        """Raises the scores to what a shift of the window by eighths of a sample gives."""
        samples = self.audio.shape[1]
        turns = np.exp(-2j * np.pi * EIGHTHS[:, None] * np.fft.rfftfreq(samples))
        for row in np.flatnonzero(self.scores):
            shifted = np.fft.irfft(np.fft.rfft(self.audio[row]) * turns, samples, axis=1)
            found = self._found[row]
            products = shifted @ found
            best = int(np.argmax(np.abs(products)))
            self.audio[row] = shifted[best] * np.sign(products[best])
            self.scores[row] = abs(products[best]) / (np.linalg.norm(shifted[best]) * np.linalg.norm(found))

    def parts(self, row: int, count: int) -> npt.NDArray[np.float64]:
        """The score of each of so many equal parts of an aligned window, at the window's place."""
        ours = self.audio[row].reshape(count, -1).astype(np.float64)
        found = self._found[row].reshape(count, -1).astype(np.float64)
        norms = np.linalg.norm(ours, axis=1) * np.linalg.norm(found, axis=1)
        products: npt.NDArray[np.float64] = (ours * found).sum(axis=1)
        shares: npt.NDArray[np.float64] = np.divide(products, norms, out=np.zeros(count), where=norms > 0)
        return shares

    def _barred(self, block: Block, corpus: Corpus) -> list[tuple[int, int, int]]:
        """Rows, and the lags in the block at which they would meet their own home."""
        met = []
        for row, home in self._homes:
            span = corpus.span(home)
            if span is None:
                continue
            start = max(0, span[0] - self.audio.shape[1] + 1 - block.first)
            stop = min(block.lags, span[1] - block.first)
            if start < stop:
                met.append((row, start, stop))
        return met

    def _keep(self, top: int, scores: Floats, block: Block) -> None:
        lags = scores.argmax(axis=1)
        for offset, lag in enumerate(lags):
            row, score = top + offset, scores[offset, lag]
            if score > self.scores[row]:
                self.scores[row], self.places[row] = score, block.first + lag
                self._found[row] = block.audio[lag : lag + self.audio.shape[1]]


class WaveformSearch:
    """Feeds the corpus, as it streams by, to windows of several lengths."""

    def __init__(self, windows: Sequence[Windows], longest: int, corpus: Corpus) -> None:
        """longest: the length of the longest window in samples."""
        self._windows, self._corpus = windows, corpus
        self._block = 1 << (BLOCK_WINDOWS * longest - 1).bit_length()
        self._lags = self._block - longest + 1
        self._first = 1 - longest
        self._waiting = np.zeros(longest - 1, np.float32)
        self._tail = longest
        for group in windows:
            group.prepare(self._block)

    def hear(self, flat: Floats) -> None:
        """The next stretch of the flattened stream."""
        self._waiting = np.concatenate([self._waiting, flat])
        start = 0
        while self._waiting.size - start >= self._block:
            self._compare(self._waiting[start : start + self._block])
            start += self._lags
        self._waiting = self._waiting[start:]

    def finish(self) -> None:
        """The stream is over; the scores are final."""
        missing = -(-max(1, self._waiting.size) // self._lags) * self._lags + self._tail - 1 - self._waiting.size
        self.hear(np.zeros(missing, np.float32))
        for group in self._windows:
            group.align()

    def _compare(self, audio: Floats) -> None:
        block = Block(audio, fft.rfft(audio), self._first, self._lags)
        for group in self._windows:
            group.compare(block, self._corpus)
        self._first += self._lags


def _inverse_norms(block: Floats, samples: int) -> Floats:
    """1/‖c‖ of every stretch of so many samples in a block; 0 where it is silent."""
    energy = np.concatenate([[0.0], np.cumsum(block.astype(np.float64) ** 2)])
    energy = energy[samples:] - energy[:-samples]
    audible = energy > FAINTEST * samples
    return np.where(audible, 1.0 / np.sqrt(np.maximum(energy, FAINTEST)), 0.0).astype(np.float32)
