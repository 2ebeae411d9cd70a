"""What the clips of a project play, brought to the engine's rate and to their speed and pitch."""

import os
import shutil
import threading
from collections.abc import Callable, Generator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

import numpy as np

from mixing.audio import RATE_HZ
from mixing.audio_file import open_audio
from mixing.errors import MixingError
from mixing.kept import is_kept
from mixing.lean_memory import lean_memory
from mixing.media import Source, digest_of, mapped, preparing
from mixing.records import Clip, Id
from mixing.steps import told
from mixing.stretching import Stretch, stretching

_MOST_THREADS = 4
_PATIENCE_SECONDS = 0.2  # between two signs of life while clips are stretched
_ROOM_SHARE = 0.25  # of the free disk, that one render's stretched clips may take
_NOTHING: Source = np.zeros((0, 1), np.float32)

Result = TypeVar("Result")


@dataclass(frozen=True)
class Material:
    """Samples (samples, channels) at RATE_HZ, and where in them a clip begins."""

    source: Source
    offset_samples: int


def gathering(
    clips: Mapping[Id, Clip], media: Mapping[Id, Path], cache: Path
) -> Generator[float, None, dict[Id, Material]]:
    """Open what every clip plays; each sample is converted once, and each stretched part is made once.

    Yields the share done. Raises MixingError, which names a clip, where its sample is missing or cannot be read.
    """
    users = {clip.sample: (key, clip) for key, clip in clips.items()}
    files: dict[Id, _File] = {}
    for sample, (key, clip) in users.items():
        if sample not in media:
            raise MixingError(
                f"{_complaint(key, clip)}: its sample {sample} is missing. Upload it again, or remove the clip."
            )
        files[sample] = _of(key, clip, partial(_File.of, media[sample]))
    plain = {clip.sample for clip in clips.values() if is_plain(clip)}
    stretches = {
        key: stretch
        for key, clip in clips.items()
        if not is_plain(clip)
        if (stretch := _stretch(clip, files[clip.sample])) is not None
    }
    sources: dict[Id, Source] = {}
    steps = [(sample, users[sample]) for sample in users if sample in plain]
    to_make = {stretch.kept(cache): (key, stretch) for key, stretch in stretches.items()}
    to_make = {kept: made for kept, made in to_make.items() if not is_kept(kept)}
    _require_room(sum(stretch.most_bytes for _, stretch in to_make.values()), cache)
    total = len(steps) + len(to_make)
    for number, (sample, (key, clip)) in enumerate(steps):
        try:
            sources[sample] = yield from told(
                preparing(media[sample], cache, files[sample].digest), partial(_overall, number, total)
            )
        except MixingError as error:
            raise _about(key, clip, error) from error
    yield from told(
        _making(clips, dict(to_make.values()), cache), lambda done: (len(steps) + done * len(to_make)) / total
    )
    made: dict[Id, Material] = {}
    for key, clip in clips.items():
        if is_plain(clip):
            made[key] = Material(sources[clip.sample], round(clip.offset_seconds * RATE_HZ))
        elif key in stretches:
            offset_seconds = clip.offset_seconds / clip.speed if clip.loop else 0.0
            made[key] = Material(mapped(stretches[key].kept(cache)), round(offset_seconds * RATE_HZ))
        else:
            made[key] = Material(_NOTHING, 0)
    return made


def _require_room(needed_bytes: int, cache: Path) -> None:
    """A document of a few kilobytes can ask for any number of hours: it must not fill the disk that all share."""
    cache.mkdir(parents=True, exist_ok=True)
    free_bytes = shutil.disk_usage(cache).free
    if needed_bytes > free_bytes * _ROOM_SHARE:
        raise MixingError(
            f"The stretched clips take {needed_bytes / 1e9:.1f} GB, too much for the {free_bytes / 1e9:.1f} GB "
            "that are free: make them shorter, or slow them down less."
        )


def is_plain(clip: Clip) -> bool:
    """Whether a clip plays its sample as it is."""
    return clip.speed == 1.0 and clip.semitones == 0.0


@dataclass(frozen=True)
class _File:
    path: Path
    digest: str
    rate_hz: int
    samples: int

    @staticmethod
    def of(path: Path) -> "_File":
        digest = digest_of(path)
        with open_audio(path) as file:
            if not file.frames:
                raise MixingError(f"{path.name} holds no sound: remove it, or upload it again.")
            return _File(path, digest, file.samplerate, file.frames)


def _stretch(clip: Clip, file: _File) -> Stretch | None:
    """What a clip needs to be made; None where it lies beyond its sample's end."""
    first = 0 if clip.loop else round(clip.offset_seconds * file.rate_hz)
    wanted = file.samples if clip.loop else round(clip.duration_seconds * clip.speed * file.rate_hz)
    count = min(max(1, wanted), file.samples - first)
    if count <= 0:
        return None
    return Stretch(file.path, file.digest, file.rate_hz, first, count, clip.speed, clip.semitones, clip.preserve_pitch)


def _making(clips: Mapping[Id, Clip], stretches: Mapping[Id, Stretch], cache: Path) -> Generator[float, None, None]:
    """Stretch on several threads; whoever stops iterating stops them at the end of their piece."""
    stop = threading.Event()
    shares = dict.fromkeys(stretches, 0.0)

    def make(key: Id, stretch: Stretch) -> None:
        for share in stretching(stretch, cache):
            shares[key] = share
            if stop.is_set():
                return

    if not stretches:
        return
    with lean_memory(), ThreadPoolExecutor(min(_MOST_THREADS, os.cpu_count() or 1)) as pool:
        waiting: dict[Future[None], Id] = {pool.submit(make, key, one): key for key, one in stretches.items()}
        try:
            left = set(waiting)
            while left:
                done, left = wait(left, _PATIENCE_SECONDS, FIRST_COMPLETED)
                for future in done:
                    key = waiting[future]
                    shares[key] = 1.0
                    _of(key, clips[key], future.result)
                yield sum(shares.values()) / len(shares)
        finally:
            stop.set()
            for future in waiting:
                future.cancel()


def _of(key: Id, clip: Clip, work: Callable[[], Result]) -> Result:
    try:
        return work()
    except MixingError as error:
        raise _about(key, clip, error) from error


def _about(key: Id, clip: Clip, error: MixingError) -> MixingError:
    return MixingError(f"{_complaint(key, clip)}: of its sample {clip.sample}, {error}")


def _complaint(key: Id, clip: Clip) -> str:
    return f'Clip "{clip.name or key}" cannot be rendered'


def _overall(number: int, total: int, done: float) -> float:
    return (number + done) / total
