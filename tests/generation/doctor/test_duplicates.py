"""Copies are found whatever was done to them; takes that are only alike are not."""

from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr

from generation.audio import load_audio
from generation.doctor.duplicates import NEARLY_SAME, SAME, Match, matches
from generation.doctor.fingerprint import HOP_SECONDS, fingerprint
from tests.generation.doctor.sounds import RATE_HZ, Sound, voice, white, with_noise, written


def found_in(paths: list[Path], rate_hz: int = RATE_HZ) -> list[Match]:
    return list(matches(paths, [fingerprint(load_audio(path, rate_hz), rate_hz) for path in paths]))


def found_among(folder: Path, sounds: list[Sound]) -> list[Match]:
    return found_in([recording.path for recording in written(folder, sounds)])


@pytest.mark.parametrize(
    ("change", "shift_seconds"),
    [
        (lambda sound: sound, 0.0),
        (lambda sound: 0.05 * sound, 0.0),
        (lambda sound: -sound, 0.0),
        (lambda sound: sound[5_003:], 5_003 / RATE_HZ),
        (lambda sound: sound[:12_000], 0.0),
        (lambda sound: soxr.resample(soxr.resample(sound, RATE_HZ, 44_100), 44_100, RATE_HZ), 0.0),
        (lambda sound: np.concatenate([np.zeros(3_001), sound[:16_000]]), -3_001 / RATE_HZ),
    ],
)
def test_a_copy_is_the_same(tmp_path: Path, change: object, shift_seconds: float) -> None:
    first, *others = voice(5)
    assert callable(change)
    (match,) = found_among(tmp_path, [first, *others, change(first)])
    assert (match.original, match.copy) == (0, 5) and match.correlation >= SAME
    assert match.shift_seconds == pytest.approx(shift_seconds, abs=2 * HOP_SECONDS)


@pytest.mark.parametrize(("suffix", "rate_hz"), [("wav", 44_100), ("flac", 16_000), ("mp3", 44_100), ("ogg", 44_100)])
def test_a_copy_in_another_format_is_the_same(tmp_path: Path, suffix: str, rate_hz: int) -> None:
    (one, other) = (recording.path for recording in written(tmp_path, voice(2)))
    copy = tmp_path / f"copy.{suffix}"
    soundfile.write(copy, soxr.resample(voice(1)[0], RATE_HZ, rate_hz), rate_hz)
    (match,) = (match for match in found_in([copy, other, one]) if match.correlation >= SAME)
    assert {match.original, match.copy} == {0, 2} and match.correlation >= SAME
    assert match.seconds == pytest.approx(3.0, abs=0.4)


def test_a_piece_of_a_long_recording_is_found_in_it(tmp_path: Path) -> None:
    pieces = voice(6)
    (match,) = found_among(tmp_path, [pieces[3][4_000:16_000], np.concatenate(pieces)])
    assert (match.original, match.copy) == (1, 0)
    assert match.shift_seconds == pytest.approx(9.5, abs=2 * HOP_SECONDS)


def test_a_copy_with_something_on_top_is_nearly_the_same(tmp_path: Path) -> None:
    first = voice(1)[0]
    (match,) = found_among(tmp_path, [first, with_noise(first, 8.0)])
    assert NEARLY_SAME <= match.correlation < SAME


def test_many_copies_are_each_found_once(tmp_path: Path) -> None:
    found = found_among(tmp_path, [voice(1)[0] * level for level in (0.9, 0.7, 0.5, 0.3, 0.1)])
    assert sorted(match.copy for match in found) == [1, 2, 3, 4]


def test_noise_is_known_again_and_other_noise_is_not(tmp_path: Path) -> None:
    (match,) = found_among(tmp_path, [white(seed=1), white(seed=2), 0.2 * white(seed=1)[900:]])
    assert (match.original, match.copy) == (0, 2)


def test_takes_of_the_same_words_are_no_copies(speech_files: list[Path]) -> None:
    assert not [match for match in found_in(speech_files) if match.correlation >= SAME]
    assert len(found_in(speech_files)) <= len(speech_files) // 50


def test_silence_and_nothing_are_no_copies(tmp_path: Path) -> None:
    assert found_among(tmp_path, [np.zeros(RATE_HZ), np.zeros(RATE_HZ), np.zeros(0), np.zeros(0)]) == []
    assert list(matches([], [])) == []


def test_a_file_that_has_gone_is_passed_over(tmp_path: Path) -> None:
    paths = [recording.path for recording in written(tmp_path, [voice(1)[0]] * 3)]
    words = [fingerprint(load_audio(path, RATE_HZ), RATE_HZ) for path in paths]
    paths[1].unlink()
    assert [match.copy for match in matches(paths, words)] == [2]
