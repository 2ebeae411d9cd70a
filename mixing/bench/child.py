"""One task of the benchmark in a process of its own, so that its memory and its processor time are its own.

python -m mixing.bench.child FOLDER TASK SECONDS CLIPS

What is held against other programs is measured from outside, its start included, and nothing is loaded before it.
"""

import json
import resource
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

from mixing.bench.session import Session, session
from mixing.progress import RenderFinished, RenderProgress
from mixing.render import Outputs, render

MEASURED_FROM_OUTSIDE = frozenset({"whole_without_limiter"})

TASKS: dict[str, tuple[Callable[[Session], Session], tuple[str, ...]]] = {
    "mix_warm": (lambda piece: piece, ("mix",)),
    "mix_cold": (lambda piece: piece, ("mix",)),
    "edit_one_clip": (Session.with_one_clip_edited, ("mix",)),
    "whole": (lambda piece: piece, ("mix", "master")),
    "whole_without_limiter": (Session.without_limiter, ("master",)),
    "hour": (lambda piece: piece, ("master",)),
}
"""What is rendered, and into which files; the files are named after the task."""


def run(folder: Path, task: str, piece: Session) -> dict[str, object]:
    """Render once on one thread; the figures."""
    change, wanted = TASKS[task]
    cache = folder / ("cache-cold" if task == "mix_cold" else "cache")
    if task == "mix_cold":
        shutil.rmtree(cache, ignore_errors=True)
    files = {name: folder / f"{task}-{name}.wav" for name in wanted}
    outputs = Outputs(mix=files.get("mix"), master=files.get("master"))
    changed = change(piece)
    mastering_began: float | None = None
    began = time.process_time()
    for event in render(changed.project, changed.media, outputs, cache, threads=1):
        now = time.process_time()
        if isinstance(event, RenderProgress) and event.stage == "mastering" and mastering_began is None:
            mastering_began = now
        if isinstance(event, RenderFinished):
            finished = event
    cpu = time.process_time() - began
    reduced = finished.report["limiter"]["max_reduction_db"] if finished.report["limiter"] else 0.0
    return {
        "cpu_seconds": cpu,
        "master_cpu_seconds": 0.0 if mastering_began is None else began + cpu - mastering_began,
        "memory_mb": _most_memory_mb(),
        "reduction_db": reduced,
    }


def _most_memory_mb() -> float:
    """The most that was held at once. Of getrusage's number a part may be that of whoever started this process."""
    status = Path("/proc/self/status")
    if status.is_file():
        found = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(found.split()[1]) / 1024.0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << (20 if sys.platform == "darwin" else 10))


def warm_up(folder: Path) -> None:
    """Load every kernel, so that compiling is not measured."""
    piece = session(folder, seconds=3.0, clips=9)
    for limited in (piece, piece.without_limiter()):
        outputs = Outputs(mix=folder / "mix.wav", master=folder / "master.wav")
        for _ in render(limited.project, limited.media, outputs, folder / "cache", threads=1):
            pass


def main() -> None:
    folder, task = Path(sys.argv[1]), sys.argv[2]
    if task not in MEASURED_FROM_OUTSIDE:
        warm_up(folder / "small")
    piece = session(folder / "samples", float(sys.argv[3]), int(sys.argv[4]))
    print(json.dumps(run(folder, task, piece)))


if __name__ == "__main__":
    main()
