"""Decibels of many numbers at once: logarithms and powers as polynomials, to eleven digits, which the library's own
functions give one at a time."""

import math

import numpy as np
from numpy.typing import NDArray

from mixing.audio import Doubles
from mixing.kernel import kernel

_DB_AN_OCTAVE = 10.0 * math.log10(2.0)  # of power
_DB_A_NEPER = 10.0 / math.log(10.0)
_OCTAVES_A_DB = math.log2(10.0) / 20.0  # of amplitude
_LOG_2 = math.log(2.0)
_ROOT_2 = math.sqrt(2.0)
_FRACTION, _ONE = (1 << 52) - 1, 1023 << 52  # of a double's bits
_MOST_OCTAVES = 1000.0


@kernel
def powers_to_db(powers: Doubles, room: NDArray[np.int64]) -> None:
    """10 log10 of positive numbers in place; `room` is as long."""
    bits, fractions = powers.view(np.int64), room.view(np.float64)
    for k in range(powers.shape[0]):
        room[k] = (bits[k] & _FRACTION) | _ONE
    for k in range(powers.shape[0]):
        octaves, m = np.float64((bits[k] >> 52) - 1023), fractions[k]
        high = m > _ROOT_2
        octaves, m = octaves + (1.0 if high else 0.0), m * (0.5 if high else 1.0)
        t = (m - 1.0) / (m + 1.0)
        s = t * t
        log = 2.0 * t * (1.0 + s * (1 / 3 + s * (1 / 5 + s * (1 / 7 + s * (1 / 9 + s * (1 / 11 + s * (1 / 13)))))))
        powers[k] = octaves * _DB_AN_OCTAVE + log * _DB_A_NEPER


@kernel
def db_to_gains(levels_db: Doubles, room: NDArray[np.int64]) -> None:
    """10 ** (level / 20) in place; `room` is as long."""
    whole = room.view(np.float64)
    for k in range(levels_db.shape[0]):
        octaves = min(max(levels_db[k] * _OCTAVES_A_DB, -_MOST_OCTAVES), _MOST_OCTAVES)
        nearest = np.floor(octaves + 0.5)
        room[k] = (np.int64(nearest) + 1023) << 52
        levels_db[k] = (octaves - nearest) * _LOG_2
    for k in range(levels_db.shape[0]):
        x = levels_db[k]
        near = 1 / 24 + x * (1 / 120 + x * (1 / 720 + x * (1 / 5040 + x * (1 / 40320 + x * (1 / 362880)))))
        levels_db[k] = (1.0 + x * (1.0 + x * (0.5 + x * (1 / 6 + x * near)))) * whole[k]
