"""How fast the engine is, against what the same work costs in compiled libraries in the same run.

A piece is made, rendered once and checked; only then does the clock run. Times are CPU seconds of the whole
process, the least of interleaved rounds. Values are times real time: seconds of the piece a CPU second.
"""

import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypedDict

import numpy as np
import soundfile
import soxr
from scipy import signal

from mixing.audio import RATE_HZ
from mixing.clips import PlacedClip
from mixing.effects.equaliser import Equaliser
from mixing.media import Source, preparing
from mixing.metering import k_weighting, measure
from mixing.progress import RenderFinished
from mixing.project import MASTER_ID, Clip, Device, Id, Project, Track, new_project
from mixing.render import BLOCK_SAMPLES, Outputs, render
from mixing.steps import finish

SECONDS = 60.0
ROUNDS = 3
MEMORY_LIMIT_MB = 300.0

_SOURCE_RATE_HZ = 16_000
_SOURCE_SECONDS = 20.0


class Row(TypedDict):
    """One figure; the share is of a limit measured in the same run (for memory: of a fixed limit)."""

    name: str
    value: float
    unit: str
    limit: float | None
    share: float | None


def bench(seconds: float = SECONDS, rounds: int = ROUNDS) -> list[Row]:
    """Make a piece of so many seconds, check it, and time it. Raises RuntimeError if its output is wrong."""
    with tempfile.TemporaryDirectory(prefix="mixing-bench-") as folder:
        piece = _Piece(Path(folder), seconds)
        piece.check()
        tasks: dict[str, tuple[Callable[[], None], Callable[[], None]]] = {
            "mix": (piece.mix, piece.mix_primitives),
            "mix and master": (piece.mix_and_master, piece.master_primitives),
            "measure": (piece.measure, piece.measure_primitives),
            "resample": (piece.resample, piece.resample_primitives),
        }
        best: dict[tuple[str, int], float] = {}
        for _ in range(rounds):
            for name, pair in tasks.items():
                for which, run in enumerate(pair):
                    best[name, which] = min(best.get((name, which), np.inf), _cpu_seconds(run))
    rows = [_row(name, seconds / best[name, 0], seconds / best[name, 1]) for name in tasks]
    memory_mb = piece.memory_mb
    share = memory_mb / MEMORY_LIMIT_MB
    rows.append(Row(name="memory", value=memory_mb, unit="MB", limit=MEMORY_LIMIT_MB, share=share))
    return rows


def _row(name: str, value: float, limit: float) -> Row:
    return Row(name=name, value=value, unit="x real time", limit=limit, share=value / limit)


def _cpu_seconds(run: Callable[[], None]) -> float:
    began = time.process_time()
    run()
    return time.process_time() - began


class _Piece:
    """A generated piece on the disk, what the engine does with it, and the same by the plainest means."""

    def __init__(self, folder: Path, seconds: float) -> None:
        self.folder, self.seconds = folder, seconds
        self.project = _project(seconds)
        self.media = {f"source-{k}": _source(folder / f"source-{k}.wav", k) for k in range(2)}
        self.mix_file, self.master_file = folder / "mix.wav", folder / "master.wav"
        self.mix_and_master()
        self.memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0
        self.sources: dict[Id, Source] = {
            key: finish(preparing(path, folder / "cache")) for key, path in self.media.items()
        }

    def check(self) -> None:
        """The clock must not run on wrong output, however quick it was."""
        mix, master = (soundfile.read(path, dtype="float32")[0] for path in (self.mix_file, self.master_file))
        measured = measure(self.master_file)
        expected = round((self.seconds + self.project.master.tail_seconds) * RATE_HZ)
        if measured.true_peak_dbtp is None or measured.integrated_lufs is None:
            raise RuntimeError("The master of the benchmark is silent.")
        if measured.true_peak_dbtp > self.project.master.ceiling_dbtp:
            raise RuntimeError(f"The master of the benchmark peaks at {measured.true_peak_dbtp:.2f} dBTP.")
        if not -30.0 < measured.integrated_lufs < -6.0:
            raise RuntimeError(f"The master of the benchmark is at {measured.integrated_lufs:.1f} LUFS.")
        if mix.shape != (expected, 2) or master.shape != mix.shape:
            raise RuntimeError(f"The benchmark's files have the shapes {mix.shape} and {master.shape}.")
        alike = float(np.corrcoef(mix[:, 0], master[:, 0])[0, 1])
        if not alike >= 0.9:
            raise RuntimeError(f"The benchmark's master follows its mix by {alike:.2f} alone.")

    def _render(self, outputs: Outputs) -> None:
        *_, last = render(self.project, self.media, outputs, self.folder / "cache")
        if not isinstance(last, RenderFinished):
            raise RuntimeError("The benchmark's render did not finish.")

    def mix(self) -> None:
        self._render(Outputs(mix=self.mix_file))

    def mix_and_master(self) -> None:
        self._render(Outputs(mix=self.mix_file, master=self.master_file))

    def measure(self) -> None:
        measure(self.master_file)

    def resample(self) -> None:
        with tempfile.TemporaryDirectory(dir=self.folder) as cache:
            for path in self.media.values():
                finish(preparing(path, Path(cache)))

    def mix_primitives(self) -> None:
        """The same clips added, one equaliser, one file written and metered: nothing that a mix could leave out."""
        mix = np.zeros((2, round(self.seconds * RATE_HZ)), np.float32)
        for clip in self.project.clips.values():
            placed = PlacedClip.of(clip, self.sources[clip.sample])
            part = placed.source[placed.offset_samples : placed.offset_samples + placed.length_samples, 0]
            at = mix[:, placed.start_samples : placed.start_samples + len(part)]
            at += placed.gains.astype(np.float32) * part[: at.shape[1]]
        sections = np.tile(np.array([1.0, 0.1, 0.1, 1.0, 0.1, 0.1]), (4, 1))
        for at_sample in range(0, mix.shape[1], BLOCK_SAMPLES):
            signal.sosfilt(sections, mix[:, at_sample : at_sample + BLOCK_SAMPLES], axis=1)
        soundfile.write(self.folder / "plain.wav", mix.T, RATE_HZ, subtype="PCM_24")
        self.measure_primitives()

    def master_primitives(self) -> None:
        """The mix, then an ordinary chain (no true peak, no shaped dither) and a second file."""
        import pedalboard  # a peer: the engine's own memory is measured without it

        self.mix_primitives()
        audio = soundfile.read(self.mix_file, dtype="float32", always_2d=True)[0].T
        settings = Equaliser()
        chain = pedalboard.Pedalboard(  # type: ignore[attr-defined]
            [
                pedalboard.LowShelfFilter(settings.low_hz, settings.low_gain_db, settings.low_q),
                pedalboard.PeakFilter(settings.bell_1_hz, settings.bell_1_gain_db, settings.bell_1_q),
                pedalboard.PeakFilter(settings.bell_2_hz, settings.bell_2_gain_db, settings.bell_2_q),
                pedalboard.HighShelfFilter(settings.high_hz, settings.high_gain_db, settings.high_q),
                pedalboard.Compressor(-24, 1.5, 60, 230),
                pedalboard.Limiter(-1.0, 120),
            ]
        )
        soundfile.write(self.folder / "plain.wav", chain(np.ascontiguousarray(audio), RATE_HZ).T, RATE_HZ)
        self.measure_primitives()

    def measure_primitives(self) -> None:
        """Two filters and a fourfold oversampling of the master."""
        audio = soundfile.read(self.master_file, dtype="float32", always_2d=True)[0]
        sections = [[*section[:3], 1.0, *section[3:]] for section in k_weighting(RATE_HZ)]
        np.square(signal.sosfilt(np.array(sections), audio, axis=0)).sum()
        np.abs(soxr.resample(audio, RATE_HZ, 4 * RATE_HZ, "HQ")).max()

    def resample_primitives(self) -> None:
        """The resampler alone, at the same quality."""
        for path in self.media.values():
            audio, rate_hz = soundfile.read(path, dtype="float32")
            soxr.resample(audio, rate_hz, RATE_HZ, "VHQ")


def _project(seconds: float) -> Project:
    random = np.random.default_rng(1)
    tracks = {f"track-{k}": Track(name=f"Track {k}", order=f"a{k}", pan=(k - 1) / 2) for k in range(3)}
    clips = {
        f"clip-{k}": Clip(
            track=f"track-{k % 3}",
            sample=f"source-{k % 2}",
            start_seconds=random.uniform(0.0, seconds - 8.0) if k else seconds - 8.0,
            offset_seconds=random.uniform(0.0, _SOURCE_SECONDS - 8.0),
            duration_seconds=8.0,
            fade_in_seconds=1.0,
            fade_out_seconds=1.0,
            pan=random.uniform(-1.0, 1.0),
            gain_db=random.uniform(-9.0, 3.0),
        )
        for k in range(round(seconds * 0.7))
    }
    devices = {**new_project().devices, "eq": Device(track="track-0", effect="equaliser")}
    master = Track(name="Mix", role="master")
    return Project(tracks={**tracks, MASTER_ID: master}, clips=clips, devices=devices)


def _source(path: Path, seed: int) -> Path:
    """Syllables of pink noise, so that meters, gates and detectors all have work."""
    random = np.random.default_rng(seed)
    time_seconds = np.arange(round(_SOURCE_SECONDS * _SOURCE_RATE_HZ)) / _SOURCE_RATE_HZ
    noise = signal.lfilter([0.05, -0.09, 0.045], [1.0, -1.97, 0.971], random.standard_normal(len(time_seconds)))
    envelope = np.clip(np.sin(2 * np.pi * (3.1 + seed) * time_seconds), 0.02, 1.0)
    sound = noise * envelope
    soundfile.write(path, 0.7 * sound / np.abs(sound).max(), _SOURCE_RATE_HZ, subtype="PCM_24")
    return path
