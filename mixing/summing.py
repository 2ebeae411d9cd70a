"""Sums of stereo sounds through matrices of gains, still or moving, without copies."""

import numpy as np

from mixing.audio import Audio, Doubles
from mixing.envelopes import CONTROL_SAMPLES
from mixing.kernel import kernel
from mixing.panning import pan_matrices

Gains = np.ndarray[tuple[int, int], np.dtype[np.float32]]  # (places, 4): left to left, right to left, l to r, r to r

UNITY: Gains = np.array([[1.0, 0.0, 0.0, 1.0]], np.float32)


def strip_gains(
    gain: Doubles | float, pan: Doubles | float, width: Doubles | float = 1.0, *, inverted: bool = False
) -> Gains:
    """Phase, width (middle and sides), pan and gain as one matrix for each value given."""
    # What stands still is worked out once, not at every place.
    gains, pans, widths = (np.atleast_1d(np.asarray(value, np.float64)) for value in (gain, pan, width))
    near, far = 0.5 + 0.5 * widths, 0.5 - 0.5 * widths
    (ll, rl), (lr, rr) = pan_matrices(pans).transpose(1, 2, 0)
    wide = (ll * near + rl * far, ll * far + rl * near, lr * near + rr * far, lr * far + rr * near)
    signed = -gains if inverted else gains
    matrices = np.empty((max(len(gains), len(pans), len(widths)), 4), np.float32)
    for place, share in enumerate(wide):
        matrices[:, place] = share * signed
    return matrices


def even_gains(gain: Doubles | float) -> Gains:
    """The same gain on both sides, and nothing across."""
    return strip_gains(gain, 0.0)


def add(into: Audio, block: Audio, gains: Gains, first_samples: int) -> None:
    """Sum float32 (2, samples) into another through one matrix, or one at each place of the control grid.

    Matrices on the grid begin at the last place that is not after the block's first sample, whose place in the
    project is given; one more of them than the block touches cells.
    """
    if len(gains) == 1:
        _add_still(into, block, gains[0])
    else:
        _add_moving(into, block, gains, first_samples % CONTROL_SAMPLES)


def through(block: Audio, gains: Gains) -> Audio:
    """New audio from float32 (2, samples) through a matrix that stands still."""
    out = np.empty(block.shape, np.float32)
    _through(block, gains[0], out)
    return out


@kernel
def _through(block: Audio, gains: Gains, out: Audio) -> None:
    ll, rl, lr, rr = gains[0], gains[1], gains[2], gains[3]
    if rl == 0.0 and lr == 0.0:
        for k in range(block.shape[1]):
            out[0, k] = ll * block[0, k]
        for k in range(block.shape[1]):
            out[1, k] = rr * block[1, k]
        return
    for k in range(block.shape[1]):
        left, right = block[0, k], block[1, k]
        out[0, k] = ll * left + rl * right
        out[1, k] = lr * left + rr * right


@kernel
def _add_still(into: Audio, block: Audio, gains: Gains) -> None:
    ll, rl, lr, rr = gains[0], gains[1], gains[2], gains[3]
    if rl == 0.0 and lr == 0.0:
        for k in range(block.shape[1]):
            into[0, k] += ll * block[0, k]
        for k in range(block.shape[1]):
            into[1, k] += rr * block[1, k]
        return
    for k in range(block.shape[1]):
        left, right = block[0, k], block[1, k]
        into[0, k] += ll * left + rl * right
        into[1, k] += lr * left + rr * right


@kernel
def _add_moving(into: Audio, block: Audio, gains: Gains, offset: int) -> None:
    samples = block.shape[1]
    step = np.float32(1.0 / CONTROL_SAMPLES)
    for cell in range(gains.shape[0] - 1):
        start = max(cell * CONTROL_SAMPLES - offset, 0)
        stop = min((cell + 1) * CONTROL_SAMPLES - offset, samples)
        passed = start + offset - cell * CONTROL_SAMPLES
        part, left, right = block[:, start:stop], into[0, start:stop], into[1, start:stop]
        ll, rl, lr, rr = gains[cell, 0], gains[cell, 1], gains[cell, 2], gains[cell, 3]
        dll, drl = gains[cell + 1, 0] - ll, gains[cell + 1, 1] - rl
        dlr, drr = gains[cell + 1, 2] - lr, gains[cell + 1, 3] - rr
        for k in range(part.shape[1]):
            share = np.float32(passed + k) * step
            left[k] += (ll + dll * share) * part[0, k] + (rl + drl * share) * part[1, k]
            right[k] += (lr + dlr * share) * part[0, k] + (rr + drr * share) * part[1, k]
