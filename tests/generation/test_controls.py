"""Loudness and pitch of made audio: right at every rate, and honest where there is none."""

import numpy as np
import pytest

from generation.architectures.wavenet_config import WavenetConfig
from generation.controls import (
    loudness_feature,
    measure_controls,
    measure_loudness_dbfs,
    measure_pitch_hz,
    pitch_features,
)

RATES = (8_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000)


def network(rate: int, *controls: str) -> WavenetConfig:
    return WavenetConfig.model_validate(
        {"sample_rate_hz": rate, "dilations": (1, 2), "controls": controls}, strict=False
    )


def voice(rate: int, hz: float, seconds: float = 0.5, harmonics: int = 6, missing: tuple[int, ...] = ()) -> np.ndarray:
    """Harmonics that fall off, as far as the rate carries them."""
    time = np.arange(round(seconds * rate)) / rate
    present = [n for n in range(1, harmonics + 1) if n * hz < 0.45 * rate and n not in missing]
    return np.asarray(sum(0.3 / n * np.sin(2 * np.pi * n * hz * time + n) for n in present))


@pytest.mark.parametrize("rate", RATES)
def test_levels_are_in_dbfs(rate: int) -> None:
    time = np.arange(rate) / rate
    audio = np.sqrt(2) * np.where(time < 0.5, 0.1, 0.01) * np.sin(2 * np.pi * 1_000 * time)
    config = network(rate, "loudness")
    levels = measure_loudness_dbfs(config, audio)
    assert len(levels) == -(-rate // config.control_frame_samples)
    seconds = (np.arange(len(levels)) + 0.5) * config.control_frame_samples / rate
    assert levels[(seconds > 0.03) & (seconds < 0.47)] == pytest.approx(-20.0, abs=0.3)
    assert levels[(seconds > 0.53) & (seconds < 0.97)] == pytest.approx(-40.0, abs=0.3)
    crossing = seconds[np.argmax((levels < -21.5) & (seconds > 0.03))]  # a third of the window has passed the edge
    assert crossing == pytest.approx(0.5, abs=0.015)


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("hz", [65.0, 110.0, 237.0, 480.0])
def test_pitches_are_right_at_every_rate(rate: int, hz: float) -> None:
    found = measure_pitch_hz(network(rate, "pitch"), voice(rate, hz))[3:-3]
    assert (np.abs(np.log2(found / hz)) < 1 / 100).all()


@pytest.mark.parametrize("rate", RATES)
def test_a_rising_pitch_is_followed(rate: int) -> None:
    time = np.arange(rate) / rate
    phase = 2 * np.pi * np.cumsum(100 * 3**time) / rate
    config = network(rate, "pitch")
    found = measure_pitch_hz(config, 0.3 * np.sin(phase) + 0.2 * np.sin(2 * phase))[3:-3]
    expected = 100 * 3 ** ((np.arange(3, 3 + len(found)) + 0.5) * config.control_frame_samples / rate)
    assert np.abs(np.log2(found / expected)).max() < 1 / 36


@pytest.mark.parametrize("harmonics", [1, 2, 4, 8])
def test_it_does_not_fall_an_octave_nor_rise_one(harmonics: int) -> None:
    """A sine repeats after two periods as well as after one; a voice's strong second harmonic is not its pitch."""
    for hz in np.geomspace(70, 240, 12):
        audio = voice(16_000, hz, harmonics=harmonics)
        strong = audio + 0.4 * np.sin(2 * np.pi * 2 * hz * np.arange(audio.size) / 16_000)
        for sound in (audio, audio if harmonics == 1 else strong):
            found = measure_pitch_hz(network(16_000, "pitch"), sound)[3:-3]
            assert np.abs(np.log2(found / hz)).max() < 1 / 12


def test_a_missing_fundamental_is_heard() -> None:
    found = measure_pitch_hz(network(16_000, "pitch"), voice(16_000, 150.0, harmonics=8, missing=(1,)))[3:-3]
    assert (np.abs(np.log2(found / 150)) < 1 / 50).all()


@pytest.mark.parametrize("rate", RATES)
def test_noise_and_silence_have_no_pitch(rate: int) -> None:
    noise = 0.1 * np.random.default_rng(1).standard_normal(rate)
    config = network(rate, "loudness", "pitch")
    assert (measure_pitch_hz(config, noise) == 0.0).mean() > 0.97
    assert (measure_pitch_hz(config, np.zeros(rate)) == 0.0).all()
    assert (measure_pitch_hz(config, np.full(rate, 0.5)) == 0.0).all()
    assert (measure_pitch_hz(config, 1e-4 * voice(rate, 150.0)) == 0.0).all()
    assert (measure_controls(config, np.zeros(rate)) == 0.0).all()
    half = measure_pitch_hz(config, np.concatenate([voice(rate, 150.0), noise[: rate // 2]]))
    assert (half[3:45] > 0).all() and (half[55:] == 0).mean() > 0.9


def test_features_are_what_the_network_is_given() -> None:
    assert loudness_feature(np.array([-120.0, -60.0, -15.0, 0.0, 6.0])) == pytest.approx([0, 0, 0.75, 1, 1])
    assert pitch_features(np.array([0.0, 200.0, 400.0, 100.0, 1_000.0])) == pytest.approx(
        np.array([[0, 0], [0, 1], [1, 1], [-1, 1], [np.log2(2.5), 1]]), abs=1e-6
    )
    config = network(8_000, "pitch", "loudness")
    features = measure_controls(config, voice(8_000, 200.0))
    assert features.shape == (50, 3) and features.dtype == np.float32
    assert features[5:-5, :2] == pytest.approx(np.tile([0.0, 1.0], (40, 1)), abs=0.02)
    levels = loudness_feature(measure_loudness_dbfs(config, voice(8_000, 200.0)))
    assert (features[:, 2] == levels).all() and levels.max() > 0.5


@pytest.mark.parametrize("samples", [0, 1, 79, 80, 81, 1_000])
def test_every_length_has_its_frames(samples: int) -> None:
    config = network(8_000, "loudness", "pitch")
    audio = voice(8_000, 150.0)[:samples]
    assert measure_controls(config, audio).shape == (-(-samples // 80), 3)
    assert measure_controls(network(8_000), audio).shape == (-(-samples // 80), 0)


def test_long_audio_is_measured_like_its_parts() -> None:
    """Over the edges of the blocks that bound its memory too."""
    config = network(8_000, "loudness", "pitch")
    audio = np.concatenate([voice(8_000, 100.0, 30.0), voice(8_000, 200.0, 30.0)])
    features = measure_controls(config, audio)
    around = 4_096
    part = measure_controls(config, audio[(around - 50) * 80 : (around + 50) * 80])
    assert features[around - 40 : around + 40] == pytest.approx(part[10:-10], abs=1e-5)
