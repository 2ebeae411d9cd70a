"""Tells from the scores what is copied: how near recordings come by chance, and which stretches come nearer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from generation.leak.corpus import Corpus
from generation.leak.report import Baseline, LeakReport, LeakSecond, Match, Passage, sentence
from generation.leak.rows import CELL_SECONDS, LIKENESS, Kind, Row, Source

CELLS_A_SECOND = round(1.0 / CELL_SECONDS)
FEWEST = 8
"""A baseline of fewer comparisons says little."""
SAME_PLACE_SECONDS = 0.01


@dataclass(frozen=True)
class Evidence:
    """The best match of one row: its score, its place in the corpus (stream samples), the scores of its cells."""

    row: Row
    score: float
    position: int
    cells: tuple[float, ...] = ()

    @property
    def heart(self) -> int:
        """The place (stream samples) of the cell that matches best: a window may begin in the file before."""
        if not self.cells:
            return self.position
        return self.position + int(np.argmax(self.cells)) * self.row.source.cell


Baselines = Mapping[str, Baseline]
Claim = tuple[float, float, int]
"""What a copied cell comes from: nearness, similarity, stream position (samples)."""


def measure_baseline(kind: Kind, scores: Sequence[float]) -> Baseline:
    """The threshold of a kind, from the scores of recordings that were not copied; 0: it met nothing but its home."""
    met = [score for score in scores if score > 0.0]
    kept = [score for score in met if score < kind.ceiling]
    highest = max(kept, default=0.0)
    threshold = min(max(kind.floor, highest + kind.margin), kind.ceiling)
    median = float(np.median(kept)) if kept else 0.0
    return Baseline(kind.name, len(kept), median, highest, threshold, len(met) - len(kept))


def judge(
    path: Path, take: Source, found: Iterable[Evidence], baselines: Baselines, corpus: Corpus, others: str
) -> LeakReport:
    """The report of one take from the evidence of its rows. others: what made the baseline, in words."""
    evidence = list(found)
    claims = _claims(evidence, baselines, take)
    passages = _passages(claims, corpus)
    seconds = tuple(
        _second(second, evidence, claims, baselines, corpus) for second in range(-(-take.cells // CELLS_A_SECOND))
    )
    return LeakReport(
        take=path,
        seconds=seconds,
        passages=passages,
        copied_seconds=len(claims) * CELL_SECONDS,
        copied_share=sum(second.copied for second in seconds) / max(1, len(seconds)),
        sentence=sentence(seconds, passages, others),
        baselines=tuple(baselines.values()),
        warnings=_warnings(baselines.values()),
    )


def _claims(evidence: Iterable[Evidence], baselines: Baselines, take: Source) -> dict[int, Claim]:
    """The cells of a take that are copied: those that bear a flagged window's match, each with its nearest."""
    claims: dict[int, Claim] = {}
    for piece in evidence:
        threshold = baselines[piece.row.kind.name].threshold
        if piece.row.kind is LIKENESS or piece.score < threshold:
            continue
        for offset, score in enumerate(piece.cells):
            cell = piece.row.cell + offset
            claim = (piece.score / threshold, piece.score, piece.position + offset * take.cell)
            if score >= threshold / 2 and cell < take.cells and claim > claims.get(cell, (0.0, 0.0, 0)):
                claims[cell] = claim
    return claims


def _passages(claims: Mapping[int, Claim], corpus: Corpus) -> tuple[Passage, ...]:
    """Joins cells that follow one another in the take and in the same file."""
    passages: list[Passage] = []
    for cell, (_, similarity, position) in sorted(claims.items()):
        file, start = corpus.place(position)
        begins = cell * CELL_SECONDS
        if passages:
            last = passages[-1]
            follows = abs(last.take_start_seconds + last.seconds - begins) < 1e-6
            if follows and last.file == file and abs(last.start_seconds + last.seconds - start) < SAME_PLACE_SECONDS:
                highest = max(last.similarity, similarity)
                passages[-1] = Passage(
                    last.take_start_seconds, last.seconds + CELL_SECONDS, file, last.start_seconds, highest
                )
                continue
        passages.append(Passage(begins, CELL_SECONDS, file, start, similarity))
    return tuple(passages)


def _second(
    second: int, evidence: Sequence[Evidence], claims: Mapping[int, Claim], baselines: Baselines, corpus: Corpus
) -> LeakSecond:
    cells = range(second * CELLS_A_SECOND, (second + 1) * CELLS_A_SECOND)
    here = [piece for piece in evidence if piece.row.overlaps(cells)]
    copy = _nearest([piece for piece in here if piece.row.kind is not LIKENESS], baselines, corpus)
    likeness = _nearest([piece for piece in here if piece.row.kind is LIKENESS], baselines, corpus)
    copied = any(cell in claims for cell in cells)
    return LeakSecond(second, copy, likeness, copied, likeness is not None and likeness.nearness >= 1.0)


def _nearest(pieces: Sequence[Evidence], baselines: Baselines, corpus: Corpus) -> Match | None:
    matches = [Match(piece.score, *corpus.place(piece.heart), baselines[piece.row.kind.name]) for piece in pieces]
    return max(matches, key=lambda match: match.nearness, default=None)


def _warnings(baselines: Iterable[Baseline]) -> tuple[str, ...]:
    told = []
    short = next(iter(baselines))
    if short.compared < FEWEST:
        told.append("There is little to hold the takes against: give held-out recordings of the same kind.")
    if short.repeats:
        told.append(
            f"{short.repeats} of {short.repeats + short.compared} stretches that should be new to the corpus are "
            "copies of a part of it, and were left out: look for files that are there twice."
        )
    return tuple(told)
