"""Claiming, running, cancelling and recovering jobs, without any process beside this one."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from studio.accounts.models import User
from studio.jobs import actions, holder, lease, publish, reaper, runner
from studio.jobs.models import Job
from studio.jobs.runner import JobError, Progress
from tests.studio.live import REPOSITORY


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[Job]:
    """The jobs whose message went out: what would reach a broker."""
    found: list[Job] = []

    def send(job: Job) -> bool:
        found.append(job)
        Job.objects.filter(id=job.id).update(sent_at=timezone.now())
        return True

    monkeypatch.setattr(reaper, "send", send)
    monkeypatch.setattr(runner, "send", send)
    monkeypatch.setattr(reaper, "waiting", lambda queue: 0)
    return found


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """The messages that went to channel groups."""
    found: list[dict[str, Any]] = []
    monkeypatch.setattr(publish, "send_to_groups", lambda groups, message: found.append({"groups": groups, **message}))
    return found


@pytest.fixture
def job(person: User, told: list[dict[str, Any]]) -> Job:
    return Job.objects.create(owner=person, kind=Job.Kind.TRAIN, subject_id=uuid4(), title="Training “Kitchen”")


def dead_process() -> str:
    """The name of a process that has ended."""
    script = "from studio.jobs import holder; print(holder.this_process())"
    done = subprocess.run([sys.executable, "-c", script], cwd=REPOSITORY, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def steps(count: int, closed: list[bool] | None = None) -> Callable[[Job], Iterator[Progress]]:
    def body(job: Job) -> Iterator[Progress]:
        try:
            for index in range(count):
                yield Progress((index + 1) / count, f"step {index}")
        finally:
            if closed is not None:
                closed.append(True)

    return body


def test_one_of_many_claims_wins(job: Job) -> None:
    taken = [lease.claim(job.id) for _ in range(3)]
    assert [bool(found) for found in taken] == [True, False, False]
    job.refresh_from_db()
    assert (job.status, job.attempts) == ("running", 1) and job.holder == holder.this_process()


def test_a_finished_job_tells_its_way(job: Job, told: list[dict[str, Any]]) -> None:
    assert runner.run(job.id, steps(50)) == "succeeded"
    job.refresh_from_db()
    assert (job.status, job.fraction, job.lease, job.holder) == ("succeeded", 1.0, None, "")
    assert job.finished_at is not None
    assert runner.run(job.id, steps(1)) is None  # a second message does nothing


@pytest.mark.parametrize(
    ("error", "sentence"), [(JobError("Too short."), "Too short."), (OSError("x"), runner.UNEXPECTED)]
)
def test_a_failure_is_a_sentence(job: Job, error: Exception, sentence: str) -> None:
    def body(job: Job) -> Iterator[Progress]:
        yield Progress(0.5)
        raise error

    assert runner.run(job.id, body) == "failed"
    job.refresh_from_db()
    assert (job.error, job.fraction) == (sentence, 0.5)


def test_cancelling_stops_the_body_and_closes_it(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "CHECK_SECONDS", 0.0)
    closed: list[bool] = []

    def body(job: Job) -> Iterator[Progress]:
        for index, progress in enumerate(steps(100, closed)(job)):
            if index == 10:
                assert actions.cancel(Job.objects.get(id=job.id)).status == "running"
            assert index < 12, "it went on after it was cancelled"
            yield progress

    assert runner.run(job.id, body) == "cancelled"
    assert closed == [True]


def test_a_queued_job_is_cancelled_at_once(job: Job) -> None:
    assert actions.cancel(job).status == "cancelled"
    assert lease.claim(job.id) is None


def test_a_worker_that_is_shut_down_hands_the_job_back(job: Job, sent: list[Job]) -> None:
    closed: list[bool] = []
    assert runner.run(job.id, steps(100, closed), stopping=lambda: True) == "queued"
    job.refresh_from_db()
    assert (job.status, job.attempts, job.lease) == ("queued", 0, None)
    assert closed == [True] and [one.id for one in sent] == [job.id]
    assert runner.run(job.id, steps(3)) == "succeeded"


def test_a_lost_lease_stops_the_worker(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "CHECK_SECONDS", 0.0)

    def body(job: Job) -> Iterator[Progress]:
        yield Progress(0.1)
        Job.objects.filter(id=job.id).update(lease=uuid4())  # another worker took it over
        yield Progress(0.2)
        raise AssertionError("it went on without its lease")

    assert runner.run(job.id, body) is None
    job.refresh_from_db()
    assert job.status == "running"


@pytest.mark.django_db(transaction=True)
def test_the_heartbeat_beats_and_ends(django_user_model: type[User], told: list[dict[str, Any]]) -> None:
    owner = django_user_model.objects.create_user("ada")
    job = Job.objects.create(owner=owner, kind="train", subject_id=uuid4(), title="x")
    claimed = lease.claim(job.id)
    assert claimed is not None
    claimed._heartbeat_seconds = 0.05
    old = timezone.now() - timedelta(minutes=1)
    Job.objects.update(heartbeat_at=old)
    with claimed:
        deadline = time.monotonic() + 5
        while Job.objects.get(id=job.id).heartbeat_at == old and time.monotonic() < deadline:
            time.sleep(0.02)
    assert not claimed._thread.is_alive()
    beaten = Job.objects.get(id=job.id).heartbeat_at
    assert beaten is not None and beaten > old


def test_a_silent_worker_loses_its_job(job: Job, sent: list[Job]) -> None:
    assert lease.claim(job.id) is not None
    reaper.reap()
    assert sent == []  # its heartbeat is young and its process lives
    Job.objects.filter(id=job.id).update(heartbeat_at=timezone.now() - timedelta(seconds=31))
    reaper.reap()
    job.refresh_from_db()
    assert (job.status, job.attempts, [one.id for one in sent]) == ("queued", 1, [job.id])


def test_a_dead_worker_is_found_out_at_once(job: Job, sent: list[Job]) -> None:
    assert lease.claim(job.id) is not None
    Job.objects.filter(id=job.id).update(holder=dead_process())
    assert lease.claim(job.id) is not None  # whoever comes may take it
    Job.objects.filter(id=job.id).update(holder=dead_process())
    reaper.reap()
    assert [one.id for one in sent] == [job.id]


def test_the_third_loss_is_the_last(job: Job, sent: list[Job]) -> None:
    gone = dead_process()
    for _ in range(lease.MAX_ATTEMPTS):
        assert lease.claim(job.id) is not None
        Job.objects.filter(id=job.id).update(holder=gone)
        reaper.reap()
    job.refresh_from_db()
    assert (job.status, job.error) == ("failed", reaper.GAVE_UP)
    assert len(sent) == lease.MAX_ATTEMPTS - 1


def test_a_lost_job_that_was_to_be_cancelled_is(job: Job, sent: list[Job]) -> None:
    assert lease.claim(job.id) is not None
    actions.cancel(Job.objects.get(id=job.id))
    Job.objects.filter(id=job.id).update(holder=dead_process())
    reaper.reap()
    job.refresh_from_db()
    assert job.status == "cancelled" and sent == []


def test_unsent_and_lost_messages_are_sent_again(job: Job, sent: list[Job], monkeypatch: pytest.MonkeyPatch) -> None:
    reaper.reap()
    assert sent == []  # its sender may be about to
    Job.objects.filter(id=job.id).update(created_at=timezone.now() - timedelta(seconds=6))
    reaper.reap()
    assert len(sent) == 1
    Job.objects.filter(id=job.id).update(sent_at=timezone.now() - timedelta(seconds=31))
    monkeypatch.setattr(reaper, "waiting", lambda queue: 1)  # it waits behind another
    reaper.reap()
    assert len(sent) == 1
    monkeypatch.setattr(reaper, "waiting", lambda queue: 0)
    reaper.reap()
    assert len(sent) == 2


def test_messages_are_few(job: Job, told: list[dict[str, Any]], django_capture_on_commit_callbacks: Any) -> None:
    def body(job: Job) -> Iterator[Progress]:
        began = time.monotonic()
        while time.monotonic() - began < 1:
            yield Progress(0.5, "busy")

    with django_capture_on_commit_callbacks(execute=True):
        runner.run(job.id, body)
    assert 4 <= len(told) <= 6  # begins, ends, and at most 2.5 a second between
    assert '"status":"succeeded"' in told[-1]["event"]
