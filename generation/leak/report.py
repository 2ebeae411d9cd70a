"""What a search for leaks tells: while it runs, and of each take in the end."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class LeakProgress:
    """So much of the corpus is searched."""

    fraction: float
    seconds_left: float


@dataclass(frozen=True)
class Baseline:
    """How near recordings come to the corpus that were not copied from it; what a take is held against."""

    kind: str
    """“copy, 0.25 s”, “copy, 1 s” (waveform matches of windows that long) or “likeness, 1 s” (of sound)."""
    compared: int
    median: float
    highest: float
    threshold: float
    """From this score on, a match is flagged: the highest and a margin, between a fixed floor and a fixed ceiling."""
    repeats: int
    """How many of the compared were themselves copies (above the ceiling) and were left out."""


@dataclass(frozen=True)
class Match:
    """The best match of a stretch of a take; it lies, or begins, at `start_seconds` of the file."""

    similarity: float
    """0…1; 1 is a copy at any level."""
    file: Path
    start_seconds: float
    baseline: Baseline

    @property
    def nearness(self) -> float:
        """1 where it is flagged; comparable between kinds."""
        return self.similarity / self.baseline.threshold


@dataclass(frozen=True)
class LeakSecond:
    """One second of a take; a match is None where the take is silent."""

    second: int
    copy: Match | None
    likeness: Match | None
    copied: bool
    resembles: bool


@dataclass(frozen=True)
class Passage:
    """A stretch of a take that is copied from one place."""

    take_start_seconds: float
    seconds: float
    file: Path
    start_seconds: float
    similarity: float


@dataclass(frozen=True)
class LeakReport:
    """What one take repeats of the corpus."""

    take: Path
    seconds: tuple[LeakSecond, ...]
    passages: tuple[Passage, ...]
    copied_seconds: float
    copied_share: float
    """Of the take's seconds, how many hold copied audio."""
    sentence: str
    baselines: tuple[Baseline, ...]
    warnings: tuple[str, ...] = ()


def sentence(seconds: tuple[LeakSecond, ...], passages: tuple[Passage, ...], others: str) -> str:
    """One take in one line. others: what made the baseline, as in “held-out recordings”."""
    if passages:
        longest = max(passages, key=lambda passage: passage.seconds)
        total = sum(passage.seconds for passage in passages)
        whole = "are copied from" if len({passage.file for passage in passages}) == 1 else "are copied, the most from"
        return (
            f"{_told(total)} s of this take {whole} {longest.file.name} at {longest.start_seconds:.1f} s: "
            "do not share it; a model that trains on more material repeats less."
        )
    nearest = max((second.copy for second in seconds if second.copy), key=lambda match: match.nearness, default=None)
    if nearest is None:
        return "This take holds no sound to compare, so it repeats nothing of the training audio."
    beyond = nearest.similarity > nearest.baseline.highest
    nearness = f"a little nearer than {others}" if beyond else f"as near as {others}"
    if nearest.baseline.compared == 0:
        nearness = f"{100 * nearest.nearness:.0f} % of the way to a copy"
    told = f"0 % of this take repeats the training audio; its closest second is {nearness}."
    like = [second for second in seconds if second.resembles and second.likeness]
    if like:
        best = max((second.likeness for second in like if second.likeness), key=lambda match: match.similarity)
        told += (
            f" {len(like)} s of it sound like {best.file.name} at {best.start_seconds:.1f} s and such places: "
            "listen to both."
        )
    return told


def _told(seconds: float) -> str:
    return f"{seconds:.1f}" if seconds >= 1.0 else f"{seconds:.2g}"
