"""How long a recording of three hours is listened to on one core before it can be sliced."""

import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
from numpy.typing import NDArray

from mixing.analysis.heard import read_boundaries, read_character
from mixing.analysis.listening import Heard, listening
from mixing.analysis.slices import Wishes, sliced

RATE_HZ = 48_000
HOURS = 3
LIMIT_SECONDS = 180.0
NEAR_SECONDS = 0.05
FOUND_SHARE = 0.95  # of the true beginnings: a quick answer that is wrong is none
MINUTE_SECONDS = 60


def rows() -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "out").mkdir()
        (folder / "warm").mkdir()
        begins = record(folder / "long.flac", HOURS * 60)
        record(folder / "short.flac", 1)
        _through(folder / "short.flac", folder / "warm")  # compiles what is compiled once
        whole = _one_core()
        wall, cpu = time.perf_counter(), time.process_time()
        heard = _through(folder / "long.flac", folder / "out")
        found = _found(heard)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        if whole:
            os.sched_setaffinity(0, whole)
        share = float(np.mean([np.abs(found - at).min() <= NEAR_SECONDS for at in begins]))
        assert share >= FOUND_SHARE, f"only {share:.0%} of the sounds were found"
    return [
        {
            "name": "slice_3h_seconds",
            "value": round(cpu, 2),  # what one core needs, whoever else wants it
            "unit": "s",
            "limit": LIMIT_SECONDS,
            "share": round(cpu / LIMIT_SECONDS, 4),
            "wall_seconds": round(wall, 2),
            "found_share": round(share, 4),
        }
    ]


def _through(path: Path, folder: Path) -> Heard:
    steps = listening(path, folder)
    told = -1
    while True:
        try:
            share = next(steps)
        except StopIteration as stop:
            heard: Heard = stop.value
            return heard
        if (tenth := int(10 * share)) > told:
            told = tenth
            print(f"listened to {share:.0%}", file=sys.stderr, flush=True)


def _found(heard: Heard) -> NDArray[np.float64]:
    """The edges of the suggested slices, in seconds."""
    rows = read_character(heard.character)
    slices = sliced(rows, *read_boundaries(heard.boundaries), Wishes(threshold_dbfs=heard.threshold_dbfs))
    return np.array(slices, np.float64).ravel() * heard.hop_frames / RATE_HZ


def _one_core() -> set[int]:
    """Stay on one core from here on; returns those that were allowed, empty where that cannot be chosen."""
    if not hasattr(os, "sched_setaffinity"):
        return set()
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(allowed)})
    return set(allowed)


def record(path: Path, minutes: int, subtype: str = "PCM_24") -> NDArray[np.float64]:
    """A minute of vowels and noises over a room, written again and again; returns where sounds begin."""
    generator = np.random.default_rng(1)
    minute, begins = _minute(generator)
    with soundfile.SoundFile(path, "w", RATE_HZ, 1, subtype, format="FLAC") as file:
        for _ in range(minutes):
            file.write(minute)
    return np.concatenate([begins + MINUTE_SECONDS * number for number in range(minutes)])


def _minute(generator: np.random.Generator) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    sound = 2e-4 * generator.standard_normal(MINUTE_SECONDS * RATE_HZ)
    begins: list[float] = []
    at = 0.5
    while at < MINUTE_SECONDS - 3:
        length = generator.uniform(0.4, 2.0)
        frames = slice(round(at * RATE_HZ), round((at + length) * RATE_HZ))
        times = np.arange(frames.stop - frames.start) / RATE_HZ
        if len(begins) % 2:
            sound[frames] += 0.05 * generator.standard_normal(len(times))
        else:
            pitch = generator.uniform(90, 220)
            voice = np.sum([np.sin(2 * np.pi * k * pitch * times) / k for k in range(1, 20)], axis=0)
            sound[frames] += 0.2 * voice * (0.6 + 0.4 * np.sin(2 * np.pi * 4 * times))
        begins.append(at)
        at += length + generator.uniform(0.3, 1.0)
    return np.clip(sound, -1, 1), np.array(begins)
