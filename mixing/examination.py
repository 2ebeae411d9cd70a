"""What there is to say of a finished file beside its loudness: width, colour, bandwidth and clicks."""

from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from mixing.analysis.bandwidth import Bandwidth
from mixing.analysis.clicks import Clicks
from mixing.analysis.correlation import Correlation
from mixing.analysis.spectrum import Spectrum
from mixing.audio import RATE_HZ, Audio
from mixing.metering import Meter, PeakFinder, measuring

_EVERY = 3  # frame of the spectrum is looked at for where it ends


class ExaminationReport(TypedDict):
    """All of it fits JSON."""

    correlation: float | None  # of left and right, over the whole
    correlation_curve: list[float | None]  # for each hop of the report
    spectrum_hz: list[float]
    spectrum_db: list[float]
    bandwidth_hz: float | None
    clicks: int


class Examination:
    """Listens to a stream beside its meter."""

    def __init__(self, rate_hz: int, hop_samples: int) -> None:
        self._correlation = Correlation(hop_samples)
        self._spectrum = Spectrum(rate_hz)
        self._bandwidth = Bandwidth(rate_hz, _EVERY)
        self._clicks = Clicks(rate_hz)

    def feed(self, block: Audio) -> None:
        """Take the next float32 (channels, samples)."""
        for analysis in (self._correlation, self._spectrum, self._bandwidth, self._clicks):
            analysis.feed(block)

    def report(self) -> ExaminationReport:
        """What was heard."""
        curve, whole = self._correlation.result()
        frequencies_hz, levels_db = self._spectrum.result()
        return ExaminationReport(
            correlation=whole,
            correlation_curve=[None if value is None else round(value, 3) for value in curve],
            spectrum_hz=frequencies_hz,
            spectrum_db=levels_db,
            bandwidth_hz=self._bandwidth.result(),
            clicks=self._clicks.result(),
        )


@dataclass(frozen=True)
class Heard:
    """A file that was listened to from beginning to end."""

    meter: Meter
    bit_depth: int | None
    examination: Examination


def hearing(path: Path, hop_samples: int, peaks: PeakFinder | None = None) -> Generator[float, None, Heard]:
    """Measure and examine a file of 44.1 kHz in one pass; yields the share done."""
    examination = Examination(RATE_HZ, hop_samples)
    meter, bit_depth = yield from measuring(path, examination, peaks=peaks)
    return Heard(meter, bit_depth, examination)
