"""Holds takes against the audio that a model was trained on: what do they give away?

Every quarter of a second of a take is compared as a waveform with every place of the corpus, which finds copies that
are whole; every second too, which finds copies worn by noise (20 dB under them, or 10) or under other sound as loud;
and every second by its sound. How near is too near is told by recordings that were surely not copied: held-out ones,
and the corpus' own, each against the rest.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

from generation.audio import load_audio
from generation.errors import EngineError
from generation.leak.corpus import Corpus
from generation.leak.flatten import Floats
from generation.leak.likeness import PATCH_SHAPE, LikenessSearch
from generation.leak.report import LeakProgress, LeakReport
from generation.leak.rows import CELL_SECONDS, KINDS, LIKENESS, LONG, SHORT, Row, Source, rows_of
from generation.leak.verdict import Evidence, judge, measure_baseline
from generation.leak.waveform import WaveformSearch, Windows

ANALYSIS_HZ = 8_000
"""The band under 4 kHz is what all recordings have in common, old and new, resampled or coded."""
LOWEST_HZ, HIGHEST_HZ = 4_000, 48_000
EXCERPTS, EXCERPT_SECONDS = 32, 1.5
BATCH_ROWS = 1_024
"""So many at a time, 130 kB each, however long the takes are."""


class LeakError(EngineError):
    """The takes and the corpus cannot be compared."""


def find_leaks(
    takes: Sequence[Path],
    corpus: Sequence[Path],
    *,
    held_out: Sequence[Path] | None = None,
    sample_rate_hz: int | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[LeakProgress | LeakReport]:
    """Yields progress while it searches, then a `LeakReport` for each take; stop iterating to cancel.

    corpus: the audio files that were trained on; held_out: others of the same kind that were not. All are compared at
    sample_rate_hz (8 kHz when None): only the band under half of it counts. Raises `LeakError` or `AudioError`.
    """
    rate = _checked_rate(ANALYSIS_HZ if sample_rate_hz is None else sample_rate_hz)
    _check_files(takes, corpus, held_out or ())
    stream = Corpus(corpus, rate)
    sources = [Source(_take(path, rate), rate, index) for index, path in enumerate(takes)]
    spared = [Source(audio, rate, home=home) for audio, home in stream.excerpts(EXCERPTS, EXCERPT_SECONDS)]
    new = [Source(audio, rate) for audio, _ in Corpus(held_out or (), rate).excerpts(EXCERPTS, EXCERPT_SECONDS)]
    rows = [row for source in (*spared, *new, *sources) for row in rows_of(source)]
    batches = [rows[first : first + BATCH_ROWS] for first in range(0, len(rows), BATCH_ROWS)] or [[]]
    started = clock()
    evidence: list[Evidence] = []
    for index, batch in enumerate(batches):
        search = _Search(batch, stream)
        for heard in search.run():
            fraction = (index + heard) / len(batches)
            yield LeakProgress(fraction, (clock() - started) * (1.0 - fraction) / max(fraction, 1e-6))
        evidence.extend(search.evidence())
    baselines = {
        kind.name: measure_baseline(
            kind, [piece.score for piece in evidence if piece.row.kind is kind and piece.row.source.take is None]
        )
        for kind in KINDS
    }
    others = "held-out recordings are" if new else "the recordings of the corpus are to one another"
    for source, path in zip(sources, takes, strict=True):
        found = (piece for piece in evidence if piece.row.source is source)
        yield judge(path, source, found, baselines, stream, others)


class _Search:
    """One pass of the corpus past a batch of rows."""

    def __init__(self, rows: Sequence[Row], corpus: Corpus) -> None:
        self._corpus = corpus
        self._rows = {kind: [row for row in rows if row.kind is kind] for kind in KINDS}
        cell = round(CELL_SECONDS * corpus.sample_rate_hz)
        sizes = {SHORT: (SHORT.cells * cell,), LONG: (LONG.cells * cell,), LIKENESS: PATCH_SHAPE}
        vectors = {kind: np.empty((len(rows), *sizes[kind]), np.float32) for kind, rows in self._rows.items()}
        for kind, rows in self._rows.items():
            for index, row in enumerate(rows):
                vectors[kind][index] = row.vector()
        homes = {kind: [row.source.home for row in rows] for kind, rows in self._rows.items()}
        self._windows = {kind: Windows(vectors[kind], homes[kind]) for kind in (SHORT, LONG)}
        self._waveform = WaveformSearch(list(self._windows.values()), LONG.cells * cell, corpus)
        self._likeness = LikenessSearch(vectors[LIKENESS], homes[LIKENESS], corpus)

    def run(self) -> Iterator[float]:
        """Yields the share of the corpus that has passed."""
        total, loudest = sum(self._corpus.seconds), 0.0
        heard = 0.0
        for piece in self._corpus.pieces():
            loudest = max(loudest, float(np.abs(piece.audio).max(initial=0.0)))
            self._likeness.hear(piece)
            self._waveform.hear(piece.flat)
            heard += piece.audio.size / self._corpus.sample_rate_hz
            yield min(1.0, heard / total)
        if loudest == 0.0:
            raise LeakError("The corpus is digital silence: give the folder of the recordings that were trained on.")
        self._waveform.finish()
        self._likeness.finish()

    def evidence(self) -> Iterator[Evidence]:
        for kind, windows in self._windows.items():
            for index, row in enumerate(self._rows[kind]):
                cells = tuple(windows.parts(index, kind.cells).tolist())
                yield Evidence(row, float(windows.scores[index]), int(windows.places[index]), cells)
        for index, row in enumerate(self._rows[LIKENESS]):
            yield Evidence(row, float(self._likeness.scores[index]), int(self._likeness.places[index]))


def _checked_rate(sample_rate_hz: int) -> int:
    if not LOWEST_HZ <= sample_rate_hz <= HIGHEST_HZ:
        raise LeakError(f"The rate of {sample_rate_hz} Hz cannot be compared at: choose {LOWEST_HZ} to {HIGHEST_HZ}.")
    return sample_rate_hz


def _check_files(takes: Sequence[Path], corpus: Sequence[Path], held_out: Sequence[Path]) -> None:
    if not takes:
        raise LeakError("There is no take to look at: name at least one.")
    if not corpus:
        raise LeakError("The corpus holds no audio files: give the recordings that were trained on.")
    trained = {path.resolve() for path in corpus}
    for path in takes:
        if path.resolve() in trained:
            raise LeakError(f"{path.name} is itself in the corpus: keep takes in another folder.")
    for path in held_out:
        if path.resolve() in trained:
            raise LeakError(f"{path.name} is in the corpus, so it is not held out: give recordings of their own.")


def _take(path: Path, sample_rate_hz: int) -> Floats:
    audio = load_audio(path, sample_rate_hz)
    if audio.size < SHORT.cells * CELL_SECONDS * sample_rate_hz:
        raise LeakError(f"{path.name} is shorter than {SHORT.cells * CELL_SECONDS:g} s: too little to compare.")
    return audio
