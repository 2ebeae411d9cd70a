"""What each effect does to sound."""

import numpy as np
import pytest

from mixing.effects.compressor import Compressor
from mixing.effects.equaliser import Equaliser
from mixing.effects.gain import Gain
from tests.mixing.arrangements import RATE_HZ, sine

FLAT = {"low_gain_db": 0.0, "bell_1_gain_db": 0.0, "bell_2_gain_db": 0.0, "high_gain_db": 0.0}


def response_db(effect: Equaliser, frequency_hz: float) -> float:
    impulse = np.zeros((1, RATE_HZ), np.float32)
    impulse[0, 0] = 1.0
    out = effect.processor(RATE_HZ, 1).process(impulse)[0].astype(np.float64)
    time = np.arange(RATE_HZ) / RATE_HZ
    return float(20 * np.log10(np.abs(np.sum(out * np.exp(-2j * np.pi * frequency_hz * time)))))


def stereo(samples: np.ndarray) -> np.ndarray:
    return np.stack([samples, samples]).astype(np.float32)


def test_gain_is_in_decibels() -> None:
    out = Gain(gain_db=6.0).processor(RATE_HZ).process(np.full((2, 4), 0.25, np.float32))
    assert out == pytest.approx(0.25 * 10 ** (6 / 20), rel=1e-6)


def test_bell_reaches_its_gain_at_its_frequency_and_nothing_far_from_it() -> None:
    effect = Equaliser(**{**FLAT, "bell_1_hz": 1000.0, "bell_1_gain_db": 6.0, "bell_1_q": 4.0})
    assert response_db(effect, 1000) == pytest.approx(6.0, abs=0.01)
    assert response_db(effect, 50) == pytest.approx(0.0, abs=0.05)
    assert response_db(effect, 15_000) == pytest.approx(0.0, abs=0.05)


def test_shelves_reach_their_gain_at_the_end_and_half_of_it_at_their_frequency() -> None:
    low = Equaliser(**{**FLAT, "low_hz": 300.0, "low_gain_db": -8.0})
    high = Equaliser(**{**FLAT, "high_hz": 3000.0, "high_gain_db": 8.0})
    assert [response_db(low, hz) for hz in (10, 300, 15_000)] == pytest.approx([-8, -4, 0], abs=0.05)
    assert [response_db(high, hz) for hz in (30, 3000, 21_000)] == pytest.approx([0, 4, 8], abs=0.05)


def test_the_default_equaliser_is_gentle() -> None:
    curve = [response_db(Equaliser(), hz) for hz in np.geomspace(20, 20_000, 40)]
    assert 0.5 < max(map(abs, curve)) <= 2.0


def settled_db(effect: Compressor, level_db: float) -> float:
    tone = stereo(10 ** (level_db / 20) * sine(1000, 3))
    out = effect.processor(RATE_HZ).process(tone)
    return float(20 * np.log10(np.abs(out[:, -RATE_HZ // 2 :]).max()))


def test_compressor_follows_its_ratio_above_the_threshold() -> None:
    plain = Compressor(threshold_db=-30, ratio=3, knee_db=0, make_up_db=0, rms_ms=0, attack_ms=0.1, release_ms=1000)
    assert settled_db(plain, -40) == pytest.approx(-40, abs=0.01)
    assert settled_db(plain, -12) == pytest.approx(-30 + 18 / 3, abs=0.2)


def test_compressor_bends_in_the_middle_of_its_knee() -> None:
    knee = Compressor(threshold_db=-30, ratio=4, knee_db=12, make_up_db=0, rms_ms=0, attack_ms=0.1, release_ms=1000)
    # Quadratic knee at the threshold: (1/R - 1) (W/2)² / 2W = -0.75 * 36 / 24 dB.
    assert settled_db(knee, -30) == pytest.approx(-30 - 0.75 * 36 / 24, abs=0.15)


def test_compressor_by_power_reads_a_sine_three_decibels_lower() -> None:
    settings = {"threshold_db": -30, "ratio": 2, "knee_db": 0, "make_up_db": 0, "attack_ms": 20, "release_ms": 20}
    by_power = settled_db(Compressor(**settings, rms_ms=100), -10)
    assert by_power == pytest.approx(-10 - (20 - 3.01) / 2, abs=0.1)


def test_compressor_reduces_both_channels_alike() -> None:
    audio = np.stack([sine(500, 1), 0.01 * sine(700, 1)]).astype(np.float32)
    out = Compressor(threshold_db=-40, ratio=10).processor(RATE_HZ).process(audio)
    loud = np.abs(audio[1]) > 1e-4
    assert np.ptp(out[1, -1000:][loud[-1000:]] / audio[1, -1000:][loud[-1000:]]) < 0.02
    assert np.abs(out[1, -1000:]).max() < 0.2 * np.abs(audio[1, -1000:]).max()


def test_compressor_attack_takes_its_time() -> None:
    step = stereo(np.concatenate([np.full(1000, 1e-4), np.full(RATE_HZ, 0.5)]))
    out = (
        Compressor(threshold_db=-26, ratio=20, knee_db=0, rms_ms=0, attack_ms=50, make_up_db=0)
        .processor(RATE_HZ)
        .process(step)
    )
    reduction_db = -20 * np.log10(out[0, 1000:] / 0.5)
    final = reduction_db[-1]
    reached = np.flatnonzero(reduction_db >= final * (1 - np.exp(-1)))[0] / RATE_HZ * 1000
    assert reached == pytest.approx(50, rel=0.03)


def test_compressor_tells_its_reduction() -> None:
    processor = Compressor(threshold_db=-30, ratio=3, knee_db=0, rms_ms=0, attack_ms=0.1).processor(RATE_HZ)
    processor.process(stereo(10 ** (-12 / 20) * sine(1000, 1)))
    assert processor.reduction_db == pytest.approx(18 * (1 - 1 / 3), abs=0.2)
    processor.process(np.zeros((2, 5 * RATE_HZ), np.float32))
    processor.process(np.zeros((2, 100), np.float32))
    assert processor.reduction_db == pytest.approx(0.0, abs=0.01)
