"""The parts of generating that need no worker: pacing, the models kept, cleaning, lengths, the look for copies."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
import pytest
import soundfile

from studio.accounts.models import User
from studio.jobs import publish
from studio.jobs.models import Job
from studio.library.models import Sample
from studio.tasks import check, take_cleaning
from studio.tasks.generate import lengths
from studio.tasks.model_cache import ModelCache
from studio.tasks.pacing import FIRST_LEAD_SECONDS, MOST_LEAD_SECONDS, Pacer
from studio.wavenets import take_records
from studio.wavenets.models import Generation, TakeRecord, Wavenet, WavenetInput
from studio.wavenets.take_settings import TakeSettings
from tests.conftest import speech_like
from tests.studio.conftest import MakeSample

RATE = 8000


def test_a_voice_keeps_its_lead_and_follows_its_listener() -> None:
    pacer, made = Pacer(RATE, 0.0), 0
    lead = round(FIRST_LEAD_SECONDS * RATE)
    assert pacer.due(0, 5.0) == lead, "nobody has heard anything: only the lead is made"
    made = lead
    pacer.heard(800, 0, 5.1)
    assert pacer.due(made, 5.1) == 800
    assert pacer.due(made, 5.2) == 800 + 800, "the listener goes on hearing between its words"
    made = 100 * RATE
    pacer.heard(2 * RATE, 0, 6.0)
    assert pacer.due(made, 6.0) < 0
    made = 2 * RATE + lead
    assert pacer.due(made, 60.0) <= RATE, "whoever is silent for long is not believed to hear on"


def test_a_gap_asks_for_a_longer_lead_within_bounds() -> None:
    pacer = Pacer(RATE, 0.0)
    pacer.heard(100, 1, 1.0)
    assert FIRST_LEAD_SECONDS < pacer.lead_seconds < MOST_LEAD_SECONDS
    pacer.heard(200, 100, 2.0)
    assert pacer.lead_seconds == MOST_LEAD_SECONDS


class Weights:
    def __init__(self, size: int) -> None:
        self.weights = {"gate": np.zeros(size, np.uint8)}


def test_the_models_used_last_are_kept_within_bounds() -> None:
    cache, keys = ModelCache(most_models=2, most_bytes=100), [uuid4() for _ in range(4)]
    models: list[Any] = [Weights(40) for _ in keys]
    cache.put(keys[0], models[0])
    cache.put(keys[1], models[1])
    assert cache.get(keys[0]) is models[0]
    cache.put(keys[2], models[2])
    assert cache.get(keys[1]) is None and cache.get(keys[0]) is models[0]
    large: Any = Weights(1000)
    cache.put(keys[3], large)
    assert cache.get(keys[3]) is large and cache.get(keys[0]) is None


def test_lengths_are_the_seeds() -> None:
    generation = Generation(seconds=6.0, voices=32, random_seed=5)
    drawn = lengths(generation, TakeSettings(least_seconds=2.0))
    assert drawn == lengths(generation, TakeSettings(least_seconds=2.0))
    assert len(set(drawn)) == 32 and min(drawn) >= 2.0 and max(drawn) <= 6.0 and np.ptp(drawn) > 3.0
    assert lengths(generation, TakeSettings()) == [6.0] * 32


def test_cleaning_takes_out_clicks_and_silence_and_says_so(tmp_path: Path) -> None:
    time = np.arange(16_000) / RATE
    sung = 0.2 * np.sin(2 * np.pi * 220 * time) + 0.1 * np.sin(2 * np.pi * 570 * time)
    sung += 0.002 * np.random.default_rng(1).standard_normal(time.size)
    audio = np.concatenate([np.zeros(4000), sung, np.zeros(2400)]).astype(np.float32)
    clicked = audio.copy()
    places = 4000 + np.linspace(900, 15_000, 5).astype(int)
    clicked[places] += 0.4
    path = tmp_path / "take.wav"
    soundfile.write(path, clicked, RATE)
    done = take_cleaning.clean(path, declick=True, trim=True)
    told = done.told()
    assert told["declick"]["clicks_before"] >= 5 > told["declick"]["clicks_after"]
    assert told["trim"]["start_seconds"] == pytest.approx(0.47, abs=0.08)
    assert told["trim"]["end_seconds"] == pytest.approx(0.27, abs=0.2)
    cleaned, _ = soundfile.read(path, dtype="float32")
    inner = slice(400, 15_000)
    repaired = float(np.sqrt(np.mean((cleaned[inner] - audio[done.cut_frames :][inner]) ** 2)))
    broken = float(np.sqrt(np.mean((clicked[done.cut_frames :][inner] - audio[done.cut_frames :][inner]) ** 2)))
    assert repaired < 0.6 * broken
    assert abs(cleaned[0]) < 0.001 and abs(cleaned[-1]) < 0.001
    assert take_cleaning.clean(path, declick=False, trim=False).told() == {}


@pytest.fixture
def spoken(person: User, make_sample: MakeSample, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """A model that learned from two recordings, and a way to make samples of audio."""
    monkeypatch.setattr(publish, "send_to_groups", lambda groups, message: None)

    def sample(name: str, audio: np.ndarray, **fields: Any) -> Sample:
        made = make_sample(person, name, **fields)
        soundfile.write(made.master_file.path, audio, RATE, format="FLAC", subtype="PCM_24")
        return made

    corpus = [sample(f"Digits {index}", speech_like(8.0, 100 + 30 * index, index)) for index in range(2)]
    wavenet = Wavenet.objects.create(
        owner=person, name="Voices", preset="sketch", sample_rate_hz=RATE, receptive_field_samples=1024,
        receptive_field_ms=128.0, parameter_count=1, steps_planned=1,
    )  # fmt: skip
    for row in corpus:
        WavenetInput.objects.create(wavenet=wavenet, sample=row, sample_name=row.name)
    return {"sample": sample, "wavenet": wavenet, "corpus": corpus}


def looked(sample: Sample) -> dict[str, Any]:
    take_records.begin_missing_check(sample)
    job = Job.objects.get(subject_id=sample.id, kind="check")
    assert [step.fraction for step in check.body(job)][-1] > 0
    leak = TakeRecord.objects.get(sample=sample).leak
    assert leak is not None
    return dict(leak)


def test_a_copy_is_found_and_named_and_other_sound_is_not(spoken: dict[str, Any]) -> None:
    made_with = {"origin": "generated", "wavenet": spoken["wavenet"]}
    first = speech_like(8.0, 100, 0)
    copied = np.concatenate([speech_like(1.0, 260, 9), first[16_000:28_000], speech_like(1.0, 230, 8)])
    leak = looked(spoken["sample"]("Copy", copied, **made_with))
    assert leak["copied_seconds"] > 0.8 and leak["passages"][0]["sample_name"] == "Digits 0"
    assert "“Digits 0”" in leak["sentence"] and "recording-" not in leak["sentence"]
    random = np.random.default_rng(5)
    new = looked(spoken["sample"]("New", 0.1 * random.standard_normal(24_000), **made_with))
    assert new["copied_seconds"] == 0


def test_the_corpus_is_told_to_whoever_may_see_it(spoken: dict[str, Any], stranger: User, person: User) -> None:
    sample = spoken["sample"]("Take", speech_like(1.0, 150, 4), origin="generated", wavenet=spoken["wavenet"])
    assert take_records.corpus_of(sample, person) == (["Digits 0", "Digits 1"], 2)
    assert take_records.corpus_of(sample, stranger) == ([], 2)
    assert take_records.corpus_of(sample, None) == ([], 2)
