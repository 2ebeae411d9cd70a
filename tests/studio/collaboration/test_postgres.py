"""Processes that edit and compact one document at once lose nothing, on the database where they could."""

import os
import subprocess
import sys
from pathlib import Path

from tests.studio.live import REPOSITORY

WRITERS, UPDATES = 4, 120

MAKE_PROJECT = """
import django; django.setup()
from studio.accounts.models import User
from studio.projects.actions import create_project
print(create_project(User.objects.create_user("ada"), "Piece").id)
"""
COUNT = """
import sys, django; django.setup()
from uuid import UUID
from studio.collaboration import documents
from studio.collaboration.models import DocumentUpdate
print(len(documents.read(UUID(sys.argv[1]))["clips"]), DocumentUpdate.objects.count())
documents.compact(UUID(sys.argv[1]))
print(len(documents.read(UUID(sys.argv[1]))["clips"]), DocumentUpdate.objects.count())
"""


def test_concurrent_compaction_keeps_every_edit(postgres_url: str, tmp_path: Path) -> None:
    environment = {
        **os.environ, "DATABASE_URL": postgres_url, "OVERHEAR_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "studio.settings",
    }  # fmt: skip

    def python(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, *arguments], cwd=REPOSITORY, env=environment, capture_output=True, text=True, timeout=120
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout.strip()

    python("manage.py", "migrate", "--verbosity", "0")
    project_id = python("-c", MAKE_PROJECT)
    writers = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.studio.collaboration.writer", project_id, f"writer-{number}", str(UPDATES)],
            cwd=REPOSITORY,
            env=environment,
        )
        for number in range(WRITERS)
    ]
    assert [writer.wait(120) for writer in writers] == [0] * WRITERS
    before, after = python("-c", COUNT, project_id).splitlines()
    assert before.split()[0] == str(WRITERS * UPDATES)
    assert int(before.split()[1]) < WRITERS * UPDATES / 4, "nothing was compacted"
    assert after.split() == [str(WRITERS * UPDATES), "1"]
