"""Fades: how a clip comes and goes."""

import math

import numpy as np
from numpy.typing import NDArray

from mixing.audio import Doubles
from mixing.kernel import kernel
from mixing.records import Shape

SHAPES: dict[Shape, int] = {"linear": 0, "equal_power": 1, "exponential": 2, "smooth": 3}
LINEAR = SHAPES["linear"]
_EXPONENTIAL_DB = 60.0  # from where an exponential fade rises, in a straight line of decibels


def fitted(fade_in_seconds: float, fade_out_seconds: float, duration_seconds: float) -> tuple[float, float]:
    """The two fades as they sound: where together they are longer than the clip, both shrink until they meet."""
    both = fade_in_seconds + fade_out_seconds
    scale = min(1.0, duration_seconds / both) if both > 0.0 else 1.0
    return fade_in_seconds * scale, fade_out_seconds * scale


@kernel
def shaped(share: float, shape: int) -> float:
    """The gain when a share of a fade-in is over, from 0 to 1: linear as Web Audio's linearRampToValueAtTime draws it,
    a quarter of a sine (whose power adds up with its mirror image), exponential, or a smooth step."""
    if shape == 1:
        return math.sin(share * (math.pi / 2.0))
    if shape == 2:
        lowest = 10.0 ** (-_EXPONENTIAL_DB / 20.0)
        return float((lowest ** (1.0 - share) - lowest) / (1.0 - lowest))
    if shape == 3:
        return share * share * (3.0 - 2.0 * share)
    return share


@kernel
def fade_gains(
    position: float,
    length: float,
    fade_in: float,
    fade_out: float,
    in_shape: int,
    out_shape: int,
    gains: Doubles,
    room: NDArray[np.int64],
) -> None:
    """The gains from a position in a clip on; the first four in samples. `room` to work in is as long.

    0 at the start of a fade-in, 0 after the last sample.
    """
    gains[:] = 1.0
    shares = room.view(np.float64)
    if position < fade_in:
        for k in range(gains.shape[0]):
            shares[k] = (position + k) / fade_in
        _shape(shares, in_shape, room, gains)
    if length - (position + gains.shape[0] - 1) < fade_out:
        for k in range(gains.shape[0]):
            shares[k] = (length - position - k) / fade_out
        _shape(shares, out_shape, room, gains)


@kernel
def _shape(shares: Doubles, shape: int, room: NDArray[np.int64], gains: Doubles) -> None:
    """Many gains at once through what `shaped` says of each; past the fade's end there is nothing left to fade.

    The sine is the beginning of its series, which is good to thirteen digits.
    """
    for k in range(shares.shape[0]):
        shares[k] = min(shares[k], 1.0)
    if shape == 0:
        for k in range(shares.shape[0]):
            gains[k] *= shares[k]
    elif shape == 1:
        for k in range(shares.shape[0]):
            t = shares[k] * (math.pi / 2.0)
            s = t * t
            far = 1 / 362880 - s * (1 / 39916800 - s * (1 / 6227020800 - s * (1 / 1307674368000 - s / 355687428096000)))
            gains[k] *= t * (1.0 - s * (1 / 6 - s * (1 / 120 - s * (1 / 5040 - s * far))))
    elif shape == 3:
        for k in range(shares.shape[0]):
            gains[k] *= shares[k] * shares[k] * (3.0 - 2.0 * shares[k])
    else:
        for k in range(shares.shape[0]):
            gains[k] *= shaped(shares[k], shape)
