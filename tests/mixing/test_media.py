"""Sources at the engine's rate: what resampling does to them, and what is kept."""

from pathlib import Path

import numpy as np
import pytest
import soundfile as sf

from mixing.errors import MixingError
from mixing.media import Source, preparing
from mixing.steps import finish
from tests.mixing.arrangements import RATE_HZ, sine, write


def prepared(path: Path, cache: Path) -> Source:
    return finish(preparing(path, cache))


def test_a_file_at_the_engines_rate_is_unchanged(tmp_path: Path) -> None:
    samples = np.random.default_rng(0).standard_normal((5000, 2)).astype(np.float32)
    source = prepared(write(tmp_path / "a.wav", samples), tmp_path / "cache")
    assert (source == samples).all()  # also what is above full scale


@pytest.mark.parametrize("rate_hz", [8_000, 16_000, 22_050, 48_000, 96_000])
def test_length_follows_the_rate(rate_hz: int, tmp_path: Path) -> None:
    source = prepared(write(tmp_path / "a.wav", sine(440, 1.5, rate_hz), rate_hz), tmp_path / "cache")
    assert source.shape == (round(1.5 * RATE_HZ), 1)


def test_resampling_keeps_the_level_and_adds_nothing(tmp_path: Path) -> None:
    source = prepared(write(tmp_path / "a.wav", 0.5 * sine(7_300, 3, 16_000), 16_000), tmp_path / "cache")
    middle = source[RATE_HZ : 2 * RATE_HZ, 0].astype(np.float64)
    spectrum = np.abs(np.fft.rfft(middle * np.blackman(RATE_HZ))) / RATE_HZ / 0.42 * 2
    levels_db = 20 * np.log10(np.maximum(spectrum, 1e-12))
    assert levels_db[7_300] == pytest.approx(20 * np.log10(0.5), abs=0.02)
    assert levels_db[:7_200].max() < -120 and levels_db[7_400:].max() < -120


def test_resampling_keeps_the_time(tmp_path: Path) -> None:
    impulse = np.zeros(8_000)
    impulse[4_000] = 1.0
    source = prepared(write(tmp_path / "a.wav", impulse, 8_000), tmp_path / "cache")
    assert np.abs(source[:, 0]).argmax() == RATE_HZ // 2


def test_more_than_two_channels_fold_to_mono(tmp_path: Path) -> None:
    path = tmp_path / "four.wav"
    sf.write(path, np.tile([0.1, 0.2, 0.3, 0.4], (1000, 1)), RATE_HZ, subtype="FLOAT")
    source = prepared(path, tmp_path / "cache")
    assert source.shape == (1000, 1)
    assert source == pytest.approx(0.25)


def test_values_that_are_not_numbers_become_silence(tmp_path: Path) -> None:
    samples = np.full(20_000, 0.5)
    samples[100] = np.nan
    samples[200] = np.inf
    source = prepared(write(tmp_path / "a.wav", samples, 22_050), tmp_path / "cache")
    assert np.isfinite(source).all()
    assert source[5_000:-5_000] == pytest.approx(0.5, abs=1e-3)


def test_is_kept_by_content_and_not_by_name(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    path = write(tmp_path / "a.wav", sine(440, 0.5, 16_000), 16_000)
    assert len(list(preparing(path, cache))) > 0
    assert list(preparing(write(tmp_path / "b.wav", sine(440, 0.5, 16_000), 16_000), cache)) == []
    assert len(list(cache.iterdir())) == 1
    write(path, sine(880, 0.5, 16_000), 16_000)
    assert len(list(preparing(path, cache))) > 0
    assert len(list(cache.iterdir())) == 2


def test_a_conversion_that_is_cancelled_leaves_nothing(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    steps = preparing(write(tmp_path / "a.wav", sine(440, 30, 16_000), 16_000), cache)
    assert 0 < next(steps) < 1
    assert len(list(cache.iterdir())) == 1
    steps.close()
    assert list(cache.iterdir()) == []


def test_says_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "text.wav").write_text("not audio")
    for name, complaint in {"text.wav": "cannot be read as audio", "gone.wav": "does not exist"}.items():
        with pytest.raises(MixingError, match=complaint):
            prepared(tmp_path / name, tmp_path / "cache")
    with pytest.raises(MixingError, match="holds no sound"):
        prepared(write(tmp_path / "empty.wav", np.zeros(0)), tmp_path / "cache")


def test_real_speech_comes_through(speech_files: list[Path], tmp_path: Path) -> None:
    for path in speech_files[:3]:
        original, _ = sf.read(path)
        source = prepared(path, tmp_path / "cache")
        power = np.mean(source.astype(np.float64) ** 2) / np.mean(original**2)
        assert 10 * np.log10(power) == pytest.approx(0.0, abs=0.2)
