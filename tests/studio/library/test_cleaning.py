"""Cleaning leaves the original as it is and makes a sample of the result, as loud as it was asked to be."""

import io
from typing import Any

import numpy as np
import pytest
import soundfile
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from rest_framework.test import APIClient

from studio.accounts.models import User
from studio.jobs.models import Job
from studio.jobs.runner import JobError
from studio.library.models import Sample
from studio.tasks import clean
from tests.conftest import speech_like
from tests.studio.conftest import MakeClient, MakeSample

pytestmark = pytest.mark.django_db

RATE_HZ = 16_000


@pytest.fixture
def client(client_of: MakeClient, person: User) -> APIClient:
    return client_of(person)


@pytest.fixture
def voice() -> np.ndarray:
    return 0.3 * speech_like(4.0, 140, 1, RATE_HZ)


@pytest.fixture
def hummed(person: User, make_sample: MakeSample, voice: np.ndarray) -> Sample:
    """A voice with hum, rumble and clicks."""
    times = np.arange(len(voice)) / RATE_HZ
    spoilt = voice + 0.1 * np.sin(2 * np.pi * 50 * times) + 0.2 * np.sin(2 * np.pi * 7 * times)
    spoilt[np.random.default_rng(1).integers(0, len(voice), 30)] += 0.5
    return recorded(make_sample, person, spoilt)


def recorded(make_sample: MakeSample, owner: User, audio: np.ndarray) -> Sample:
    content = io.BytesIO()
    soundfile.write(content, audio, RATE_HZ, format="FLAC", subtype="PCM_24")
    sample = make_sample(owner, "Kitchen", frames=len(audio), sample_rate_hz=RATE_HZ)
    sample.master_file.name = default_storage.save(f"samples/{sample.id}/m.flac", ContentFile(content.getvalue()))
    sample.save()
    return sample


def cleaned(client: APIClient, sample: Sample, **wanted: Any) -> dict[str, Any]:
    answer = client.post(f"/api/samples/{sample.id}/clean", wanted, format="json")
    assert answer.status_code == 201, answer.json()
    made = answer.json()["id"]
    list(clean.body(Job.objects.get(subject_id=made)))
    return dict(client.get(f"/api/samples/{made}").json())


def sound(client: APIClient, row: dict[str, Any]) -> np.ndarray:
    answer: Any = client.get(row["audio_url"])
    return np.asarray(soundfile.read(io.BytesIO(b"".join(answer.streaming_content)))[0])


def test_what_spoils_a_voice_is_gone_and_the_original_stays(
    client: APIClient, hummed: Sample, voice: np.ndarray
) -> None:
    before = sound(client, client.get(f"/api/samples/{hummed.id}").json())
    row = cleaned(client, hummed, high_pass_hz=30, hum_hz=50, declick=11)
    assert row["state"] == "ready"
    assert row["name"] == "Kitchen, cleaned"
    assert row["parent"] == str(hummed.id)
    assert row["treatment"] == ["High-pass at 30 Hz", "Hum of 50 Hz removed", "Clicks removed"]
    after = sound(client, row)
    assert len(after) == len(voice)  # nothing comes later than it was
    settled = slice(RATE_HZ, None)
    error = [np.mean(np.square(one - voice)[settled]) for one in (before, after)]
    assert error[1] < 0.03 * error[0]
    np.testing.assert_array_equal(sound(client, client.get(f"/api/samples/{hummed.id}").json()), before)


def test_the_level_is_what_was_asked_for_and_peaks_stay_under_the_top(client: APIClient, hummed: Sample) -> None:
    quiet = cleaned(client, hummed, level_lufs=-30)
    assert abs(quiet["integrated_lufs"] + 30) < 0.1
    loud = cleaned(client, hummed, level_lufs=-9)
    assert loud["true_peak_dbtp"] <= -0.9


def test_noise_is_lowered(client: APIClient, person: User, make_sample: MakeSample) -> None:
    noisy = recorded(make_sample, person, 0.1 * np.random.default_rng(1).standard_normal(4 * RATE_HZ))
    row = cleaned(client, noisy, noise_db=20)
    assert row["frames"] == noisy.frames
    assert np.std(sound(client, row)[2 * RATE_HZ :]) < 0.02


def test_nothing_asked_is_refused_and_a_deleted_original_fails_clearly(client: APIClient, hummed: Sample) -> None:
    assert client.post(f"/api/samples/{hummed.id}/clean", {}, format="json").status_code == 400
    assert client.post(f"/api/samples/{hummed.id}/clean", {"hum_hz": 55}, format="json").status_code == 400
    made = client.post(f"/api/samples/{hummed.id}/clean", {"hum_hz": 50}, format="json").json()["id"]
    client.delete(f"/api/samples/{hummed.id}")
    with pytest.raises(JobError):
        list(clean.body(Job.objects.get(subject_id=made)))
    row = client.get(f"/api/samples/{made}").json()
    assert row["state"] == "failed"
    assert "deleted" in row["problem"]
