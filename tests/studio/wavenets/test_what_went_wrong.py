"""Why the composer's own training failed, row by row of the table of facts, and what the studio says of each now."""

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from rest_framework.test import APIClient

from generation.presets import PRESETS, config_for
from generation.work import training_work
from studio.accounts.models import User
from studio.jobs import publish
from studio.jobs.models import Job
from studio.jobs.runner import run
from studio.library.actions import set_tags
from studio.library.models import Sample
from studio.tasks import examine
from studio.wavenets.models import Wavenet, WorkerSpeed
from tests.conftest import speech_like
from tests.studio.conftest import MakeClient, MakeSample

pytestmark = pytest.mark.django_db

OLD_THRESHOLD = 0.3  # RMS of full scale: what fell under it was silently dropped
COMPOSERS_STEPS = 50_000
SECONDS_A_STEP = 10.0
BIG = "published"  # tensorflow-wavenet's default network


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publish, "send_to_groups", lambda groups, message: None)


@pytest.fixture
def client(person: User, client_of: MakeClient) -> APIClient:
    return client_of(person)


def stored(make_sample: MakeSample, owner: User, name: str, audio: np.ndarray) -> Sample:
    """A sample with this sound at 8 kHz, as it is."""
    master = io.BytesIO()
    soundfile.write(master, audio, 8000, format="WAV", subtype="FLOAT")
    sample = make_sample(owner, name, frames=len(audio))
    sample.master_file.name = default_storage.save(f"samples/{sample.id}/master.wav", ContentFile(master.getvalue()))
    sample.save()
    return sample


def told_by_doctor(client: APIClient, *samples: Sample) -> tuple[dict[str, Any], dict[str, Any]]:
    """The version of a dataset of these, and the doctor's report on it."""
    body = {"name": "Sounds", "samples": [str(sample.id) for sample in samples]}
    dataset = client.post("/api/datasets", body, format="json").json()
    address = f"/api/datasets/{dataset['id']}/versions/1"
    client.post(f"{address}/examine")
    run(Job.objects.get(kind="examine", status="queued").id, examine.body)
    version = client.get(address).json()
    return version, version["report"]


def estimated(client: APIClient, *samples: Sample, **plan: Any) -> dict[str, Any]:
    answer = client.post("/api/wavenets/estimate", planned(*samples, **plan), format="json")
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = answer.json()
    return found


def planned(*samples: Sample, **plan: Any) -> dict[str, Any]:
    chosen = {} if "dataset_version" in plan else {"samples": [str(sample.id) for sample in samples]}
    return {**chosen, "preset": "sketch", "steps": 600, "classes_from": "none", **plan}


def must_confirm(estimate: dict[str, Any]) -> dict[str, str]:
    """Code → sentence of what is a mistake."""
    return {one["code"]: one["sentence"] for one in estimate["warnings"] if one["must_confirm"]}


def hours_of_speech(owner: User, make_sample: MakeSample, seconds: float, **fields: Any) -> list[Sample]:
    """Rows of that much sound at 16 kHz, four seconds each; an estimate reads no audio."""
    rows = [
        Sample(owner=owner, name=f"Line {at}", state="ready", frames=64_000, sample_rate_hz=16_000, channels=1,
               origin="recorded", category="mine", bandwidth_hz=7_600.0, **fields)
        for at in range(round(seconds / 4))
    ]  # fmt: skip
    return Sample.objects.bulk_create(rows)


def test_noisy_and_diverse_recordings_get_a_verdict_and_what_to_do(
    client: APIClient, person: User, make_sample: MakeSample
) -> None:
    random = np.random.default_rng(3)
    noise = [stored(make_sample, person, f"Fan {at}", 0.2 * random.standard_normal(24_000)) for at in range(3)]
    voice = [stored(make_sample, person, f"Voice {at}", speech_like(3.0, 110 + 9 * at, at)) for at in range(3)]
    _, report = told_by_doctor(client, *noise, *voice)
    assert report["verdict"]["level"] != "good"
    kinds = {finding["kind"]: finding for finding in report["findings"]}
    assert {"noise-like", "diverse"} & kinds.keys()
    assert all(finding["advice"] for finding in kinds.values())
    for figure in ("rms_dbfs", "snr_db", "timbre_across_db", "bandwidth_hz", "clipped_share"):
        assert report["totals"][figure] is not None, figure


def test_quiet_files_are_kept_and_the_report_says_how_many_seconds_are_used(
    client: APIClient, person: User, make_sample: MakeSample, speech_files: list[Path]
) -> None:
    """Every spoken digit lies far under the old threshold; all of them are learned from now."""
    digits = [soundfile.read(path, dtype="float32")[0] for path in speech_files[:12]]
    assert all(np.sqrt(np.mean(np.square(digit))) < OLD_THRESHOLD for digit in digits)
    samples = [stored(make_sample, person, f"Digit {at}", digit) for at, digit in enumerate(digits)]
    version, report = told_by_doctor(client, *samples)
    whole = sum(len(digit) for digit in digits) / 8000
    assert report["totals"]["seconds"] == pytest.approx(whole, abs=0.01)
    assert report["totals"]["kept_seconds"] > 0.9 * whole
    assert all(file["kept_seconds"] > 0 for file in report["files"])
    # What the old threshold (-10.5 dBFS) would have left stands beside it, in dBFS:
    old = report["silence_thresholds_dbfs"].index(-12)
    assert sum(file["kept_at_seconds"][old] for file in report["files"]) < 0.8 * whole
    plan = estimated(client, dataset_version=version["id"])
    assert plan["kept_seconds"] == pytest.approx(report["totals"]["kept_seconds"], abs=0.05)


def test_a_threshold_that_drops_most_of_it_is_told(client: APIClient, person: User, make_sample: MakeSample) -> None:
    soft = [stored(make_sample, person, f"Soft {at}", 0.003 * speech_like(3.0, 110 + 9 * at, at)) for at in range(3)]
    version, report = told_by_doctor(client, *soft)
    assert report["totals"]["dropped_seconds"] > 4.0
    silence = next(finding for finding in report["findings"] if finding["kind"] == "silence")
    assert "dBFS" in silence["sentence"] and "set the threshold to" in silence["advice"]
    lower = report["silence_thresholds_dbfs"].index(-81)
    assert sum(file["kept_at_seconds"][lower] for file in report["files"]) == pytest.approx(version["seconds"], abs=0.2)


@pytest.mark.parametrize("rate_hz", [8_000, 16_000, 32_000])
def test_another_rate_keeps_the_milliseconds(
    client: APIClient, person: User, make_sample: MakeSample, rate_hz: int
) -> None:
    """5117 samples are 319.8 ms at 16 kHz; at 8 kHz they were 639.6 ms, and now half as many are the same 320 ms."""
    sample = make_sample(person, frames=480_000)
    as_meant = estimated(client, sample, preset=BIG)
    assert (as_meant["receptive_field_samples"], round(as_meant["receptive_field_ms"], 1)) == (5117, 319.8)
    other = estimated(client, sample, preset=BIG, sample_rate_hz=rate_hz)
    assert other["receptive_field_ms"] == pytest.approx(319.8, rel=0.03)
    assert other["receptive_field_samples"] == pytest.approx(5117 * rate_hz / 16_000, rel=0.03)
    assert sum(other["dilations"]) + 2 == other["receptive_field_samples"]


def test_the_receptive_field_is_set_in_milliseconds(client: APIClient, person: User, make_sample: MakeSample) -> None:
    sample = make_sample(person, frames=480_000)
    for rate_hz in (8_000, 16_000):
        found = estimated(client, sample, preset=BIG, sample_rate_hz=rate_hz, receptive_field_ms=100)
        assert found["receptive_field_ms"] == pytest.approx(100, rel=0.03)
        assert found["receptive_field_samples"] == pytest.approx(rate_hz / 10, rel=0.03)
    body = {"name": "Voices", **planned(sample, receptive_field_ms=100, sample_rate_hz=8_000)}
    made = client.post("/api/wavenets", body, format="json")
    assert made.status_code == 201, made.content
    assert made.json()["receptive_field_ms"] == pytest.approx(100, rel=0.03)
    assert Wavenet.objects.get().plan["receptive_field_ms"] == 100  # the worker builds the same network


def test_a_receptive_field_longer_than_the_sounds_must_be_confirmed(
    client: APIClient, person: User, make_sample: MakeSample
) -> None:
    clicks = [make_sample(person, f"Click {at}", frames=1_600) for at in range(100)]  # 200 ms each
    assert "320 ms" in must_confirm(estimated(client, *clicks, preset=BIG))["receptive-field"]
    assert "receptive-field" not in must_confirm(estimated(client, *clicks, preset=BIG, receptive_field_ms=60))


def test_five_point_eight_days_are_told_before_the_run_and_must_be_confirmed(
    client: APIClient, person: User, make_sample: MakeSample
) -> None:
    """On a machine where a step of the big network takes ten seconds, 50,000 steps are 5.8 days."""
    shape = PRESETS[BIG]
    work = training_work(config_for(shape), shape.batch, shape.window_samples)
    WorkerSpeed.objects.create(hostname="laptop", flops_per_second=work / SECONDS_A_STEP)
    lines = hours_of_speech(person, make_sample, 600)
    found = estimated(client, *lines, preset=BIG, steps=COMPOSERS_STEPS)
    assert found["measured"] and found["seconds_a_step"] == pytest.approx(SECONDS_A_STEP)
    assert COMPOSERS_STEPS * found["seconds_a_step"] / 86_400 == pytest.approx(5.8, abs=0.05)
    assert 5.8 < found["seconds"] / 86_400 < 5.8 * 1.1  # validations, auditions and checkpoints come on top
    assert " days of work" in must_confirm(found)["days"] and "50,000 steps of 10 s" in must_confirm(found)["days"]
    body = {"name": "Voices", **planned(*lines, preset=BIG, steps=COMPOSERS_STEPS)}
    refused = client.post("/api/wavenets", body, format="json")
    assert refused.status_code == 409 and not Wavenet.objects.exists()
    assert [one["code"] for one in refused.json()["unconfirmed"]] == ["days"]
    assert client.post("/api/wavenets", {**body, "confirm": ["epochs"]}, format="json").status_code == 409
    assert client.post("/api/wavenets", {**body, "confirm": ["days"]}, format="json").status_code == 201


def test_fewer_steps_or_a_smaller_network_are_no_days(client: APIClient, person: User, make_sample: MakeSample) -> None:
    shape = PRESETS[BIG]
    work = training_work(config_for(shape), shape.batch, shape.window_samples)
    WorkerSpeed.objects.create(hostname="laptop", flops_per_second=work / SECONDS_A_STEP)
    sample = make_sample(person, frames=480_000)
    found = estimated(client, sample, preset="sketch", steps=2400)
    assert found["seconds"] < 3 * 3600 and "days" not in must_confirm(found)


def test_999_steps_on_a_whole_corpus_are_less_than_half_an_epoch(
    client: APIClient, person: User, make_sample: MakeSample
) -> None:
    """A corpus of 2500 s, of which a tenth is held out, is heard 0.4 times; one speaker of it more than once."""
    corpus = hours_of_speech(person, make_sample, 2_776)
    found = estimated(client, *corpus, preset=BIG, steps=999)
    assert found["epochs"] == pytest.approx(0.4, abs=0.01)
    assert "999 steps are 0.4 epochs" in must_confirm(found)["epochs"]
    assert "one speaker, one class or one recording" in must_confirm(found)["epochs"]
    body = {"name": "All", **planned(*corpus, preset=BIG, steps=999)}
    refused = client.post("/api/wavenets", body, format="json").json()
    assert "epochs" in [one["code"] for one in refused["unconfirmed"]] and not Wavenet.objects.exists()
    one_speaker = corpus[: len(corpus) // 8]
    assert "epochs" not in must_confirm(estimated(client, *one_speaker, preset=BIG, steps=999))


def test_a_class_of_two_seconds_must_be_confirmed(client: APIClient, person: User, make_sample: MakeSample) -> None:
    long, short = make_sample(person, "Long", frames=480_000), make_sample(person, "Short", frames=16_000)
    set_tags(long, ["rain"])
    set_tags(short, ["laugh"])
    found = must_confirm(estimated(client, long, short, classes_from="tag"))
    assert "“laugh” has only 2.0 s" in found["classes"]
    assert "classes" not in must_confirm(estimated(client, long, short))


def test_a_network_for_a_gpu_must_be_confirmed_where_there_is_none(
    client: APIClient, person: User, make_sample: MakeSample
) -> None:
    sample = make_sample(person, frames=4_800_000)
    WorkerSpeed.objects.create(hostname="studio-1", flops_per_second=5e10)
    found = estimated(client, sample, preset="gpu")
    assert "no worker of this site has one" in must_confirm(found)["gpu"] and found["has_gpu"] is False
    WorkerSpeed.objects.create(hostname="guest", flops_per_second=5e12, gpu_memory_bytes=24 << 30)
    found = estimated(client, sample, preset="gpu")
    assert "gpu" not in must_confirm(found) and found["has_gpu"] is True


def test_a_rate_above_what_sounds_must_be_confirmed(client: APIClient, person: User, make_sample: MakeSample) -> None:
    sample = make_sample(person, frames=480_000, bandwidth_hz=3_700.0)
    told = must_confirm(estimated(client, sample, preset="small"))["rate"]
    assert "3.7 kHz" in told and "50% of the work goes into silence" in told
    assert "rate" not in must_confirm(estimated(client, sample, preset="small", sample_rate_hz=8_000))


def test_nothing_that_is_right_needs_to_be_confirmed(client: APIClient, person: User, make_sample: MakeSample) -> None:
    sample = make_sample(person, frames=8_000 * 260, bandwidth_hz=3_700.0)
    found = estimated(client, sample, preset="voice", steps=2_500)
    assert must_confirm(found) == {}


def test_the_time_waiting_behind_others_is_told(
    client: APIClient, person: User, stranger: User, client_of: MakeClient, make_sample: MakeSample
) -> None:
    alone = estimated(client, make_sample(person, frames=480_000))
    assert (alone["jobs_ahead"], alone["ahead_seconds"]) == (0, 0)
    theirs = make_sample(stranger, frames=480_000)
    made = client_of(stranger).post("/api/wavenets", {"name": "Theirs", **planned(theirs)}, format="json")
    assert made.status_code == 201
    behind = estimated(client, Sample.objects.get(owner=person))
    assert behind["jobs_ahead"] == 1
    assert behind["ahead_seconds"] == pytest.approx(alone["seconds"], rel=0.2)
