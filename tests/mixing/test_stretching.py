"""Speed and pitch: how long, how high, how loud; and that nothing is made twice."""

import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mixing import stretching as module
from mixing.errors import MixingError
from mixing.materials import Material, gathering
from mixing.project import Clip
from mixing.steps import finish
from tests.mixing.arrangements import RATE_HZ, Samples, clip, sine, write


def made(sound: Path, cache: Path, **changes: Any) -> np.ndarray:
    return gathered(sound, cache, clip(**changes)).source


def gathered(sound: Path, cache: Path, one: Clip) -> Material:
    return finish(gathering({"c": one}, {"sound": sound}, cache))["c"]


def pitch_hz(sound: Samples) -> float:
    """Of a steady tone, by the phase between two windows far apart, after a coarse look."""
    middle = np.asarray(sound, np.float64)[len(sound) // 4 : 3 * len(sound) // 4]
    spectrum = np.abs(np.fft.rfft(middle * np.hanning(len(middle))))
    peak = int(spectrum.argmax())
    a, b, c = np.log(spectrum[peak - 1 : peak + 2] + 1e-12)
    return float((peak + 0.5 * (a - c) / (a - 2 * b + c)) * RATE_HZ / len(middle))


def cents(found: float, wanted: float) -> float:
    return 1200 * float(np.log2(found / wanted))


@pytest.mark.parametrize("rate_hz", [8_000, 16_000, 44_100])
@pytest.mark.parametrize(
    ("speed", "semitones"), [(0.64, 0), (1.98, 0), (1, 9.12), (1, -2.34), (0.64, 9.12), (1.98, -2.34), (1.3, 2)]
)
def test_length_and_pitch_over_the_ranges_of_the_piece(
    rate_hz: int, speed: float, semitones: float, tmp_path: Path
) -> None:
    sound = write(tmp_path / "a.wav", 0.5 * sine(330, 3, rate_hz), rate_hz)
    out = made(sound, tmp_path / "cache", duration_seconds=3 / speed, speed=speed, semitones=semitones)
    assert len(out) == pytest.approx(3 / speed * RATE_HZ, abs=0.005 * RATE_HZ)
    assert cents(pitch_hz(out[:, 0]), 330 * 2 ** (semitones / 12)) == pytest.approx(0, abs=10)
    middle = out[len(out) // 4 : 3 * len(out) // 4, 0]
    assert 20 * np.log10(np.std(middle) * 2**0.5 / 0.5) == pytest.approx(0, abs=1)


@pytest.mark.parametrize("speed", [0.1, 0.5, 2.0, 10.0])
def test_speed_without_preserving_pitch_is_resampling(speed: float, tmp_path: Path) -> None:
    sound = write(tmp_path / "a.wav", 0.5 * sine(220, 4, 16_000), 16_000)
    out = made(sound, tmp_path / "cache", duration_seconds=4 / speed, speed=speed, preserve_pitch=False)
    assert len(out) == round(4 / speed * RATE_HZ)
    assert cents(pitch_hz(out[:, 0]), 220 * speed) == pytest.approx(0, abs=0.5)
    inner = out[len(out) // 4 : 3 * len(out) // 4, 0]
    assert np.abs(inner).max() == pytest.approx(0.5, abs=0.002)


def test_pitch_on_top_of_a_speed_that_changes_it_too(tmp_path: Path) -> None:
    sound = write(tmp_path / "a.wav", 0.5 * sine(220, 4, 16_000), 16_000)
    out = made(sound, tmp_path / "cache", duration_seconds=4 / 1.5, speed=1.5, semitones=-5, preserve_pitch=False)
    assert len(out) == pytest.approx(4 / 1.5 * RATE_HZ, abs=0.005 * RATE_HZ)
    assert cents(pitch_hz(out[:, 0]), 220 * 1.5 * 2 ** (-5 / 12)) == pytest.approx(0, abs=10)


@pytest.mark.parametrize(("speed", "semitones"), [(0.1, 24), (0.1, -24), (10, 24), (10, -24), (0.1, 0), (10, 0)])
def test_the_ends_of_the_ranges_stay_sane(speed: float, semitones: float, tmp_path: Path) -> None:
    seconds = 20.0 if speed > 1 else 1.0
    sound = write(tmp_path / "a.wav", np.stack([0.5 * sine(440, seconds), 0.2 * sine(440, seconds)], axis=1))
    out = made(sound, tmp_path / "cache", duration_seconds=seconds / speed, speed=speed, semitones=semitones)
    assert out.shape == (round(seconds / speed * RATE_HZ), 2)
    assert np.isfinite(out).all() and 0.3 < np.abs(out[:, 0]).max() < 1.0
    assert cents(pitch_hz(out[:, 0]), 440 * 2 ** (semitones / 12)) == pytest.approx(0, abs=50)


def test_long_sounds_are_made_in_pieces_that_meet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the level nor the pitch nor the time shows where."""
    monkeypatch.setattr(module, "_PIECE_SECONDS", 2.0)
    beats = 0.5 * sine(330, 10, 16_000)
    out = made(write(tmp_path / "a.wav", beats, 16_000), tmp_path / "cache", duration_seconds=12.5, speed=0.8)
    assert len(out) == round(12.5 * RATE_HZ)
    assert cents(pitch_hz(out[:, 0]), 330) == pytest.approx(0, abs=10)
    windows = out[RATE_HZ : 12 * RATE_HZ, 0].reshape(-1, RATE_HZ // 20)
    levels_db = 20 * np.log10(windows.std(axis=1) * 2**0.5 / 0.5)
    assert np.abs(levels_db).max() < 1.0


def test_pieces_keep_the_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_PIECE_SECONDS", 2.0)
    clicks = np.zeros(10 * 16_000)
    clicks[8_000::16_000] = 0.9
    clicks += 0.001 * np.random.default_rng(0).standard_normal(len(clicks))
    out = made(write(tmp_path / "a.wav", clicks, 16_000), tmp_path / "cache", duration_seconds=8, speed=1.25)[:, 0]
    for number in range(10):
        wanted = (number + 0.5) / 1.25 * RATE_HZ
        around = np.abs(out[int(wanted - 0.1 * RATE_HZ) : int(wanted + 0.1 * RATE_HZ)])
        assert abs(int(around.argmax()) - 0.1 * RATE_HZ) < 0.012 * RATE_HZ


def test_only_the_part_that_sounds_is_made(tmp_path: Path) -> None:
    sound = write(tmp_path / "a.wav", np.concatenate([0.5 * sine(300, 5), 0.5 * sine(600, 5)]))
    out = made(sound, tmp_path / "cache", offset_seconds=5, duration_seconds=2, speed=2)
    assert len(out) == 2 * RATE_HZ
    assert cents(pitch_hz(out[:, 0]), 600) == pytest.approx(0, abs=10)


def test_nothing_is_made_twice_and_an_edit_makes_one_anew(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    sound = write(tmp_path / "a.wav", 0.5 * sine(440, 4, 16_000), 16_000)
    clips = {
        "a": clip(speed=1.2),
        "b": clip(speed=1.2, start_seconds=5, gain_db=6, fade_in_seconds=0.5, reverse=True),
        "c": clip(speed=0.7, semitones=-2),
        "d": clip(semitones=3),
    }
    finish(gathering(clips, {"sound": sound}, cache))
    first = {path.name: path.stat().st_mtime_ns for path in cache.iterdir()}
    assert len(first) == 3  # a and b share theirs
    finish(gathering({**clips, "b": clip(speed=1.21)}, {"sound": sound.rename(tmp_path / "b.wav")}, cache))
    second = {path.name: path.stat().st_mtime_ns for path in cache.iterdir()}
    assert len(second) == 4 and all(second[name] == time for name, time in first.items())


def test_equal_sounds_are_made_equal(tmp_path: Path) -> None:
    sound = write(tmp_path / "a.wav", np.random.default_rng(0).standard_normal(16_000), 16_000)
    one, two = (made(sound, tmp_path / name, speed=0.83, semitones=1.5) for name in "ab")
    assert (one == two).all()


def test_a_plain_clip_is_its_sample(tmp_path: Path) -> None:
    samples = np.random.default_rng(0).standard_normal((RATE_HZ, 2)).astype(np.float32)
    found = gathered(write(tmp_path / "a.wav", samples), tmp_path / "cache", clip(offset_seconds=0.5))
    assert (found.source == samples).all() and found.offset_samples == RATE_HZ // 2


def test_a_clip_beyond_the_end_of_its_sample_is_silent(tmp_path: Path) -> None:
    sound = write(tmp_path / "a.wav", sine(440, 1))
    assert not len(made(sound, tmp_path / "cache", offset_seconds=2, speed=0.5))


def test_stopping_leaves_nothing(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    sound = write(tmp_path / "a.wav", np.random.default_rng(0).standard_normal(60 * 16_000), 16_000)
    clips = {str(k): clip(duration_seconds=50, speed=0.9 + k / 100) for k in range(6)}
    steps = gathering(clips, {"sound": sound}, cache)
    next(steps)
    steps.close()
    assert not cache.exists() or all(not path.name.startswith(".") for path in cache.iterdir())


def test_says_which_clip_cannot_be_made(tmp_path: Path) -> None:
    sound = tmp_path / "text.wav"
    sound.write_text("not audio")
    with pytest.raises(MixingError, match=r'Clip "bells" cannot be rendered: of its sample sound, .*text\.wav'):
        gathered(sound, tmp_path / "cache", clip(speed=2, name="bells"))


def test_clips_that_would_fill_the_disk_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    media = {"sound": write(tmp_path / "a.wav", sine(440, 2))}
    clips = {f"c{k}": clip(duration_seconds=10, speed=0.2 + k / 100) for k in range(5)}
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=40_000_000))
    with pytest.raises(MixingError, match=r"take 0\.0 GB, too much .* make them shorter"):
        finish(gathering(clips, media, tmp_path / "cache"))
    assert not list((tmp_path / "cache").iterdir())
    finish(gathering({"c0": clips["c0"]}, media, tmp_path / "cache"))
