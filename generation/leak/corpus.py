"""The training audio as one long stream, read file by file, and where in it each file lies."""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile

from generation.audio import load_audio
from generation.leak.flatten import Floats, flattened

GUARD_SECONDS = 5.0


@dataclass(frozen=True)
class Piece:
    """The next stretch of the stream, as it is and flattened, and the position (samples) at which it begins."""

    first: int
    audio: Floats
    flat: Floats


@dataclass(frozen=True)
class Home:
    """Where an excerpt of the corpus comes from: it is not compared with these files, or not with this part of one."""

    first_file: int
    last_file: int
    part_samples: tuple[int, int] | None = None


class Corpus:
    """Files joined end to end at one rate; the whole is never in memory, only one file at a time."""

    def __init__(self, paths: Sequence[Path], sample_rate_hz: int) -> None:
        """Raises `AudioError` when a file is not readable."""
        self.paths, self.sample_rate_hz = tuple(paths), sample_rate_hz
        self.seconds = tuple(_seconds(path, sample_rate_hz) for path in paths)
        self._edges = [0]
        self._kept: tuple[int, Floats] | None = None

    def pieces(self) -> Iterator[Piece]:
        """Reads every file in turn, about a minute at a time."""
        self._edges = [0]
        for index in range(len(self.paths)):
            audio, first = self._load(index), self._edges[-1]
            self._edges.append(first + audio.size)
            for start, flat in flattened(audio, self.sample_rate_hz):
                yield Piece(first + start, audio[start : start + flat.size], flat)

    def place(self, position: int) -> tuple[Path, float]:
        """The file and the second in it at a stream position (samples) that `pieces` has passed."""
        index = max(0, min(bisect.bisect_right(self._edges, position), len(self._edges) - 1) - 1)
        return self.paths[index], max(0, position - self._edges[index]) / self.sample_rate_hz

    def span(self, home: Home) -> tuple[int, int] | None:
        """The stream positions (first, last) of a home, as far as `pieces` has come; None before it."""
        read = len(self._edges) - 1
        if home.first_file >= read:
            return None
        first, last = self._edges[home.first_file], self._edges[min(home.last_file + 1, read)]
        if home.part_samples is None:
            return first, last
        return first + home.part_samples[0], first + home.part_samples[1]

    def excerpts(self, count: int, seconds: float) -> Iterator[tuple[Floats, Home]]:
        """Stretches spread evenly over all the audio, where need be over several files, and their homes.

        With one file only, a stretch's home is what lies within `GUARD_SECONDS` of it.
        """
        wanted, guard = round(seconds * self.sample_rate_hz), round(GUARD_SECONDS * self.sample_rate_hz)
        for index, second in self._spread(count):
            first, last = round(second * self.sample_rate_hz), index
            audio = self._load(index)[first:]
            while audio.size < wanted and last + 1 < len(self.paths):
                last += 1
                audio = np.concatenate([audio, self._load(last)])
            part = (first - guard, first + wanted + guard) if len(self.paths) == 1 else None
            yield audio[:wanted], Home(index, last, part)

    def _load(self, index: int) -> Floats:
        if self._kept is None or self._kept[0] != index:
            self._kept = index, load_audio(self.paths[index], self.sample_rate_hz)
        return self._kept[1]

    def _spread(self, count: int) -> list[tuple[int, float]]:
        """So many (file, second in it), evenly spread over all the audio."""
        ends = np.cumsum(self.seconds)
        if not len(ends) or ends[-1] == 0:
            return []
        chosen = (np.arange(count) + 0.5) * ends[-1] / count
        files = np.minimum(np.searchsorted(ends, chosen, side="right"), len(ends) - 1)
        starts = ends - np.asarray(self.seconds)
        return [(int(file), float(second - starts[file])) for file, second in zip(files, chosen, strict=True)]


def _seconds(path: Path, sample_rate_hz: int) -> float:
    try:
        return float(soundfile.info(path).duration)
    except (soundfile.LibsndfileError, OSError):
        return load_audio(path, sample_rate_hz).size / sample_rate_hz
