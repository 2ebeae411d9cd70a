"""Where a sound stands between left and right: the law of the Web Audio StereoPannerNode.

Source: W3C Web Audio API, 1.1, "StereoPanner Panning". A mono source pans at equal power (-3 dB in the middle);
a stereo source keeps its middle untouched and folds the side that it leaves into the other one.
"""

import math

import numpy as np

from mixing.audio import Doubles


def pan_matrix(pan: float, channels: int) -> Doubles:
    """Gains (2, channels) from a mono or stereo source to left and right; pan runs from -1 (left) to 1."""
    if channels == 1:
        angle = (pan + 1.0) / 2.0 * math.pi / 2.0
        return np.array([[math.cos(angle)], [math.sin(angle)]])
    angle = (pan + 1.0 if pan <= 0.0 else pan) * math.pi / 2.0
    near, far = math.cos(angle), math.sin(angle)
    if pan <= 0.0:
        return np.array([[1.0, near], [0.0, far]])
    return np.array([[near, 0.0], [far, 1.0]])


def pan_matrices(pans: Doubles) -> Doubles:
    """The matrices (places, 2, 2) of a stereo source, one for each pan."""
    angles = np.where(pans <= 0.0, pans + 1.0, pans) * (np.pi / 2.0)
    near, far = np.cos(angles), np.sin(angles)
    to_left = pans <= 0.0
    one, none = np.ones_like(pans), np.zeros_like(pans)
    rows = [
        np.where(to_left, one, near),
        np.where(to_left, near, none),
        np.where(to_left, none, far),
        np.where(to_left, far, one),
    ]
    return np.stack(rows, axis=1).reshape(-1, 2, 2)
