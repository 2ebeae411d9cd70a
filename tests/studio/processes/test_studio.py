"""The one command: comes up, goes down in order, and leaves nothing behind however it ends."""

import os
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.studio.live import Studio
from tests.studio.visitor import Visitor


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """One of its own, since these tests kill it."""
    made = Studio(tmp_path_factory.mktemp("killed") / "data", WITHOUT_STARTER="1")
    made.start()
    yield made
    made.stop()


def gone(processes: list[psutil.Process], within_seconds: float = 10) -> list[psutil.Process]:
    """Those that are still there after a while."""
    _, alive = psutil.wait_procs([process for process in processes if process.pid != os.getpid()], within_seconds)
    return [process for process in alive if process.status() != psutil.STATUS_ZOMBIE]


def sentence_of(studio: Studio) -> tuple[int, str]:
    """What a studio that cannot start says, and its exit status."""
    process = studio.launch()
    try:
        status = process.wait(60)
    finally:
        process.kill()
    return status, studio.log.read_text()


def test_a_second_studio_on_the_same_data_is_refused(studio: Studio) -> None:
    second = Studio(studio.data)
    second.log = studio.data.parent / "second.log"
    status, said = sentence_of(second)
    assert status == 1
    assert f"A studio is already running on {studio.data}" in said and "Traceback" not in said
    assert Visitor(studio, None).get("/api/account") == {"user": None}


def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        status, said = sentence_of(Studio(tmp_path / "data", taken.getsockname()[1]))
    assert status == 1
    assert "cannot be used" in said and "--port" in said and "Traceback" not in said


def test_killing_the_parent_leaves_no_process_and_its_folder_starts_again(studio: Studio) -> None:
    processes = studio.processes()
    assert len(processes) >= 6  # itself, broker, two workers with a child each, web server
    visitor = Visitor(studio)
    project = visitor.post("/api/projects", name="Kept")
    studio.kill()
    assert gone(processes) == []
    assert (studio.data / "broker.sock").exists()  # the leftovers that the next start meets
    studio.start()
    assert visitor.get(f"/api/projects/{project['id']}")["name"] == "Kept"


def test_a_broker_or_server_that_dies_is_started_again(studio: Studio) -> None:
    visitor = Visitor(studio)
    for name in ("valkey-server", "uvicorn"):
        (victim,) = [process for process in studio.processes() if any(name in part for part in process.cmdline())]
        victim.send_signal(signal.SIGKILL)
        victim.wait(5)
        visitor.wait_for(lambda: answers(visitor), 30)
    assert studio.process_id == studio.processes()[0].pid


def answers(visitor: Visitor) -> bool:
    try:
        return bool(visitor.get("/api/account")["user"])
    except OSError:
        return False


def test_ctrl_c_stops_everything(studio: Studio) -> None:
    processes = studio.processes()
    before = studio.log.stat().st_size  # a worker whose broker was killed may well have printed a traceback
    began = time.monotonic()
    assert studio.stop() == 0
    assert time.monotonic() - began < 30
    assert gone(processes, 1) == []
    assert b"Traceback" not in studio.log.read_bytes()[before:]
    studio.start()


def test_a_data_folder_with_a_very_long_path_works(tmp_path: Path) -> None:
    deep = Studio(tmp_path / ("a" * 60) / ("b" * 60) / "data", WITHOUT_STARTER="1")
    deep.start()
    try:
        assert Visitor(deep).get("/api/jobs") == []
    finally:
        assert deep.stop() == 0
