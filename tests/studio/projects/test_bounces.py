"""The sound of a track, taken back into the library as a sample that knows what it holds."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from django.core.files.storage import default_storage
from rest_framework.test import APIClient

from mixing.outputs import Bounce as Tapped
from mixing.outputs import Outputs
from mixing.project import Clip, Device, Send, Track, new_project
from mixing.project import Project as Document
from mixing.render import render
from studio.accounts.models import User
from studio.errors import Conflict
from studio.jobs import actions as job_actions
from studio.jobs.models import Job
from studio.jobs.runner import run
from studio.library import sweep
from studio.library.models import Sample
from studio.projects import actions, renders, versions
from studio.projects.models import Membership, Project
from studio.sharing import actions as sharing
from studio.tasks import bounce
from studio.tasks.run import run_job
from studio.wavenets.material import usable
from tests.studio.conftest import MakeClient, MakeSample

pytestmark = pytest.mark.django_db

RATE_HZ = 44_100


@pytest.fixture
def sample(person: User, make_sample: MakeSample) -> Sample:
    return make_sample(person)


@pytest.fixture
def project(person: User, sample: Sample) -> Project:
    made = actions.create_project(person, "Piece", arrangement(sample))
    actions.bring_sample(made, sample, person)
    return made


@pytest.fixture
def client(client_of: MakeClient, person: User) -> APIClient:
    return client_of(person)


def arrangement(sample: Sample) -> Document:
    """A voice in a group, with a device of its own, sent to a room; and a track with nothing on it."""

    def clip(start_seconds: float, **fields: Any) -> Clip:
        return Clip(
            track="voice", sample=str(sample.id), start_seconds=start_seconds, duration_seconds=0.5, **fields
        )  # fmt: skip

    empty = new_project()
    tracks = {
        "choir": Track(name="Choir", order="a1", role="group"),
        "voice": Track(name="Voice", order="a2", parent="choir", gain_db=-6, pan=0.3),
        "bare": Track(name="Bare", order="a3"),
        "room": Track(name="Room", order="a4", role="return"),
    }
    devices = {
        "tape": Device(track="voice", effect="tape", wet=0.7),
        "reverb": Device(track="room", effect="reverb", parameters={"decay_seconds": 0.5}),
    }
    return empty.model_copy(
        update={
            "tracks": {**empty.tracks, **tracks},
            "devices": {**empty.devices, **devices},
            "clips": {"early": clip(1.0), "late": clip(3.0, gain_db=-3)},
            "sends": {"send": Send(source="voice", target="room", gain_db=-6)},
        }
    )


def ask(client: APIClient, project: Project, **wanted: Any) -> Any:
    return client.post(f"/api/projects/{project.id}/bounces", wanted, format="json")


def bounced(client: APIClient, project: Project, **wanted: Any) -> dict[str, Any]:
    """The sample as it is once its job has run."""
    answer = ask(client, project, **wanted)
    assert answer.status_code == 201, answer.json()
    assert answer.json()["sample"]["state"] == "processing"
    assert run(job_of(answer.json()).id, bounce.body) == Job.Status.SUCCEEDED
    return dict(client.get(f"/api/samples/{answer.json()['sample']['id']}").json())


def job_of(answer: Any) -> Job:
    return Job.objects.get(id=answer["job"]["id"])


def sound(row: dict[str, Any]) -> np.ndarray:
    stored = Sample.objects.get(id=row["id"]).master_file.path
    return np.asarray(soundfile.read(stored, dtype="float64", always_2d=True)[0])


def rendered(sample: Sample, outputs: Outputs, path: Path) -> np.ndarray:
    media = {str(sample.id): Path(sample.master_file.path)}
    for _ in render(arrangement(sample), media, outputs, path.parent / "cache"):
        pass
    return np.asarray(soundfile.read(path, dtype="float64", always_2d=True)[0])


def off_db(one: np.ndarray, other: np.ndarray) -> float:
    return float(20 * np.log10(max(1e-12, float((one - other).std())) / float(other.std())))


@pytest.mark.parametrize("track", ["voice", "choir", "room"])
@pytest.mark.parametrize("tap", ["dry", "wet", "post"])
def test_a_bounce_is_what_the_renderer_hears_there(
    client: APIClient, project: Project, sample: Sample, tmp_path: Path, track: str, tap: Any
) -> None:
    row = bounced(client, project, track=track, tap=tap)
    assert (row["state"], row["origin"], row["category"]) == ("ready", "bounced", "bounces")
    assert row["channels"] == 2
    assert row["sample_rate_hz"] == RATE_HZ
    assert row["true_peak_dbtp"] < 0
    path = tmp_path / "wanted.wav"
    wanted = rendered(sample, Outputs(bounces=(Tapped(path, track, tap, 32),)), path)
    heard, start = sound(row), round(row["bounce"]["start_seconds"] * RATE_HZ)
    assert start >= RATE_HZ - 100  # what is silent before it is left out
    assert off_db(heard, wanted[start : start + len(heard)]) < -80
    assert np.abs(wanted[start + len(heard) :]).max(initial=0) < 1e-4


def test_the_mix_is_bounced_as_it_is_heard_or_dry(
    client: APIClient, project: Project, sample: Sample, tmp_path: Path
) -> None:
    path = tmp_path / "wanted.wav"
    for tap, outputs in (("post", Outputs(master=path, master_bit_depth=32)), ("dry", Outputs(mix=path))):
        heard, wanted = sound(bounced(client, project, track="master", tap=tap)), rendered(sample, outputs, path)
        assert len(heard) == len(wanted)
        assert off_db(heard, wanted) < -80
    refused = ask(client, project, track="master", tap="wet")
    assert refused.status_code == 400
    assert "dry" in refused.json()["fields"]["tap"]


def test_a_region_and_some_clips_are_bounced_by_themselves(client: APIClient, project: Project) -> None:
    region = bounced(client, project, track="voice", start_seconds=1.25, end_seconds=3.1)
    assert region["duration_seconds"] == pytest.approx(1.85)
    assert region["bounce"]["start_seconds"] == 1.25
    late = bounced(client, project, track="voice", clips=["late"])
    assert late["bounce"]["start_seconds"] == pytest.approx(3.0, abs=0.01)
    assert late["duration_seconds"] < 1


def test_it_knows_where_it_comes_from(client: APIClient, project: Project, sample: Sample) -> None:
    row = bounced(client, project, track="voice", tap="wet", name="  Wet voice ")
    assert row["name"] == "Wet voice"
    known = row["bounce"]
    assert (known["project"], known["project_name"]) == (str(project.id), "Piece")
    assert (known["track"], known["track_name"], known["tap"]) == ("voice", "Voice", "wet")
    assert known["credits"] == [f"“{sample.name}” by ada"]
    listed = client.get(f"/api/projects/{project.id}/samples").json()
    assert row["id"] in {one["id"] for one in listed}


@pytest.mark.parametrize(
    ("wanted", "status", "sentence"),
    [
        ({"track": "bare"}, 409, "There is nothing on “Bare” to bounce."),
        ({"track": "voice", "start_seconds": 0, "end_seconds": 0.9}, 409, "nothing on “Voice” to bounce there."),
        ({"track": "voice", "clips": ["gone"]}, 409, "There is nothing on “Voice” to bounce."),
        ({"track": "gone"}, 400, "not in the arrangement any more"),
        ({"track": "voice", "start_seconds": 2, "end_seconds": 1}, 400, "ends before it starts"),
        ({"track": "voice", "start_seconds": 2}, 400, "a beginning and an end"),
        ({"track": "voice", "start_seconds": 1, "end_seconds": 2, "clips": ["late"]}, 400, "not both at once"),
        ({"track": "voice", "tap": "raw"}, 400, "raw"),
    ],
)
def test_what_cannot_be_bounced_says_so(
    client: APIClient, project: Project, wanted: dict[str, Any], status: int, sentence: str
) -> None:
    answer = ask(client, project, **wanted)
    assert answer.status_code == status
    assert sentence in str(answer.json())
    assert not Sample.objects.filter(origin="bounced").exists()


def test_silence_leaves_no_sample(client: APIClient, project: Project) -> None:
    asked = ask(client, project, track="voice", start_seconds=1.9, end_seconds=2.4).json()
    assert run(job_of(asked).id, bounce.body) == Job.Status.FAILED
    assert job_of(asked).error == "“Voice” is silent there, so nothing was bounced."
    assert not Sample.objects.filter(origin="bounced").exists()


def test_a_missing_file_leaves_no_sample(client: APIClient, project: Project, sample: Sample) -> None:
    asked = ask(client, project, track="voice").json()
    default_storage.delete(sample.master_file.name or "")
    assert run(job_of(asked).id, bounce.body) == Job.Status.FAILED
    assert "missing" in job_of(asked).error
    assert not Sample.objects.filter(origin="bounced").exists()


def files(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file() and "cache" not in path.parts}


@pytest.mark.parametrize("running", [True, False])
def test_a_cancelled_bounce_leaves_nothing(
    client: APIClient, project: Project, private_data: Path, running: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = files(private_data)
    job = job_of(ask(client, project, track="voice").json())
    if running:
        monkeypatch.setattr("studio.jobs.runner.CHECK_SECONDS", 0.0)
        original = bounce.body

        def body(job: Job) -> Any:
            steps = original(job)
            yield next(steps)
            job_actions.cancel(Job.objects.get(id=job.id))
            yield from steps

        monkeypatch.setattr(bounce, "body", body)
    else:
        job_actions.cancel(job)
    run_job(str(job.id))
    job.refresh_from_db()
    assert job.status == Job.Status.CANCELLED
    assert not Sample.objects.filter(origin="bounced").exists()
    assert files(private_data) == before


def test_a_bounce_that_was_given_up_is_swept(client: APIClient, project: Project) -> None:
    job = job_of(ask(client, project, track="voice").json())
    Job.objects.filter(id=job.id).update(status=Job.Status.FAILED)
    assert sweep.settle_samples() == 0  # just made
    Sample.objects.filter(origin="bounced").update(created_at="2020-01-01T00:00:00Z")
    assert sweep.settle_samples() == 1
    assert not Sample.objects.filter(origin="bounced").exists()


def test_it_goes_with_its_project_while_it_is_made(client: APIClient, project: Project) -> None:
    ask(client, project, track="voice")
    actions.delete_project(project)
    assert not Sample.objects.filter(origin="bounced").exists()


def test_it_stays_when_its_project_goes(client: APIClient, project: Project) -> None:
    row = bounced(client, project, track="voice")
    actions.delete_project(project)
    left = client.get(f"/api/samples/{row['id']}").json()
    assert (left["bounce"]["project"], left["bounce"]["project_name"]) == (None, "Piece")


def test_it_is_published_only_as_its_sounds_allow(client: APIClient, project: Project, sample: Sample) -> None:
    made = Sample.objects.get(id=bounced(client, project, track="voice")["id"])
    with pytest.raises(Conflict, match="“Kitchen” is private"):
        sharing.publish(made, "CC-BY-4.0")
    sharing.publish(sample, "CC-BY-NC-4.0")
    with pytest.raises(Conflict, match="which does not allow CC BY"):
        sharing.publish(made, "CC-BY-4.0")
    sharing.publish(made, "CC-BY-NC-4.0")
    sharing.unpublish(sample)
    made.refresh_from_db()
    assert (made.is_public, made.withdrawn_input) == (False, "Kitchen")
    sharing.publish(sample, "CC0-1.0")
    made.refresh_from_db()
    assert made.withdrawn_input == ""
    sharing.delete_sample(sample)
    made.refresh_from_db()
    assert made.withdrawn_input == "Kitchen"
    with pytest.raises(Conflict, match="was withdrawn"):
        sharing.publish(made, "CC0-1.0")


def test_somebodys_private_sound_does_not_leave_the_project_in_a_bounce(
    project: Project, stranger: User, sample: Sample, client_of: MakeClient
) -> None:
    Membership.objects.create(project=project, user=stranger, role="editor")
    row = bounced(client_of(stranger), project, track="voice")
    made = Sample.objects.get(id=row["id"])
    elsewhere = actions.create_project(stranger, "Elsewhere")
    with pytest.raises(Conflict, match="holds “Kitchen”, which is private to ada"):
        actions.bring_sample(elsewhere, made, stranger)
    with pytest.raises(Conflict, match="holds “Kitchen”"):
        usable(stranger, [made.id])
    actions.bring_sample(project, made, stranger)
    fork, _ = versions.fork(project, stranger, "Fork")
    assert not fork.project_samples.filter(sample=made).exists()
    sharing.publish(sample, "CC-BY-4.0")
    actions.bring_sample(elsewhere, made, stranger)


def test_a_render_of_a_bounce_credits_what_is_in_it(client: APIClient, project: Project, sample: Sample) -> None:
    row = bounced(client, project, track="voice")
    placed = Clip(track="track-1", sample=row["id"], start_seconds=0, duration_seconds=1)
    document = new_project().model_copy(update={"clips": {"one": placed}})
    copy = actions.create_project(project.owner, "Copy", document)
    actions.bring_sample(copy, Sample.objects.get(id=row["id"]), project.owner)
    made = renders.ask_for_render(copy, project.owner)
    assert {one.sample_id for one in made.inputs.all()} == {Sample.objects.get(id=row["id"]).id, sample.id}


def test_only_editors_bounce(project: Project, stranger: User, client_of: MakeClient) -> None:
    assert ask(client_of(stranger), project, track="voice").status_code == 404
    Membership.objects.create(project=project, user=stranger, role="listener")
    assert ask(client_of(stranger), project, track="voice").status_code == 403
