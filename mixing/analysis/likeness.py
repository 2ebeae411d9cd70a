"""Which sounds are alike: a portrait of each, how like two of them are, and labels for slices from similar ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from mixing.analysis.character import CEPSTRA, CEPSTRUM, FLATNESS, LEVEL, VOICING, Rows

Portraits = NDArray[np.float32]  # (slices, features)

PARTS = 3  # beginning, middle and end: words differ in their order, not in their average
_QUIET_DB = 30.0  # below its loudest moment a slice is not listened to
_DIFFERENT = 4.5  # the distance at which two sounds have nothing to do with each other
_SILENT_DBFS = -84.0  # where no moment is louder there is nothing to compare; dither is 10 dB below
# Likeness falls to 1/e at the distance _APART. With these, a word spoken twice reads .7 to .97, words of two speakers
# .5 to .9, white against pink noise .75, a tone against a sawtooth .6, speech against noise .05 to .2.
_APART, _STEEPNESS = 2.2, 1.6
_VOICED = 0.55
_MOVING_DB = 5.0
# What one unit of distance is: the usual spread of the same kind of sound, in each kind of feature.
_CEPSTRUM, _SPREAD, _VOICING, _FLATNESS, _MOVEMENT, _LENGTH = 2.2, 1.4, 0.22, 0.12, 8.0, 0.9


@dataclass(frozen=True)
class Suggestion:
    """A label, how sure it is (0 to 1), and the number of the labelled portrait that it is most like."""

    label: str
    sureness: float
    like: int


def portrait(rows: Rows) -> NDArray[np.float32]:
    """One slice as a vector, whatever its length and level; the distance of two is that of their sounds."""
    heard = rows.astype(np.float32)
    if not len(heard):
        heard = np.zeros((1, CEPSTRUM + CEPSTRA), np.float32)
    loud = heard[:, LEVEL] >= heard[:, LEVEL].max() - _QUIET_DB
    heard = heard[np.flatnonzero(loud)[0] : np.flatnonzero(loud)[-1] + 1]
    weights = np.clip((heard[:, LEVEL] - heard[:, LEVEL].max() + _QUIET_DB) / _QUIET_DB, 0.05, 1.0)
    cepstra = [_mean(part[:, CEPSTRUM:], share) / _CEPSTRUM for part, share in _parts(heard, weights)]
    voicing = [_mean(part[:, VOICING], share) / _VOICING for part, share in _parts(heard, weights)]
    whole = _mean(heard[:, CEPSTRUM:], weights)
    spread = np.sqrt(_mean(np.square(heard[:, CEPSTRUM:] - whole), weights)) / _SPREAD
    return np.concatenate(
        [
            np.concatenate(cepstra) / np.sqrt(PARTS * CEPSTRA),
            spread / np.sqrt(CEPSTRA),
            np.array(voicing) / np.sqrt(PARTS),
            [_mean(heard[:, FLATNESS], weights) / _FLATNESS],
            [heard[:, LEVEL].std() / _MOVEMENT],
            [np.log(len(heard)) / _LENGTH],
        ]
    ).astype(np.float32) * np.float32(0.7)


def portrait_of_sound(rows: Rows) -> NDArray[np.float32] | None:
    """The portrait of a whole sound; None where it is silent, since silence is like nothing."""
    if not len(rows) or rows[:, LEVEL].max() <= _SILENT_DBFS:
        return None
    return portrait(rows)


def likeness(one: NDArray[np.float32], others: Portraits) -> NDArray[np.float32]:
    """How like one portrait each of the others is: 1 the same, 0 nothing in common, less the farther they lie apart."""
    distances = np.sqrt(np.square(others - one).sum(axis=1))
    falling: NDArray[np.float32] = np.exp(-np.power(distances / _APART, _STEEPNESS)).astype(np.float32)
    return falling


def packed(found: NDArray[np.float32] | None) -> bytes:
    """A portrait to be kept: half floats, little-endian; no bytes at all for silence."""
    return b"" if found is None else found.astype("<f2").tobytes()


def unpacked(kept: Sequence[bytes]) -> Portraits:
    """Portraits that were kept, none of them of silence."""
    return np.stack([np.frombuffer(one, "<f2") for one in kept]).astype(np.float32)


def portraits(rows: Rows, slices: Sequence[tuple[int, int]]) -> Portraits:
    """Of slices given by their ticks."""
    found = [portrait(rows[start:stop]) for start, stop in slices]
    return np.stack(found) if found else np.zeros((0, len(portrait(rows[:0]))), np.float32)


def suggest(unknown: Portraits, known: Portraits, labels: Sequence[str]) -> list[Suggestion | None]:
    """A label for each unknown portrait: its nearest known one's. None where nothing is alike.

    It is the surer the nearer that one is, and the farther the nearest of another label.
    """
    if not len(known):
        return [None] * len(unknown)
    names = np.array(labels)
    out: list[Suggestion | None] = []
    for one in unknown:
        distances = np.sqrt(np.square(known - one).sum(axis=1))
        nearest = int(distances.argmin())
        near = float(distances[nearest])
        alike = 1.0 - near / _DIFFERENT
        if alike <= 0.0:
            out.append(None)
            continue
        other = float(distances[names != names[nearest]].min(initial=_DIFFERENT))
        out.append(Suggestion(labels[nearest], round(alike * other / (other + near + 1e-9), 3), nearest))
    return out


def kind_of(rows: Rows) -> str:
    """What a sound is before anybody has named one: voice, tone, knocks or noise."""
    heard = rows.astype(np.float32)
    if not len(heard):
        return "noise"
    loud = heard[heard[:, LEVEL] >= heard[:, LEVEL].max() - 15.0]
    moving = float(heard[:, LEVEL].std())
    voicing = float(np.percentile(loud[:, VOICING], 75))
    if voicing >= _VOICED:
        changes = float(np.sqrt(loud[:, CEPSTRUM:].var(axis=0).mean()))
        return "voice" if moving > 2.0 or changes > 0.8 else "tone"
    return "knocks" if moving > 2.0 * _MOVING_DB and len(loud) < 0.3 * len(heard) else "noise"


def _parts(
    heard: NDArray[np.float32], weights: NDArray[np.float32]
) -> list[tuple[NDArray[np.float32], NDArray[np.float32]]]:
    out = []
    for low, high in pairwise(np.linspace(0, len(heard), PARTS + 1)):
        first = min(int(low), len(heard) - 1)
        here = slice(first, max(first + 1, round(high)))
        out.append((heard[here], weights[here]))
    return out


def _mean(values: NDArray[np.float32], weights: NDArray[np.float32]) -> NDArray[np.float32]:
    mean: NDArray[np.float32] = np.average(values, axis=0, weights=weights)
    return mean
