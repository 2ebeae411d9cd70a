"""Rooms and echoes: how long, how dense, how dark, where and when."""

import numpy as np
import pytest
from scipy import signal

from mixing.effects.convolution import Convolution
from mixing.effects.delay import Delay
from mixing.effects.reverb import Reverb
from tests.mixing.arrangements import RATE_HZ, sine
from tests.mixing.effects.measuring import alike, applied, impulse, kurtosis, level_db, reverberation_seconds, rms_db


def left_impulse(seconds: float) -> np.ndarray:
    audio = impulse(seconds, 2)
    audio[1] = 0.0
    return audio


@pytest.mark.parametrize(
    "settings",
    [
        {},
        Reverb.presets["Large dark hall"],
        Reverb.presets["Cathedral"],
        {"decay_seconds": 1.0, "high_share": 0.5, "size": 0.6},
        {"decay_seconds": 2.0, "high_share": 1.0},
    ],
    ids=["default", "hall", "cathedral", "chamber", "bright"],
)
def test_the_reverb_decays_as_it_says(settings: dict[str, float]) -> None:
    effect = Reverb(**{**settings, "high_cut_hz": 20_000.0})
    response = applied(effect, left_impulse(1.3 * effect.decay_seconds + 0.5))
    for side in response:
        low, high = reverberation_seconds(side, 500, 1), reverberation_seconds(side, 4_000, 1 / 3)
        assert low == pytest.approx(effect.decay_seconds, rel=0.1)
        assert high == pytest.approx(effect.decay_seconds * effect.high_share, rel=0.15)


@pytest.mark.parametrize("settings", [{}, Reverb.presets["Large dark hall"]], ids=["default", "hall"])
def test_the_reverb_is_dark_dense_and_wide(settings: dict[str, float]) -> None:
    effect = Reverb(**settings)
    response = applied(effect, left_impulse(1.2 * effect.decay_seconds))
    for side in response:
        octave_wide = [reverberation_seconds(side, hz, 1) for hz in (500, 4_000)]
        assert octave_wide[1] < 0.5 * octave_wide[0]
        assert 2.7 < kurtosis(side[RATE_HZ // 2 : 2 * RATE_HZ]) < 3.4
        early = side[RATE_HZ // 5 : RATE_HZ // 2]
        assert np.mean(np.abs(early) > 0.1 * np.std(early)) > 0.85  # no holes between echoes
    assert abs(alike(*response[:, RATE_HZ // 4 :])) < 0.15
    assert rms_db(response[0]) == pytest.approx(rms_db(response[1]), abs=1.0)


def test_the_reverb_is_as_loud_however_long_it_is() -> None:
    noise = 0.1 * np.random.default_rng(2).standard_normal((2, 12 * RATE_HZ))
    levels = [rms_db(applied(Reverb(decay_seconds=decay), noise)[:, -4 * RATE_HZ :]) for decay in (0.7, 2.0, 6.0)]
    assert np.ptp(levels) < 2.0
    assert -12 < levels[1] - rms_db(noise) < 3


def test_the_reverbs_narrow_width_is_mono_and_its_pre_delay_is_kept() -> None:
    response = applied(Reverb(width=0.0, pre_delay_ms=100.0), left_impulse(1.0))
    assert response[0] == pytest.approx(response[1], abs=1e-6)
    assert not np.abs(response[:, : round(0.1 * RATE_HZ) + 1_000]).max() > 1e-6
    assert np.abs(response[:, : round(0.2 * RATE_HZ)]).max() > 1e-3


def test_convolution_is_exact() -> None:
    effect = Convolution(length_seconds=0.7, pre_delay_ms=12.0, level_db=-3.0)
    noise = 0.2 * np.random.default_rng(1).standard_normal((2, 2 * RATE_HZ)).astype(np.float32)
    expected = signal.oaconvolve(noise, effect.response(RATE_HZ), axes=1)[:, : 2 * RATE_HZ] * 10 ** (-3 / 20)
    assert np.abs(applied(effect, noise) - expected).max() < 1e-5


def test_the_imagined_room_decays_as_it_says_and_is_another_with_another_seed() -> None:
    effect = Convolution(length_seconds=3.0, decay_seconds=2.0, damping=0.5, early=0.0)
    room = effect.response(RATE_HZ)
    assert np.sum(room**2, axis=1) == pytest.approx(0.5, rel=0.1)
    times = [reverberation_seconds(room[0], hz, 1 / 3) for hz in (250, 500, 4_000)]
    assert times[:2] == pytest.approx([2.0, 2.0], rel=0.12)
    assert times[2] == pytest.approx(2.0 * 0.75**3, rel=0.12)
    assert abs(alike(*room)) < 0.05
    other = Convolution(length_seconds=3.0, decay_seconds=2.0, early=0.0, seed=2).response(RATE_HZ)
    assert abs(alike(room[0], other[0])) < 0.05
    assert (room == effect.response(RATE_HZ)).all()


def test_echoes_come_when_they_should_and_fall_by_the_feedback() -> None:
    effect = Delay(time_ms=100, feedback=0.5, low_cut_hz=20, high_cut_hz=20_000)
    echoes = np.abs(applied(effect, left_impulse(1.0))[0])
    at = [round(0.1 * RATE_HZ * number) for number in (1, 2, 3)]
    assert not echoes[: at[0]].any()
    tone = np.stack([np.pad(0.5 * sine(1000, 0.05), (0, RATE_HZ))] * 2)
    out = applied(effect, tone)[0]
    levels = [level_db(out[start + 500 : start + 1_900], 1000) for start in at]
    assert np.diff(levels) == pytest.approx([-6.02, -6.02], abs=0.5)


def test_ping_pong_goes_from_side_to_side() -> None:
    tone = np.stack([np.pad(0.5 * sine(1000, 0.05), (0, RATE_HZ)), np.zeros(RATE_HZ + 2_205)])
    out = applied(Delay(time_ms=100, feedback=0.6, bounce=1), tone)
    loud = [[rms_db(side[start : start + 2_205]) for side in out] for start in (4_410, 8_820, 13_230)]
    assert loud[0][0] > loud[0][1] + 40 and loud[1][1] > loud[1][0] + 40 and loud[2][0] > loud[2][1] + 40


def test_echoes_get_darker() -> None:
    noise = np.pad(0.3 * np.random.default_rng(0).standard_normal(4_000), (0, RATE_HZ))
    out = applied(Delay(time_ms=200, feedback=0.7, high_cut_hz=2_000), noise)

    def brightness(part: np.ndarray) -> float:
        spectrum = np.abs(np.fft.rfft(part)) ** 2
        return float(np.sum(spectrum * np.fft.rfftfreq(len(part), 1 / RATE_HZ)) / np.sum(spectrum))

    parts = [brightness(out[start : start + 4_000]) for start in (8_820, 17_640, 26_460)]
    assert parts[0] > 1.2 * parts[1] > 1.4 * parts[2]
