"""µ-law companding: levels that spend their resolution where ears and quiet sounds need it."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

CLASSES = 256


def silence(levels: int = CLASSES) -> int:
    """The class of digital silence."""
    return levels // 2


def encode(audio: npt.NDArray[np.floating], levels: int = CLASSES) -> npt.NDArray[np.uint8]:
    """Audio of any shape, full scale ±1 (beyond is clipped), to classes 0…levels − 1 (ITU-T G.711, continuous).

    `levels` is 2…256; µ is one less.
    """
    mu = levels - 1
    clipped = np.clip(audio, -1.0, 1.0)
    companded = np.sign(clipped) * np.log1p(mu * np.abs(clipped)) / np.log1p(mu)
    classes: npt.NDArray[np.uint8] = np.floor((companded + 1.0) * 0.5 * mu + 0.5).astype(np.uint8)
    return classes


def decode(classes: npt.NDArray[np.uint8], levels: int = CLASSES) -> npt.NDArray[np.float32]:
    """Classes of any shape to float32 audio in ±1: the inverse of `encode` up to its quantisation."""
    return _table(levels)[classes]


@lru_cache(maxsize=8)
def _table(levels: int) -> npt.NDArray[np.float32]:
    mu = levels - 1
    companded = 2.0 * np.arange(levels) / mu - 1.0
    audio: npt.NDArray[np.float64] = np.sign(companded) * np.expm1(np.abs(companded) * np.log1p(mu)) / mu
    audio[silence(levels)] = 0.0  # without it, silence would come back as a tiny constant
    table = audio.astype(np.float32)
    table.setflags(write=False)
    return table
