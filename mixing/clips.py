"""Clips at their places: parts of sources, faded, panned and summed into a track."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from mixing.audio import RATE_HZ, Audio, Doubles, db_to_gain
from mixing.fades import fade_gain, fitted
from mixing.kernel import kernel
from mixing.media import Source
from mixing.panning import pan_matrix
from mixing.project import Clip


@dataclass(frozen=True)
class PlacedClip:
    """A clip on the grid of samples. Where it is longer than its source, the rest is silence."""

    start_samples: int
    length_samples: int
    offset_samples: int
    fade_in_samples: float
    fade_out_samples: float
    gains: Doubles  # (2, source channels)
    source: Source

    @staticmethod
    def of(clip: Clip, source: Source) -> "PlacedClip":
        """Both edges are rounded to the nearest sample, so that clips that touch in seconds touch in samples."""
        start = round(clip.start_seconds * RATE_HZ)
        end = round((clip.start_seconds + clip.duration_seconds) * RATE_HZ)
        fade_in, fade_out = fitted(clip.fade_in_seconds, clip.fade_out_seconds, clip.duration_seconds)
        return PlacedClip(
            start_samples=start,
            length_samples=end - start,
            offset_samples=round(clip.offset_seconds * RATE_HZ),
            fade_in_samples=fade_in * RATE_HZ,
            fade_out_samples=fade_out * RATE_HZ,
            gains=pan_matrix(clip.pan, source.shape[1]) * db_to_gain(clip.gain_db),
            source=source,
        )

    def add_to(self, bus: Audio, bus_start_samples: int) -> None:
        """Sum into float32 (2, samples) that begins at a place of the timeline."""
        first = max(self.start_samples, bus_start_samples) - self.start_samples
        stop = min(self.start_samples + self.length_samples, bus_start_samples + bus.shape[1]) - self.start_samples
        stop = min(stop, len(self.source) - self.offset_samples)
        if stop > first:
            at = self.start_samples + first - bus_start_samples
            part = self.source[self.offset_samples + first : self.offset_samples + stop]
            fades = (float(self.length_samples), self.fade_in_samples, self.fade_out_samples)
            _add(bus[:, at : at + stop - first], part, first, fades, self.gains)


@dataclass(frozen=True)
class Lane:
    """The clips of one track; they may overlap, and then sum."""

    clips: tuple[PlacedClip, ...]

    @cached_property
    def _edges(self) -> NDArray[np.int64]:
        edges = [(clip.start_samples, clip.start_samples + clip.length_samples) for clip in self.clips]
        return np.array(edges, np.int64).reshape(-1, 2)

    def block(self, start_samples: int, samples: int) -> Audio | None:
        """Float32 (2, samples) from a place of the timeline; None where no clip sounds."""
        starts, ends = self._edges.T
        sounding = np.flatnonzero((starts < start_samples + samples) & (ends > start_samples))
        if not sounding.size:
            return None
        bus = np.zeros((2, samples), np.float32)
        for index in sounding:
            self.clips[index].add_to(bus, start_samples)
        return bus


@kernel
def _add(bus: Audio, part: Source, position: int, fades: tuple[float, float, float], gains: Doubles) -> None:
    length, fade_in, fade_out = fades
    for k in range(part.shape[0]):
        gain = fade_gain(np.float64(position + k), length, fade_in, fade_out)
        for channel in range(part.shape[1]):
            value = gain * part[k, channel]
            bus[0, k] += np.float32(gains[0, channel] * value)
            bus[1, k] += np.float32(gains[1, channel] * value)
