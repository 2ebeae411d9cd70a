"""Planning, training and generating over HTTP: what is allowed, what is refused and in which words."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from rest_framework.test import APIClient

from studio.accounts.models import User
from studio.jobs import publish
from studio.jobs.models import Job
from studio.library.models import Sample, SampleTag
from studio.wavenets import actions, generations, results, traces
from studio.wavenets.models import Audition, Checkpoint, Generation, Take, Wavenet, WorkerSpeed

MakeClient = Callable[[User | None], APIClient]


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publish, "send_to_groups", lambda groups, message: None)


def ready_sample(owner: User, name: str = "Kitchen", seconds: int = 30, tag: str = "", **fields: Any) -> Sample:
    values = {"state": "ready", "frames": 8000 * seconds, "sample_rate_hz": 8000, "channels": 1, **fields}
    sample = Sample.objects.create(owner=owner, name=name, origin="recorded", category="mine", **values)
    if tag:
        SampleTag.objects.create(sample=sample, name=tag)
    return sample


def plan(*samples: Sample, **fields: Any) -> dict[str, Any]:
    ids = [str(sample.id) for sample in samples]
    return {"samples": ids, "preset": "sketch", "steps": 600, "classes_from": "none", **fields}


@pytest.fixture
def wavenet(person: User, client_of: MakeClient) -> Wavenet:
    """A trained model with one checkpoint."""
    body = {"name": "Voices", **plan(ready_sample(person))}
    made = client_of(person).post("/api/wavenets", body, format="json")
    assert made.status_code == 201, made.json()
    found = Wavenet.objects.get(id=made.json()["id"])
    Job.objects.update(status="succeeded")
    Checkpoint.objects.create(wavenet=found, step=100, file="wavenets/x")
    Wavenet.objects.update(steps_done=100)
    found.refresh_from_db()
    return found


def test_the_presets_describe_themselves(person: User, client_of: MakeClient) -> None:
    found = client_of(person).get("/api/presets").json()
    assert [preset["name"] for preset in found] == ["sketch", "voice", "small", "published", "gpu"]
    assert all(preset["parameter_count"] > 1000 and preset["description"] for preset in found)
    assert all(preset["example"] is None for preset in found)


def test_a_preset_is_heard_in_what_the_longest_trained_model_said(
    person: User, stranger: User, wavenet: Wavenet, client_of: MakeClient
) -> None:
    for step in (0, 30, 100):
        Audition.objects.create(
            wavenet=wavenet, step=step, sample_rate_hz=8000, frames=3, audio_file="x", peaks_file="y"
        )

    def example(user: User) -> Any:
        return client_of(user).get("/api/presets").json()[0]["example"]

    assert (example(person)["name"], example(person)["step"]) == ("Voices", 100)
    assert example(stranger) is None


def test_an_estimate_warns(person: User, client_of: MakeClient) -> None:
    def warnings(**fields: Any) -> str:
        samples = [ready_sample(person, seconds=10, tag="a"), ready_sample(person, seconds=10)]
        answer = client_of(person).post("/api/wavenets/estimate", plan(*samples, **fields), format="json")
        assert answer.status_code == 200, answer.json()
        assert answer.json()["material_seconds"] == 20 and answer.json()["measured"] is False
        return " ".join(warned["sentence"] for warned in answer.json()["warnings"])

    assert "only 20 s of sound" in warnings()
    assert "This takes about" in warnings(preset="published", steps=100_000)
    assert "GB of memory" in warnings(preset="gpu") and "GB of memory" not in warnings(preset="published")
    assert "will not hear all of the sound even once" in warnings(steps=1)
    assert "have no tag" in warnings(classes_from="tag")


def test_short_sounds_and_one_class_are_told(person: User, client_of: MakeClient) -> None:
    samples = [ready_sample(person, frames=400, tag="a") for _ in range(3)]
    body = plan(*samples, classes_from="tag")
    found = client_of(person).post("/api/wavenets/estimate", body, format="json").json()
    assert found["classes"] == [{"name": "a", "samples": 3, "seconds": pytest.approx(0.15)}]
    told = " ".join(warned["sentence"] for warned in found["warnings"])
    assert "longer than most of the sounds" in told and "one class" in told


def test_a_measured_speed_makes_the_estimate(person: User, client_of: MakeClient) -> None:
    body = plan(ready_sample(person))
    guess = client_of(person).post("/api/wavenets/estimate", body, format="json").json()
    WorkerSpeed.objects.create(hostname="here", flops_per_second=5e10)
    known = client_of(person).post("/api/wavenets/estimate", body, format="json").json()
    assert known["measured"] and known["seconds_a_step"] == pytest.approx(guess["seconds_a_step"] / 10)
    assert known["seconds"] < guess["seconds"] / 5


@pytest.mark.parametrize("route", ["/api/wavenets", "/api/wavenets/estimate"])
def test_only_what_one_may_use_is_learned_from(person: User, stranger: User, client_of: MakeClient, route: str) -> None:
    def refused(sample: Sample) -> tuple[int, str]:
        answer = client_of(person).post(route, {"name": "x", **plan(sample)}, format="json")
        return answer.status_code, answer.json().get("detail", "")

    assert refused(ready_sample(stranger, "Secret")) == (
        400, "One of the sounds is not here any more, or is not yours to use. Take it out.",
    )  # fmt: skip
    assert "not ready" in refused(ready_sample(person, state="processing"))[1]
    assert "withdrawn" in refused(ready_sample(person, withdrawn_input="Hall"))[1]
    public = ready_sample(stranger, published_at=timezone.now(), licence="CC-BY-4.0")
    assert refused(public)[0] in {200, 201}


@pytest.mark.parametrize(
    "fields",
    [
        {"samples": []},
        {"preset": "huge"},
        {"steps": 0},
        {"classes_from": "name"},
        {"sample_rate_hz": 1},
        {"samples": ["x"]},
    ],
)
def test_impossible_plans_are_refused_in_a_sentence(
    person: User, client_of: MakeClient, fields: dict[str, Any]
) -> None:
    answer = client_of(person).post("/api/wavenets/estimate", plan(ready_sample(person), **fields), format="json")
    assert answer.status_code == 400 and answer.json()["detail"].endswith(".")


def test_the_row_says_what_will_be_trained(person: User, client_of: MakeClient) -> None:
    samples = [ready_sample(person, "One", tag="b"), ready_sample(person, "Two", tag="a")]
    body = {"name": " Voices ", **plan(*samples, classes_from="tag", sample_rate_hz=16_000)}
    made = client_of(person).post("/api/wavenets", body, format="json").json()
    assert (made["name"], made["classes"], made["sample_rate_hz"]) == ("Voices", ["a", "b"], 16_000)
    assert made["receptive_field_ms"] == pytest.approx(64, rel=0.05)
    assert [(row["sample_name"], row["class_name"]) for row in made["inputs"]] == [("One", "b"), ("Two", "a")]
    assert (made["job"]["kind"], made["job"]["status"], made["job"]["subject_id"]) == ("train", "queued", made["id"])


def test_going_on(person: User, stranger: User, wavenet: Wavenet, client_of: MakeClient) -> None:
    path = f"/api/wavenets/{wavenet.id}/resume"
    assert client_of(stranger).post(path, {}, format="json").status_code == 404
    assert "above that" in client_of(person).post(path, {"steps": 50}, format="json").json()["detail"]
    gone_on = client_of(person).post(path, {"steps": 700}, format="json").json()
    assert (gone_on["steps_planned"], gone_on["job"]["status"]) == (700, "queued")
    assert "already" in client_of(person).post(path, {}, format="json").json()["detail"]
    Job.objects.update(status="failed")
    Wavenet.objects.update(withdrawn_input="Hall")
    assert "withdrawn" in client_of(person).post(path, {}, format="json").json()["detail"]


def asked(wavenet: Wavenet, **fields: Any) -> dict[str, Any]:
    return {"wavenet": str(wavenet.id), "seconds": 2, "voices": 2, "temperature": 1, **fields}


def test_takes_are_asked_for(person: User, stranger: User, wavenet: Wavenet, client_of: MakeClient) -> None:
    made = client_of(person).post("/api/generations", asked(wavenet), format="json")
    assert made.status_code == 201
    content = made.json()
    assert (content["step"], content["job"]["kind"]) == (100, "generate") and content["random_seed"] >= 0
    assert [(take["voice"], take["frames"]) for take in content["takes"]] == [(1, 0), (2, 0)]
    assert client_of(stranger).get(f"/api/generations/{content['id']}").status_code == 404
    assert client_of(stranger).post("/api/generations", asked(wavenet), format="json").status_code == 404
    take = content["takes"][0]["id"]
    assert "no sound yet" in client_of(person).post(f"/api/takes/{take}/keep").json()["detail"]
    assert client_of(person).get(f"/media/takes/{take}/audio").status_code == 404


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"step": 5}, "no checkpoint at step 5"), ({"class_name": "cats"}, "knows no class"),
        ({"seconds": 600, "voices": 16}, "more than an hour"), ({"temperature": 9}, "temperature"),
        ({"voices": 0}, "voices"), ({"class_curve": [[0, {"cats": 1}]]}, "knows no class “cats”"),
        ({"temperature_curve": [[1, 1.0], [0, 1.0]]}, "point 2, at 0, comes before point 1"),
        ({"temperature_curve": [[0, 9]]}, "temperature"), ({"temperature_curve": "warm"}, "temperature"),
        ({"loudness_curve": [[0, -20]]}, "does not follow loudness"), ({"keep_prompt": True}, "no prompt to keep"),
        ({"least_seconds": 3}, "no more than the longest"), ({"turns": True}, "no classes to take in turn"),
        ({"prompt": "00000000-0000-0000-0000-000000000000"}, "not here"),
    ],
)  # fmt: skip
def test_impossible_takes_are_refused(
    person: User, wavenet: Wavenet, client_of: MakeClient, fields: dict[str, Any], sentence: str
) -> None:
    answer = client_of(person).post("/api/generations", asked(wavenet, **fields), format="json")
    assert answer.status_code == 400 and sentence in answer.json()["detail"]
    assert not Generation.objects.exists()


def test_published_models_are_everybodys_to_use(
    person: User, stranger: User, wavenet: Wavenet, client_of: MakeClient
) -> None:
    Wavenet.objects.update(published_at=timezone.now(), licence="CC0-1.0")
    found = client_of(stranger).get("/api/wavenets?scope=public").json()["results"]
    assert [row["id"] for row in found] == [str(wavenet.id)] and found[0]["job"] is None
    assert client_of(stranger).post("/api/generations", asked(wavenet), format="json").status_code == 201
    Wavenet.objects.update(withdrawn_input="Hall")
    refused = client_of(stranger).post("/api/generations", asked(wavenet), format="json")
    assert refused.status_code == 409 and "withdrawn" in refused.json()["detail"]


def test_auditions_are_heard_by_whoever_sees_the_model(
    person: User, stranger: User, wavenet: Wavenet, client_of: MakeClient
) -> None:
    audition = Audition(wavenet=wavenet, step=10, sample_rate_hz=8000, frames=3)
    audition.audio_file.save("a.wav", ContentFile(b"RIFF"), save=False)
    audition.peaks_file.save("a.peaks", ContentFile(b"\x00\x01"), save=False)
    audition.save()

    def heard(user: User | None, part: str) -> int:
        answer = client_of(user).get(f"/media/auditions/{audition.id}/{part}")
        answer.close()
        return answer.status_code

    parts = ("audio", "peaks")
    assert [heard(user, part) for user in (person, stranger, None) for part in parts] == [200, 200, 404, 404, 404, 404]
    Wavenet.objects.update(published_at=timezone.now())
    assert [heard(user, "audio") for user in (stranger, None)] == [200, 200]


def test_a_deleted_model_takes_its_files_with_it(
    person: User, wavenet: Wavenet, private_data: Path, django_capture_on_commit_callbacks: Any, tmp_path: Path
) -> None:
    weights = tmp_path / "step-00000100.safetensors"
    weights.write_bytes(b"weights")
    Checkpoint.objects.all().delete()
    results.sync_checkpoints(wavenet.id, {100: (weights, 2.5), 200: (weights, None)})
    results.sync_checkpoints(wavenet.id, {100: (weights, 2.5)})
    assert [(row.step, row.validation_loss_nats) for row in wavenet.checkpoints.all()] == [(100, 2.5)]
    generation = generations.ask_for_takes(person, wavenet, {"seconds": 1.0, "voices": 1, "temperature": 1.0})
    actions.training_folder(wavenet.id).mkdir(parents=True)
    assert [path for path in (private_data / "media").rglob("*") if path.is_file()]
    with django_capture_on_commit_callbacks(execute=True):
        actions.delete_wavenet(wavenet)
    assert not [path for path in private_data.rglob("*") if path.is_file()]
    assert not actions.training_folder(wavenet.id).exists()
    assert not Take.objects.exists() and Job.objects.get(subject_id=generation.id).status == "cancelled"


def test_a_checkpoint_stays_while_a_generation_waits_for_it(person: User, wavenet: Wavenet, tmp_path: Path) -> None:
    old, new = tmp_path / "step-00000100.safetensors", tmp_path / "step-00000200.safetensors"
    old.write_bytes(b"old")
    new.write_bytes(b"new")
    Checkpoint.objects.all().delete()
    results.sync_checkpoints(wavenet.id, {100: (old, 2.5)})
    generation = generations.ask_for_takes(person, wavenet, {"seconds": 1.0, "voices": 1, "temperature": 1.0})
    results.sync_checkpoints(wavenet.id, {200: (new, 2.0)})
    assert [row.step for row in wavenet.checkpoints.all()] == [100, 200] and generation.step == 100
    Job.objects.filter(subject_id=generation.id).update(status="succeeded")
    results.sync_checkpoints(wavenet.id, {200: (new, 2.0)})
    assert [row.step for row in wavenet.checkpoints.all()] == [200]


def test_the_curve_stays_short_and_keeps_its_ends() -> None:
    curve = traces.Curve([])
    for step in range(1, 20_001):
        curve.add(step, 5.0 - step / 10_000, 1.0 if step % 100 == 0 else None)
    points = curve.points()
    assert 100 <= len(points) <= traces.MOST_POINTS
    assert points[0][0] == 1 and points[-1][0] >= 19_900
    assert [point[0] for point in points] == sorted({point[0] for point in points})
    curve.add(1000, 4.0, None)  # rolled back
    assert curve.points()[-1][0] <= 1000
