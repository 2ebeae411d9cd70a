"""Copies of the training audio are found where they lie, however they were worn; what was not copied is let through."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import soundfile
import soxr

from generation import mu_law
from generation.leak.report import LeakProgress, LeakReport
from generation.leak.search import LeakError, find_leaks

RATE = 16_000
PLACE = 41_003
"""Where in the corpus the copies are taken from (samples): at no round time."""

Floats = npt.NDArray[np.float32]


def joined(paths: list[Path], seconds: float) -> Floats:
    """Recordings one after another, at 16 kHz."""
    audio = np.concatenate([soundfile.read(path, dtype="float32")[0] for path in paths])
    at_rate = np.asarray(soxr.resample(audio, 8_000, RATE), np.float32)[: round(seconds * RATE)]
    assert at_rate.size == round(seconds * RATE)
    return at_rate


def recordings_of(paths: list[Path], odd: bool) -> list[Path]:
    """Every second recording of one speaker, all digits among them."""
    speaker = paths[0].stem.split("_")[1]
    return [path for path in paths if path.stem.split("_")[1] == speaker][int(odd) :: 2]


@pytest.fixture(scope="module")
def trained_on(speech_files: list[Path]) -> Floats:
    return joined(recordings_of(speech_files, odd=False), 9.0)


@pytest.fixture(scope="module")
def unheard(speech_files: list[Path]) -> Floats:
    """The same speaker, saying the same words at other times."""
    return joined(recordings_of(speech_files, odd=True), 8.0)


@pytest.fixture(scope="module")
def corpus(trained_on: Floats, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Two files: the second begins 4 s in; a second of digital silence ends it."""
    folder = tmp_path_factory.mktemp("corpus")
    silence = np.zeros(RATE, np.float32)
    soundfile.write(folder / "a.wav", trained_on[: 4 * RATE], RATE)
    soundfile.write(folder / "b.wav", np.concatenate([trained_on[4 * RATE :], silence]), RATE)
    return [folder / "a.wav", folder / "b.wav"]


def noise(samples: int, level: float, seed: int = 0) -> Floats:
    return (level * np.random.default_rng(seed).standard_normal(samples)).astype(np.float32)


def search(folder: Path, audio: Floats, corpus: list[Path], held_out: list[Path] | None = None) -> LeakReport:
    soundfile.write(folder / "take.wav", audio, RATE, subtype="FLOAT")
    *_, report = find_leaks([folder / "take.wav"], corpus, held_out=held_out)
    assert isinstance(report, LeakReport)
    return report


def with_noise(audio: Floats) -> Floats:
    return audio + noise(audio.size, 0.1 * float(np.sqrt(np.mean(audio**2))))


def band_limited(audio: Floats) -> Floats:
    return np.asarray(soxr.resample(soxr.resample(audio, RATE, 8_000), 8_000, RATE), np.float32)


WEAR: dict[str, Callable[[Floats], Floats]] = {
    "plain": lambda audio: audio,
    "quiet": lambda audio: np.asarray(0.05 * audio, np.float32),
    "inverted": lambda audio: -audio,
    "resampled": band_limited,
    "noisy": with_noise,
    "coded": lambda audio: mu_law.decode(mu_law.encode(audio)),
    "all of it": lambda audio: mu_law.decode(mu_law.encode(with_noise(band_limited(np.asarray(0.5 * audio))))),
}


@pytest.mark.parametrize("wear", WEAR)
def test_a_copy_is_found_where_it_lies(wear: str, trained_on: Floats, corpus: list[Path], tmp_path: Path) -> None:
    take = noise(4 * RATE, 0.03)
    copy = WEAR[wear](trained_on[PLACE : PLACE + 20_000])
    take[20_001 : 20_001 + copy.size] = copy
    report = search(tmp_path, take, corpus)
    assert report.copied_seconds == pytest.approx(1.25, abs=0.3)
    assert [second.copied for second in report.seconds] == [False, True, True, False]
    longest = max(report.passages, key=lambda passage: passage.seconds)
    assert longest.file == corpus[0]
    shift = longest.start_seconds - longest.take_start_seconds
    assert shift == pytest.approx((PLACE - 20_001) / RATE, abs=0.001)
    assert "copied from a.wav" in report.sentence and "do not share it" in report.sentence


@pytest.mark.parametrize("start", [16_000, 17_001, 17_500])
def test_a_quarter_of_a_second_is_enough(start: int, trained_on: Floats, corpus: list[Path], tmp_path: Path) -> None:
    loudest = int(np.argmax(np.convolve(trained_on[5 * RATE :] ** 2, np.ones(4_000), "valid"))) + 5 * RATE
    take = noise(3 * RATE, 0.03)
    take[start : start + 4_000] = trained_on[loudest : loudest + 4_000]
    report = search(tmp_path, take, corpus)
    assert [second.copied for second in report.seconds] == [False, True, False]
    (passage,) = report.passages
    assert passage.file == corpus[1]
    shift = passage.start_seconds - passage.take_start_seconds
    assert shift == pytest.approx((loudest - 4 * RATE - start) / RATE, abs=0.001)


def test_a_copy_under_other_sound_is_found(
    trained_on: Floats, unheard: Floats, corpus: list[Path], tmp_path: Path
) -> None:
    copy, other = trained_on[PLACE : PLACE + 2 * RATE], unheard[: 2 * RATE]
    mixed = copy + other * np.float32(np.sqrt(np.mean(copy**2) / np.mean(other**2)))
    assert search(tmp_path, mixed, corpus).copied_share == 1.0


def test_another_rate_of_the_take_changes_nothing(trained_on: Floats, corpus: list[Path], tmp_path: Path) -> None:
    copy = soxr.resample(trained_on[PLACE : PLACE + 2 * RATE], RATE, 44_100)
    soundfile.write(tmp_path / "take.wav", copy, 44_100)
    *_, report = find_leaks([tmp_path / "take.wav"], corpus)
    assert isinstance(report, LeakReport) and report.copied_share == 1.0


@pytest.mark.parametrize("held_out", [False, True])
def test_the_same_speaker_saying_the_same_words_is_let_through(
    held_out: bool, unheard: Floats, corpus: list[Path], tmp_path: Path
) -> None:
    soundfile.write(tmp_path / "held.wav", unheard[5 * RATE :], RATE)
    report = search(tmp_path, unheard[: 5 * RATE], corpus, [tmp_path / "held.wav"] if held_out else None)
    assert report.copied_seconds == 0.0 and report.copied_share == 0.0 and not report.passages
    assert report.sentence.startswith("0 % of this take repeats the training audio")
    assert ("held-out" in report.sentence) == held_out
    assert not any(second.resembles for second in report.seconds)


@pytest.mark.parametrize("sound", ["noise", "clicks", "hum"])
def test_what_has_no_voice_is_let_through(sound: str, corpus: list[Path], tmp_path: Path) -> None:
    take = noise(5 * RATE, 0.001)
    if sound == "noise":
        take *= 100
    elif sound == "clicks":
        take[np.random.default_rng(1).integers(0, take.size, 150)] = 0.9
    else:
        take += np.sin(2 * np.pi * 50 * np.arange(take.size) / RATE).astype(np.float32) / 5
    report = search(tmp_path, take, corpus)
    assert report.copied_seconds == 0.0
    nearest = max(second.copy.nearness for second in report.seconds if second.copy)
    assert 0.0 < nearest < 0.5
    assert not any(second.resembles for second in report.seconds)


def test_what_is_said_alike_resembles_but_is_no_copy(trained_on: Floats, corpus: list[Path], tmp_path: Path) -> None:
    """Another phase and a tempo 3 % higher: nothing of the waveform is left, all of the sound is."""
    faster = soxr.resample(trained_on[PLACE : PLACE + 2 * RATE], RATE * 1.03, RATE)
    report = search(tmp_path, np.asarray(faster, np.float32), corpus)
    assert report.copied_seconds == 0.0
    assert report.seconds[0].resembles
    likeness = report.seconds[0].likeness
    assert likeness is not None and likeness.file == corpus[0]
    assert likeness.start_seconds == pytest.approx(PLACE / RATE, abs=0.6)
    assert "sound like a.wav" in report.sentence


def test_silence_neither_matches_nor_is_matched(corpus: list[Path], tmp_path: Path) -> None:
    report = search(tmp_path, np.zeros(2 * RATE, np.float32), corpus)
    assert report.copied_seconds == 0.0
    assert all(second.copy is None and second.likeness is None for second in report.seconds)
    assert "no sound to compare" in report.sentence
    click = np.zeros(2 * RATE, np.float32)
    click[9_000] = 1.0
    assert search(tmp_path, click, corpus).copied_seconds == 0.0


def test_a_corpus_shorter_than_a_window_is_searched(trained_on: Floats, tmp_path: Path) -> None:
    soundfile.write(tmp_path / "short.wav", trained_on[PLACE : PLACE + 3_000], RATE)
    report = search(tmp_path, trained_on[PLACE - 8_000 : PLACE + 8_000], [tmp_path / "short.wav"])
    assert report.copied_seconds > 0.0 and report.passages[0].file.name == "short.wav"
    assert "little to hold the takes against" in report.warnings[0]
    other = search(tmp_path, noise(RATE, 0.1), [tmp_path / "short.wav"])
    assert other.copied_seconds == 0.0 and "% of the way to a copy" in other.sentence


def test_a_corpus_that_repeats_itself_hides_nothing(trained_on: Floats, tmp_path: Path) -> None:
    """The same recording twice must not make copies look usual."""
    for name in ("a", "b"):
        soundfile.write(tmp_path / f"{name}.wav", trained_on[: 4 * RATE], RATE)
    report = search(tmp_path, trained_on[RATE : 3 * RATE], [tmp_path / "a.wav", tmp_path / "b.wav"])
    assert report.copied_share == 1.0
    assert any("there twice" in warning for warning in report.warnings)


def test_progress_grows_and_several_takes_are_reported_in_order(
    trained_on: Floats, unheard: Floats, corpus: list[Path], tmp_path: Path
) -> None:
    soundfile.write(tmp_path / "copy.wav", trained_on[: 2 * RATE], RATE)
    soundfile.write(tmp_path / "other.wav", unheard[: 2 * RATE], RATE)
    *progress, first, second = find_leaks([tmp_path / "copy.wav", tmp_path / "other.wav"], corpus)
    fractions = [event.fraction for event in progress if isinstance(event, LeakProgress)]
    assert len(fractions) == len(progress) and fractions == sorted(fractions)
    assert 0.0 < fractions[0] < 1.0 and fractions[-1] == pytest.approx(1.0, abs=0.01)
    assert isinstance(first, LeakReport) and isinstance(second, LeakReport)
    assert (first.take.name, first.copied_share) == ("copy.wav", 1.0)
    assert (second.take.name, second.copied_share) == ("other.wav", 0.0)


def test_what_cannot_be_compared_is_explained(corpus: list[Path], tmp_path: Path) -> None:
    def refuse(takes: list[Path], against: list[Path], words: str, held_out: list[Path] | None = None) -> None:
        with pytest.raises(LeakError, match=words):
            list(find_leaks(takes, against, held_out=held_out))

    soundfile.write(tmp_path / "take.wav", noise(RATE, 0.1), RATE)
    soundfile.write(tmp_path / "brief.wav", noise(1_000, 0.1), RATE)
    soundfile.write(tmp_path / "silent.wav", np.zeros(RATE), RATE)
    take = tmp_path / "take.wav"
    refuse([], corpus, "no take")
    refuse([take], [], "no audio files")
    refuse([tmp_path / "brief.wav"], corpus, "shorter than 0.25 s")
    refuse([take], [tmp_path / "silent.wav"], "silence")
    refuse([corpus[0]], corpus, "itself in the corpus")
    refuse([take], corpus, "not held out", held_out=[corpus[1]])
    with pytest.raises(LeakError, match="choose 4000 to 48000"):
        list(find_leaks([take], corpus, sample_rate_hz=0))
