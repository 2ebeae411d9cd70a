"""Masters that the site itself makes of others': written and measured in one pass."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import soundfile

from studio.library.workspace import sha256_of

BLOCK_FRAMES = 65_536
FEWEST_FLAC_FRAMES = 65_536  # browsers cannot seek in a FLAC of few blocks


class MasterWriter:
    """Writes float32 (channels, frames) into `folder`; then `master`, `peaks` and `fields()` are what is to be kept."""

    def __init__(self, folder: Path, rate_hz: int, channels: int, frames: int, floats: bool) -> None:
        from mixing.analysis.bandwidth import Bandwidth
        from mixing.analysis.peaks import Peaks
        from mixing.analysis.portraits import Portrait
        from mixing.analysis.voicing import Voicing
        from mixing.metering import Meter

        fits_flac = not floats and frames >= FEWEST_FLAC_FRAMES and (rate_hz <= 65_535 or rate_hz % 10 == 0)
        self.master = folder / ("master.flac" if fits_flac else "master.wav")
        self.peaks = folder / "peaks"
        subtype = "FLOAT" if floats else "PCM_24"
        form = "FLAC" if fits_flac else "WAV"
        self._file = soundfile.SoundFile(self.master, "w", rate_hz, channels, subtype, format=form)
        self._outline, self._peaks_file = Peaks(), self.peaks.open("wb")
        self._meter, self._bandwidth = Meter(rate_hz, channels), Bandwidth(rate_hz)
        self._voicing, self._portrait = Voicing(rate_hz), Portrait(rate_hz)
        self.rate_hz, self.channels, self.frames = rate_hz, channels, 0

    def write(self, block: Any) -> None:
        audio = np.ascontiguousarray(block, np.float32)
        self._file.write(audio.T)
        for analysis in (self._meter, self._bandwidth, self._voicing, self._portrait):
            analysis.feed(audio)
        self._peaks_file.write(self._outline.feed(audio))
        self.frames += audio.shape[1]

    def __enter__(self) -> "MasterWriter":
        return self

    def __exit__(self, *_: object) -> None:
        if not self._file.closed:
            self._peaks_file.write(self._outline.finish())
            self._peaks_file.close()
            self._file.close()

    def fields(self) -> dict[str, Any]:
        """What was measured, once it is closed."""
        from mixing.analysis.likeness import packed

        return {
            "frames": self.frames,
            "sample_rate_hz": self.rate_hz,
            "channels": self.channels,
            "bandwidth_hz": self._bandwidth.result(),
            "integrated_lufs": _finite(self._meter.integrated_lufs()),
            "true_peak_dbtp": _finite(self._meter.true_peak_dbtp()),
            "voicing": self._voicing.result(),
            "portrait": packed(self._portrait.result()),
            "master_sha256": sha256_of(self.master),
        }


def blocks(file: soundfile.SoundFile, start: int, end: int) -> Iterator[Any]:
    """Frames of an open file as float32 (channels, up to BLOCK_FRAMES)."""
    file.seek(start)
    left = end - start
    while left > 0:
        frames = file.read(min(left, BLOCK_FRAMES), dtype="float32", always_2d=True)
        if not len(frames):
            return
        left -= len(frames)
        yield np.ascontiguousarray(frames.T)


def is_float(file: soundfile.SoundFile) -> bool:
    return str(file.subtype) in {"FLOAT", "DOUBLE"}


def _finite(level: float) -> float | None:
    return float(level) if np.isfinite(level) else None
