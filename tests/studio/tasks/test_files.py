"""What is swept, and what is not."""

import os
import time
from pathlib import Path
from uuid import uuid4

from django.conf import LazySettings

from studio.accounts.models import User
from studio.jobs.models import Job
from studio.tasks import files
from studio.wavenets.actions import training_folder
from studio.wavenets.models import Wavenet


def a_job(owner: User, status: str) -> Job:
    return Job.objects.create(owner=owner, kind="train", subject_id=uuid4(), title="x", status=status)


def test_only_folders_that_nobody_works_in_are_swept(person: User, private_data: Path) -> None:
    running, ended = a_job(person, "running"), a_job(person, "failed")
    with files.working_folder(running) as mine, files.working_folder(ended) as left:
        wavenet = Wavenet.objects.create(
            owner=person, name="x", preset="sketch", sample_rate_hz=8000, receptive_field_samples=1,
            receptive_field_ms=1, parameter_count=1, steps_planned=1,
        )  # fmt: skip
        kept, orphan = training_folder(wavenet.id), training_folder(uuid4())
        kept.mkdir(parents=True)
        orphan.mkdir(parents=True)
        files.sweep()
        assert (mine.exists(), left.exists(), kept.exists(), orphan.exists()) == (True, False, True, False)


def test_what_renders_keep_is_swept_beyond_its_share(person: User, private_data: Path, settings: LazySettings) -> None:
    settings.MIXING_CACHE_BYTES = 1_000
    cache = files.mixing_cache()
    cache.mkdir(parents=True)
    for name, days in (("old", 3), ("older", 4), ("today", 0)):
        (cache / f"{name}.npy").write_bytes(bytes(600))
        used = time.time() - 86_400 * days
        os.utime(cache / f"{name}.npy", (used, used))
    files.sweep()
    assert [path.stem for path in cache.iterdir()] == ["today"]


def test_a_new_attempt_removes_what_the_last_one_left(person: User, private_data: Path) -> None:
    job = a_job(person, "running")
    with files.working_folder(job) as left:
        with files.working_folder(job) as mine:
            assert mine.exists() and not left.exists()
        assert not mine.exists()
