"""All rows of the benchmark: each task in a process of its own, its output checked before its figure counts."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, TypedDict

import numpy as np
import soundfile

from mixing.audio import RATE_HZ
from mixing.bench.child import MEASURED_FROM_OUTSIDE
from mixing.bench.peers import LESSER, PEERS
from mixing.bench.peers.peer import work_of
from mixing.bench.session import CLIPS, SECONDS, TAIL_SECONDS, session
from mixing.errors import MixingError
from mixing.materials import gathering
from mixing.metering import measure
from mixing.steps import finish

MEMORY_LIMIT_MB = 300.0
ROUNDS = 2
HOUR = 12.0  # times the session's length, with as many clips: an hour, where the session has five minutes
_CEILING_DBTP = -0.26
_ORDER = ("mix_cold", "mix_warm", "edit_one_clip", "whole", "whole_without_limiter")
_LOUDNESS_LUFS = {"mix": (-40.0, -12.0), "master": (-45.0, -6.0)}
_ALIKE = 0.6  # how far a peer's output must follow the engine's
_NEAR_LU = 6.0


class Row(TypedDict):
    """One figure. `limit` is what the quickest peer gives in the same run, and `share` what the engine has of it; for
    memory the limit is a fixed one. A ratio is the engine's processor time over the peer's: under 1 is quicker."""

    name: str
    value: float
    unit: str
    limit: float | None
    share: float | None
    cpu_seconds: float | None
    memory_mb: float | None
    ratios: dict[str, float]


def bench(seconds: float = SECONDS, clips: int = CLIPS, rounds: int = ROUNDS, *, peers: bool = True) -> list[Row]:
    """Make the session, check what is made of it, and time it. Raises MixingError if an output is wrong."""
    with tempfile.TemporaryDirectory(prefix="mixing-bench-") as name:
        folder = Path(name)
        _child(folder / "first", "mix_cold", 3.0, 9)  # compiles what is not compiled yet
        figures = {task: _best(folder, task, seconds, clips, 1 if task == "mix_cold" else rounds) for task in _ORDER}
        others, lesser = _peers(folder, seconds, clips) if peers else ({}, {})
        hour_mb = _best(folder, "hour", HOUR * seconds, clips, 1)["memory_mb"]
    length = seconds + TAIL_SECONDS
    rows = [_row(task, length, figures[task]["cpu_seconds"], figures[task]["memory_mb"]) for task in _ORDER]
    rows.insert(4, _row("master", length, figures["whole"]["master_cpu_seconds"], figures["whole"]["memory_mb"]))
    plain = rows[-1]
    if others:
        own = figures["whole_without_limiter"]["cpu_seconds"]
        plain["ratios"] = {peer: own / taken for peer, taken in {**others, **lesser}.items()}
        plain["limit"] = limit = length / min(others.values())
        plain["share"] = plain["value"] / limit
    rows.append(_memory_row("memory", max(figure["memory_mb"] for figure in figures.values())))
    rows.append(_memory_row("memory_hour", hour_mb))
    return rows


def _memory_row(name: str, memory_mb: float) -> Row:
    return Row(
        name=name, value=memory_mb, unit="MB", limit=MEMORY_LIMIT_MB, share=memory_mb / MEMORY_LIMIT_MB,
        cpu_seconds=None, memory_mb=memory_mb, ratios={},
    )  # fmt: skip


def _row(name: str, length: float, cpu_seconds: float, memory_mb: float) -> Row:
    return Row(
        name=name, value=length / cpu_seconds, unit="x real time", limit=None, share=None, cpu_seconds=cpu_seconds,
        memory_mb=memory_mb, ratios={},
    )  # fmt: skip


def _best(folder: Path, task: str, seconds: float, clips: int, rounds: int) -> dict[str, float]:
    """The quickest of some rounds, each checked."""
    best: dict[str, float] = {}
    for _ in range(rounds):
        if task == "edit_one_clip":
            for made in (folder / "cache").glob("*"):  # the edited clip of an earlier round
                if made.is_file() and made.stat().st_mtime > (folder / "mix_warm-mix.wav").stat().st_mtime:
                    made.unlink()
        figures = _child(folder, task, seconds, clips)
        check(folder, task, seconds, figures)
        if task == "mix_cold" and not (folder / "cache").exists():
            (folder / "cache-cold").rename(folder / "cache")
        if not best or figures["cpu_seconds"] < best["cpu_seconds"]:
            best = figures
    return best


def _child(folder: Path, task: str, seconds: float, clips: int) -> dict[str, float]:
    command = [sys.executable, "-m", "mixing.bench.child", str(folder), task, str(seconds), str(clips)]
    before = os.times()
    done = subprocess.run(command, capture_output=True, text=True)
    after = os.times()
    if done.returncode != 0:
        raise MixingError(f"The benchmark's {task} failed: {done.stderr.strip().splitlines()[-1]}.")
    figures: dict[str, float] = json.loads(done.stdout)
    if task in MEASURED_FROM_OUTSIDE:
        user, system = (getattr(after, name) - getattr(before, name) for name in ("children_user", "children_system"))
        figures["cpu_seconds"] = user + system
    return figures


def check(folder: Path, task: str, seconds: float, figures: dict[str, float]) -> None:
    """The clock must not run on wrong output, however quick it was."""
    expected = round((seconds + TAIL_SECONDS) * RATE_HZ)
    for kind, (softest, loudest) in _LOUDNESS_LUFS.items():
        path = folder / f"{task}-{kind}.wav"
        if not path.exists():
            continue
        found = measure(path)
        if found.integrated_lufs is None or not softest < found.integrated_lufs < loudest:
            raise MixingError(f"The {kind} of {task} is at {found.integrated_lufs} LUFS: something is wrong with it.")
        if soundfile.info(path).frames < expected:
            raise MixingError(f"The {kind} of {task} is too short.")
        if kind == "master" and (found.true_peak_dbtp is None or found.true_peak_dbtp > _CEILING_DBTP):
            raise MixingError(f"The master of {task} peaks at {found.true_peak_dbtp} dBTP.")
    if task == "whole" and figures["reduction_db"] < 6.0 and seconds >= SECONDS:
        raise MixingError(f"The limiter of {task} took {figures['reduction_db']:.1f} dB only: it is not at work.")


def _peers(folder: Path, seconds: float, clips: int) -> tuple[dict[str, float], dict[str, float]]:
    """The processor time of every peer that is installed, once its output is seen to be the same piece; and of those
    that do less."""
    present = {name: peer for name, peer in {**PEERS, **LESSER}.items() if peer.installed()}
    if not present:
        return {}, {}
    piece = session(folder / "samples", seconds, clips).without_limiter()
    materials = finish(gathering(piece.project.clips, piece.media, folder / "cache"))
    work = work_of(piece, materials, folder / "peers")
    own = folder / "whole_without_limiter-master.wav"
    taken = {}
    for name, kind in present.items():
        peer = kind(work)
        taken[name] = peer.cpu_seconds()
        _same(name, own, peer.output)
    equal = {name: cpu_seconds for name, cpu_seconds in taken.items() if name in PEERS}
    return equal, {name: cpu_seconds for name, cpu_seconds in taken.items() if name in LESSER}


def _same(name: str, own: Path, other: Path) -> None:
    loudness = [measure(path).integrated_lufs or -np.inf for path in (own, other)]
    outlines = [_outline(path) for path in (own, other)]
    count = min(len(outline) for outline in outlines)
    alike = float(np.corrcoef(outlines[0][:count], outlines[1][:count])[0, 1])
    if not alike >= _ALIKE or not abs(loudness[0] - loudness[1]) <= _NEAR_LU:
        raise MixingError(
            f"What {name} makes of the session follows the engine's by {alike:.2f}, at {loudness[1]:.1f} "
            f"instead of {loudness[0]:.1f} LUFS: it does other work."
        )


def _outline(path: Path) -> np.ndarray[Any, np.dtype[np.float64]]:
    """The level of every tenth of a second in dB."""
    audio = soundfile.read(path, always_2d=True)[0]
    hops = audio[: len(audio) // 4_410 * 4_410].reshape(-1, 4_410 * audio.shape[1])
    levels: np.ndarray[Any, np.dtype[np.float64]] = 10.0 * np.log10(np.square(hops).mean(axis=1) + 1e-8)
    return levels
