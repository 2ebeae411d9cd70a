"""What an exciter really added: the energy above the highest frequency that sounded before it."""

from dataclasses import dataclass

import numpy as np

from mixing.analysis.bandwidth import Bandwidth
from mixing.analysis.spectrum import Spectrum
from mixing.audio import Audio

_MARGIN = 1.05  # how far above the edge counting begins: no filter falls at once
_EVERY = 3  # frame of the spectrum is looked at for where it ends
_NOTHING_DB = -150.0


@dataclass(frozen=True)
class Addition:
    """Levels are those of the band above `bandwidth_hz`, against the whole sound as it came in."""

    bandwidth_hz: float
    before_db: float
    after_db: float


class Added:
    """Compares what goes into an effect with what comes out, in the long mean; lateness does not matter to it."""

    def __init__(self, rate_hz: int) -> None:
        self._bandwidth = Bandwidth(rate_hz, _EVERY)
        self._before, self._after = Spectrum(rate_hz), Spectrum(rate_hz)

    def feed(self, before: Audio, after: Audio) -> None:
        """Take float32 (channels, samples), both of the same shape."""
        self._bandwidth.feed(before)
        self._before.feed(before)
        self._after.feed(after)

    def result(self) -> Addition | None:
        """None where nothing sounded."""
        bandwidth_hz = self._bandwidth.result()
        frequencies_hz, before = self._before.power()
        _, after = self._after.power()
        whole = before.sum()
        if bandwidth_hz is None or whole <= 0.0:
            return None
        above = frequencies_hz > bandwidth_hz * _MARGIN
        levels = [float(10.0 * np.log10(max(power[above].sum() / whole, 1e-15))) for power in (before, after)]
        return Addition(bandwidth_hz, *(max(level, _NOTHING_DB) for level in levels))
