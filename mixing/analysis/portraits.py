"""What a sound is like as a whole, of its first minute: a vector that others can be compared with."""

import numpy as np
import soxr
from numpy.typing import NDArray

from mixing.analysis.character import TICKS_PER_SECOND, Character, Rows
from mixing.analysis.likeness import portrait_of_sound
from mixing.audio import Audio

SECONDS = 60.0  # what lies behind is not listened to, so that a night's recording costs no more than a minute's
LEAST_RATE_HZ = 16_000  # slower ones are brought to it: their timbre then has the same bands as everybody's


class Portrait:
    """Streaming: `feed` the sound, then ask for the `result`. Holds 34 bytes for each hundredth of a second."""

    def __init__(self, rate_hz: int) -> None:
        slow = rate_hz < LEAST_RATE_HZ
        self._faster = soxr.ResampleStream(rate_hz, LEAST_RATE_HZ, 1, "float32") if slow else None
        self._character = Character(LEAST_RATE_HZ if slow else rate_hz)
        self._left = round(SECONDS * rate_hz)
        self._rows: list[Rows] = []

    def feed(self, block: Audio) -> None:
        """Take float32 (channels, frames)."""
        if self._left <= 0:
            return
        heard = block[:, : self._left]
        self._left -= heard.shape[1]
        self._add(heard[0] if len(heard) == 1 else heard.mean(axis=0, dtype=np.float32))

    def result(self) -> NDArray[np.float32] | None:
        """None where nothing sounds."""
        self._left = 0
        self._add(np.zeros(0, np.float32), last=True)
        self._rows.append(self._character.finish()[0])
        return portrait_of_sound(np.concatenate(self._rows))

    @property
    def is_complete(self) -> bool:
        """Whether more of the sound would change nothing."""
        return self._left <= 0

    def _add(self, mono: NDArray[np.float32], last: bool = False) -> None:
        if self._faster is not None:
            mono = self._faster.resample_chunk(mono, last=last)
        self._rows.append(self._character.feed(mono[np.newaxis])[0])


def portrait_of_rows(rows: Rows) -> NDArray[np.float32] | None:
    """The same of a part that was listened to already, at a rate of at least `LEAST_RATE_HZ`."""
    return portrait_of_sound(rows[: round(SECONDS * TICKS_PER_SECOND)])
