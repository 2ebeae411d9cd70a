"""Altered copies of recordings, for material too little to be heard often without being learnt by heart.

A recording a little faster or slower is another speaker's, or another object's: the usual cure of speech recognition
(Ko et al. 2015, "Audio augmentation for speech recognition"). Another level meets other quantisation.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import soxr

from generation.coding import Floats

FASTER = 0.06
"""The most that the speed, and with it the pitch, differs."""
LEVELS = (0.8, 1.05)
ENOUGH_SECONDS = 3_600.0
"""With more material than this no copies are made: they would take memory, and teach little."""


def varied(audio: npt.NDArray[np.floating], sample_rate_hz: int, random: np.random.Generator) -> Floats:
    """The recording, (samples,), at another level, and every second time at another speed too; clipped at ±1."""
    level = random.uniform(*LEVELS)
    speed = random.uniform(1.0 - FASTER, 1.0 + FASTER)
    if random.random() < 0.5 and audio.size:
        audio = soxr.resample(audio, sample_rate_hz, sample_rate_hz / speed)
    return np.asarray(np.clip(level * audio, -1.0, 1.0), np.float32)
