"""Processes that claim the same jobs at once: each job gets one worker, on either database."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.studio.live import REPOSITORY

MAKE_JOBS = """
import django; django.setup()
from uuid import uuid4
from studio.accounts.models import User
from studio.jobs.models import Job
owner = User.objects.create_user(f"ada-{uuid4().hex[:6]}")
print(*[Job.objects.create(owner=owner, kind="train", subject_id=uuid4(), title="x").id for _ in range(30)])
"""


@pytest.mark.parametrize("database", ["sqlite", "postgres"])
def test_each_job_gets_one_worker(database: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    environment = {**os.environ, "OVERHEAR_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "studio.settings"}
    if database == "postgres":
        environment["DATABASE_URL"] = request.getfixturevalue("postgres_url")

    def python(*arguments: str) -> subprocess.Popen[str]:
        command = [sys.executable, *arguments]
        return subprocess.Popen(command, cwd=REPOSITORY, env=environment, stdout=subprocess.PIPE, text=True)

    migrate = python("manage.py", "migrate", "--verbosity", "0")
    migrate.communicate(timeout=60)
    assert migrate.returncode == 0
    jobs = python("-c", MAKE_JOBS).communicate(timeout=30)[0].split()
    start = str(time.time() + 4)
    claimers = [python("-m", "tests.studio.jobs.claimer", start, *jobs) for _ in range(3)]
    claimed = [claimer.communicate(timeout=60)[0].split() for claimer in claimers]
    assert sorted(job for found in claimed for job in found) == sorted(jobs)
