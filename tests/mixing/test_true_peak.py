"""True peak against signals whose peak is known."""

import numpy as np
import pytest
from scipy import signal

from mixing.true_peak import Detector, TruePeak, standard, strict
from tests.mixing.arrangements import RATE_HZ, sine


def faded(samples: np.ndarray, length: int = 480) -> np.ndarray:
    ramp = np.sin(np.linspace(0, np.pi / 2, length)) ** 2
    out = samples.copy()
    out[:length] *= ramp
    out[-length:] *= ramp[::-1]
    return out


def peak_db(samples: np.ndarray, block: int = 4096, detector: Detector | None = None) -> float:
    meter = TruePeak(1, detector)
    for at in range(0, len(samples), block):
        meter.feed(samples[None, at : at + block].astype(np.float32))
    return meter.peak_dbtp()


def whole_spectrum_peak_db(samples: np.ndarray) -> float:
    """The ideal interpolation at 16 times the rate, of the whole signal at once."""
    padded = np.pad(samples, 8192)
    spectrum = np.zeros(len(padded) * 8 + 1, complex)
    spectrum[: len(padded) // 2 + 1] = np.fft.rfft(padded)
    return float(20 * np.log10(np.abs(np.fft.irfft(spectrum, len(padded) * 16)).max() * 16))


# EBU Tech 3341, cases 15 to 19: tones at fractions of 48 kHz and a phase that hides the peak.
@pytest.mark.parametrize(
    ("share", "degrees", "amplitude", "expected_db"),
    [(4, 0, 0.5, -6), (4, 45, 0.5, -6), (6, 60, 0.5, -6), (8, 67.5, 0.5, -6), (4, 45, 1.41, 3)],
)
def test_reads_tones_that_hide_between_the_samples(
    share: float, degrees: float, amplitude: float, expected_db: float
) -> None:
    tone = faded(amplitude * sine(48_000 / share, 0.5, 48_000, degrees))
    assert -0.4 <= peak_db(tone) - expected_db <= 0.2


def test_a_quarter_rate_tone_reads_three_decibels_over_its_samples() -> None:
    tone = faded(0.5 * sine(RATE_HZ / 4, 1, RATE_HZ, 45))
    over = peak_db(tone) - 20 * np.log10(np.abs(tone).max())
    assert over == pytest.approx(3.01, abs=0.02)


# EBU Tech 3341, cases 20 to 23: a burst made at four times the rate, taken down at each of the four offsets.
@pytest.mark.parametrize("offset", range(4))
def test_reads_a_burst_alike_at_every_offset(offset: int) -> None:
    fine = 0.5 * sine(8_000, 1, 192_000)
    fine[96_000:96_024] *= 2.0
    fine = np.convolve(fine, signal.firwin(4097, 0.98 / 4, window=("kaiser", 10)), "same")
    peaks = [peak_db(fine[start::4]) for start in range(4)]
    assert -0.4 <= peaks[offset] - 20 * np.log10(np.abs(fine).max()) <= 0.2


@pytest.mark.parametrize("share", [0.05, 0.35, 0.40, 0.45])
def test_agrees_with_the_ideal_interpolation(share: float) -> None:
    tone = faded(0.7 * sine(share * RATE_HZ, 0.5, degrees=17))
    assert peak_db(tone) == pytest.approx(whole_spectrum_peak_db(tone), abs=0.02)


@pytest.mark.parametrize("detector", [standard(), strict()], ids=["standard", "strict"])
def test_passing_over_the_quiet_parts_changes_nothing(detector: Detector) -> None:
    random = np.random.default_rng(3)
    audio = (random.standard_normal((2, 6000)) * np.repeat(random.uniform(0, 1, 60), 100)).astype(np.float32)
    everything = detector.envelope(audio, 1e-9)
    floor = 0.6 * float(everything.max())
    quick = detector.envelope(audio, floor)
    loud = everything >= floor
    assert loud.sum() > 20
    assert (quick[loud] == everything[loud]).all()
    assert (quick[~loud] < floor).all()


def test_does_not_depend_on_the_division_into_blocks() -> None:
    audio = np.random.default_rng(5).standard_normal(20_000) * 0.1
    assert peak_db(audio, 37) == peak_db(audio, 20_000)


def test_hears_what_rings_after_the_last_sample() -> None:
    audio = np.zeros(1000)
    audio[-2:] = 0.5
    assert peak_db(audio) > 20 * np.log10(0.5) + 1.5


def test_silence_has_no_peak() -> None:
    assert peak_db(np.zeros(1000)) == -np.inf


def test_the_strict_peak_is_never_lower_than_common_meters() -> None:
    audio = np.clip(np.random.default_rng(2).standard_normal(RATE_HZ), -1, 1) * 0.5
    strict_db = peak_db(audio, detector=strict())
    by_scipy = 20 * np.log10(np.abs(signal.resample_poly(audio, 16, 1)).max())
    assert strict_db >= by_scipy - 0.01
    assert strict_db >= whole_spectrum_peak_db(audio) - 0.5
    assert strict_db >= peak_db(audio)
