"""Contours and prompts of networks that follow controls: measured at the right moments, and held where they end."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
import torch

from generation.architectures.wavenet import Wavenet
from generation.audio import AudioError
from generation.conditioning import steering
from generation.contour import USUAL_LOUDNESS_DBFS, USUAL_PITCH_HZ, control_lines
from generation.controls import loudness_feature, measure_controls, pitch_features
from generation.course import SteeringError
from generation.generate import GenerationRequest, audition, generate
from generation.prompt import load_prompt, no_prompt
from generation.take import open_take
from tests.generation.models import model_of
from tests.generation.networks import CONFIGS, lively_network

RATE = 8_000
PLAIN = CONFIGS["plain"]
CONFIG = PLAIN.model_copy(update={"controls": ("loudness", "pitch"), "dilations": tuple(2**n for n in range(11))})


@pytest.fixture(scope="module")
def network() -> Wavenet:
    """Hears a quarter of a second, and follows loudness and pitch."""
    return lively_network(CONFIG)


def tone(seconds: float, hz: float, level: float = 0.3) -> np.ndarray:
    time = np.arange(round(seconds * RATE)) / RATE
    return np.asarray(level * (np.sin(2 * np.pi * hz * time) + 0.5 * np.sin(4 * np.pi * hz * time)))


def written(path: Path, audio: np.ndarray) -> Path:
    soundfile.write(path, audio, RATE, subtype="FLOAT")
    return path


def lines_of(request: GenerationRequest) -> tuple[Any, tuple[str, ...]]:
    return control_lines(CONFIG, request, no_prompt(CONFIG))


def test_a_contour_is_measured_frame_by_frame(tmp_path: Path) -> None:
    audio = np.concatenate([tone(0.5, 100), tone(0.5, 200, 0.03), np.zeros(RATE // 2)]).astype(np.float32)
    path = written(tmp_path / "c.wav", audio)
    (loudness, pitch), warnings = lines_of(GenerationRequest(seconds=1.5, contour_path=path))
    assert warnings == ()
    times = np.arange(150) / 100
    features = measure_controls(CONFIG, audio)
    assert (loudness.at(times) == features[:, :1]).all() and (pitch.at(times) == features[:, 1:]).all()


def test_a_contour_of_another_length_is_held_or_stretched(tmp_path: Path) -> None:
    path = written(tmp_path / "c.wav", np.concatenate([tone(0.5, 100), tone(0.5, 200)]))
    (_, held), warnings = lines_of(GenerationRequest(seconds=4.0, contour_path=path))
    assert "lasts 1.0 s and the take 4.0 s: its last values hold on" in warnings[0]
    assert held.at(np.array([0.25, 0.75, 0.94]))[:, 0] == pytest.approx([-1, 0, 0], abs=0.02)
    assert (held.at(np.array([1.5, 3.9])) == held.at(np.array([0.99]))).all()
    (_, wide), warnings = lines_of(GenerationRequest(seconds=4.0, contour_path=path, contour_fit="stretch"))
    assert warnings == ()
    assert wide.at(np.array([0.5, 1.75, 2.25, 3.5]))[:, 0] == pytest.approx([-1, -1, 0, 0], abs=0.02)


def test_what_is_drawn_comes_before_the_contour(tmp_path: Path) -> None:
    path = written(tmp_path / "c.wav", tone(1.0, 100))
    (loudness, pitch), _ = lines_of(GenerationRequest(seconds=1.0, contour_path=path, pitch_hz=400))
    assert pitch.at(np.array([0.5]))[0].tolist() == [1.0, 1.0]
    assert 0.7 < loudness.at(np.array([0.5]))[0, 0] < 1.0


def test_poor_contours_are_refused(network: Wavenet, tmp_path: Path) -> None:
    def first(path: Path) -> None:
        next(generate(model_of(network), GenerationRequest(contour_path=path)))

    with pytest.raises(AudioError, match=r"contour empty\.wav is empty"):
        first(written(tmp_path / "empty.wav", np.zeros(0)))
    with pytest.raises(AudioError, match="not numbers"):
        first(written(tmp_path / "nan.wav", np.full(100, np.nan)))
    (tmp_path / "text.wav").write_text("no audio")
    with pytest.raises(AudioError, match="not a readable audio file"):
        first(tmp_path / "text.wav")
    plain = model_of(lively_network(PLAIN))
    with pytest.raises(SteeringError, match="follows no contour"):
        next(generate(plain, GenerationRequest(contour_path=written(tmp_path / "c.wav", tone(0.1, 100)))))


def test_a_prompt_is_heard_under_its_own_controls(tmp_path: Path) -> None:
    """Frame by frame as in training, where the whole recording was measured, but for its very end."""
    audio = np.concatenate([tone(0.5, 100), tone(0.5, 200, 0.05)]).astype(np.float32)
    field, frame = CONFIG.receptive_field_samples, CONFIG.control_frame_samples
    prompt = load_prompt(written(tmp_path / "p.wav", audio), CONFIG)
    assert prompt.samples.size == field and len(prompt.controls) == -(-field // frame)
    expected = measure_controls(CONFIG, audio[(audio.size - field) % frame :])[-len(prompt.controls) :]
    assert prompt.controls[:-3] == pytest.approx(expected[:-3], abs=1e-5)
    assert prompt.controls[-3:] == pytest.approx(np.repeat(expected[-4:-3], 3, axis=0), abs=0.02)
    assert (prompt.own_controls == prompt.controls).all()


def test_a_short_prompt_follows_silence(tmp_path: Path) -> None:
    prompt = load_prompt(written(tmp_path / "p.wav", tone(0.1, 200)), CONFIG)
    assert prompt.samples.size == 800 and len(prompt.own_controls) == 10
    assert (prompt.controls[:12] == 0).all()
    assert prompt.own_controls[3:, 2].all() and (prompt.own_controls[3:, 0] > 0.7).all()
    tiny = load_prompt(written(tmp_path / "t.wav", tone(0.002, 200)), CONFIG)
    assert np.isfinite(tiny.controls).all() and tiny.own_controls.shape == (1, 3)


def test_without_more_a_prompt_is_gone_on_with_as_it_was(network: Wavenet, tmp_path: Path) -> None:
    path = written(tmp_path / "p.wav", tone(1.0, 120, 0.1))
    lines, warnings = control_lines(CONFIG, GenerationRequest(prompt_path=path), load_prompt(path, CONFIG))
    level = 20 * np.log10(0.1 * np.sqrt(1.25 / 2))
    assert lines[0].at(np.zeros(1))[0] == pytest.approx(loudness_feature(np.array([level])), abs=0.01)
    assert lines[1].at(np.zeros(1))[0] == pytest.approx(pitch_features(np.array([120.0]))[0], abs=0.01)
    assert "-22 dBFS, the prompt's" in warnings[0] and "120 Hz, the prompt's" in warnings[1]
    noise = written(tmp_path / "n.wav", 0.1 * np.random.default_rng(0).standard_normal(RATE))
    assert (
        "unvoiced, the prompt's" in next(generate(model_of(network), GenerationRequest(prompt_path=noise))).warnings[1]
    )


def test_a_prompt_is_primed_under_its_own_controls(network: Wavenet, tmp_path: Path) -> None:
    """The outputs before the first sample are the whole network's, on the prompt's controls and then the asked ones."""
    path = written(tmp_path / "p.wav", np.concatenate([tone(0.2, 100), tone(0.2, 300, 0.1)]))
    request = GenerationRequest(prompt_path=path, loudness_dbfs=-6, pitch_hz=400)
    sounding, prompt = open_take(model_of(network), request, precision="float32"), load_prompt(path, CONFIG)
    asked = np.append(loudness_feature(np.array([-6.0])), pitch_features(np.array([400.0]))[0])[None]
    steered = steering(CONFIG, network.weights(), None, asked[None])
    primed = sounding._sampler.follow(np.zeros((1, 1), np.uint8), steered)[0, 0]
    of_samples = np.repeat(prompt.controls, CONFIG.control_frame_samples, axis=0)[: prompt.samples.size]
    controls = torch.from_numpy(np.concatenate([of_samples[1:], asked])[:, None])
    with torch.no_grad():
        expected = network(torch.from_numpy(prompt.samples[:, None].astype(np.int64)), None, controls)[0, 0].numpy()
    assert expected.std() > 0.3
    assert np.abs(primed - expected).max() < 1e-3


def test_an_audition_sounds_at_a_usual_level_or_follows(network: Wavenet) -> None:
    config, weights = network.config, network.weights()
    steady = audition(config, weights, 0.2, seed=1)
    request = GenerationRequest(seconds=0.2, seed=1, loudness_dbfs=USUAL_LOUDNESS_DBFS, pitch_hz=USUAL_PITCH_HZ)
    assert steady.shape == (1_600,) and (steady == next(generate(model_of(network), request)).audio[0]).all()
    contour = measure_controls(config, tone(0.2, 300, 0.5))
    assert not (audition(config, weights, 0.2, seed=1, contour=contour) == steady).all()
    shown = lively_network(CONFIGS["classes"])
    assert audition(shown.config, shown.weights(), 0.2, seed=1).shape == (1_600,)
