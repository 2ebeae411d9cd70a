"""What the repairing effects take away, and what they leave."""

import numpy as np
import pytest
import soxr
from numpy.typing import NDArray

from mixing.effects.declick import Declick
from mixing.effects.hum_removal import HumRemoval
from mixing.effects.noise_reduction import NoiseReduction
from tests.conftest import speech_like
from tests.mixing.arrangements import RATE_HZ, Samples, sine
from tests.mixing.effects.measuring import applied, level_db, rms_db

SECONDS = 4.0


def faded(audio: Samples) -> Samples:
    """Without the edge at either end, which is a click as well."""
    ramp = np.minimum(1.0, np.arange(len(audio)) / 4_000)
    return audio * ramp * ramp[::-1]


def clicked(clean: Samples, count: int, seed: int = 3) -> tuple[Samples, NDArray[np.int64]]:
    """With so many clicks of 0.3 to 0.8, and where they are."""
    random = np.random.default_rng(seed)
    at = random.integers(6_000, len(clean) - 6_000, count)
    spoilt = clean.copy()
    spoilt[at] += random.choice([-1, 1], count) * random.uniform(0.3, 0.8, count)
    return spoilt, at


def speech() -> Samples:
    return soxr.resample(speech_like(SECONDS, 150, 1, 16_000), 16_000, RATE_HZ, "VHQ")  # type: ignore[no-any-return]


@pytest.mark.parametrize("count", [12, 60, 180])  # 3 to 45 a second
def test_clicks_in_a_tone_are_gone_and_the_tone_is_whole(count: int) -> None:
    tone = faded(0.5 * sine(440, SECONDS) + 0.2 * sine(1_730, SECONDS))
    spoilt, at = clicked(tone, count)
    repaired = applied(Declick(), spoilt)
    assert np.abs(repaired - tone)[at].max() < 0.02
    assert rms_db(repaired - tone) < rms_db(spoilt - tone) - 40


def test_clicks_in_speech_are_gone() -> None:
    clean = speech()
    spoilt, at = clicked(clean, 60)
    repaired = applied(Declick(), spoilt)
    assert np.mean(np.abs(repaired - clean)[at] < 0.1) > 0.95
    assert rms_db(repaired - clean) < rms_db(spoilt - clean) - 12


def test_what_has_no_clicks_is_left_alone() -> None:
    tone = faded(0.5 * sine(440, SECONDS))
    assert rms_db(applied(Declick(), tone) - tone) < -95
    clean = faded(speech())
    assert rms_db(applied(Declick(), clean) - clean) < rms_db(clean) - 60
    noise = 0.1 * np.random.default_rng(0).standard_normal(round(SECONDS * RATE_HZ)).astype(np.float32)
    assert (applied(Declick(), noise) == noise).all()


def test_a_higher_threshold_leaves_smaller_clicks() -> None:
    noise = 0.01 * np.random.default_rng(0).standard_normal(round(SECONDS * RATE_HZ))
    spoilt = noise.copy()
    spoilt[20_000::10_000] += 0.15
    left = [
        np.abs(applied(Declick(threshold=threshold), spoilt))[20_000::10_000].max() for threshold in (8.0, 11.0, 40.0)
    ]
    assert left[0] < 0.06 and left[1] < 0.06 and left[2] > 0.1


@pytest.mark.parametrize("reduction_db", [6.0, 12.0, 30.0])
@pytest.mark.parametrize("colour", ["white", "pink"])
def test_steady_noise_is_lowered_by_what_was_asked(reduction_db: float, colour: str) -> None:
    noise = 10 ** (-50 / 20) * np.random.default_rng(1).standard_normal((2, 6 * RATE_HZ))
    if colour == "pink":
        spectrum = np.fft.rfft(noise, axis=1)
        hz = np.fft.rfftfreq(noise.shape[1], 1 / RATE_HZ)
        noise = np.fft.irfft(spectrum * np.where(hz < 25, 0.0, np.sqrt(500 / np.maximum(hz, 1))), axis=1)
    out = applied(NoiseReduction(reduction_db=reduction_db), noise)
    settled = slice(3 * RATE_HZ, -RATE_HZ)
    assert rms_db(noise[:, settled]) - rms_db(out[:, settled]) == pytest.approx(reduction_db, abs=1.0)


@pytest.mark.parametrize("hz", [220.0, 1_000.0, 5_000.0])
def test_tones_in_noise_are_left(hz: float) -> None:
    noise = 10 ** (-50 / 20) * np.random.default_rng(1).standard_normal(6 * RATE_HZ)
    for level in (0.1, 0.01):
        out = applied(NoiseReduction(reduction_db=20.0), noise + level * sine(hz, 6.0))
        settled = slice(3 * RATE_HZ, -RATE_HZ)
        assert level_db(out[settled], hz) == pytest.approx(20 * np.log10(level), abs=0.3)


def test_syllables_come_through_and_the_noise_between_them_does_not() -> None:
    random = np.random.default_rng(4)
    noise = 10 ** (-55 / 20) * random.standard_normal(6 * RATE_HZ)
    voice = 0.1 * sum(sine(150 * number, 6.0) / number for number in range(1, 20))
    speaking = np.repeat(np.arange(30) % 2, RATE_HZ // 5).astype(float)
    out = applied(NoiseReduction(reduction_db=20.0), noise + voice * speaking)
    within = np.repeat(np.arange(30) % 2, RATE_HZ // 5) == 1
    late = np.arange(6 * RATE_HZ) > 3 * RATE_HZ
    in_pause = np.zeros(6 * RATE_HZ, bool)
    for start in range(0, 6 * RATE_HZ, 2 * RATE_HZ // 5):
        in_pause[start + RATE_HZ // 10 : start + RATE_HZ // 6] = True
    assert rms_db(out[within & late]) == pytest.approx(rms_db((voice * speaking)[within & late]), abs=0.5)
    assert rms_db(out[in_pause & late]) < rms_db(noise) - 10


@pytest.mark.parametrize(("mains", "mains_hz"), [(0, 50), (1, 60)])
def test_hum_is_gone_and_what_is_beside_it_stays(mains: int, mains_hz: int) -> None:
    hum = np.sum([0.1 / k * sine(k * mains_hz, SECONDS) for k in range(1, 9)], axis=0)
    voice = faded(0.3 * sine(435, SECONDS) + 0.1 * sine(1_075, SECONDS))
    late = slice(2 * RATE_HZ, None)  # once the notches have rung out
    assert rms_db(applied(HumRemoval(mains=mains), hum)[late]) < rms_db(hum[late]) - 50
    heard = applied(HumRemoval(mains=mains), voice + hum)
    assert rms_db((heard - voice)[late]) < rms_db(voice[late]) - 18
    assert abs(rms_db(applied(HumRemoval(mains=mains), voice)) - rms_db(voice)) < 0.2


def test_a_hum_that_is_off_is_followed_by_hand() -> None:
    hum = 0.1 * sine(50.4, SECONDS) + 0.05 * sine(100.8, SECONDS)
    left = applied(HumRemoval(offset_hz=0.4, width_hz=0.5), hum)[2 * RATE_HZ :]
    assert rms_db(left) < rms_db(hum) - 34
