"""What every peer is given, and how its work is timed."""

import os
import shutil
import subprocess
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import numpy as np
import soundfile

from mixing.audio import RATE_HZ, Doubles, db_to_gain
from mixing.bench.session import SOFT_TRIM_DB, TAIL_SECONDS, Session
from mixing.effects.reverb import Reverb
from mixing.materials import Material
from mixing.panning import pan_matrix
from mixing.project import Id

GROUPS = ("noise", "babbling", "cloud")
IMPULSE_SECONDS = 4.0
GAIN = db_to_gain(SOFT_TRIM_DB)  # before the master's equaliser: the session without its limiter


@dataclass(frozen=True)
class Played:
    """A clip as a file of its own, stretched already, and what is to be done with it."""

    path: Path
    group: str
    start_seconds: float
    seconds: float
    fade_in_seconds: float
    fade_out_seconds: float
    gains: Doubles  # (2, channels)


@dataclass(frozen=True)
class Work:
    """The whole session in the peers' terms."""

    clips: tuple[Played, ...]
    impulse: Path  # of the reverb, for peers that convolve
    seconds: float
    folder: Path


def work_of(session: Session, materials: Mapping[Id, Material], folder: Path) -> Work:
    """Write every clip's sound into a file of its own, so that nobody has to stretch."""
    folder.mkdir(parents=True, exist_ok=True)
    clips = []
    for number, (key, clip) in enumerate(sorted(session.project.clips.items())):
        material = materials[key]
        samples = round(clip.duration_seconds * RATE_HZ)
        part = np.array(material.source[material.offset_samples : material.offset_samples + samples])
        path = folder / f"clip-{number}.wav"
        soundfile.write(path, part, RATE_HZ, subtype="FLOAT")
        parent = session.project.tracks[clip.track].parent
        gains = pan_matrix(clip.pan, part.shape[1]) * db_to_gain(clip.gain_db)
        fades = (clip.fade_in_seconds, clip.fade_out_seconds)
        clips.append(Played(path, parent, clip.start_seconds, len(part) / RATE_HZ, *fades, gains))
    return Work(tuple(clips), _impulse(folder / "hall.wav"), session.seconds + TAIL_SECONDS, folder)


def _impulse(path: Path) -> Path:
    impulse = np.zeros((2, round(IMPULSE_SECONDS * RATE_HZ)), np.float32)
    impulse[:, 0] = 1.0
    reverb = Reverb(**Reverb.presets["Large dark hall"]).processor(RATE_HZ)
    soundfile.write(path, reverb.process(impulse).T, RATE_HZ, subtype="FLOAT")
    return path


class Peer(ABC):
    """A program that may be installed."""

    program: ClassVar[str]

    def __init__(self, work: Work) -> None:
        self.work = work
        self.output = work.folder / f"{self.program}.wav"

    @classmethod
    def installed(cls) -> bool:
        return shutil.which(cls.program) is not None

    @abstractmethod
    def commands(self) -> list[list[str]]:
        """What to run, one after the other; the last one writes `output`, 16 bits and stereo."""

    def cpu_seconds(self) -> float:
        """Do the work once, and tell the processor time of it. Raises RuntimeError where the program fails."""
        before = os.times()
        for command in self.commands():
            done = subprocess.run(command, capture_output=True, text=True, cwd=self.work.folder)
            if done.returncode != 0:
                raise RuntimeError(f"{self.program} failed: {done.stderr.strip()[-300:]}")
        after = os.times()
        return after.children_user - before.children_user + after.children_system - before.children_system
