"""Finds the same sound in two files: candidates by their fingerprints, proof by correlating the audio itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.signal import fftconvolve

from generation.audio import AudioError
from generation.doctor.fingerprint import BITS, HOP_SECONDS, Words
from generation.doctor.frames import Mono
from generation.doctor.source import excerpt

KEY_BITS, KEY_SHIFT = np.uint32((1 << 22) - 1), np.uint32(BITS - 22)
"""A word is looked up by its lower and by its upper 22 bits: one of them often survives where noise flips a bit."""
FEWEST_VOTES = 3
"""Equal keys at one shift: enough to listen; what is chance is found out by the correlation."""
MOST_ALIKE = 64
"""A word that is found oftener belongs to a steady sound and says nothing of where."""
SAME_BITS = 0.72
"""Share of equal bits (of 32) from which a frame is the same sound: chance gives 0.5, a coded copy 0.75 and more."""
FEWEST_COMMON = 6
"""Frames: with less than 0.15 s in common, two files may only share a syllable."""
MOST_TRIES = 4
"""Candidates that are correlated for one file; the likeliest come first."""
PROOF_SECONDS = 8.0
SHORTEST_PROOF_SECONDS = 1.0
"""One vowel of a voice resembles its next; a whole word hardly does."""
PROOF_RATE_HZ = 8_000
SLACK_SECONDS = 0.1
SAME = 0.95
"""Correlation of a copy, even one that went through an MP3."""
NEARLY_SAME = 0.85
"""The same take with something on top; two takes of one short word by one voice come to 0.8."""


@dataclass(frozen=True)
class Match:
    """A file whose sound another one holds too; indices into the sequence that was given, `copy` is the shorter."""

    original: int
    copy: int
    shift_seconds: float
    """How much later the sound comes in the original."""
    seconds: float
    correlation: float


def matches(paths: Sequence[Path], words: Sequence[Words]) -> Iterator[Match]:
    """Each file whose sound lies in a longer or earlier one, once. Reads a few excerpts of each candidate."""
    seen: set[int] = set()
    tried: Counter[int] = Counter()
    for original, copy, shift in _candidates(words):
        if copy in seen or tried[copy] >= MOST_TRIES:
            continue
        tried[copy] += 1
        common = _common_frames(words[original], words[copy], shift)
        if common.size < FEWEST_COMMON:
            continue
        lengths = len(words[original]), len(words[copy])
        try:
            correlation = _correlation(paths[original], paths[copy], lengths, shift, common)
        except AudioError:
            continue  # the file has gone since: nothing can be proved of it
        if correlation >= NEARLY_SAME:
            seen.add(copy)
            yield Match(original, copy, shift * HOP_SECONDS, common.size * HOP_SECONDS, correlation)


def _candidates(words: Sequence[Words]) -> Iterator[tuple[int, int, int]]:
    """Rows (original, copy, shift in hops), those that most keys vote for first."""
    lengths = np.array([len(some) for some in words], np.int64)
    if not lengths.sum():
        return
    value = np.concatenate(words)
    file = np.repeat(np.arange(len(words)), lengths)
    frame = np.arange(value.size) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    pairs = np.concatenate([_alike(value & KEY_BITS, file), _alike(value >> KEY_SHIFT, file)])
    longer, shorter = pairs[:, 0], pairs[:, 1]
    swapped = lengths[file[longer]] < lengths[file[shorter]]
    longer, shorter = np.where(swapped, shorter, longer), np.where(swapped, longer, shorter)
    rows = np.stack([file[longer], file[shorter], frame[longer] - frame[shorter]], axis=1)
    kinds, votes = np.unique(rows, axis=0, return_counts=True)
    for kind in np.argsort(-votes, kind="stable"):
        if votes[kind] < FEWEST_VOTES:
            return
        original, copy, shift = (int(number) for number in kinds[kind])
        yield original, copy, shift


def _alike(key: Words, file: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Pairs (earlier, later) of places that hold the same key in different files, shape (pairs, 2).

    Equal keys are sorted beside each other; each is held against the first of its kind and the one before it, which
    finds all copies of a sound without comparing every pair.
    """
    used = np.flatnonzero(key)
    order = used[np.argsort(key[used], kind="stable")]
    key = key[order]
    starts = np.flatnonzero(np.r_[True, key[1:] != key[:-1]]) if key.size else np.zeros(0, np.int64)
    sizes = np.diff(np.r_[starts, key.size])
    head = np.repeat(starts, sizes)
    telling = np.repeat((sizes > 1) & (sizes <= MOST_ALIKE), sizes)
    later = np.flatnonzero(telling & (np.arange(key.size) > head))
    pairs = order[np.stack([np.r_[head[later], later - 1], np.r_[later, later]], axis=1)]
    return np.asarray(pairs[file[pairs[:, 0]] != file[pairs[:, 1]]])


def _common_frames(original: Words, copy: Words, shift: int) -> npt.NDArray[np.int64]:
    """The frames of the copy that are alike in the original, at a shift in hops."""
    start, end = max(0, -shift), min(len(copy), len(original) - shift)
    one, other = original[start + shift : end + shift], copy[start:end]
    same = 1.0 - np.bitwise_count(one ^ other) / BITS
    return start + np.flatnonzero((same >= SAME_BITS) & (one > 0) & (other > 0))


def _correlation(
    original: Path, copy: Path, lengths: tuple[int, int], shift: int, common: npt.NDArray[np.int64]
) -> float:
    """The greatest correlation of the middle of what the two have in common, at about the shift."""
    first, end = max(0, -shift), min(lengths[1], lengths[0] - shift)
    overlap = (end - first) * HOP_SECONDS
    seconds = min(PROOF_SECONDS, overlap, max(SHORTEST_PROOF_SECONDS, common.size * HOP_SECONDS))
    middle = float(np.median(common)) * HOP_SECONDS
    start = min(max(first * HOP_SECONDS, middle - seconds / 2.0), end * HOP_SECONDS - seconds)
    wanted = excerpt(copy, start, seconds, PROOF_RATE_HZ)
    earliest = start + shift * HOP_SECONDS - SLACK_SECONDS
    around = excerpt(original, earliest, seconds + 2.0 * SLACK_SECONDS, PROOF_RATE_HZ)
    return _greatest(wanted, around)


def _greatest(wanted: Mono, around: Mono) -> float:
    """The greatest normalised cross-correlation, of either polarity, with `wanted` wholly inside `around`.

    Of the audio's differences, in which high frequencies weigh as much as low ones: the vowels of two takes of one
    word may run alike for a while, what lies above them does not.
    """
    if wanted.size < 3 or around.size < wanted.size:
        return 0.0
    wanted, around = np.diff(wanted), np.diff(around)
    products = fftconvolve(around.astype(np.float64), wanted[::-1].astype(np.float64), mode="valid")
    energy = np.concatenate([[0.0], np.cumsum(np.square(around, dtype=np.float64))])
    under = energy[wanted.size :] - energy[: -wanted.size]
    norm = np.sqrt(np.maximum(under, 1e-12) * float(np.square(wanted, dtype=np.float64).sum()))
    return float(np.abs(products / np.maximum(norm, 1e-12)).max())
