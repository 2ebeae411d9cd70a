"""A recording is cut where its sound changes, and sounds that are alike are told from others."""

from collections.abc import Generator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from mixing.analysis.boundaries import boundaries
from mixing.analysis.character import COLUMNS, LEVEL, PEAK, TICKS_PER_SECOND, VOICING, Character, Rows
from mixing.analysis.heard import read_boundaries, read_character
from mixing.analysis.likeness import kind_of, portraits, suggest
from mixing.analysis.listening import Heard, listening
from mixing.analysis.slices import Wishes, sliced, suggested_threshold_dbfs
from tests.conftest import REAL_SPEECH
from tests.mixing.joined import RATE_HZ, Joined, joined


def rows_of(audio: np.ndarray, rate_hz: int = RATE_HZ, block: int = 10**9) -> Rows:
    character = Character(rate_hz)
    parts = [character.feed(audio[:, at : at + block])[0] for at in range(0, audio.shape[1], block)]
    return np.concatenate([*parts, character.finish()[0]])


def slices_of(rows: Rows, **wishes: float) -> list[tuple[int, int]]:
    threshold_dbfs = suggested_threshold_dbfs(rows[:, PEAK])
    return sliced(rows, *boundaries(rows), Wishes(**{"threshold_dbfs": threshold_dbfs, **wishes}))


def true_label(piece: Joined, start: int, stop: int) -> str:
    shared = [min(stop / 100, last) - max(start / 100, first) for first, last in piece.marks]
    return piece.labels[int(np.argmax(shared))]


@pytest.mark.parametrize("gap_seconds", [(0.1, 0.4), (0.02, 0.06)])
@pytest.mark.parametrize("seed", [2, 3, 5])
def test_digits_and_noises_are_found_and_told_apart(
    speech_files: list[Path], seed: int, gap_seconds: tuple[float, float]
) -> None:
    piece = joined(speech_files, seed, gap_seconds)
    rows = rows_of(piece.audio)
    slices = slices_of(rows)
    edges = np.array(slices).ravel() / TICKS_PER_SECOND
    found = sum(np.abs(edges - start).min() <= 0.05 for start, _ in piece.marks)
    assert found >= 18
    assert len(slices) <= 30

    # One of each kind is named; the rest are suggested.
    labels = [true_label(piece, *each) for each in slices]
    drawn = portraits(rows, slices)
    named = [labels.index(label) for label in dict.fromkeys(labels)]
    rest = [at for at in range(len(slices)) if at not in named]
    suggestions = suggest(drawn[rest], drawn[named], [labels[at] for at in named])
    right = sum(one is not None and one.label == labels[at] for one, at in zip(suggestions, rest, strict=True))
    assert right >= 0.8 * len(rest)


def test_before_anything_is_named_voices_are_told_from_noises(speech_files: list[Path]) -> None:
    right = total = 0
    for seed in (1, 2, 3):
        piece = joined(speech_files, seed)
        rows = rows_of(piece.audio)
        for start, stop in slices_of(rows):
            label = true_label(piece, start, stop)
            total += 1
            right += (kind_of(rows[start:stop]) == "voice") == (label == "voice")
    assert right >= 0.8 * total


@pytest.mark.skipif(not REAL_SPEECH.is_dir(), reason="speech-like sounds have no words")
def test_words_of_one_speaker_are_told_apart() -> None:
    def drawn(takes: range) -> tuple[np.ndarray, list[str]]:
        names = [(digit, take) for digit in range(10) for take in takes]
        rows = [
            rows_of(soundfile.read(REAL_SPEECH / f"{digit}_jackson_{take}.wav", dtype="float32")[0][np.newaxis])
            for digit, take in names
        ]
        return np.concatenate([portraits(each, [(0, len(each))]) for each in rows]), [str(name[0]) for name in names]

    known, labels = drawn(range(0, 2))
    unknown, wanted = drawn(range(10, 14))
    found = suggest(unknown, known, labels)
    assert sum(one is not None and one.label == label for one, label in zip(found, wanted, strict=True)) >= 32


def test_a_slider_gives_finer_slices_that_keep_the_coarser_boundaries(speech_files: list[Path]) -> None:
    rows = rows_of(joined(speech_files, 4, (0.0, 0.0)).audio)
    places, strengths = boundaries(rows)
    inner = [
        {place for place, strength in zip(places, strengths, strict=True) if strength >= Wishes(fineness=f).price}
        for f in (0.2, 0.5, 0.8)
    ]
    assert inner[0] < inner[1] < inner[2]
    counts = [len(slices_of(rows, fineness=fineness)) for fineness in (0.0, 0.5, 1.0)]
    assert counts[0] < counts[1] < counts[2]


def test_what_is_under_the_threshold_is_left_out_and_what_is_over_it_is_kept() -> None:
    audio = np.zeros((1, 3 * RATE_HZ), np.float32)
    audio[0, RATE_HZ : 2 * RATE_HZ] = 0.01 * np.sin(np.arange(RATE_HZ))  # −40 dBFS
    rows = rows_of(audio)
    nothing = np.zeros(0, np.int64), np.zeros(0, np.float32)
    assert sliced(rows, *nothing, Wishes(threshold_dbfs=-38.0)) == []
    ((start, stop),) = sliced(rows, *nothing, Wishes(threshold_dbfs=-42.0, room_seconds=0.0))
    assert abs(start - 100) <= 1
    assert abs(stop - 200) <= 1
    ((start, stop),) = sliced(rows, *nothing, Wishes(threshold_dbfs=-42.0, room_seconds=0.1))
    assert abs(start - 90) <= 1
    assert abs(stop - 210) <= 1
    assert sliced(rows, *nothing, Wishes(threshold_dbfs=-42.0, least_seconds=1.5)) == []


def test_what_never_changes_is_cut_into_parts_of_at_most_the_longest() -> None:
    generator = np.random.default_rng(1)
    rows = rows_of((0.1 * generator.standard_normal((1, 10 * RATE_HZ))).astype(np.float32))
    lengths = [stop - start for start, stop in slices_of(rows, fineness=0.0, most_seconds=3.0)]
    assert sum(lengths) == len(rows)
    assert max(lengths) <= 300


@pytest.mark.parametrize("rate_hz", [8_000, 22_050, 48_000, 96_000])
def test_columns_mean_what_they_say(rate_hz: int) -> None:
    times = np.arange(rate_hz) / rate_hz
    voice = sum(np.sin(2 * np.pi * 120 * k * times) / k for k in range(1, 12))
    rows = rows_of((0.5 * voice / np.abs(voice).max()).astype(np.float32)[np.newaxis], rate_hz)
    middle = rows[20:80].astype(np.float32)
    assert rows.shape[1] == COLUMNS
    np.testing.assert_allclose(middle[:, PEAK], -6.0, atol=0.6)
    assert middle[:, LEVEL].mean() < -9.0
    assert middle[:, VOICING].mean() > 0.8
    noise = np.random.default_rng(1).standard_normal((1, rate_hz)).astype(np.float32) * 0.1
    assert rows_of(noise, rate_hz)[20:80, VOICING].mean() < 0.5


def test_any_division_into_blocks_gives_the_same() -> None:
    audio = np.random.default_rng(1).standard_normal((2, 20_011)).astype(np.float32)
    whole, pieces = rows_of(audio), rows_of(audio, block=777)
    assert len(whole) == -(-20_011 // 80)
    np.testing.assert_array_equal(whole, pieces)


def heard(steps: Generator[float, None, Heard]) -> tuple[list[float], Heard]:
    shares = []
    while True:
        try:
            shares.append(next(steps))
        except StopIteration as stop:
            return shares, stop.value


def test_listening_through_a_file_leaves_what_a_page_needs(tmp_path: Path) -> None:
    rate_hz, seconds = 16_000, 90
    generator = np.random.default_rng(1)
    audio = 0.1 * generator.standard_normal(seconds * rate_hz)
    audio[30 * rate_hz : 60 * rate_hz] *= 0.01
    path = tmp_path / "long.flac"
    soundfile.write(path, audio, rate_hz)
    out = tmp_path / "out"
    out.mkdir()
    shares, found = heard(listening(path, out))
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    rows = read_character(found.character)
    assert len(rows) == seconds * TICKS_PER_SECOND
    places, strengths = read_boundaries(found.boundaries)
    strongest = np.sort(places[np.argsort(strengths)[-2:]])
    np.testing.assert_allclose(strongest, [3000, 6000], atol=2)

    tiles = found.tiles.read_bytes()
    for level in found.levels:
        columns = np.frombuffer(tiles, np.uint8, level["columns"] * level["width"], level["offset"])
        assert columns.any()
    peaks = next(level for level in found.levels if level["kind"] == "peaks")
    pairs = np.frombuffer(tiles, np.int8, 2 * peaks["columns"], peaks["offset"]).reshape(-1, 2)
    first = np.clip(np.rint(audio[: peaks["span"]] * 127), -127, 127)
    assert abs(pairs[0, 0] - first.min()) <= 1
    assert abs(pairs[0, 1] - first.max()) <= 1
    assert peaks["columns"] == -(-len(audio) // peaks["span"])
    assert len(tiles) == sum(level["columns"] * level["width"] for level in found.levels)


@pytest.mark.parametrize("frames", [1, 79, 81, 400])
def test_the_shortest_sounds_are_listened_to(tmp_path: Path, frames: int) -> None:
    path = tmp_path / "short.wav"
    soundfile.write(path, np.full(frames, 0.25), RATE_HZ)
    out = tmp_path / "out"
    out.mkdir()
    _, found = heard(listening(path, out))
    rows = read_character(found.character)
    assert len(rows) == -(-frames // 80)
    assert len(read_boundaries(found.boundaries)[0]) == len(read_boundaries(found.boundaries)[1])


def test_digital_silence_gives_no_slices() -> None:
    rows = rows_of(np.zeros((1, RATE_HZ), np.float32))
    assert np.isfinite(rows).all()
    assert slices_of(rows) == []
    assert kind_of(rows[:0]) == "noise"
