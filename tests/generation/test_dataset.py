"""Recordings into windows: nothing lost that is heard, nothing twice, and every refusal explained."""

from pathlib import Path

import numpy as np
import pytest
import soundfile

from generation import mu_law
from generation.dataset import (
    DatasetError,
    Recording,
    load_dataset,
    require_enough,
    without_silence,
)
from generation.presets import PRESETS, config_for
from generation.windows import validation_batches

RATE = 8_000
CONFIG = config_for(PRESETS["sketch"], RATE)


def written(path: Path, audio: np.ndarray) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    soundfile.write(path, audio, RATE, subtype="FLOAT")
    return path


def noise(seconds: float, level: float, seed: int = 0) -> np.ndarray:
    return level * np.random.default_rng(seed).standard_normal(int(seconds * RATE)).clip(-3, 3)


def test_silence_goes_and_its_margins_stay() -> None:
    audio = np.concatenate([np.zeros(RATE), noise(1.0, 0.1), np.zeros(2 * RATE), noise(0.5, 0.1)]).astype(np.float32)
    kept = without_silence(audio, RATE, -60.0)
    assert kept.size / RATE == pytest.approx(1.5 + 3 * 0.1, abs=0.05)
    assert np.count_nonzero(kept) == np.count_nonzero(audio)


@pytest.mark.parametrize(("level_dbfs", "stays"), [(-50.0, True), (-70.0, False)])
def test_the_threshold_is_in_dbfs(level_dbfs: float, stays: bool) -> None:
    audio = noise(1.0, 10 ** (level_dbfs / 20)).astype(np.float32)
    assert without_silence(audio, RATE, -60.0).size == (audio.size if stays else 0)


def test_quiet_speech_is_used(speech_files: list[Path]) -> None:
    dataset = load_dataset([Recording(path) for path in speech_files], CONFIG)
    whole = sum(soundfile.info(path).duration for path in speech_files)
    assert dataset.used_seconds + dataset.dropped_seconds == pytest.approx(whole, abs=0.01)
    assert dataset.used_seconds > 0.8 * whole
    held = sum(stream.samples.size for stream in dataset.validation)
    assert held / RATE == pytest.approx(0.1 * dataset.used_seconds, rel=0.5)


def test_files_are_held_out_whole_and_from_every_class(tmp_path: Path) -> None:
    recordings = [
        Recording(written(tmp_path / f"{name}{n}.wav", np.full(RATE // 10, value)), name)
        for name, value in (("low", 0.25), ("high", 0.75))
        for n in range(20)
    ]
    dataset = load_dataset(recordings, CONFIG)
    assert dataset.class_names == ("high", "low")
    for streams, files in ((dataset.training, 18), (dataset.validation, 2)):
        assert [stream.label for stream in streams] == [0, 1]
        for stream, value in zip(streams, (0.75, 0.25), strict=True):
            assert stream.samples.size == files * RATE // 10
            assert (stream.samples == mu_law.encode(np.array([value]))[0]).all()


def test_a_long_recording_keeps_its_tail_for_validation(tmp_path: Path) -> None:
    long = load_dataset([Recording(written(tmp_path / "long.wav", noise(70, 0.1)))], CONFIG)
    short = load_dataset([Recording(written(tmp_path / "short.wav", noise(20, 0.1)))], CONFIG)
    assert long.training[0].samples.size == 63 * RATE
    gap = 7 * RATE - long.validation[0].samples.size
    assert 0 <= gap - CONFIG.receptive_field_samples < CONFIG.control_frame_samples
    assert short.training[0].samples.size == 20 * RATE and short.validation == ()
    assert "last tenth" in long.warnings[0] and "learning by heart" in short.warnings[0]
    assert len(validation_batches(long.validation, CONFIG, 4_000)) == 8


def test_what_cannot_be_trained_on_is_explained(tmp_path: Path) -> None:
    silent = [Recording(written(tmp_path / f"s{n}.wav", noise(0.5, 1e-5))) for n in range(60)]
    with pytest.raises(DatasetError, match="All 60 recordings are silent"):
        load_dataset(silent, CONFIG)
    with pytest.raises(DatasetError, match="no recordings"):
        load_dataset([], CONFIG)
    short = Recording(written(tmp_path / "short.wav", noise(0.2, 0.1)), "brook")
    with pytest.raises(DatasetError, match=r"“brook” is too short: 0\.2 s .* 0\.5 s needed"):
        require_enough(load_dataset([short], CONFIG), 4_000)
    with pytest.raises(DatasetError, match="Some recordings have a class"):
        load_dataset([short, Recording(short.path)], CONFIG)
    mute = Recording(silent[0].path, "mute")
    with pytest.raises(DatasetError, match=r"“mute” is too short: 0\.0 s"):
        require_enough(
            load_dataset([Recording(written(tmp_path / "l.wav", noise(1, 0.1)), "loud"), mute], CONFIG), 4_000
        )


def test_the_threshold_can_be_lowered(tmp_path: Path) -> None:
    quiet = Recording(written(tmp_path / "q.wav", noise(1.0, 1e-4)))
    assert load_dataset([quiet], CONFIG, silence_threshold_dbfs=-100.0).used_seconds == 1.0


def test_the_fingerprint_follows_the_audio(tmp_path: Path) -> None:
    one = load_dataset([Recording(written(tmp_path / "a.wav", noise(1, 0.1)))], CONFIG)
    same = load_dataset([Recording(tmp_path / "a.wav")], CONFIG)
    other = load_dataset([Recording(written(tmp_path / "b.wav", noise(1, 0.1, seed=1)))], CONFIG)
    assert one.fingerprint == same.fingerprint != other.fingerprint


def test_what_silence_takes_is_told_by_class(tmp_path: Path) -> None:
    half = np.concatenate([noise(1.0, 0.1), np.zeros(2 * RATE)])
    files = [("sea", half), ("sea", half), ("sea", noise(1.0, 1e-5)), ("rain", noise(1.0, 0.1))]
    recordings = [
        Recording(written(tmp_path / f"{index}.wav", audio), name) for index, (name, audio) in enumerate(files)
    ]
    rain, sea = load_dataset(recordings, CONFIG).sounds
    assert (rain.name, rain.files, rain.silent_files, rain.dropped_seconds) == ("rain", 1, 0, 0.0)
    assert (sea.name, sea.files, sea.silent_files) == ("sea", 3, 1)
    assert sea.kept_seconds == pytest.approx(2.2, abs=0.05)
    assert sea.kept_seconds + sea.dropped_seconds == pytest.approx(7.0)


def test_no_file_is_on_both_sides(tmp_path: Path) -> None:
    """Every file is a tone of its own level: what is held out is heard in validation alone."""
    levels = 0.05 * np.arange(1, 13)
    recordings = [Recording(written(tmp_path / f"{n}.wav", np.full(RATE, level))) for n, level in enumerate(levels)]
    dataset = load_dataset(recordings, CONFIG)
    sides = [set(np.unique(streams[0].samples)) for streams in (dataset.training, dataset.validation)]
    assert not sides[0] & sides[1] and len(sides[1]) == len(dataset.held_out) == 1 and len(sides[0]) == 11
    named = load_dataset(recordings, CONFIG, held_out_files=("3.wav", "7.wav"))
    assert named.held_out == ("3.wav", "7.wav") and named.validation[0].samples.size == 2 * RATE
    assert len(load_dataset(recordings, CONFIG, held_out_files=5).held_out) == 5
    none = load_dataset(recordings, CONFIG, held_out_files=0)
    assert none.validation == () == none.held_out
