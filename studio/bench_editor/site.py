"""A studio of its own for the measurement: real processes, an account, and a project with thousands of clips."""

import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parent.parent.parent
START_SECONDS = 180.0
NAME, PASSWORD = "bench", "a long enough password"
CLIPS, TRACKS, SECONDS = 5_000, 12, 300.0
SEED = 7
SOUNDS = 8  # of the starter, at least
OVERLAPPING, PLAYED_SECONDS = 60, 60.0


@dataclass(frozen=True)
class Site:
    """Where it runs, the project that is measured, and the one that is listened to."""

    url: str
    project: str
    overlapping: str


@contextmanager
def running(data: Path) -> Iterator[Site]:
    """Starts the studio, fills it, and stops it again."""
    os.environ["OVERHEAR_DATA"] = str(data)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    log = data.parent / "studio.log"
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "studio", "--port", str(port)],
            cwd=REPOSITORY, stdin=subprocess.DEVNULL, stdout=out, stderr=out,
        )  # fmt: skip
    try:
        _until_up(process, log)
        project, overlapping = _filled()
        yield Site(url=f"http://127.0.0.1:{port}", project=project, overlapping=overlapping)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)


def _until_up(process: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while "Overhear is at" not in log.read_text():
        if process.poll() is not None or time.monotonic() > deadline:
            raise SystemExit(f"The studio did not start:\n{log.read_text()[-2000:]}")
        time.sleep(0.1)


def _filled() -> tuple[str, str]:
    """An account with two projects of the starter's sounds: very many clips, and some that all sound at once."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studio.settings")
    import django

    django.setup()
    from mixing import project as records
    from studio.accounts.models import User
    from studio.library.models import Sample
    from studio.projects import actions
    from studio.projects.models import ProjectSample

    deadline = time.monotonic() + START_SECONDS
    while len(samples := [one for one in Sample.objects.filter(state=Sample.State.READY) if _is_long(one)]) < SOUNDS:
        if time.monotonic() > deadline:
            raise SystemExit("The starter's sounds were not read.")
        time.sleep(0.2)
    user = User.objects.create_user(username=NAME, password=PASSWORD)
    chance = random.Random(SEED)
    tracks = {f"t{i}": records.Track(name=f"Track {i + 1}", order=f"a{i:02}") for i in range(TRACKS - 2)}
    tracks |= {f"f{i}": records.Track(name=f"Cloud {i + 1}", order=f"b{i}", role="free", height=216) for i in range(2)}
    rows = list(tracks)
    tracks[records.MASTER_ID] = records.Track(name="Mix", role="master")
    clips = {f"c{i}": _clip(chance, rows[i % TRACKS], samples) for i in range(CLIPS)}
    at_once = {f"c{i}": _layer(i, rows[i % TRACKS], samples) for i in range(OVERLAPPING)}
    made = []
    for name, held in (("5000 clips", clips), ("60 at once", at_once)):
        project = actions.create_project(user, name, records.Project(tracks=tracks, clips=held))
        ProjectSample.objects.bulk_create(
            ProjectSample(project=project, sample=sample, added_by=user) for sample in samples
        )
        made.append(str(project.id))
    return made[0], made[1]


def _layer(number: int, track: str, samples: list[Any]) -> Any:
    """A sound that goes on and on, a little longer than it is listened to."""
    from mixing import project as records

    return records.Clip(
        track=track,
        sample=str(samples[number % len(samples)].id),
        start_seconds=number * 0.05,
        duration_seconds=PLAYED_SECONDS + 10,
        loop=True,
        pan=(number % 11 - 5) / 5,
        gain_db=-36.0,
    )


def _is_long(sample: Any) -> bool:
    return (sample.duration_seconds or 0.0) > 1.0


def _clip(chance: random.Random, track: str, samples: list[Any]) -> Any:
    from mixing import project as records

    sample = chance.choice(samples)
    length = min(chance.uniform(0.3, 4.0), sample.duration_seconds)
    return records.Clip(
        track=track,
        sample=str(sample.id),
        start_seconds=chance.uniform(0, SECONDS),
        offset_seconds=chance.uniform(0, sample.duration_seconds - length),
        duration_seconds=length,
        pan=chance.uniform(-1, 1),
        gain_db=chance.uniform(-30, -20),
        height=chance.random(),
        fade_in_seconds=length / 4,
        fade_out_seconds=length / 3,
    )
