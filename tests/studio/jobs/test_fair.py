"""Whose turn it is, what fits where, and how many hours somebody may train: on rows as they are."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from studio.accounts.models import User
from studio.errors import Conflict
from studio.jobs import fair, fitting, publish, runner, usage
from studio.jobs.allowance import allowance_of, require_training_time
from studio.jobs.fitting import Machine
from studio.jobs.models import Job, Spell
from studio.jobs.runner import Progress


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publish, "send_to_groups", lambda groups, message: None)
    monkeypatch.setattr(runner, "send", lambda job: True)


@pytest.fixture
def queue() -> Callable[..., Job]:
    """Makes a job that has waited since so many seconds."""

    def make(owner: User, title: str, since: float = 100, **fields: Any) -> Job:
        job = Job.objects.create(
            owner=owner, kind=fields.pop("kind", "train"), subject_id=uuid4(), title=title, **fields
        )
        Job.objects.filter(id=job.id).update(created_at=timezone.now() - timedelta(seconds=since))
        job.refresh_from_db()
        return job

    return make


def worked(owner: User, hours: float, hours_ago: float = 0.0, kind: str = "train") -> Spell:
    ended = timezone.now() - timedelta(hours=hours_ago)
    began = ended - timedelta(hours=hours)
    return Spell.objects.create(owner=owner, kind=kind, job_id=uuid4(), began_at=began, ended_at=ended)


def order(machine: Machine = fitting.ANY) -> list[str]:
    return [job.title for job in fair.candidates("train", machine)]


def test_jobs_of_two_people_interleave(person: User, stranger: User, queue: Any) -> None:
    for number in range(4):
        queue(person, f"a{number}", since=100 - number)
    for number in range(2):
        queue(stranger, f"b{number}", since=50 - number)
    assert order() == ["a0", "b0", "a1", "b1", "a2", "a3"]
    assert [(turn.job.title, turn.place, len(turn.ahead)) for turn in fair.turns("train")][3] == ("b1", 4, 3)


def test_who_used_less_of_late_goes_first(person: User, stranger: User, queue: Any, settings: Any) -> None:
    settings.TRAINING_SLICE_SECONDS = 600
    queue(person, "a0"), queue(person, "a1"), queue(stranger, "b0", since=5), queue(stranger, "b1", since=4)
    worked(person, 0.5)
    worked(stranger, 9, kind="render")  # of other kinds nothing is counted
    assert order() == ["b0", "b1", "a0", "a1"]
    worked(stranger, 1.5, hours_ago=6)  # which counts half as much by now: 45 minutes against 30
    assert order() == ["a0", "a1", "b0", "b1"]
    worked(person, 1)
    worked(stranger, 40, hours_ago=72)  # and this is forgotten
    assert order()[0] == "b0"


def test_a_machine_takes_what_fits_it(person: User, queue: Any) -> None:
    queue(person, "small", needs_memory_bytes=1_000_000_000)
    queue(person, "huge", needs_memory_bytes=64_000_000_000)
    gpu = queue(person, "gpu", since=1, needs_gpu=True, needs_memory_bytes=12_000_000_000)
    assert order(Machine(8_000_000_000)) == ["small"]
    assert order(Machine(8_000_000_000, 8_000_000_000)) == ["small", "huge"]
    assert order(Machine(8_000_000_000, 80_000_000_000))[0] == "gpu"  # what only a GPU can do goes first there
    fitting.tell_waiting("train", Machine(8_000_000_000))
    gpu.refresh_from_db()
    assert gpu.message == "Waiting for a worker with a GPU with 12 GB of memory"
    assert [job.message != "" for job in Job.objects.order_by("title")] == [True, True, False]


def test_a_long_training_makes_room(person: User, stranger: User, queue: Any, settings: Any) -> None:
    settings.TRAINING_SLICE_SECONDS, settings.TAKES_WAIT_SECONDS = 300, 20
    mine = queue(person, "mine", status="running")
    worked(person, 1)
    machine = Machine(8_000_000_000)
    assert not fair.should_yield(mine, 1e6, machine)  # nobody waits
    queue(person, "mine too"), queue(stranger, "gpu", needs_gpu=True, needs_memory_bytes=10**12)
    assert not fair.should_yield(mine, 1e6, machine)  # nor anybody whom this machine could serve
    other = queue(stranger, "other", since=60)
    assert not fair.should_yield(mine, 299, machine) and fair.should_yield(mine, 301, machine)
    worked(stranger, 5)
    assert not fair.should_yield(mine, 1e6, machine)  # the other used more
    other.delete()
    queue(stranger, "take", kind="generate", since=60)
    assert fair.should_yield(mine, 21, machine) and not fair.should_yield(mine, 19, machine)


def test_a_yielding_job_goes_back_and_its_work_is_counted(person: User, queue: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(runner, "CHECK_SECONDS", 0.0)
    job = queue(person, "mine")

    def body(running: Job) -> Any:
        for _ in range(5):
            yield Progress(0.1)

    assert runner.run(job.id, body, yielding=lambda running, seconds: True) == "queued"
    job.refresh_from_db()
    assert (job.status, job.attempts) == ("queued", 0)
    assert runner.run(job.id, body) == "succeeded"
    assert [spell.job_id for spell in Spell.objects.all()] == [job.id] * 2
    assert all(spell.ended_at >= spell.began_at for spell in Spell.objects.all())


def test_hours_are_counted_and_become_free(person: User, settings: Any) -> None:
    settings.TRAINING_HOURS, settings.TRAINING_DAYS = 10.0, 7.0
    worked(person, 4, hours_ago=24 * 7 - 2)  # of which two hours lie before the window
    worked(person, 7, hours_ago=24)
    worked(person, 7, kind="generate")
    found = allowance_of(person)
    assert found.used_seconds == pytest.approx(9 * 3600, abs=2) and not found.is_spent and found.sentence == ""
    require_training_time(person)
    worked(person, 2, hours_ago=1)
    found = allowance_of(person)
    assert found.is_spent and found.frees_at is not None
    # One hour too many, and ten minutes to begin with: from the oldest of what is still counted.
    assert (found.frees_at - timezone.now()).total_seconds() == pytest.approx(70 * 60, abs=5)
    with pytest.raises(
        Conflict, match=r"trained for 11 h of the 10 h that one person may use in 7 days\. Some is free"
    ):
        require_training_time(person)
    call_command("training_hours", "ada", "20")
    person.refresh_from_db()
    assert not allowance_of(person).is_spent
    call_command("training_hours", "ada", "0")
    person.refresh_from_db()
    assert allowance_of(person).limit_seconds is None
    for wrong in (["nobody", "3"], ["ada", "many"], ["ada", "-1"]):
        with pytest.raises(CommandError):
            call_command("training_hours", *wrong)


def test_old_work_is_forgotten(person: User) -> None:
    worked(person, 1, hours_ago=24 * 61)
    worked(person, 1)
    usage.forget_old()
    assert Spell.objects.count() == 1
