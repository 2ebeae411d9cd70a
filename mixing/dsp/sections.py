"""Second-order sections eight samples at a time, so that a filter that feeds back fills a processor's lanes.

A stretch lies in eight rows: row k holds sample k of every eight. Going down the rows as if nothing had been before
each eight is the same for all of them at once; then what every eight inherits of the two outputs before it, which
decays by the same powers in all of them, is carried from eight to eight in one short chain and added. Nothing is
approximated: the powers are those of the section's own state matrix (cf. P. M. Kogge, H. S. Stone, "A Parallel
Algorithm for the Efficient Solution of a General Class of Recurrence Equations", 1973).
"""

import numpy as np
from numpy.typing import NDArray

from mixing.audio import Audio, Doubles
from mixing.kernel import kernel

EIGHT = 8

_EIGHTS = 256  # in a stretch
_PITCH = 272  # from row to row; before the first eight of each stands what came before the stretch
# Places are unsigned, because one that is a sum might be negative for all the compiler knows.
_R0, _R1, _R2, _R3, _R4, _R5, _R6, _R7 = (np.uint64(_PITCH * k + 8) for k in range(EIGHT))
_ONE = np.uint64(1)
_INAUDIBLE = 1e-30


@kernel
def through_sections(
    block: Audio, out: Audio, begin: int, end: int, sections: Doubles, heard: NDArray[np.int64], state: Doubles
) -> None:
    """Filter whole eights of float32 (channels, samples), from one place to another, by the sections numbered `heard`.

    state: (channels, sections + 1, 2), the last two samples that went into each, and that came out of the last.
    """
    powers = np.empty((heard.shape[0], 2, EIGHT))
    for number in range(heard.shape[0]):
        _powers(sections[heard[number], 3], sections[heard[number], 4], powers[number])
    wave, made = np.empty(EIGHT * _PITCH), np.empty(EIGHT * _PITCH)
    for channel in range(block.shape[0]):
        last = state[channel]
        for at in range(begin, end, EIGHT * _EIGHTS):
            stop = min(at + EIGHT * _EIGHTS, end)
            eights = (stop - at) // EIGHT
            _laid(block[channel, at:stop], eights, wave)
            final = np.uint64(eights - 1)
            wave[_R7 - _ONE], wave[_R6 - _ONE] = last[0, 0], last[0, 1]
            last[0, 0], last[0, 1] = wave[_R7 + final], wave[_R6 + final]
            for number in range(heard.shape[0]):
                place = heard[number]
                after = last[place + 1]
                made[_R7 - _ONE], made[_R6 - _ONE] = after[0], after[1]
                _section(wave, eights, sections[place], powers[number], made)
                after[0], after[1] = _audible(made[_R7 + final]), _audible(made[_R6 + final])
                wave, made = made, wave
            _taken(wave, eights, out[channel, at:stop])


@kernel
def _audible(x: float) -> float:
    """Numbers so small that they would slow whatever computes with them are as good as silence."""
    return x if abs(x) > _INAUDIBLE else 0.0


@kernel
def _powers(a1: float, a2: float, powers: Doubles) -> None:
    """How each of eight outputs hears the last output before them, and the one before that."""
    for way in range(2):
        y1, y2 = (1.0, 0.0) if way == 0 else (0.0, 1.0)
        for k in range(EIGHT):
            y = -a1 * y1 - a2 * y2
            powers[way, k] = y
            y1, y2 = y, y1


@kernel
def _laid(some: NDArray[np.float32], eights: int, wave: Doubles) -> None:
    for k in range(EIGHT):
        row, source = wave[_PITCH * k + 8 :], some[k:]
        for b in range(eights):
            row[b] = source[EIGHT * b]


@kernel
def _taken(wave: Doubles, eights: int, out: NDArray[np.float32]) -> None:
    for k in range(EIGHT):
        row, target = wave[_PITCH * k + 8 :], out[k:]
        for b in range(eights):
            target[EIGHT * b] = np.float32(_audible(row[b]))


@kernel
def _section(wave: Doubles, eights: int, section: Doubles, powers: Doubles, made: Doubles) -> None:
    """One section from `wave` into `made`: as if silence had been before each eight, and what had been added."""
    _alone(wave, eights, section, made)
    p7, q7, p6, q6 = powers[0, 7], powers[1, 7], powers[0, 6], powers[1, 6]
    y1, y2 = made[_R7 - _ONE], made[_R6 - _ONE]
    for b in range(np.uint64(eights)):
        y1, y2 = (made[_R7 + b] + q7 * y2) + p7 * y1, (made[_R6 + b] + q6 * y2) + p6 * y1
        made[_R7 + b], made[_R6 + b] = y1, y2
    p0, p1, p2, p3, p4, p5 = powers[0, 0], powers[0, 1], powers[0, 2], powers[0, 3], powers[0, 4], powers[0, 5]
    q0, q1, q2, q3, q4, q5 = powers[1, 0], powers[1, 1], powers[1, 2], powers[1, 3], powers[1, 4], powers[1, 5]
    for b in range(np.uint64(eights)):
        one, two = made[_R7 + b - _ONE], made[_R6 + b - _ONE]
        made[_R0 + b] += p0 * one + q0 * two
        made[_R1 + b] += p1 * one + q1 * two
        made[_R2 + b] += p2 * one + q2 * two
        made[_R3 + b] += p3 * one + q3 * two
        made[_R4 + b] += p4 * one + q4 * two
        made[_R5 + b] += p5 * one + q5 * two


@kernel
def _alone(wave: Doubles, eights: int, section: Doubles, made: Doubles) -> None:
    b0, b1, b2, a1, a2 = section[0], section[1], section[2], section[3], section[4]
    for b in range(np.uint64(eights)):
        before, last = wave[_R6 + b - _ONE], wave[_R7 + b - _ONE]
        x0, x1, x2, x3 = wave[_R0 + b], wave[_R1 + b], wave[_R2 + b], wave[_R3 + b]
        x4, x5, x6, x7 = wave[_R4 + b], wave[_R5 + b], wave[_R6 + b], wave[_R7 + b]
        y0 = b0 * x0 + b1 * last + b2 * before
        y1 = b0 * x1 + b1 * x0 + b2 * last - a1 * y0
        y2 = (b0 * x2 + b1 * x1 + b2 * x0 - a2 * y0) - a1 * y1
        y3 = (b0 * x3 + b1 * x2 + b2 * x1 - a2 * y1) - a1 * y2
        y4 = (b0 * x4 + b1 * x3 + b2 * x2 - a2 * y2) - a1 * y3
        y5 = (b0 * x5 + b1 * x4 + b2 * x3 - a2 * y3) - a1 * y4
        y6 = (b0 * x6 + b1 * x5 + b2 * x4 - a2 * y4) - a1 * y5
        y7 = (b0 * x7 + b1 * x6 + b2 * x5 - a2 * y5) - a1 * y6
        made[_R0 + b], made[_R1 + b], made[_R2 + b], made[_R3 + b] = y0, y1, y2, y3
        made[_R4 + b], made[_R5 + b], made[_R6 + b], made[_R7 + b] = y4, y5, y6, y7
