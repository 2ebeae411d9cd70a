"""A portrait tells sounds apart as an ear does, whatever their level, rate and length; likeness is a figure for it."""

import tracemalloc
from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr
from numpy.typing import NDArray
from scipy import signal

from mixing.analysis.character import Character
from mixing.analysis.likeness import likeness, packed, unpacked
from mixing.analysis.portraits import SECONDS, Portrait, portrait_of_rows

RATE_HZ = 44_100
Sound = NDArray[np.floating]


def drawn(sound: Sound, rate_hz: int = RATE_HZ, block: int = 65_536) -> NDArray[np.float32] | None:
    audio = np.atleast_2d(sound).astype(np.float32)
    analysis = Portrait(rate_hz)
    for at in range(0, audio.shape[1], block):
        analysis.feed(audio[:, at : at + block])
    return analysis.result()


def portrait(sound: Sound, rate_hz: int = RATE_HZ) -> NDArray[np.float32]:
    found = drawn(sound, rate_hz)
    assert found is not None
    return found


def alike(one: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    return float(likeness(one, other[np.newaxis])[0])


def noise(seconds: float = 3.0, seed: int = 0, rate_hz: int = RATE_HZ) -> Sound:
    return 0.1 * np.random.default_rng(seed).standard_normal(int(seconds * rate_hz))


def dark_noise(seconds: float = 3.0) -> Sound:
    dull: Sound = signal.lfilter([0.05], [1, -0.95], noise(seconds, 1))
    return dull


def tone(hz: float, seconds: float = 3.0) -> Sound:
    return 0.3 * np.sin(2 * np.pi * hz * np.arange(int(seconds * RATE_HZ)) / RATE_HZ)


@pytest.fixture(scope="module")
def words(speech_files: list[Path]) -> dict[str, list[NDArray[np.float32]]]:
    """Portraits of single words by their speaker."""
    found: dict[str, list[NDArray[np.float32]]] = {}
    for path in sorted(speech_files):
        found.setdefault(path.stem.split("_")[1], []).append(portrait(*soundfile.read(path)))
    return found


def between(some: list[NDArray[np.float32]], others: list[NDArray[np.float32]]) -> list[float]:
    return [float(figure) for one in some for figure in likeness(one, np.stack(others))]


def test_words_of_one_speaker_are_more_alike_than_those_of_two(words: dict[str, list[NDArray[np.float32]]]) -> None:
    within, across = [], []
    for speaker, some in words.items():
        within += between(some[::2], some[1::2])
        across += [figure for other in words if other > speaker for figure in between(some, words[other])]
    assert 0.65 < np.median(within) < 0.97
    assert np.median(across) < np.median(within)


def test_takes_of_one_text_are_nearly_the_same(speech_files: list[Path]) -> None:
    """The same words by the same voices, spoken again: only where real speech is at hand."""
    spoken = {path.stem: path for path in speech_files}
    twice = [
        (spoken[name], spoken[f"{name[:-2]}_1"]) for name in spoken if f"{name[:-2]}_1" in spoken and name[-1] == "0"
    ]
    if not twice:
        pytest.skip("each word was spoken once")
    same = [alike(portrait(*soundfile.read(one)), portrait(*soundfile.read(other))) for one, other in twice]
    assert 0.85 < np.median(same) < 0.97 and np.percentile(same, 5) > 0.65


def test_speech_is_unlike_noise_tones_and_knocks(words: dict[str, list[NDArray[np.float32]]]) -> None:
    knocks = np.zeros(3 * RATE_HZ)
    knocks[:: RATE_HZ // 2] = 0.8
    spoken = [one for some in words.values() for one in some]
    for other, most in ((noise(), 0.12), (dark_noise(), 0.22), (knocks, 0.12), (tone(220), 0.35)):
        assert np.median(between([portrait(other)], spoken)) <= most


def test_the_more_alike_the_higher() -> None:
    hiss = portrait(noise())
    figures = [alike(hiss, portrait(other)) for other in (noise(seed=5), dark_noise(), tone(220))]
    assert figures[0] > 0.95 and figures == sorted(figures, reverse=True) and figures[2] < 0.2
    assert alike(hiss, hiss) == 1.0
    one, steps = np.zeros(58, np.float32), np.linspace(0, 8, 50)
    far = np.zeros((50, 58), np.float32)
    far[:, 7] = steps
    falling = likeness(one, far)
    assert np.all(np.diff(falling) < 0) and falling[0] == 1.0 and falling[-1] < 0.01


def test_level_channels_and_rate_make_no_difference(speech_files: list[Path]) -> None:
    speech = np.concatenate([soundfile.read(path)[0] for path in sorted(speech_files)[:8]])
    here = portrait(speech, 8000)
    assert alike(here, portrait(0.1 * speech, 8000)) > 0.97
    assert alike(here, portrait(np.stack([speech, speech]), 8000)) > 0.999
    for rate_hz in (16_000, 44_100, 96_000):
        assert alike(here, portrait(soxr.resample(speech, 8000, rate_hz), rate_hz)) > 0.9


@pytest.mark.parametrize("rate_hz", [4000, 8000, 44_100, 192_000])
@pytest.mark.parametrize("frames", [0, 1, 50, 3000])
def test_the_shortest_sounds_have_one_too(frames: int, rate_hz: int) -> None:
    found = drawn(0.3 * np.ones(frames), rate_hz)
    assert found is None if frames == 0 else found is None or np.all(np.isfinite(found))
    assert frames < 3000 or found is not None


def test_silence_has_none() -> None:
    assert drawn(np.zeros(RATE_HZ)) is None
    dither = np.random.default_rng(2).integers(-1, 2, RATE_HZ) / 2**15
    assert drawn(dither) is None
    assert packed(None) == b""


def test_blocks_make_no_difference() -> None:
    sound = np.concatenate([noise(0.7), tone(300, 0.8)])
    whole = portrait(sound)
    for block in (441, 10_007):
        found = drawn(sound, block=block)
        assert found is not None and np.allclose(found, whole, atol=1e-3)


def test_only_the_first_minute_counts_in_bounded_memory() -> None:
    rate_hz = 16_000
    minute = noise(SECONDS, 3, rate_hz)
    first = portrait(minute, rate_hz)
    analysis = Portrait(rate_hz)
    analysis.feed(minute[np.newaxis].astype(np.float32))
    assert analysis.is_complete
    later = np.ones((1, 65_536), np.float32)
    tracemalloc.start()
    for _ in range(500):
        analysis.feed(later)
    grown, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert grown < 10_000
    found = analysis.result()
    assert found is not None and np.allclose(found, first, atol=1e-3)


def test_rows_that_were_listened_to_give_the_same() -> None:
    sound = np.concatenate([dark_noise(2.0), tone(200, 1.0)]).astype(np.float32)[np.newaxis]
    character = Character(RATE_HZ)
    rows = np.concatenate([character.feed(sound)[0], character.finish()[0]])
    found = portrait_of_rows(rows)
    assert found is not None and np.allclose(found, portrait(sound), atol=1e-3)


def test_what_is_kept_is_the_same_and_small() -> None:
    sounds = [portrait(noise()), portrait(tone(220))]
    kept = [packed(one) for one in sounds]
    assert {len(one) for one in kept} == {116}
    assert np.allclose(unpacked(kept), sounds, rtol=1e-3, atol=1e-3)
