"""Finds what in the corpus sounds most like a patch of a take: correlation of log-mel spectrograms.

It survives another phase and small changes of tempo, which no waveform match does, and so hears a word said in the
same way. It is weaker evidence: of the measures that Bralios et al. compared ("Generation or replication: auscultating
audio latent diffusion models", 2024) the correlation of mel spectrograms told memorised sounds best.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy import fft

from generation.leak.corpus import Corpus, Home, Piece
from generation.leak.flatten import Floats

FRAME_SECONDS, HOP_SECONDS = 0.032, 0.02
BANDS = 32
LOWEST_HZ = 80.0
PATCH_FRAMES = 50
"""A second: half of one tells two words of a speaker apart no better than chance."""
TEMPI = (0.95, 1.0, 1.05)
FAINTEST_DB = -80.0
RANGE_NATS = 4.0 * np.log(10.0)
"""40 dB under a patch's strongest value it counts as silent, so that noise under a copy changes little."""
STILL_NATS = 0.2
"""A patch whose log-mel values vary less than this (RMS) about the means has no shape to compare."""
BLOCK_FRAMES = 2_048
PATCH_SHAPE = (len(TEMPI), PATCH_FRAMES * BANDS)


def log_mel(audio: Floats, sample_rate_hz: int) -> Floats:
    """Natural log of the power in mel bands, (frames, bands), a frame each 20 ms."""
    frame, hop = round(FRAME_SECONDS * sample_rate_hz), round(HOP_SECONDS * sample_rate_hz)
    if audio.size < frame:
        return np.empty((0, BANDS), np.float32)
    window = np.hanning(frame + 2)[1:-1].astype(np.float32)
    bank = _mel_bank(frame, sample_rate_hz)
    views = np.lib.stride_tricks.sliding_window_view(audio, frame)[::hop]
    parts = []
    for top in range(0, len(views), BLOCK_FRAMES):
        power = np.abs(fft.rfft(views[top : top + BLOCK_FRAMES] * window, axis=1)) ** 2
        parts.append(np.log(power @ bank / np.sum(window**2) + 10 ** (FAINTEST_DB / 10)))
    return np.concatenate(parts).astype(np.float32)


def patch(features: Floats, start: float) -> Floats | None:
    """The patch (tempi, frames x bands) that begins at a frame, at each tempo; None when it is still."""
    rows = []
    for tempo in TEMPI:
        frames = np.clip(start + tempo * np.arange(PATCH_FRAMES), 0, len(features) - 1)
        low = np.minimum(frames.astype(np.int64), len(features) - 2)
        share = (frames - low)[:, None]
        rows.append((1 - share) * features[low] + share * features[low + 1])
    shapes = _shapes(np.stack(rows).astype(np.float32))
    return shapes if np.all(np.any(shapes, axis=1)) else None


class LikenessSearch:
    """Patches, (patches, tempi, frames x bands), each with the most similar place found so far."""

    def __init__(self, patches: Floats, homes: Sequence[Home | None], corpus: Corpus) -> None:
        self.scores = np.zeros(len(patches), np.float32)
        self.places = np.zeros(len(patches), np.int64)
        """Stream position (samples) of the best match."""
        self._matrix = patches.reshape(-1, PATCH_FRAMES * BANDS).T.copy()
        self._homes = [(row, home) for row, home in enumerate(homes) if home is not None]
        self._corpus = corpus
        self._features = np.empty((0, BANDS), np.float32)
        self._positions = np.empty(0, np.int64)

    def hear(self, piece: Piece) -> None:
        """The next piece of the stream."""
        features = log_mel(piece.audio, self._corpus.sample_rate_hz)
        hop = round(HOP_SECONDS * self._corpus.sample_rate_hz)
        self._features = np.concatenate([self._features, features])
        self._positions = np.concatenate([self._positions, piece.first + hop * np.arange(len(features))])
        while len(self._features) >= BLOCK_FRAMES + PATCH_FRAMES:
            self._compare(BLOCK_FRAMES + PATCH_FRAMES - 1)

    def finish(self) -> None:
        """The stream is over; the scores are final."""
        if len(self._features) >= PATCH_FRAMES:
            self._compare(len(self._features))

    def _compare(self, frames: int) -> None:
        """Meets every patch of the first frames, and forgets those."""
        features, lags = self._features[:frames], frames - PATCH_FRAMES + 1
        if len(self.scores):
            views = np.lib.stride_tricks.sliding_window_view(features, PATCH_FRAMES, axis=0)
            scores = (_shapes(views.transpose(0, 2, 1)) @ self._matrix).reshape(lags, -1, len(TEMPI)).max(axis=2)
            self._bar(scores, lags)
            best = scores.argmax(axis=0)
            found = scores[best, np.arange(scores.shape[1])]
            better = found > self.scores
            self.scores[better] = found[better]
            self.places[better] = self._positions[best[better]]
        self._features, self._positions = self._features[lags:], self._positions[lags:]

    def _bar(self, scores: Floats, lags: int) -> None:
        """No excerpt of the corpus meets its own home."""
        positions = self._positions
        for row, home in self._homes:
            span = self._corpus.span(home)
            if span is not None:
                ends = positions[PATCH_FRAMES - 1 : PATCH_FRAMES - 1 + lags]
                scores[(ends >= span[0]) & (positions[:lags] < span[1]), row] = 0.0


def _shapes(patches: Floats) -> Floats:
    """What is compared of patches (patches, frames, bands): (patches, frames x bands) of unit norm; 0 when still.

    Without each band's mean, recordings through other microphones compare; without each frame's, all that has pauses
    and syllables does not look alike.
    """
    shapes = np.maximum(patches, patches.max(axis=(1, 2), keepdims=True) - RANGE_NATS)
    shapes -= shapes.mean(axis=1, keepdims=True)
    shapes -= shapes.mean(axis=2, keepdims=True)
    flat = shapes.reshape(len(patches), -1)
    norms = np.linalg.norm(flat, axis=1, keepdims=True)
    flat[norms[:, 0] < STILL_NATS * np.sqrt(flat.shape[1])] = 0.0
    return np.asarray(flat / np.maximum(norms, 1e-9), np.float32)


def _mel_bank(frame: int, sample_rate_hz: int) -> npt.NDArray[np.float64]:
    """Triangles in the mel scale 2595·log10(1 + f/700), (bins, bands), each of sum 1."""
    lowest, highest = (2595.0 * np.log10(1.0 + hz / 700.0) for hz in (LOWEST_HZ, sample_rate_hz / 2))
    corners = 700.0 * (10.0 ** (np.linspace(lowest, highest, BANDS + 2) / 2595.0) - 1.0)
    bins = np.arange(frame // 2 + 1) * sample_rate_hz / frame
    width = sample_rate_hz / frame
    rising = (bins[:, None] - corners[:-2]) / np.maximum(np.diff(corners)[:-1], width)
    falling = (corners[2:] - bins[:, None]) / np.maximum(np.diff(corners)[1:], width)
    bank = np.clip(np.minimum(rising, falling), 0.0, None)
    return np.asarray(bank / np.maximum(bank.sum(axis=0), 1e-9))
