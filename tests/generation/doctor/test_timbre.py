"""Timbres: the same at any level, near for one voice, far between kinds of sound."""

import numpy as np
import pytest

from generation.doctor.kinds import kinds
from generation.doctor.timbre import Passages, distances_db, passages
from tests.generation.doctor.sounds import RATE_HZ, Sound, hum, tone, voice, white


def timbre(sound: Sound, rate_hz: int = RATE_HZ) -> Passages:
    found = passages(sound.astype(np.float32), rate_hz)
    assert found is not None
    return found


def test_the_level_does_not_matter() -> None:
    piece = voice(1)[0]
    assert distances_db(timbre(0.1 * piece).mean, timbre(piece).mean) == pytest.approx(0.0, abs=1e-3)


def test_the_distance_is_the_rms_of_the_differences_over_the_bands() -> None:
    one, other = timbre(white()).mean, timbre(tone(440.0)).mean
    assert distances_db(one, other) == pytest.approx(np.sqrt(np.mean((one - other) ** 2)))
    assert distances_db(np.stack([one, other]), one).tolist() == pytest.approx([0.0, distances_db(other, one)])


def test_a_voice_is_near_itself_and_far_from_noise() -> None:
    pieces = [timbre(piece).mean for piece in voice(4)]
    assert max(float(distances_db(piece, pieces[0])) for piece in pieces) < 2.0
    assert min(float(distances_db(timbre(other).mean, pieces[0])) for other in (white(), hum(), tone(440.0))) > 8.0


def test_a_long_recording_has_passages_of_three_seconds() -> None:
    found = timbre(np.concatenate([*voice(4), white(6.0)]))  # half of the voice is pauses
    assert found.timbres.shape == (4, 20) and found.seconds == pytest.approx([3.0] * 4, abs=0.2)
    near, far = distances_db(found.timbres, found.timbres[0])[[1, 3]]
    assert near < 2.0 and far > 8.0
    assert found.mean == pytest.approx(found.timbres.mean(axis=0), abs=0.1)


def test_steady_sounds_vary_less_than_voices() -> None:
    assert timbre(tone(440.0)).within_db < timbre(white()).within_db < timbre(np.concatenate(voice(2))).within_db


@pytest.mark.parametrize("sound", [np.zeros(0), np.zeros(RATE_HZ)])
def test_silence_has_no_timbre(sound: Sound) -> None:
    assert passages(sound.astype(np.float32), RATE_HZ) is None


@pytest.mark.parametrize("rate_hz", [1_000, 48_000])
def test_other_rates_have_as_many_bands(rate_hz: int) -> None:
    assert np.isfinite(timbre(white(), rate_hz).timbres).all()


def test_kinds_are_told_apart_and_the_most_frequent_comes_first() -> None:
    sounds = [white(seed=1), *voice(4), white(seed=2), hum(), tone(2_000.0)]
    assert kinds(np.stack([timbre(sound).mean for sound in sounds])) == [1, 0, 0, 0, 0, 1, 2, 3]
