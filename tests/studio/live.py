"""A whole running studio for tests: real processes on a data folder and a port of its own."""

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psutil
import pytest

REPOSITORY = Path(__file__).resolve().parent.parent.parent
START_SECONDS = 90.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Studio:
    """`manage.py studio` as a person runs it. `start` waits until it says that it is up."""

    def __init__(self, data: Path, port: int | None = None, **environment: str) -> None:
        self.data = data
        self.port = port or free_port()
        self.log = data.parent / f"{data.name}.log"
        self._environment = environment
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def socket_url(self) -> str:
        return f"ws://127.0.0.1:{self.port}"

    def launch(self) -> subprocess.Popen[bytes]:
        """The process, without waiting for it; its output goes on at the end of the log."""
        self.data.mkdir(parents=True, exist_ok=True, mode=0o700)
        environment = {**os.environ, "OVERHEAR_DATA": str(self.data), **self._environment}
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "manage.py", "studio", "--port", str(self.port)],
                cwd=REPOSITORY, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip

    def start(self) -> None:
        already = self.log.read_text().count("Overhear is at") if self.log.exists() else 0
        self._process = self.launch()
        deadline = time.monotonic() + START_SECONDS
        while self.log.read_text().count("Overhear is at") == already:
            assert self._process.poll() is None, f"the studio ended at its start:\n{self.log.read_text()[-3000:]}"
            assert time.monotonic() < deadline, f"the studio did not start:\n{self.log.read_text()[-3000:]}"
            time.sleep(0.05)

    @property
    def process_id(self) -> int:
        assert self._process is not None, "start it first"
        return self._process.pid

    def processes(self) -> list[psutil.Process]:
        """The studio's own process and every descendant."""
        parent = psutil.Process(self.process_id)
        return [parent, *parent.children(recursive=True)]

    def workers(self, queues: str) -> tuple[psutil.Process, list[psutil.Process]]:
        """The Celery worker of these queues (`train`, `play,generate` or `render,analysis`) and its forked children."""
        for process in psutil.Process(self.process_id).children():
            if queues in process.cmdline():
                return process, process.children()
        raise AssertionError(f"no worker serves {queues}")

    def worker_pids(self) -> list[int]:
        return [self.workers(queues)[0].pid for queues in ("train", "play,generate", "render,analysis")]

    def stop(self) -> int:
        """As Ctrl-C does; the exit status."""
        assert self._process is not None
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
        return self._process.wait(60)

    def kill(self) -> None:
        """As the out-of-memory killer does."""
        assert self._process is not None
        self._process.kill()
        self._process.wait(10)


@pytest.fixture(scope="session")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of a studio that has begun, has read its first piece and was stopped: others go on from a copy."""
    data = tmp_path_factory.mktemp("begun") / "data"
    studio = Studio(data)
    studio.start()
    deadline = time.monotonic() + START_SECONDS
    with closing(sqlite3.connect(data / "overhear.sqlite3")) as rows:
        while rows.execute("SELECT 1 FROM jobs_job WHERE status <> 'succeeded'").fetchone():
            assert time.monotonic() < deadline, "the first piece was not read"
            time.sleep(0.2)
    assert studio.stop() == 0
    return data


def copied(begun: Path, to: Path) -> Path:
    return shutil.copytree(begun, to, ignore=shutil.ignore_patterns("studio.lock"))


@pytest.fixture(scope="session")
def running_studio(begun: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """One studio for all tests that only use it."""
    studio = Studio(copied(begun, tmp_path_factory.mktemp("studio") / "data"), SIGN_UPS_AN_HOUR="1000")
    studio.start()
    try:
        yield studio
    finally:
        studio.stop()
