"""The equaliser against the analogue curves that it stands for."""

import numpy as np
import pytest

from mixing.audio import Doubles
from mixing.effects.equaliser import Equaliser
from tests.mixing.arrangements import RATE_HZ
from tests.mixing.effects.measuring import applied, response_db

FREQUENCIES_HZ = np.geomspace(20, 20_000, 120)
FLAT = Equaliser.presets["Flat"]


def analogue(hz: Doubles, centre_hz: float) -> Doubles:
    """s/ω₀ on the imaginary axis, warped as the bilinear transform warps it."""
    return 1j * np.tan(np.pi * hz / RATE_HZ) / np.tan(np.pi * centre_hz / RATE_HZ)  # type: ignore[no-any-return]


def decibels(response: Doubles) -> Doubles:
    magnitude: Doubles = 20 * np.log10(np.abs(response))
    return magnitude


def bell_db(hz: Doubles, centre_hz: float, gain_db: float, q: float) -> Doubles:
    s, a = analogue(hz, centre_hz), 10 ** (gain_db / 40)
    return decibels((s**2 + s * a / q + 1) / (s**2 + s / (a * q) + 1))


def shelf_db(hz: Doubles, corner_hz: float, gain_db: float, q: float, high: bool) -> Doubles:
    s, a = analogue(hz, corner_hz), 10 ** (gain_db / 40)
    root = np.sqrt(a) / q
    low = a * (s**2 + root * s + a) / (a * s**2 + root * s + 1)
    return decibels(a * (a * s**2 + root * s + 1) / (s**2 + root * s + a) if high else low)


def cut_db(hz: Doubles, corner_hz: float, slope: int, high: bool) -> Doubles:
    ratio = np.abs(analogue(hz, corner_hz))
    return -10 * np.log10(1 + (ratio if high else 1 / ratio) ** (4 * slope))


@pytest.mark.parametrize(("hz", "gain_db", "q"), [(60, 12, 0.5), (429, -1.8, 0.6667), (2914, -3.2, 2), (9000, 18, 18)])
@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_bells(number: int, hz: float, gain_db: float, q: float) -> None:
    bell = {f"bell_{number}_hz": hz, f"bell_{number}_gain_db": gain_db, f"bell_{number}_q": q}
    measured = response_db(Equaliser(**{**FLAT, **bell}), FREQUENCIES_HZ)
    assert measured == pytest.approx(bell_db(FREQUENCIES_HZ, hz, gain_db, q), abs=0.02)


@pytest.mark.parametrize(("side", "hz"), [("low", 60), ("low", 900), ("high", 1500), ("high", 9000)])
@pytest.mark.parametrize(("gain_db", "q"), [(6, 0.7071), (-12, 0.4), (18, 1.5)])
def test_shelves(side: str, hz: float, gain_db: float, q: float) -> None:
    shelf = {f"{side}_hz": hz, f"{side}_gain_db": gain_db, f"{side}_q": q}
    measured = response_db(Equaliser(**{**FLAT, **shelf}), FREQUENCIES_HZ)
    assert measured == pytest.approx(shelf_db(FREQUENCIES_HZ, hz, gain_db, q, side == "high"), abs=0.02)


@pytest.mark.parametrize("slope", [1, 2, 3, 4])
@pytest.mark.parametrize(("side", "hz"), [("low", 354), ("low", 2000), ("high", 1227), ("high", 8000)])
def test_cuts_are_flat_and_fall_by_twelve_decibels_an_octave_and_step(side: str, hz: float, slope: int) -> None:
    effect = Equaliser(**{**FLAT, f"{side}_cut": float(slope), f"{side}_cut_hz": hz})
    expected = cut_db(FREQUENCIES_HZ, hz, slope, side == "high")
    audible = expected > -100
    assert response_db(effect, FREQUENCIES_HZ)[audible] == pytest.approx(expected[audible], abs=0.2)
    if side == "low":
        far, near = response_db(effect, np.array([hz / 4, hz / 2]))
        assert near - far == pytest.approx(12 * slope, abs=0.6)


def test_the_reference_chains_are_the_sum_of_their_bands() -> None:
    hz = FREQUENCIES_HZ
    master = bell_db(hz, 429, -1.8, 0.6667) + bell_db(hz, 2914, -3.2, 0.6667)
    master += shelf_db(hz, 278, 1.8, 0.7071, high=False) + shelf_db(hz, 3129, 2.4, 0.7071, high=True)
    assert response_db(Equaliser.preset("Master"), hz) == pytest.approx(master, abs=0.2)
    dark = cut_db(hz, 354, 1, high=False) + bell_db(hz, 426, 4, 1) + cut_db(hz, 1227, 1, high=True)
    assert response_db(Equaliser.preset("Dark cloud"), hz) == pytest.approx(dark, abs=0.2)


def test_bands_that_do_nothing_change_no_bit() -> None:
    noise = np.random.default_rng(0).standard_normal((2, 5_000)).astype(np.float32)
    assert (applied(Equaliser(**FLAT), noise) == noise).all()


def test_a_band_that_was_off_comes_in_as_if_it_had_been_listening() -> None:
    noise = 0.1 * np.random.default_rng(0).standard_normal((2, 60_000)).astype(np.float32)
    wanted = Equaliser(**{**FLAT, "bell_3_gain_db": 9.0, "low_cut": 4.0})
    always, later = wanted.processor(RATE_HZ), Equaliser(**FLAT).processor(RATE_HZ)
    later.process(noise[:, :1_000])
    later.update(wanted)
    expected = always.process(noise)
    out = later.process(noise[:, 1_000:])
    assert np.abs(out[:, -20_000:] - expected[:, -20_000:]).max() < 1e-6
    assert np.abs(out).max() < 1.5 * np.abs(expected).max()
