"""A worker that joins a running studio, and one that cannot."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.studio.live import REPOSITORY, Studio
from tests.studio.visitor import Visitor


@contextmanager
def worker(data: Path, *arguments: str, **environment: str) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "manage.py", "worker", *arguments],
        cwd=REPOSITORY, env={**os.environ, "OVERHEAR_DATA": str(data), **environment},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        yield process
        process.terminate()


def test_a_worker_joins_and_leaves(running_studio: Studio) -> None:
    with worker(running_studio.data, "--queues", "analysis") as joined:
        assert joined.stdout is not None
        assert joined.stdout.readline() == "Waiting for work: analysis.\n"
        time.sleep(1.0)
        assert joined.poll() is None
    assert Visitor(running_studio).get("/api/wavenets/queue")["running"] == 0  # the studio goes on without it


@pytest.mark.parametrize(
    ("arguments", "environment", "sentence"),
    [
        (["--queues", "bake"], {}, "There is no queue “bake”. Choose of analysis, generate, play, render, train."),
        (["--queues", ""], {}, "Choose at least one queue"),
        ([], {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"}, "The database cannot be reached"),
        ([], {}, "not that of a running studio"),
    ],
)
def test_what_is_missing_is_one_line(
    tmp_path: Path, arguments: list[str], environment: dict[str, Any], sentence: str
) -> None:
    with worker(tmp_path, *arguments, **environment) as refused:
        _, said = refused.communicate(timeout=240)
    assert refused.returncode == 1 and sentence in said and len(said.strip().splitlines()) == 1


def test_a_broker_that_is_not_there_is_one_line(running_studio: Studio) -> None:
    with worker(running_studio.data, REDIS_URL="redis://127.0.0.1:1/0") as refused:
        _, said = refused.communicate(timeout=240)
    assert refused.returncode == 1 and "The broker cannot be reached" in said and len(said.strip().splitlines()) == 1
