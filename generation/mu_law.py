"""µ-law companding: 256 classes that spend their resolution where ears and quiet sounds need it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

CLASSES = 256
MU = CLASSES - 1
SILENCE = 128
"""The class of digital silence."""


def encode(audio: npt.NDArray[np.floating]) -> npt.NDArray[np.uint8]:
    """Audio of any shape, full scale ±1 (beyond is clipped), to classes 0…255 (ITU-T G.711's curve, continuous)."""
    clipped = np.clip(audio, -1.0, 1.0)
    companded = np.sign(clipped) * np.log1p(MU * np.abs(clipped)) / np.log1p(MU)
    classes: npt.NDArray[np.uint8] = np.floor((companded + 1.0) * 0.5 * MU + 0.5).astype(np.uint8)
    return classes


def decode(classes: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
    """Classes 0…255 of any shape to float32 audio in ±1: the inverse of `encode` up to its quantisation."""
    return _TABLE[classes]


def _table() -> npt.NDArray[np.float32]:
    companded = 2.0 * np.arange(CLASSES) / MU - 1.0
    audio: npt.NDArray[np.float64] = np.sign(companded) * np.expm1(np.abs(companded) * np.log1p(MU)) / MU
    audio[SILENCE] = 0.0  # without it, silence would come back as a tiny constant
    return audio.astype(np.float32)


_TABLE = _table()
