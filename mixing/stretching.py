"""Clips at another speed or pitch: made once, piece by piece, and kept under the hash of what they are made from.

Tempo by Rubber Band R3, through pedalboard; everything that changes the pitch by soxr at its very high quality, in
one step with the way to the engine's rate. Another pitch at the same speed is another tempo, played at another rate:
so the stretcher works at the source's own rate, where there is least to do, and nothing is lost on the way up.
"""

import hashlib
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import soundfile
import soxr

from mixing.audio import RATE_HZ
from mixing.audio_file import open_audio
from mixing.errors import MixingError
from mixing.kept import is_kept
from mixing.media import Source, channels_of, clean, keeping, mapped

_METHOD = "rubberband-r3-soxr-2"  # grows when the same clip would sound differently, so that old ones are left aside
_PIECE_SECONDS = 6.0  # the most that is stretched at once, of what goes in and of what comes out
_CONTEXT_SECONDS = 0.4  # of what comes out, beyond a piece's ends: the stretcher needs time to settle
_SEAM_SECONDS = 0.06  # over which one piece fades into the next
_SHIFT_SECONDS = 0.004  # by which a piece may move for its waves to meet those of the one before
_BLOCK_SAMPLES = 65_536
_NO_TEMPO = 1e-9

Read = Callable[[int, int], Source]  # from one sample to before another: (samples, channels)


@dataclass(frozen=True)
class Stretch:
    """Part of a file at another speed or pitch."""

    path: Path
    digest: str  # of the file's content
    file_rate_hz: int
    first_samples: int  # in the file, at its own rate
    samples: int
    speed: float
    semitones: float
    preserve_pitch: bool

    @property
    def most_bytes(self) -> int:
        """What the result takes on the disk at most: two channels of float32."""
        return round(self.samples / self.file_rate_hz / self.speed * RATE_HZ) * 8

    def kept(self, cache: Path) -> Path:
        """Where the result lies, or will lie."""
        made_of = (self.digest, self.first_samples, self.samples, self.speed, self.semitones)
        name = hashlib.sha256(repr((_METHOD, RATE_HZ, *made_of, self.preserve_pitch)).encode()).hexdigest()
        return cache / f"{name}-stretched.npy"


def stretching(stretch: Stretch, cache: Path) -> Generator[float, None, Source]:
    """Make what is not yet kept; yields the share done, and returns the samples at RATE_HZ, mapped from the disk.

    Their number is that of the source at its new speed, to the nearest sample.
    """
    kept = stretch.kept(cache)
    if not is_kept(kept):
        with open_audio(stretch.path) as file:
            read = _reader(file, stretch.first_samples)
            given = _Input(read, stretch.samples, channels_of(file), stretch.file_rate_hz)
            yield from _making(stretch, kept, given)
    return mapped(kept)


@dataclass(frozen=True)
class _Input:
    read: Read
    samples: int
    channels: int
    rate_hz: int


def _making(stretch: Stretch, kept: Path, given: _Input) -> Generator[float, None, None]:
    length = max(1, round(stretch.samples / stretch.file_rate_hz / stretch.speed * RATE_HZ))
    raised = 2.0 ** (stretch.semitones / 12.0) * (1.0 if stretch.preserve_pitch else stretch.speed)
    tempo = stretch.speed / raised
    blocks = _plain(given) if abs(tempo - 1.0) < _NO_TEMPO else _stretched(given, tempo)
    with keeping(kept, length, given.channels) as keeper:
        for block in _at_engine_rate(blocks, given.rate_hz * raised, given.channels):
            keeper.write(block)
            yield keeper.samples / length


def _reader(file: soundfile.SoundFile, first_samples: int) -> Read:
    channels = channels_of(file)

    def read(start: int, stop: int) -> Source:
        try:
            file.seek(first_samples + start)
            frames = file.read(stop - start, dtype="float32", always_2d=True)
        except soundfile.LibsndfileError as error:
            raise MixingError(f"{file.name} is damaged: it cannot be read to its end.") from error
        return clean(frames.T, channels)

    return read


def _plain(given: _Input) -> Iterator[Source]:
    for at in range(0, given.samples, _BLOCK_SAMPLES):
        yield given.read(at, min(given.samples, at + _BLOCK_SAMPLES))


def _at_engine_rate(blocks: Iterator[Source], rate_hz: float, channels: int) -> Iterator[Source]:
    if rate_hz == RATE_HZ:
        yield from blocks
        return
    stream = soxr.ResampleStream(rate_hz, RATE_HZ, channels, dtype="float32", quality="VHQ")
    for block in blocks:
        for at in range(0, len(block), _BLOCK_SAMPLES):
            yield stream.resample_chunk(np.ascontiguousarray(block[at : at + _BLOCK_SAMPLES]))
    yield stream.resample_chunk(np.zeros((0, channels), np.float32), last=True)


def _stretched(given: _Input, tempo: float) -> Iterator[Source]:
    """The whole at a tempo, in pieces whose waves are brought together where they meet."""
    samples, rate_hz = given.samples, given.rate_hz
    total = max(1, round(samples / tempo))
    piece = int(_PIECE_SECONDS * rate_hz * min(1.0, 1.0 / tempo))
    if total <= piece * 1.25:
        yield _stretch(given.read(0, samples), rate_hz, tempo, total)
        return
    context, seam = round(_CONTEXT_SECONDS * rate_hz), round(_SEAM_SECONDS * rate_hz)
    edges = np.linspace(0, total, -(-total // piece) + 1).round().astype(int).tolist()
    ending: Source | None = None  # the seam of the piece before, at the edge between the two
    for start, stop in pairwise(edges):
        source_start = max(0, int((start - context) * tempo))
        source_stop = min(samples, int((stop + context) * tempo))
        before = round(source_start / tempo)  # the place of the stretched part's first sample in the whole
        part = given.read(source_start, source_stop)
        sound = _stretch(part, rate_hz, tempo, round(len(part) / tempo))
        shift = start - before
        if ending is not None:
            shift += _meeting(ending, sound, shift, round(_SHIFT_SECONDS * rate_hz))
        own = _within(sound, shift, stop - start + seam)
        if ending is not None:
            own[:seam] = _crossed(ending, own[:seam])
        ending = own[stop - start :].copy()
        yield own[: stop - start]


def _stretch(part: Source, rate_hz: int, tempo: float, samples: int) -> Source:
    import pedalboard  # where every clip is kept already there is no use for it

    audio = np.ascontiguousarray(part.T)
    made = pedalboard.time_stretch(audio, rate_hz, stretch_factor=tempo)
    return _within(np.ascontiguousarray(made.T, np.float32), 0, samples)


def _within(sound: Source, first: int, samples: int) -> Source:
    """So many samples from a place on, silent where there are none."""
    made = np.zeros((samples, sound.shape[1]), np.float32)
    part = sound[max(first, 0) : first + samples]
    made[max(-first, 0) : max(-first, 0) + len(part)] = part
    return made


def _meeting(ending: Source, sound: Source, first: int, most: int) -> int:
    """By how many samples to move on in a sound for it to be most alike the end of another."""
    mono, heard = ending.mean(axis=1), _within(sound, first - most, len(ending) + 2 * most).mean(axis=1)
    alike = np.correlate(heard.astype(np.float64), mono.astype(np.float64), mode="valid")
    power = np.convolve(heard.astype(np.float64) ** 2, np.ones(len(mono)), mode="valid")
    return int(np.argmax(alike / np.sqrt(power + 1e-12))) - most


def _crossed(old: Source, new: Source) -> Source:
    """From one sound to another at an even power, however alike the two are."""
    both = float(np.sqrt(np.sum(old.astype(np.float64) ** 2) * np.sum(new.astype(np.float64) ** 2)))
    alike = max(0.0, float(np.sum(old.astype(np.float64) * new)) / both) if both > 0.0 else 0.0
    angle = (np.arange(len(old)) + 0.5) / len(old) * (np.pi / 2.0)
    even = 1.0 / np.sqrt(1.0 + alike * np.sin(2.0 * angle))
    mixed = old * (np.cos(angle) * even)[:, None] + new * (np.sin(angle) * even)[:, None]
    return mixed.astype(np.float32)
