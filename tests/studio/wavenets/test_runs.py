"""Pausing, extending and forking trainings, their log and gauges, notes, and the queue, over HTTP and on rows."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from rest_framework.test import APIClient

from generation.presets import config_for, preset_named
from generation.training_plan import TrainingPlan
from studio.accounts.models import User
from studio.jobs import publish
from studio.jobs.models import Job, Spell
from studio.library.models import Sample, SampleTag
from studio.sharing.lineage import children_of, inputs_of
from studio.sharing.obstacles import obstacles
from studio.wavenets import results
from studio.wavenets.models import Audition, Checkpoint, TrainingLine, Wavenet, WavenetInput
from studio.wavenets.planning import plan_of

MakeClient = Callable[[User | None], APIClient]


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publish, "send_to_groups", lambda groups, message: None)


def sample_of(owner: User, name: str = "Kitchen", tag: str = "", **fields: Any) -> Sample:
    values = {"state": "ready", "frames": 240_000, "sample_rate_hz": 8000, "channels": 1, **fields}
    sample = Sample.objects.create(owner=owner, name=name, origin="recorded", category="mine", **values)
    if tag:
        SampleTag.objects.create(sample=sample, name=tag)
    return sample


@pytest.fixture
def wavenet(person: User, private_data: Path) -> Wavenet:
    """Halfway through its training, with a checkpoint at step 50, learned from one sample."""
    config = config_for(preset_named("sketch"))
    found = Wavenet.objects.create(
        owner=person, name="Voices", preset="sketch", sample_rate_hz=8000, parameter_count=config.parameter_count,
        receptive_field_samples=config.receptive_field_samples, receptive_field_ms=config.receptive_field_ms,
        steps_planned=100, steps_done=50, plan=TrainingPlan(preset="sketch", steps=100).model_dump(mode="json"),
    )  # fmt: skip
    WavenetInput.objects.create(wavenet=found, sample=sample_of(person), sample_name="Kitchen")
    found.job = Job.objects.create(owner=person, kind="train", subject_id=found.id, title="x", status="running")
    found.save()
    stored = default_storage.save(f"wavenets/{found.id}/step-00000050.safetensors", ContentFile(b"weights"))
    Checkpoint.objects.create(wavenet=found, step=50, file=stored)
    return found


def stop(wavenet: Wavenet, status: str = "cancelled") -> None:
    Job.objects.filter(subject_id=wavenet.id).update(status=status)


def test_pausing_frees_the_worker_and_resuming_goes_on(person: User, wavenet: Wavenet, client_of: MakeClient) -> None:
    client = client_of(person)
    paused = client.post(f"/api/wavenets/{wavenet.id}/pause").json()
    assert paused["paused"] and paused["job"]["cancel_requested"]
    stop(wavenet)
    assert "not learning now" in client.post(f"/api/wavenets/{wavenet.id}/pause").json()["detail"]
    resumed = client.post(f"/api/wavenets/{wavenet.id}/resume", {}, format="json").json()
    assert not resumed["paused"] and resumed["job"]["status"] == "queued"
    queued = client.post(f"/api/wavenets/{wavenet.id}/pause").json()
    assert queued["job"]["status"] == "cancelled"  # one that waits leaves the queue at once


def test_extending_while_it_learns_and_afterwards(person: User, wavenet: Wavenet, client_of: MakeClient) -> None:
    client, path = client_of(person), f"/api/wavenets/{wavenet.id}/extend"
    running = client.post(path, {"steps": 40}, format="json").json()
    assert (running["steps_planned"], running["job"]["id"]) == (140, str(wavenet.job_id))
    wavenet.refresh_from_db()
    assert wavenet.plan["steps"] == 140
    stop(wavenet, "succeeded")
    again = client.post(path, {"steps": 10}, format="json").json()
    assert again["steps_planned"] == 150 and again["job"]["id"] != str(wavenet.job_id)
    refused = client.post(path, {"steps": 10_000_000}, format="json")
    assert refused.status_code == 400 and "is the most" in refused.json()["detail"]
    assert client.post(path, {"steps": 0}, format="json").status_code == 400


def fork(client: APIClient, wavenet: Wavenet, **fields: Any) -> Any:
    return client.post(f"/api/wavenets/{wavenet.id}/fork", {"name": "Fork", "steps": 30, **fields}, format="json")


def test_a_fork_has_its_own_copy_and_plan(person: User, wavenet: Wavenet, client_of: MakeClient) -> None:
    other = sample_of(person, "Hall", tag="hall")
    answer = fork(client_of(person), wavenet, step=50, samples=[str(other.id)], classes_from="tag", learning_rate=1e-4)
    assert answer.status_code == 201, answer.json()
    made = answer.json()
    assert made["forked_from"] == {"id": str(wavenet.id), "name": "Voices", "step": 50}
    assert (made["steps_planned"], made["steps_done"], made["classes"]) == (30, 0, ["hall"])
    assert [row["sample_name"] for row in made["inputs"]] == ["Hall"] and made["job"]["status"] == "queued"
    row = Wavenet.objects.get(id=made["id"])
    plan = plan_of(row)
    assert (
        plan.peak_learning_rate == 1e-4
        and plan.config(("hall",)).dilations == config_for(preset_named("sketch")).dilations
    )
    with row.start_file.open("rb") as file:
        assert file.read() == b"weights"
    Checkpoint.objects.all().delete()  # as training on does, when it keeps later ones
    assert default_storage.exists(str(row.start_file.name))
    assert list(children_of(wavenet)) == [row]
    assert [one.name for one in inputs_of(row)] == ["Voices", "Hall"]
    assert any("“Voices” is private" in sentence for sentence in obstacles(row, "CC0-1.0"))


def test_a_fork_without_sounds_takes_those_of_its_parent(person: User, wavenet: Wavenet, client_of: MakeClient) -> None:
    made = fork(client_of(person), wavenet).json()
    assert [row["sample_name"] for row in made["inputs"]] == ["Kitchen"]
    Sample.objects.all().delete()
    assert "sounds are gone" in fork(client_of(person), wavenet).json()["detail"]


@pytest.mark.parametrize(
    ("fields", "status", "sentence"),
    [
        ({"step": 49}, 400, "no checkpoint at step 49"),
        ({"preset": "small"}, 400, "a fork keeps the architecture"),
        ({"preset": "sketch"}, 201, ""),
        ({"name": " "}, 400, "name"),
        ({"learning_rate": 9}, 400, "learning_rate"),
        ({"samples": [str(uuid4())]}, 400, "not here any more"),
        ({"steps": 0}, 400, "steps"),
    ],
)
def test_impossible_forks(
    person: User, wavenet: Wavenet, client_of: MakeClient, fields: dict[str, Any], status: int, sentence: str
) -> None:
    answer = fork(client_of(person), wavenet, **fields)
    assert answer.status_code == status and sentence in str(answer.json())
    assert Wavenet.objects.count() == (2 if status == 201 else 1)


def test_who_may_fork(person: User, stranger: User, wavenet: Wavenet, client_of: MakeClient) -> None:
    own = sample_of(stranger, "Own")
    assert fork(client_of(stranger), wavenet, samples=[str(own.id)]).status_code == 404
    Wavenet.objects.update(published_at=timezone.now(), licence="CC0-1.0")
    made = fork(client_of(stranger), wavenet, samples=[str(own.id)]).json()
    assert made["mine"] and made["forked_from"]["id"] == str(wavenet.id)
    assert fork(client_of(stranger), wavenet).status_code == 400  # the sounds themselves are not published
    Wavenet.objects.filter(id=wavenet.id).update(published_at=None, licence="")
    hidden = client_of(stranger).get(f"/api/wavenets/{made['id']}").json()["forked_from"]
    assert hidden == {"id": None, "name": "Voices", "step": 50}
    Wavenet.objects.filter(id=wavenet.id).update(withdrawn_input="Hall")
    assert "withdrawn" in fork(client_of(person), wavenet).json()["detail"]


def test_hours_that_are_used_up_stop_every_way_to_train(
    person: User, wavenet: Wavenet, client_of: MakeClient, settings: Any
) -> None:
    settings.TRAINING_HOURS = 1.0
    now = timezone.now()
    Spell.objects.create(
        owner=person, kind="train", job_id=uuid4(), began_at=now - timedelta(hours=3), ended_at=now - timedelta(hours=1)
    )
    stop(wavenet)
    client, plan = client_of(person), {"preset": "sketch", "steps": 9, "classes_from": "none"}
    samples = [str(Sample.objects.get().id)]
    for answer in (
        client.post("/api/wavenets", {"name": "x", "samples": samples, **plan}, format="json"),
        client.post(f"/api/wavenets/{wavenet.id}/resume", {}, format="json"),
        client.post(f"/api/wavenets/{wavenet.id}/extend", {"steps": 9}, format="json"),
        fork(client, wavenet),
    ):
        assert answer.status_code == 409
        assert answer.json()["detail"].startswith("You have trained for 2 h of the 1 h that one person may use")
    told = client.get("/api/wavenets/queue").json()["allowance"]
    assert told["used_seconds"] == pytest.approx(7200) and told["limit_seconds"] == 3600 and told["frees_at"]


def test_the_queue_tells_places_and_no_names(
    person: User, stranger: User, wavenet: Wavenet, client_of: MakeClient
) -> None:
    Job.objects.update(seconds_left=1000.0)
    theirs = [Job.objects.create(owner=stranger, kind="train", subject_id=uuid4(), title="Secret") for _ in range(2)]
    Wavenet.objects.update(steps_per_second=2.0)
    second = fork(client_of(person), wavenet).json()
    Wavenet.objects.filter(id=second["id"]).update(steps_per_second=1.0)
    third = fork(client_of(person), wavenet).json()
    seen = client_of(person).get("/api/wavenets/queue")
    assert "Secret" not in seen.content.decode() and str(theirs[0].id) not in seen.content.decode()
    found = seen.json()
    assert (found["running"], found["waiting"]) == (1, 4)
    places = {row["wavenet"]: row for row in found["mine"]}
    first, last = places[second["id"]], places[third["id"]]
    assert (first["place"], first["ahead_mine"], first["ahead_others"]) == (2, 0, 1)
    # Mine that runs to its end, and one of theirs for a slice.
    assert first["starts_in_seconds"] == 1300.0
    Job.objects.filter(id=first["job"]).update(needs_gpu=True, needs_memory_bytes=12_000_000_000)
    waits = client_of(person).get("/api/wavenets/queue").json()["mine"][0]
    assert (waits["starts_in_seconds"], waits["needs"]) == (None, "a GPU with 12 GB of memory")
    assert (last["place"], last["ahead_mine"], last["ahead_others"], last["starts_in_seconds"]) == (4, 1, 2, 1630.0)


def test_the_log_is_its_owners_and_stays_short(
    person: User, stranger: User, wavenet: Wavenet, client_of: MakeClient
) -> None:
    Wavenet.objects.update(gauges=[[1, 0.5, 0.001, 2.0]], published_at=timezone.now(), licence="CC0-1.0")
    for step in range(results.MOST_LINES + 120):
        assert results.log(wavenet.id, "warning" if step == 0 else "info", step, f"Line {step}")
    path = f"/api/wavenets/{wavenet.id}/run"
    found = client_of(person).get(path).json()
    assert found["gauges"] == [[1, 0.5, 0.001, 2.0]]
    assert results.MOST_LINES <= len(found["log"]) <= results.MOST_LINES + 50
    assert found["log"][-1]["text"] == f"Line {results.MOST_LINES + 119}" and found["log"][-1]["level"] == "info"
    assert client_of(stranger).get(path).json() == {"gauges": [[1, 0.5, 0.001, 2.0]], "log": []}
    assert results.log(uuid4(), "info", 1, "Of nothing") is None
    wavenet.delete()
    assert not TrainingLine.objects.exists()


def test_notes_and_what_it_is_good_for(person: User, stranger: User, wavenet: Wavenet, client_of: MakeClient) -> None:
    audition = Audition.objects.create(wavenet=wavenet, step=10, sample_rate_hz=8000, frames=10)
    path = f"/api/auditions/{audition.id}"
    assert client_of(stranger).patch(path, {"note": "x"}, format="json").status_code == 404
    noted = client_of(person).patch(path, {"note": " A hum, at her pitch.\n"}, format="json").json()
    assert noted["note"] == "A hum, at her pitch."
    Wavenet.objects.update(published_at=timezone.now(), licence="CC0-1.0")
    assert client_of(stranger).patch(path, {"note": "x"}, format="json").status_code == 403
    told = (
        client_of(person).patch(f"/api/wavenets/{wavenet.id}", {"good_for": "Clouds of babble."}, format="json").json()
    )
    assert (told["good_for"], told["name"]) == ("Clouds of babble.", "Voices")
    assert told["auditions"][0]["note"] == "A hum, at her pitch."
    assert client_of(person).patch(path, {"note": "x" * 2001}, format="json").status_code == 400


def test_a_training_state_is_kept_and_replaced(wavenet: Wavenet, tmp_path: Path) -> None:
    for step in (10, 20):
        path = tmp_path / f"step-{step}.state.safetensors"
        path.write_bytes(b"state %d" % step)
        results.keep_state(wavenet.id, step, path)
    wavenet.refresh_from_db()
    with wavenet.state_file.open("rb") as file:
        assert wavenet.state_step == 20 and file.read() == b"state 20"
    folder = f"wavenets/{wavenet.id}/state"
    assert len(default_storage.listdir(folder)[1]) == 1
