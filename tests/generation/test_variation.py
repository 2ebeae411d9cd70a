"""Altered copies: near the recording and never the same, for little material only, and not of what is held out."""

from pathlib import Path

import numpy as np
import pytest
import soundfile

from generation import dataset as dataset_module
from generation.coding import decode
from generation.dataset import Recording, load_dataset
from generation.presets import PRESETS, config_for
from generation.variation import FASTER, LEVELS, varied
from generation.windows import Windows

RATE = 8_000
CONFIG = config_for(PRESETS["sketch"], RATE)


def tone(hz: float, seconds: float, level: float = 0.5) -> np.ndarray:
    return level * np.sin(2 * np.pi * hz * np.arange(int(seconds * RATE)) / RATE)


def pitch(audio: np.ndarray) -> float:
    spectrum = np.abs(np.fft.rfft(audio * np.hanning(audio.size), 1 << 17))
    return float(np.fft.rfftfreq(1 << 17, 1 / RATE)[spectrum.argmax()])


def test_speed_and_level_stay_within_their_bounds() -> None:
    random, speeds, levels = np.random.default_rng(0), [], []
    for _ in range(60):
        copy = varied(tone(500, 0.5), RATE, random)
        speeds.append(pitch(copy) / 500)
        assert copy.size == pytest.approx(0.5 * RATE / speeds[-1], rel=0.004)
        levels.append(np.abs(copy[200:-200]).max() / 0.5)
    assert 1 - FASTER - 0.003 <= min(speeds) < 0.97 and 1.03 < max(speeds) <= 1 + FASTER + 0.003
    assert 20 <= sum(abs(speed - 1) < 1e-3 for speed in speeds) <= 42
    assert LEVELS[0] - 0.01 <= min(levels) < 0.9 and 0.95 < max(levels) <= LEVELS[1] + 0.01


@pytest.fixture
def recordings(tmp_path: Path) -> list[Recording]:
    """Ten files of half a second, each a tone of its own, in two classes."""
    made = []
    for index in range(10):
        path = tmp_path / f"{index}.wav"
        soundfile.write(path, tone(300 + 150 * index, 0.5), RATE, subtype="FLOAT")
        made.append(Recording(path, "low" if index < 5 else "high"))
    return made


def test_copies_come_beside_the_material_and_spare_what_is_held_out(recordings: list[Recording]) -> None:
    plain = load_dataset(recordings, CONFIG, held_out_files=("2.wav", "7.wav"))
    dataset = load_dataset(recordings, CONFIG, held_out_files=("2.wav", "7.wav"), variations=3)
    assert plain.altered == () and [s.samples.tobytes() for s in plain.training] == [
        s.samples.tobytes() for s in dataset.training
    ]
    assert [stream.label for stream in dataset.altered] == [0, 1] * 3
    assert [s.samples.tobytes() for s in plain.validation] == [s.samples.tobytes() for s in dataset.validation]
    for stream in dataset.altered:
        assert stream.samples.size == pytest.approx(dataset.training[stream.label].samples.size, rel=0.05)
        heard = np.abs(np.fft.rfft(decode(CONFIG, stream.samples), 1 << 15))
        at = round((600 if stream.label == 1 else 1350) / RATE * (1 << 15))  # the held-out file's own tone
        assert heard[at - 8 : at + 9].max() < 0.5 * heard.max()
    assert len({stream.samples.tobytes() for stream in dataset.altered}) == 6
    again = load_dataset(recordings, CONFIG, held_out_files=("2.wav", "7.wav"), variations=3)
    assert [s.samples.tobytes() for s in again.altered] == [s.samples.tobytes() for s in dataset.altered]
    windows = Windows(dataset.streams, CONFIG, 1_000, 1, seed=0)
    assert windows.epoch_steps >= 3.5 * Windows(dataset.training, CONFIG, 1_000, 1, seed=0).epoch_steps


def test_much_material_is_not_copied(recordings: list[Recording], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dataset_module, "ENOUGH_SECONDS", 4.0)
    assert load_dataset(recordings, CONFIG, variations=3).altered == ()
