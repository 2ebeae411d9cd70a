"""Datasets through the real routes: what is in them, how versions stay, what the doctor keeps, who may see them."""

import io
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import numpy as np
import pytest
import soundfile
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from rest_framework.test import APIClient

from studio.accounts.models import User
from studio.jobs import publish
from studio.jobs.models import Job
from studio.jobs.runner import JobError, run
from studio.library.actions import delete_sample, set_tags
from studio.library.collections import create_collection
from studio.library.models import Licence, Sample
from studio.tasks import examine
from studio.wavenets import datasets
from studio.wavenets.models import Dataset, DatasetVersion, Wavenet
from tests.conftest import speech_like
from tests.studio.conftest import MakeClient, MakeSample

pytestmark = pytest.mark.django_db
MakeSpoken = Callable[..., Sample]


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publish, "send_to_groups", lambda groups, message: None)


@pytest.fixture
def client(person: User, client_of: MakeClient) -> APIClient:
    return client_of(person)


@pytest.fixture
def make_spoken(make_sample: MakeSample) -> MakeSpoken:
    """Make a sample of a babbling voice at 8 kHz, or of other audio."""

    def make(owner: User, name: str, seconds: float = 3.0, audio: Any = None, **fields: Any) -> Sample:
        sound = speech_like(seconds, 100.0 + len(name), len(name)) if audio is None else audio
        master = io.BytesIO()
        soundfile.write(master, sound, 8000, format="WAV", subtype="FLOAT")
        sample = make_sample(owner, name, frames=len(sound), **fields)
        sample.master_file.name = default_storage.save(
            f"samples/{sample.id}/spoken.wav", ContentFile(master.getvalue())
        )
        sample.save()
        return sample

    return make


def ask(client: APIClient, path: str, body: Any = None, status: int = 200) -> Any:
    answer = client.get(path) if body is None else client.post(path, body, format="json")
    assert answer.status_code == status, answer.content
    return answer.json()


def ids(*samples: Sample) -> list[str]:
    return [str(sample.id) for sample in samples]


def made(client: APIClient, name: str, *samples: Sample, **fields: Any) -> tuple[str, dict[str, Any]]:
    """The dataset's address and its first version."""
    found = ask(client, "/api/datasets", {"name": name, "samples": ids(*samples), **fields}, 201)
    address = f"/api/datasets/{found['id']}"
    return address, ask(client, f"{address}/versions/1")


def members(version: dict[str, Any]) -> list[str]:
    return [member["sample_name"] for member in version["members"]]


def learned_from(dataset: Dataset) -> Wavenet:
    """A model that uses the latest version."""
    return Wavenet.objects.create(
        owner=dataset.owner, name="Model", preset="sketch", sample_rate_hz=8000, receptive_field_samples=512,
        receptive_field_ms=64.0, parameter_count=1, steps_planned=1, dataset_version=datasets.latest(dataset),
    )  # fmt: skip


def visited(version_id: Any) -> Job:
    """The doctor's visit, run as a worker runs it."""
    job = Job.objects.get(kind="examine", subject_id=version_id, status="queued")
    run(job.id, examine.body)
    job.refresh_from_db()
    return job


def test_a_dataset_tells_what_is_in_it(client: APIClient, person: User, make_sample: MakeSample) -> None:
    water, bells = make_sample(person, "Water"), make_sample(person, "Bells", licence=Licence.CC_BY)
    set_tags(water, ["kitchen", "wet"])
    address, version = made(client, " Sounds ", water, bells)
    assert members(version) == ["Water", "Bells"]
    assert [member["class_name"] for member in version["members"]] == ["kitchen", ""]
    assert version["members"][0]["sample"]["audio_url"] == f"/media/samples/{water.id}/audio"
    assert version["seconds"] == 1.0 and not version["is_used"] and version["is_latest"]
    assert version["classes"] == [
        {"name": "kitchen", "sounds": 1, "seconds": 0.5}, {"name": "", "sounds": 1, "seconds": 0.5},
    ]  # fmt: skip
    assert "1 of 2 sounds is private" in version["permissions"]["sentence"]
    listed = ask(client, "/api/datasets")["results"]
    assert [(one["name"], one["versions"][0]["sounds"]) for one in listed] == [("Sounds", 2)]
    assert client.patch(address, {"name": "Renamed"}, format="json").json()["name"] == "Renamed"


def test_a_version_that_a_model_learned_from_never_changes(
    client: APIClient, person: User, make_sample: MakeSample
) -> None:
    water, bells, wind = (make_sample(person, name) for name in ("Water", "Bells", "Wind"))
    address, _ = made(client, "Sounds", water)
    assert ask(client, f"{address}/change", {"add": ids(bells)})["number"] == 1  # nothing learned from it yet
    learned_from(Dataset.objects.get())
    second = ask(
        client, f"{address}/change",
        {"add": ids(wind), "remove": ids(water), "classes": {str(bells.id): "metal"}, "silence_threshold_dbfs": -45},
    )  # fmt: skip
    assert (second["number"], members(second)) == (2, ["Bells", "Wind"])
    changes = second["changes"]
    assert (changes["added_names"], changes["removed_names"], changes["relabelled"]) == (["Wind"], ["Water"], 1)
    assert changes["settings"] == ["Silence is now under -45 dBFS, before under -60 dBFS."]
    first = ask(client, f"{address}/versions/1")
    assert members(first) == ["Water", "Bells"] and first["is_used"] and not first["is_latest"]
    numbers = [(one["number"], len(one["models"])) for one in ask(client, address)["versions"]]
    assert numbers == [(2, 0), (1, 1)]


def test_a_saved_search_tells_what_is_new_and_is_frozen_until_it_is_taken(
    client: APIClient, person: User, stranger: User, make_sample: MakeSample
) -> None:
    def tagged(name: str, owner: User = person, **fields: Any) -> Sample:
        sample = make_sample(owner, name, **fields)
        set_tags(sample, ["dishes"])
        return sample

    first = tagged("First")
    address, version = made(client, "Dishes", rule={"tag": "dishes", "scope": "mine"})
    assert members(version) == ["First"]
    second = tagged("Second")
    tagged("Theirs", stranger, licence=Licence.CC0)  # the rule says mine
    tagged("Withdrawn", withdrawn_input="Hall")
    told = ask(client, address)
    assert (told["new_matches"], told["new_names"]) == (1, ["Second"])
    assert members(ask(client, f"{address}/versions/1")) == ["First"]
    assert members(ask(client, f"{address}/update", {})) == ["First", "Second"]
    assert ask(client, address)["new_matches"] == 0
    assert "Nothing new" in ask(client, f"{address}/update", {}, 409)["detail"]
    ask(client, f"{address}/change", {"remove": ids(second)})
    assert ask(client, address)["new_matches"] == 0  # left out by hand: it does not come back
    assert members(ask(client, f"{address}/change", {"add": ids(second)})) == ["First", "Second"]
    assert first.name == "First"


def test_a_collection_makes_a_dataset(client: APIClient, person: User, make_sample: MakeSample) -> None:
    shelf = create_collection(person, "Shelf", [make_sample(person, "On it").id])
    make_sample(person, "Beside it")
    assert members(made(client, "Shelf", rule={"collection": str(shelf.id)})[1]) == ["On it"]


def test_the_split_is_by_file_and_follows_its_seed(client: APIClient, person: User, make_sample: MakeSample) -> None:
    sounds = [make_sample(person, f"Sound {index:02}") for index in range(20)]
    for sound in sounds[:10]:
        set_tags(sound, ["a"])
    address, version = made(client, "Sounds", *sounds)

    def held_out(version: dict[str, Any]) -> list[str]:
        return [member["sample_name"] for member in version["members"] if member["held_out"]]

    first = held_out(version)
    assert len(first) == 2 and version["held_out_seconds"] == 1.0
    assert len([name for name in first if int(name[-2:]) < 10]) == 1  # one of each class
    seeds = [held_out(ask(client, f"{address}/change", {"split_seed": seed})) for seed in (1, 2, 3)]
    assert any(other != first for other in seeds)
    assert held_out(ask(client, f"{address}/change", {"split_seed": 0})) == first


def test_a_training_takes_the_version_with_its_split_and_threshold(
    client: APIClient, person: User, make_sample: MakeSample
) -> None:
    sounds = [make_sample(person, f"Sound {index:02}", frames=48_000) for index in range(20)]
    address, _ = made(client, "Sounds", *sounds)
    version = ask(client, f"{address}/change", {"silence_threshold_dbfs": -48})
    plan = {"dataset_version": version["id"], "preset": "sketch", "steps": 600, "classes_from": "none"}
    model = ask(client, "/api/wavenets", {"name": "Voices", **plan}, 201)
    assert model["dataset"] == {"id": address.rsplit("/", 1)[1], "name": "Sounds", "number": 1}
    assert [row["held_out"] for row in model["inputs"]] == [member["held_out"] for member in version["members"]]
    wavenet = Wavenet.objects.get()
    assert wavenet.plan["silence_threshold_dbfs"] == -48
    ask(client, f"{address}/change", {"remove": ids(sounds[0])})
    assert wavenet.inputs.count() == 20 and wavenet.dataset_version_id == DatasetVersion.objects.get(number=1).id


def test_a_selection_that_is_trained_on_becomes_a_dataset_of_that_name(
    client: APIClient, person: User, make_sample: MakeSample
) -> None:
    sound = make_sample(person, "Kitchen", frames=240_000)
    plan = {"samples": ids(sound), "preset": "sketch", "steps": 600, "classes_from": "none"}
    model = ask(client, "/api/wavenets", {"name": "Voices", **plan}, 201)
    assert (model["dataset"]["name"], model["dataset"]["number"]) == ("Voices", 1)
    assert Dataset.objects.get().name == "Voices"


def test_what_is_gone_is_named_and_stops_a_training(
    client: APIClient, person: User, stranger: User, make_sample: MakeSample
) -> None:
    mine, theirs = make_sample(person, "Mine"), make_sample(stranger, "Theirs", licence=Licence.CC0)
    kept = make_sample(person, "Kept", frames=240_000)
    address, version = made(client, "Sounds", mine, theirs, kept)
    delete_sample(mine)
    theirs.published_at = None
    theirs.save()
    told = ask(client, f"{address}/versions/1")
    assert [(one["sample_name"], one["problem"], one["sample"] is None) for one in told["members"]] == [
        ("Mine", "It was deleted.", True), ("Theirs", "It is private now to whoever made it.", True),
        ("Kept", "", False),
    ]  # fmt: skip
    plan = {"dataset_version": version["id"], "preset": "sketch", "steps": 600, "classes_from": "none"}
    assert "“Mine” was deleted" in ask(client, "/api/wavenets/estimate", plan, 409)["detail"]
    told = ask(client, f"{address}/change", {"remove_gone": True, "remove": ids(theirs)})
    assert members(told) == ["Kept"]
    ask(client, "/api/wavenets/estimate", plan)


def test_the_doctor_reports_on_a_version(client: APIClient, person: User, make_spoken: MakeSpoken) -> None:
    voices = [make_spoken(person, f"Voice{'!' * index}") for index in range(4)]
    hiss = make_spoken(person, "Hiss", audio=0.1 * np.random.default_rng(1).standard_normal(24_000))
    address, version = made(client, "Voices", *voices, hiss)
    job = ask(client, f"{address}/versions/1/examine", {}, 201)
    assert job["kind"] == "examine" and job["subject_id"] == version["id"]
    assert ask(client, f"{address}/versions/1/examine", {}, 201)["id"] == job["id"]  # one visit at a time
    assert visited(version["id"]).status == "succeeded"
    report = ask(client, f"{address}/versions/1")["report"]
    assert report["verdict"]["level"] in {"will babble", "will give noise"}
    assert [file["sample"] for file in report["files"]] == ids(*voices, hiss)
    assert [file["name"] for file in report["files"]][-1] == "Hiss"
    assert "noise-like" in report["files"][-1]["findings"]
    at = report["silence_thresholds_dbfs"].index(report["plan"]["silence_threshold_dbfs"])
    for file in report["files"]:
        assert file["kept_at_seconds"][at] == pytest.approx(file["kept_seconds"], abs=0.01)
        assert file["kept_at_seconds"] == sorted(file["kept_at_seconds"], reverse=True)
    plan = {"dataset_version": version["id"], "preset": "sketch", "steps": 600, "classes_from": "none"}
    estimate = ask(client, "/api/wavenets/estimate", plan)
    assert estimate["kept_seconds"] == pytest.approx(report["totals"]["kept_seconds"], abs=0.01)
    assert ask(client, address)["versions"][0]["level"] == report["verdict"]["level"]
    ask(client, f"{address}/change", {"remove": ids(hiss)})
    assert ask(client, f"{address}/versions/1")["report"] is None  # it told of another set


def test_a_report_on_what_was_changed_meanwhile_is_not_kept(
    client: APIClient, person: User, make_spoken: MakeSpoken
) -> None:
    one, two = make_spoken(person, "One"), make_spoken(person, "Two")
    address, _ = made(client, "Voices", one, two)
    ask(client, f"{address}/versions/1/examine", {}, 201)
    job = Job.objects.get(kind="examine")
    steps = examine.body(job)
    next(steps)
    ask(client, f"{address}/change", {"remove": ids(two)})
    with pytest.raises(JobError, match="changed while"):
        for _ in steps:
            pass
    assert DatasetVersion.objects.get().report is None
    job.refresh_from_db()
    assert job.status == "cancelled"  # it was still waiting when the set changed


def test_names_that_come_twice_are_told_apart() -> None:
    assert examine.distinct(["a", "a", "b", "a", "a (2)"]) == ["a", "a (2)", "b", "a (3)", "a (2) (2)"]


def test_deleting_a_dataset_leaves_sounds_and_models(client: APIClient, person: User, make_sample: MakeSample) -> None:
    address, version = made(client, "Sounds", make_sample(person, "Water"))
    wavenet = learned_from(Dataset.objects.get())
    ask(client, f"{address}/versions/1/examine", {}, 201)
    assert client.delete(address).status_code == 204
    assert Job.objects.get(subject_id=version["id"]).status == "cancelled"
    wavenet.refresh_from_db()
    assert wavenet.dataset_version is None and Sample.objects.count() == 1


def test_only_what_one_may_learn_from_goes_in(
    client: APIClient, person: User, stranger: User, make_sample: MakeSample
) -> None:
    secret = make_sample(stranger, "Secret")
    refused = ask(client, "/api/datasets", {"name": "x", "samples": ids(secret)}, 400)
    assert "Secret" not in str(refused)
    address, _ = made(client, "Sounds", make_sample(person, "Water"))
    ask(client, f"{address}/change", {"add": ids(secret)}, 400)
    ask(client, f"{address}/change", {"add": [str(uuid4())]}, 400)
    assert DatasetVersion.objects.get().members.count() == 1


def test_anothers_version_is_not_there_to_train_on(
    client: APIClient, stranger: User, client_of: MakeClient, make_sample: MakeSample, person: User
) -> None:
    _, version = made(client, "Sounds", make_sample(person, "Water"))
    plan = {"dataset_version": version["id"], "preset": "sketch", "steps": 600, "classes_from": "none"}
    ask(client_of(stranger), "/api/wavenets/estimate", plan, 404)


def test_what_a_model_may_be_published_under_is_the_strictest(
    client: APIClient, person: User, stranger: User, make_sample: MakeSample
) -> None:
    def sentence(*licences: str) -> str:
        now = timezone.now()
        sounds = [make_sample(stranger, f"S{i}", licence=one, published_at=now) for i, one in enumerate(licences)]
        return str(made(client, "Sounds", *sounds)[1]["permissions"]["sentence"])

    told = sentence("CC0-1.0", "CC-BY-NC-4.0")
    assert told == "A model of it may be published under CC BY-NC 4.0 or CC BY-NC-SA 4.0."
    assert "do not go together" in sentence("CC-BY-SA-4.0", "CC-BY-NC-4.0")


HOSTILE: list[tuple[str, Any]] = [
    ("", {}), ("", {"name": "x"}), ("", {"name": "x", "samples": []}), ("", {"name": "x", "rule": {"scope": "theirs"}}),
    ("", {"name": "x", "rule": {"collection": "; drop table"}}), ("", {"name": "x", "rule": []}),
    ("", {"name": "\u202e \n", "rule": {"tag": "a"}}), ("", {"name": "x", "rule": {"search": "a" * 401}}),
    ("/change", {"silence_threshold_dbfs": 3}), ("/change", {"silence_threshold_dbfs": "nan"}),
    ("/change", {"split_seed": -1}), ("/change", {"classes": {"no id": "a"}}), ("/change", {"classes": ["a"]}),
    ("/change", {"remove": "all"}),
]  # fmt: skip


@pytest.mark.parametrize(("where", "body"), HOSTILE)
def test_what_makes_no_sense_is_refused_in_a_sentence(
    client: APIClient, person: User, make_sample: MakeSample, where: str, body: Any
) -> None:
    address, before = made(client, "Sounds", make_sample(person, "Water"))
    answer = client.post(f"{address}{where}" if where else "/api/datasets", body, format="json")
    assert answer.status_code == 400 and answer.json()["detail"].endswith((".", "”"))
    assert Dataset.objects.count() == 1 and ask(client, f"{address}/versions/1") == before


def test_the_last_sound_cannot_be_left_out(client: APIClient, person: User, make_sample: MakeSample) -> None:
    water = make_sample(person, "Water")
    address, _ = made(client, "Sounds", water)
    assert "Nothing would be left" in ask(client, f"{address}/change", {"remove": ids(water)}, 400)["detail"]
    assert DatasetVersion.objects.get().members.count() == 1
