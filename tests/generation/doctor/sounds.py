"""Sounds of which is known what the doctor must find in them. All at 8 kHz, full scale ±1."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from generation.dataset import Recording
from generation.doctor.examine import examine
from generation.doctor.report import DoctorProgress, Kind, Report
from generation.training_plan import TrainingPlan
from tests.conftest import speech_like

RATE_HZ = 8_000
Sound = NDArray[np.float64]


def voice(pieces: int = 24, seconds: float = 3.0) -> list[Sound]:
    """Pieces of one babbling voice, clean and loud enough; each at a pitch of its own, so that none is a copy."""
    return [_piece(index, seconds) for index in range(pieces)]


@cache
def _piece(index: int, seconds: float) -> Sound:
    piece: Sound = speech_like(seconds, 95.0 + 1.7 * index, 0, RATE_HZ).astype(np.float64)
    return piece


def white(seconds: float = 3.0, seed: int = 0, level: float = 0.1) -> Sound:
    return level * np.random.default_rng(seed).standard_normal(round(seconds * RATE_HZ))


def tone(frequency_hz: float, seconds: float = 3.0, level: float = 0.3) -> Sound:
    time = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    return np.asarray(level * np.sin(2 * np.pi * frequency_hz * time))


def hum(seconds: float = 3.0, level: float = 0.2, mains_hz: float = 50.0) -> Sound:
    return np.asarray(sum(tone(mains_hz * order, seconds, level / order) for order in (1, 2, 3, 5, 7)))


def with_noise(sound: Sound, under_db: float, seed: int = 0) -> Sound:
    """The sound with white noise so far under it."""
    level = float(np.sqrt(np.mean(sound**2))) * 10.0 ** (-under_db / 20.0)
    return np.asarray(sound + level * np.random.default_rng(seed).standard_normal(sound.size))


def written(folder: Path, sounds: Sequence[Sound], rate_hz: int = RATE_HZ) -> list[Recording]:
    """Float WAVs, so that nothing is rounded or clipped; named 000.wav, 001.wav…"""
    folder.mkdir(parents=True, exist_ok=True)
    recordings = []
    for index, sound in enumerate(sounds):
        recordings.append(Recording(folder / f"{index:03}.wav"))
        soundfile.write(recordings[-1].path, sound, rate_hz, subtype="FLOAT")
    return recordings


PLAN = TrainingPlan(preset="sketch")


def report_on(recordings: Sequence[Recording], plan: TrainingPlan = PLAN) -> Report:
    *progress, report = examine(recordings, plan)
    assert isinstance(report, Report) and all(isinstance(told, DoctorProgress) for told in progress)
    return report


def kinds_of(report: Report) -> set[Kind]:
    return {finding.kind for finding in report.findings}
