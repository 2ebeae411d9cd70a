"""The shape that sound has inside the engine, and the decibel."""

import math

import numpy as np
from numpy.typing import NDArray

Audio = NDArray[np.float32]  # (channels, samples), full scale at ±1
Doubles = NDArray[np.float64]

RATE_HZ = 44_100
CHANNELS = 2


def db_to_gain(level_db: float) -> float:
    """A level in dB as a factor on amplitude."""
    return float(10.0 ** (level_db / 20.0))


def gain_to_db(gain: float) -> float:
    """A factor on amplitude in dB; minus infinity for zero."""
    return 20.0 * math.log10(gain) if gain > 0.0 else -math.inf


def level_or_none(level_db: float) -> float | None:
    """A level in dB, or None where there is only silence: minus infinity has no place in JSON."""
    return level_db if math.isfinite(level_db) else None
