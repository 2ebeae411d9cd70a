"""Dither: the error is noise, independent of the signal, and in the place where it is least heard."""

import numpy as np
import pytest
from scipy import signal

from mixing.dither import SHAPED_NOISE_STEPS, Dither
from tests.mixing.arrangements import RATE_HZ, sine


def dithered(samples: np.ndarray, *, shaped: bool, bits: int = 16, seed: int = 1, block: int = 10_000) -> np.ndarray:
    dither = Dither(bits, 1, seed, shaped=shaped)
    audio = samples[None].astype(np.float32)
    blocks = [dither.quantise(audio[:, at : at + block]) for at in range(0, audio.shape[1], block)]
    out: np.ndarray = np.concatenate(blocks, axis=1)[0] / dither.steps
    return out


def level_dbfs(samples: np.ndarray, low_hz: float, high_hz: float) -> float:
    """The noise density of a band, as the level of noise that dense over the whole spectrum."""
    frequencies, density = signal.welch(samples, RATE_HZ, nperseg=8192)
    band = (frequencies >= low_hz) & (frequencies < high_hz)
    return float(10 * np.log10(density[band].mean() * RATE_HZ / 2))


def noisy_signal() -> np.ndarray:
    random = np.random.default_rng(11)
    return (0.2 * random.standard_normal(20 * RATE_HZ)).clip(-0.9, 0.9).astype(np.float32).astype(np.float64)


@pytest.mark.parametrize("shaped", [False, True])
def test_error_is_independent_of_the_signal(shaped: bool) -> None:
    samples = noisy_signal()
    error = dithered(samples, shaped=shaped) - samples
    assert abs(np.corrcoef(error, samples)[0, 1]) < 2e-3
    assert abs(np.corrcoef(error**2, samples**2)[0, 1]) < 5e-3


def test_shaped_noise_leaves_the_sensitive_range() -> None:
    samples = noisy_signal()
    plain = dithered(samples, shaped=False) - samples
    shaped = dithered(samples, shaped=True) - samples
    assert level_dbfs(plain, 2000, 5000) == pytest.approx(-96.3, abs=0.2)
    assert level_dbfs(shaped, 2000, 5000) == pytest.approx(-118.8, abs=0.3)
    assert 20 * np.log10(np.std(shaped)) == pytest.approx(-77.9, abs=0.2)


def test_shaped_noise_stays_within_its_bound() -> None:
    error = dithered(noisy_signal(), shaped=True) - noisy_signal()
    assert np.abs(error).max() * 32768 < SHAPED_NOISE_STEPS


def test_plain_noise_has_three_times_the_power_of_rounding() -> None:
    error = dithered(noisy_signal(), shaped=False) - noisy_signal()
    assert np.var(error) * 2.0**30 == pytest.approx(3 / 12, rel=0.02)


def harmonics_db(samples: np.ndarray, tone_hz: float) -> float:
    """The strongest of the second to the fifth harmonic."""
    time = np.arange(len(samples)) / RATE_HZ
    window = signal.windows.blackmanharris(len(samples))
    amplitudes = [
        2 * abs(np.sum(samples * window * np.exp(-2j * np.pi * tone_hz * order * time))) / window.sum()
        for order in range(2, 6)
    ]
    return float(20 * np.log10(max(amplitudes)))


@pytest.mark.parametrize("shaped", [False, True])
def test_a_soft_tone_gets_no_harmonics(shaped: bool) -> None:
    tone = 10 ** (-80 / 20) * sine(1000, 30)
    rounded = np.round(tone * 32768) / 32768
    assert harmonics_db(rounded, 1000) > -115  # what happens without
    assert harmonics_db(dithered(tone, shaped=shaped), 1000) < -125


@pytest.mark.parametrize("shaped", [False, True])
def test_a_tone_under_the_last_bit_survives(shaped: bool) -> None:
    tone = 10 ** (-100 / 20) * sine(1000, 30)
    assert not np.round(tone * 32768).any()
    out = dithered(tone, shaped=shaped)
    time = np.arange(len(out)) / RATE_HZ
    amplitude = 2 * abs(np.mean(out * np.exp(-2j * np.pi * 1000 * time)))
    assert 20 * np.log10(amplitude) == pytest.approx(-100, abs=0.7)


def test_same_seed_same_noise_whatever_the_blocks() -> None:
    samples = noisy_signal()[:50_000]
    assert (dithered(samples, shaped=True, block=512) == dithered(samples, shaped=True, block=32_768)).all()
    assert (dithered(samples, shaped=True, seed=1) != dithered(samples, shaped=True, seed=2)).any()


def test_full_scale_stays_in_range_and_recovers() -> None:
    samples = np.concatenate([np.full(5000, 1.2), np.full(5000, -1.2), 0.1 * sine(440, 1)])
    out = dithered(samples, shaped=True)
    assert out.max() <= 1 - 1 / 32768 and out.min() >= -1
    assert np.abs(out[12_000:] - samples[12_000:]).max() < 40 / 32768


def test_long_digital_silence_stays_silent() -> None:
    out = dithered(np.concatenate([0.1 * sine(440, 0.5), np.zeros(20_000)]), shaped=True)
    assert not out[-10_000:].any()
