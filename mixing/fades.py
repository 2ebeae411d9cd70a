"""Fades: how a clip comes and goes."""

import math

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
def fade_gain(position: float, length: float, fade_in: float, fade_out: float, in_shape: int, out_shape: int) -> float:
    """The gain at a position in a clip; the first four in samples.

    0 at the start of a fade-in, 0 after the last sample.
    """
    gain = 1.0
    if position < fade_in:
        gain = shaped(position / fade_in, in_shape)
    if length - position < fade_out:
        gain *= shaped((length - position) / fade_out, out_shape)
    return gain
