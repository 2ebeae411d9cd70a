"""What was learned is what is heard: classes, class curves, loudness and pitch of small networks, really trained."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import soundfile

from generation.architectures.wavenet_config import WavenetConfig
from generation.controls import measure_loudness_dbfs, measure_pitch_hz
from generation.dataset import Recording
from generation.generate import GenerationRequest, generate
from generation.train import train
from generation.training_plan import TrainingPlan

Sound = tuple[np.ndarray, str | None]

RATE = 4_000
TONES = {"low": 200.0, "middle": 400.0, "high": 800.0}
NETWORK = {
    "sample_rate_hz": RATE, "residual_channels": 16, "dilation_channels": 16, "skip_channels": 32, "quantisation": 64,
}  # fmt: skip
TONE_NETWORK = WavenetConfig.model_validate({**NETWORK, "dilations": (1, 2, 4, 8, 16)}, strict=False)
VOICE_NETWORK = WavenetConfig.model_validate(
    {**NETWORK, "dilations": (1, 2, 4, 8, 16, 32), "controls": ("loudness", "pitch")}, strict=False
)


def notes(hz: float, seed: int) -> np.ndarray:
    """A second of short notes with noise between them, which says nothing of the next one's pitch."""
    random, time = np.random.default_rng(seed), np.arange(RATE) / RATE
    sounding = np.sin(2 * np.pi * (16 * time + random.random())) > -0.3
    tone = 0.3 * sounding * np.sin(2 * np.pi * (hz * time + random.random()))
    return np.asarray(tone + 0.03 * random.standard_normal(RATE))


def voice(seed: int) -> np.ndarray:
    """Two breathy seconds that wander from 80 to 320 Hz and from −36 to −6 dB, each on its own."""
    random, time, knots = np.random.default_rng(seed), np.arange(2 * RATE) / RATE, np.linspace(0, 2, 9)
    phase = 2 * np.pi * np.cumsum(80 * 4 ** np.interp(time, knots, random.random(9))) / RATE
    level = 10 ** (np.interp(time, knots, random.uniform(-36, -6, 9)) / 20)
    breath = 0.3 * random.standard_normal(time.size)
    sound = level * (np.sin(phase) + 0.5 * np.sin(2 * phase) + 0.25 * np.sin(3 * phase) + breath)
    return np.asarray((sound + 0.003 * random.standard_normal(time.size)).clip(-1, 1))


def learned(
    folder: Path, sounds: Sequence[tuple[np.ndarray, str | None]], network: WavenetConfig, **plan: float
) -> Path:
    recordings = []
    for number, (audio, class_name) in enumerate(sounds):
        soundfile.write(folder / f"{number}.wav", audio, RATE)
        recordings.append(Recording(folder / f"{number}.wav", class_name))
    asked = {"network": network, "batch": 8, "window_samples": 250, "audition_steps": (), **plan}
    for _ in train(recordings, folder / "model", TrainingPlan.model_validate(asked), threads=1):
        pass
    return folder / "model"


@pytest.fixture(scope="module")
def tones(tmp_path_factory: pytest.TempPathFactory) -> Path:
    sounds = [(notes(hz, number), name) for name, hz in TONES.items() for number in range(6)]
    return learned(tmp_path_factory.mktemp("tones"), sounds, TONE_NETWORK, steps=700, learning_rate=0.02)


@pytest.fixture(scope="module")
def singer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    sounds = [(voice(number), None) for number in range(12)]
    return learned(tmp_path_factory.mktemp("singer"), sounds, VOICE_NETWORK, steps=800, learning_rate=0.007)


def takes(model: Path, **request: object) -> np.ndarray:
    blocks = generate(model, GenerationRequest.model_validate(request), threads=1)
    return np.concatenate([block.audio for block in blocks], axis=1)


def heard(audio: np.ndarray) -> str:
    """The tone whose band has the most energy."""
    spectrum = np.abs(np.fft.rfft(audio * np.hanning(audio.size))) ** 2
    frequencies = np.fft.rfftfreq(audio.size, 1 / RATE)
    return max(TONES, key=lambda name: float(spectrum[np.abs(frequencies - TONES[name]) < 40].sum()))


def test_the_class_that_was_asked_for_is_heard(tones: Path) -> None:
    right = []
    for seed, name in enumerate(TONES):
        made = takes(tones, seconds=1.0, voices=40, class_name=name, seed=seed)
        right += [heard(take) == name for take in made]
        assert np.sqrt((made**2).mean(axis=1)).min() > 0.05
    assert np.mean(right) >= 0.95


def test_a_class_curve_leads_from_one_class_to_the_other(tones: Path) -> None:
    curve = {"unit": "fraction", "points": [(0, "low"), (0.45, "low"), (0.55, "high")]}
    made = takes(tones, seconds=2.0, voices=20, class_curve=curve)
    assert np.mean([heard(take[: 9 * RATE // 10]) == "low" for take in made]) >= 0.95
    assert np.mean([heard(take[12 * RATE // 10 :]) == "high" for take in made]) >= 0.95


def test_a_drawn_loudness_is_followed(singer: Path) -> None:
    made = takes(singer, seconds=2.0, voices=8, loudness_dbfs=[(0, -36), (1, -10), (2, -36)], pitch_hz=150)
    drawn = -36 + 26 * np.bartlett(201)[:200]
    followed = [float(np.corrcoef(measure_loudness_dbfs(VOICE_NETWORK, take), drawn)[0, 1]) for take in made]
    assert np.mean(followed) >= 0.8


def test_a_rising_pitch_is_followed(singer: Path) -> None:
    made = takes(singer, seconds=2.0, voices=8, loudness_dbfs=-12, pitch_hz=[(0, 100), (2, 280)])
    drawn = 100 * 2.8 ** (np.arange(200) / 200)
    for take in made:
        pitch = measure_pitch_hz(VOICE_NETWORK, take)
        voiced = pitch > 0
        assert voiced.mean() > 0.8
        assert (np.abs(np.log2(pitch[voiced] / drawn[voiced])) < 1 / 12).mean() >= 0.8


def test_the_contour_of_another_recording_is_followed(singer: Path, tmp_path: Path) -> None:
    other = voice(99)
    soundfile.write(tmp_path / "other.wav", other, RATE)
    made = takes(singer, seconds=2.0, voices=8, contour_path=tmp_path / "other.wav")
    level, pitch = measure_loudness_dbfs(VOICE_NETWORK, other), measure_pitch_hz(VOICE_NETWORK, other)
    levels = [float(np.corrcoef(measure_loudness_dbfs(VOICE_NETWORK, take), level)[0, 1]) for take in made]
    assert np.mean(levels) >= 0.8
    found = np.array([measure_pitch_hz(VOICE_NETWORK, take) for take in made])
    both = (found > 0) & (pitch > 0)
    assert both.mean() > 0.6
    off_octaves = np.abs(np.log2(found[both] / np.broadcast_to(pitch, found.shape)[both]))
    assert (off_octaves < 1 / 6).mean() >= 0.8
