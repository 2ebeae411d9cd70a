"""An upload is read by the real decoder into a ready sample, or fails with its sentence and leaves nothing."""

import os
from pathlib import Path
from typing import Any

import pytest
import soundfile
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from studio.accounts.models import User
from studio.jobs.models import Job
from studio.jobs.runner import JobError, Progress
from studio.library import actions, quota, sweep, workspace
from studio.library.analysis import analyse_sample
from studio.library.models import Sample
from tests.mixing.hostile_files import HOSTILE

pytestmark = pytest.mark.django_db


def uploaded(owner: User, content: bytes, name: str) -> Sample:
    return actions.create_sample(
        owner=owner, name=name, origin="recorded", category="mine", source=ContentFile(content), source_name=name
    )


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_recording_becomes_a_ready_sample(person: User, speech_files: list[Path], private_data: Path) -> None:
    sample = uploaded(person, speech_files[0].read_bytes(), "spoken.wav")
    steps = list(analyse_sample(sample.id))
    assert all(isinstance(step, Progress) and 0 <= step.fraction <= 1 for step in steps)
    sample.refresh_from_db()
    assert (sample.state, sample.problem) == (Sample.State.READY, "")
    assert sample.source_format == "WAV 16-bit, 8 kHz, mono"
    assert (sample.sample_rate_hz, sample.channels) == (8000, 1)
    assert sample.frames == soundfile.info(speech_files[0]).frames
    assert sample.voicing is not None and sample.bandwidth_hz is not None and sample.true_peak_dbtp is not None
    assert len(sample.source_sha256) == len(sample.master_sha256) == 64
    assert sample.source_file.name == ""
    with default_storage.open(sample.master_file.name or "") as master:
        assert soundfile.info(master).frames == sample.frames
    kept = {str(path.relative_to(private_data / "media")) for path in files(private_data)}
    assert kept == {sample.master_file.name, sample.peaks_file.name}
    assert quota.used_bytes(person) == sample.master_bytes > 0
    assert list(analyse_sample(sample.id)) == []  # delivered twice, read once


@pytest.mark.parametrize("name", ["empty.wav", "truncated.flac", "nan.wav", "text.wav"])
def test_a_file_that_cannot_be_read_leaves_one_sentence(name: str, person: User, private_data: Path) -> None:
    build, predicate = HOSTILE[name]
    sample = uploaded(person, build(), name)
    with pytest.raises(JobError) as caught:
        list(analyse_sample(sample.id))
    sample.refresh_from_db()
    assert sample.state == Sample.State.FAILED
    assert sample.problem == str(caught.value)
    assert sample.problem.startswith(f"“{name}” {predicate}")
    assert files(private_data) == []
    assert (sample.source_file.name, sample.frames, sample.source_sha256) == ("", None, "")


def test_stopping_the_worker_keeps_the_source_for_the_next_one(
    person: User, speech_files: list[Path], private_data: Path
) -> None:
    sample = uploaded(person, speech_files[0].read_bytes(), "spoken.wav")
    steps = analyse_sample(sample.id)
    next(steps)
    next(steps)
    steps.close()
    sample.refresh_from_db()
    assert sample.state == Sample.State.PROCESSING
    assert [path.name for path in files(private_data)] == ["source"]
    list(analyse_sample(sample.id))
    sample.refresh_from_db()
    assert sample.state == Sample.State.READY


def test_a_master_that_does_not_fit_the_quota_is_not_kept(
    person: User, speech_files: list[Path], private_data: Path, settings: Any
) -> None:
    sample = uploaded(person, speech_files[0].read_bytes(), "spoken.wav")
    settings.QUOTA_BYTES = 100
    with pytest.raises(JobError, match="Delete samples that you do not need"):
        list(analyse_sample(sample.id))
    assert files(private_data) == []


def test_a_sample_deleted_while_it_is_read_leaves_nothing(
    person: User, speech_files: list[Path], private_data: Path, django_capture_on_commit_callbacks: Any
) -> None:
    sample = uploaded(person, speech_files[0].read_bytes(), "spoken.wav")
    steps = analyse_sample(sample.id)
    while next(steps).message != "Keeping the sound":
        continue
    with django_capture_on_commit_callbacks(execute=True):
        actions.delete_sample(Sample.objects.get(id=sample.id))
    assert list(steps) == []
    assert files(private_data) == []
    assert not Sample.objects.exists()


def test_samples_whose_job_ended_without_a_result_are_settled(person: User, speech_files: list[Path]) -> None:
    waiting = uploaded(person, speech_files[0].read_bytes(), "waiting.wav")
    stuck = uploaded(person, speech_files[0].read_bytes(), "stuck.wav")
    Job.objects.filter(subject_id=stuck.id).update(status=Job.Status.CANCELLED)
    Sample.objects.update(created_at=waiting.created_at - sweep.ABANDONED)
    assert sweep.settle_samples() == 1
    stuck.refresh_from_db()
    waiting.refresh_from_db()
    assert (stuck.state, stuck.problem) == (Sample.State.FAILED, sweep.STOPPED)
    assert waiting.state == Sample.State.PROCESSING


def test_working_folders_of_killed_workers_are_swept(private_data: Path) -> None:
    stale, busy = workspace.folder() / "stale", workspace.folder() / "busy"
    for folder in (stale, busy):
        folder.mkdir()
        (folder / "master.flac").write_bytes(b"x")
    os.utime(stale, (0, 0))
    assert sweep.clear_workspaces() == 1
    assert [path.name for path in workspace.folder().iterdir()] == ["busy"]
