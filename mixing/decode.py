"""Reads a file that a stranger sent, in a child process that may not harm anything, into one clean master.

`python -m mixing.decode SOURCE FOLDER` is the child. This side uses the standard library alone, so that whoever
starts a child does not load what it needs.
"""

import ctypes
import json
import os
import resource
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from mixing.errors import MixingError

ROOT = Path(__file__).resolve().parent.parent
PASSED_ON = ("PATH", "HOME", "LANG", "TMPDIR", "NUMBA_CACHE_DIR", "LD_LIBRARY_PATH")
PR_SET_PDEATHSIG = 1


class DecodeError(MixingError):
    """The file cannot be read; the message is one sentence for the person who sent it."""


@dataclass(frozen=True)
class Limits:
    """How much a file may ask for."""

    frames_times_channels: int = 3 * 3600 * 48_000 * 2  # three stereo hours at 48 kHz
    seconds: float = 12 * 3600.0  # a night's recording; a day of silence is small in every other way
    memory_bytes: int = 3 * 1024**3  # of address space, a third of which the libraries map
    cpu_seconds: int = 1800
    wall_seconds: float = 2400.0
    written_bytes: int = 6 * 1024**3

    def most_frames(self, channels: int, rate_hz: float) -> int:
        """How many frames a sound of this shape may have."""
        return min(self.frames_times_channels // max(channels, 1), int(self.seconds * rate_hz))


@dataclass(frozen=True)
class Decoded:
    """A master and what was measured on it. Levels are None in silence."""

    master: Path  # FLAC of 24 bits where that holds every bit of the source, else WAV of floats
    peaks: Path  # see mixing.analysis.peaks
    frames: int
    sample_rate_hz: int
    channels: int
    format: str  # of the source, e.g. “MP3, 44.1 kHz, stereo”
    bandwidth_hz: float | None
    integrated_lufs: float | None
    true_peak_dbtp: float | None
    voicing: float | None
    portrait: bytes  # see mixing.analysis.likeness; empty in silence
    source_sha256: str
    master_sha256: str


def decode_in_child(source: Path, folder: Path, *, limits: Limits | None = None, name: str = "") -> Decoded:
    """Read `source` into `folder` (made if need be). Raises DecodeError, having left nothing in the folder.

    `name`: what the sentence calls the file, where its path is not what the person knows it by.
    """
    steps = decoding(source, folder, limits=limits, name=name)
    while True:
        try:
            next(steps)
        except StopIteration as stop:
            decoded: Decoded = stop.value
            return decoded


def decoding(
    source: Path, folder: Path, *, limits: Limits | None = None, name: str = ""
) -> Generator[float, None, Decoded]:
    """The same step by step: yields the share done, returns the result. Closing it kills the child."""
    limits = limits or Limits()
    name = name or source.name
    folder.mkdir(parents=True, exist_ok=True)
    before = set(folder.iterdir())
    try:
        with _child(source, folder, limits, name) as child:
            deadline = time.monotonic() + limits.wall_seconds
            for message in _messages(child, deadline):
                if "fraction" in message:
                    yield float(message["fraction"])
                elif "error" in message:
                    raise DecodeError(str(message["error"]))
                else:
                    fields = dict(message["decoded"])
                    paths = {key: folder / fields.pop(key) for key in ("master", "peaks")}
                    portrait = bytes.fromhex(fields.pop("portrait"))
                    return Decoded(**paths, portrait=portrait, **fields)
        raise DecodeError(_how_it_ended(child, name, time.monotonic() >= deadline))
    except BaseException:
        _clear(folder, before)
        raise


@contextmanager
def _child(source: Path, folder: Path, limits: Limits, name: str) -> Iterator[subprocess.Popen[bytes]]:
    """The running child, in a session of its own; killed with everything it started when the block ends."""
    command = [sys.executable, "-P", "-m", "mixing.decode", str(source.resolve()), str(folder.resolve())]
    # With “=”: a name may begin with a dash.
    options = [f"--name={name}", f"--limits={json.dumps(asdict(limits))}", f"--parent={os.getpid()}"]
    environment = {key: os.environ[key] for key in PASSED_ON if key in os.environ}
    # One thread: each one more would map memory of its own, and the site's other work needs the cores.
    environment |= {"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    child = subprocess.Popen(
        command + options,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        cwd=folder,
        start_new_session=True,
    )
    try:
        yield child
    finally:
        with suppress(ProcessLookupError, PermissionError):  # it has ended already
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        assert child.stdout is not None
        child.stdout.close()


def _messages(child: subprocess.Popen[bytes], deadline: float) -> Iterator[dict[str, Any]]:
    """The JSON lines that the child writes, until it ends or its time is over."""
    assert child.stdout is not None
    pipe = child.stdout.fileno()
    pending = b""
    while (left := deadline - time.monotonic()) > 0:
        ready, _, _ = select.select([pipe], [], [], left)
        if not ready:
            return
        data = os.read(pipe, 65_536)
        if not data:
            child.wait(timeout=max(1.0, left))
            return
        *lines, pending = (pending + data).split(b"\n")
        for line in lines:
            yield json.loads(line)


def _how_it_ended(child: subprocess.Popen[bytes], name: str, late: bool) -> str:
    """The sentence for a child that gave no answer."""
    if late or child.returncode == -signal.SIGXCPU:
        return f"“{name}” takes too long to read. Cut it into shorter files."
    return f"“{name}” is damaged: it cannot be read."


def _clear(folder: Path, before: set[Path]) -> None:
    for path in set(folder.iterdir()) - before:
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def confine(limits: Limits, parent: int | None) -> None:
    """Take from this process what reading a file does not need. It dies with its parent."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds + 5))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.written_bytes, limits.written_bytes))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    if sys.platform == "linux":  # elsewhere it does not bound what is mapped
        resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if parent is not None and os.getppid() != parent:  # it died before it could be followed
            sys.exit(1)


if __name__ == "__main__":
    from mixing.decode_child import main

    sys.exit(main())
