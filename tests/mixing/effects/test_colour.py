"""What is added to a sound by tape, saturation, exciter and crusher, and what must not be."""

import itertools

import numpy as np
import pytest
from scipy import signal

from mixing.effect import Effect
from mixing.effects.crusher import Crusher
from mixing.effects.exciter import Exciter
from mixing.effects.saturation import Saturation
from mixing.effects.tape import Tape
from tests.mixing.arrangements import RATE_HZ, sine
from tests.mixing.effects.measuring import applied, level_db, response_db, rms_db, thd

REFERENCE = 10 ** (-12 / 20)
DRIVES_DB = (-6.0, 0.0, 6.0, 12.0, 18.0, 24.0)


def settled(effect: Effect, tone: np.ndarray) -> np.ndarray:
    return applied(effect, tone)[RATE_HZ // 2 : -RATE_HZ // 4]


def aliased_db(effect: Effect, frequency_hz: float, amplitude: float) -> float:
    """The loudest that lies on no harmonic, against the tone itself."""
    out = settled(effect, amplitude * sine(frequency_hz, 2.0))
    spectrum = np.abs(np.fft.rfft(out * signal.windows.blackmanharris(len(out))))
    hz = np.fft.rfftfreq(len(out), 1 / RATE_HZ)
    harmonic = np.zeros(len(hz), bool)
    for number in range(1, round(RATE_HZ / 2 / frequency_hz) + 1):
        harmonic |= np.abs(hz - number * frequency_hz) < 20
    return float(20 * np.log10(spectrum[~harmonic & (hz > 30) & (hz < 20_000)].max() / spectrum.max()))


def test_tape_distorts_more_with_drive_at_equal_loudness() -> None:
    tone = REFERENCE * sine(1000, 2.0)
    distortion, loudness = [], []
    for drive_db in DRIVES_DB:
        out = settled(Tape(drive_db=drive_db), tone)
        distortion.append(thd(out, 1000))
        loudness.append(rms_db(out))
    assert all(after > 1.25 * before for before, after in itertools.pairwise(distortion))
    assert distortion[0] < 0.003 and distortion[2] < 0.05 and distortion[-1] > 0.15
    assert loudness == pytest.approx([rms_db(tone)] * len(loudness), abs=0.3)


def test_a_hotter_input_saturates_more() -> None:
    effect = Tape(drive_db=6.0)
    distortion = [thd(settled(effect, 10 ** (at / 20) * sine(500, 2.0)), 500) for at in (-30, -20, -12, -6, 0)]
    assert all(after > 1.5 * before for before, after in itertools.pairwise(distortion))


def test_tape_bends_high_frequencies_first_and_stays_flat_where_it_is_soft() -> None:
    effect = Tape(drive_db=6.0, emphasis_db=9.0)
    assert thd(settled(effect, 0.25 * sine(5000, 2.0)), 5000) > 0
    low, high = (rms_db(settled(effect, 0.5 * sine(hz, 2.0))) for hz in (300, 7_000))
    assert high < low - 1.0
    quiet = [level_db(settled(effect, 1e-3 * sine(hz, 2.0)), hz) for hz in (40, 300, 1000, 4000, 10_000, 18_000)]
    assert np.ptp(quiet) < 0.1


def test_unevenness_adds_even_harmonics_and_no_offset() -> None:
    tone = REFERENCE * sine(1000, 3.0)
    even, uneven = settled(Tape(drive_db=10.0), tone), settled(Tape(drive_db=10.0, bias=0.3), tone)
    assert level_db(even, 2000) < -100 and level_db(uneven, 2000) > -45
    assert abs(uneven.mean()) < 1e-4


def test_tape_and_saturation_hardly_alias() -> None:
    for hz in (3_517.0, 6_311.0, 9_907.0):
        assert aliased_db(Tape(drive_db=12.0), hz, 0.5) < -55
        assert aliased_db(Saturation(drive_db=12.0), hz, 0.5) < -55


@pytest.mark.parametrize("curve", [0, 1, 2])
def test_saturation_distorts_more_with_drive_at_equal_loudness(curve: int) -> None:
    tone = REFERENCE * sine(1000, 2.0)
    drives_db = (0, 12, 24, 36) if curve == 0 else (6, 15, 24)
    outs = [settled(Saturation(curve=curve, drive_db=drive_db), tone) for drive_db in drives_db]
    distortion = [thd(out, 1000) for out in outs]
    assert sorted(distortion) == distortion and distortion[-1] > 0.2
    # What lies above 20 kHz is counted by the calibration, and gone from the output.
    assert [rms_db(out) for out in outs] == pytest.approx([rms_db(tone)] * len(outs), abs=0.8)


def test_the_tone_of_saturation_is_a_low_pass() -> None:
    tone_db = response_db(Saturation(drive_db=0.0, tone_hz=2_000.0, output_db=-30.0), np.array([100, 2_000, 16_000]))
    assert tone_db[1] - tone_db[0] == pytest.approx(-3.01, abs=0.1)
    assert tone_db[2] - tone_db[0] < -36


@pytest.mark.parametrize("preset", Exciter.presets)
@pytest.mark.parametrize("hz", [4_003.0, 7_001.0, 9_001.0, 12_007.0])
def test_the_exciter_does_not_alias(preset: str, hz: float) -> None:
    assert aliased_db(Exciter.preset(preset), hz, 0.1) < -90
    assert aliased_db(Exciter.preset(preset), hz, 0.8) < -40  # far beyond where the polynomial ends


def test_the_exciter_fills_what_a_low_rate_left_empty() -> None:
    noise = 0.2 * np.random.default_rng(5).standard_normal(3 * RATE_HZ)
    dull = signal.sosfilt(signal.butter(10, 4_000, fs=RATE_HZ, output="sos"), noise)
    bright = applied(Exciter.preset("Air over an 8 kHz recording"), dull)
    high = signal.butter(10, 5_500, "highpass", fs=RATE_HZ, output="sos")
    low = signal.butter(10, 2_000, fs=RATE_HZ, output="sos")
    added_db = rms_db(signal.sosfilt(high, bright)) - rms_db(signal.sosfilt(high, dull))
    assert added_db > 20
    assert rms_db(signal.sosfilt(high, bright)) > rms_db(dull) - 45
    assert rms_db(signal.sosfilt(low, bright - dull)) < rms_db(dull) - 40


def test_the_exciters_harmonics_go_from_odd_to_even() -> None:
    tone = 0.2 * sine(5_000, 2.0)
    odd, even = (settled(Exciter(drive_db=12.0, even=share, amount_db=0.0), tone) for share in (0.0, 1.0))
    assert level_db(odd, 15_000) > -40 > level_db(odd, 10_000) + 40
    assert level_db(even, 10_000) > -40 > level_db(even, 15_000) + 40


def test_the_crusher_has_a_networks_256_steps() -> None:
    ramp = np.linspace(-1, 1, 200_000)
    assert 254 <= len(np.unique(applied(Crusher(law=1, bits=8), ramp))) <= 256
    assert len(np.unique(applied(Crusher(law=0, bits=4), ramp))) == 15
    # µ-law keeps the signal-to-noise ratio of soft sounds: 8 bits sound like many more.
    for level in (0.5, 0.05, 0.005):
        tone = level * sine(997, 1.0)
        assert rms_db(tone) - rms_db(applied(Crusher(law=1, bits=8), tone) - tone) > (30 if level > 0.01 else 20)


def test_the_crusher_holds_samples_at_its_rate() -> None:
    tone = 0.5 * sine(1000, 1.0)
    out = applied(Crusher(law=0, bits=16, rate_hz=8_000), tone)
    changes = np.count_nonzero(np.diff(out))
    assert changes == pytest.approx(8_000, rel=0.02)
    assert level_db(out, 7_000) == pytest.approx(level_db(out, 1_000) + 20 * np.log10(1 / 7), abs=1.0)
