"""Static curves and times of what changes the level.

Attack and release are the time constants of the reduction in dB: how long it takes for 1 - 1/e of its way.
"""

import numpy as np
import pytest

from mixing.effects.compressor import Compressor
from mixing.effects.gate import Gate
from mixing.effects.limiter import Limiter
from mixing.true_peak import TruePeak
from tests.mixing.arrangements import RATE_HZ, sine
from tests.mixing.effects.measuring import applied, rms_db

AT_ONCE = {"rms_ms": 0.0, "attack_ms": 0.1, "release_ms": 3000.0, "make_up_db": 0.0}


def expected_db(level_db: float, threshold_db: float, ratio: float, knee_db: float) -> float:
    over = level_db - threshold_db
    if 2 * abs(over) <= knee_db and knee_db > 0:
        return level_db + (1 / ratio - 1) * (over + knee_db / 2) ** 2 / (2 * knee_db)
    return level_db if over < 0 else threshold_db + over / ratio


@pytest.mark.parametrize(
    ("threshold_db", "ratio", "knee_db"), [(-42, 1.53, 0), (-38.7, 1.5, 13.9), (-20, 4, 6), (-50, 20, 36)]
)
def test_the_static_curve(threshold_db: float, ratio: float, knee_db: float) -> None:
    effect = Compressor(threshold_db=threshold_db, ratio=ratio, knee_db=knee_db, **AT_ONCE)
    for level_db in range(-60, 1, 4):
        tone = 10 ** (level_db / 20) * sine(1000, 1.0)
        peak_db = 20 * np.log10(np.abs(applied(effect, tone)[-RATE_HZ // 4 :]).max())
        assert peak_db == pytest.approx(expected_db(level_db, threshold_db, ratio, knee_db), abs=0.2)


def reached_ms(way: np.ndarray) -> float:
    """After how long 1 - 1/e of the way from the first to the last value is done."""
    done = (way - way[0]) / (way[-1] - way[0])
    return float(np.flatnonzero(done >= 1 - np.exp(-1))[0] / RATE_HZ * 1000)


@pytest.mark.parametrize("attack_ms", [1.0, 9.1, 60.0, 200.0])
@pytest.mark.parametrize("release_ms", [50.0, 132.0, 233.0, 1000.0])
def test_attack_and_release_take_their_time(attack_ms: float, release_ms: float) -> None:
    settings = {"attack_ms": attack_ms, "release_ms": release_ms, "threshold_db": -42.0, "ratio": 1.53, "knee_db": 0.0}
    effect = Compressor(**settings, rms_ms=0.0, make_up_db=0.0)
    loud, soft = round(12 * attack_ms * RATE_HZ / 1000), round(12 * release_ms * RATE_HZ / 1000)
    steps = np.concatenate([np.full(100, 1e-4), np.full(loud, 0.5), np.full(soft, 1e-4)])
    reduction_db = -20 * np.log10(applied(effect, steps) / steps.astype(np.float32))
    assert reached_ms(reduction_db[99 : 100 + loud]) == pytest.approx(attack_ms, rel=0.1)
    assert reached_ms(reduction_db[99 + loud :]) == pytest.approx(release_ms, rel=0.1)


def test_the_side_chain_is_deaf_below_its_frequency() -> None:
    settings = {"threshold_db": -40.0, "ratio": 10.0, "knee_db": 0.0, **AT_ONCE, "release_ms": 100.0}
    for hz, deaf_hz, reduced_db in ((50, 20, 32.4), (50, 1000, 0.0), (5000, 1000, 32.4)):
        tone = 10 ** (-4 / 20) * sine(hz, 1.0)
        out = applied(Compressor(**settings, side_chain_hz=deaf_hz), tone)[RATE_HZ // 2 :]
        assert 20 * np.log10(np.abs(tone).max() / np.abs(out).max()) == pytest.approx(reduced_db, abs=0.5)


def test_the_master_preset_reduces_by_its_curve() -> None:
    # RMS of a sine at -20 dBFS is -23: 15.7 dB over the threshold, beyond the knee.
    tone = 0.1 * sine(1000, 3.0)
    out = applied(Compressor.preset("Master"), tone)[2 * RATE_HZ :]
    assert rms_db(out) - rms_db(tone) == pytest.approx(6.1 - (38.7 - 23.01) * (1 - 1 / 1.5), abs=0.2)


def test_the_gate_closes_below_its_threshold_by_its_range() -> None:
    effect = Gate(threshold_db=-40, range_db=30, hysteresis_db=4)
    for level_db, softer_db in ((-30, 0.0), (-39, 0.0), (-60, 30.0)):
        tone = 10 ** (level_db / 20) * sine(1000, 2.0)
        assert rms_db(tone) - rms_db(applied(effect, tone)[RATE_HZ:]) == pytest.approx(softer_db, abs=0.2)


def test_the_expander_follows_its_slope() -> None:
    effect = Gate(threshold_db=-40, expansion=2, range_db=60, hold_ms=0, hysteresis_db=0)
    for level_db in (-50, -60, -70):
        tone = 10 ** (level_db / 20) * sine(1000, 2.0)
        softer_db = rms_db(tone) - rms_db(applied(effect, tone)[RATE_HZ:])
        assert softer_db == pytest.approx(-40 - level_db, abs=0.4)


def test_the_gate_stays_open_within_its_hysteresis_and_for_its_hold() -> None:
    loud, between = 10 ** (-35 / 20) * sine(1000, 0.5), 10 ** (-43 / 20) * sine(1000, 0.5)
    effect = Gate(threshold_db=-40, range_db=60, hysteresis_db=6, hold_ms=100, release_ms=10)
    opened = applied(effect, np.concatenate([loud, between]))
    assert rms_db(opened[-4410:]) == pytest.approx(rms_db(between), abs=0.1)
    assert rms_db(applied(effect, between)[-4410:]) < rms_db(between) - 50
    quiet = 10 ** (-70 / 20) * sine(1000, 0.5)
    out = applied(effect, np.concatenate([loud, quiet]))
    held = slice(len(loud) + 1_000, len(loud) + 4_000)
    assert rms_db(out[held]) == pytest.approx(rms_db(quiet), abs=0.3)
    assert rms_db(out[-4410:]) < rms_db(quiet) - 50


def test_the_gate_tells_its_reduction() -> None:
    processor = Gate(threshold_db=-40, range_db=30).processor(RATE_HZ)
    processor.process(np.full((2, RATE_HZ), 1e-4, np.float32))
    assert processor.reduction_db == pytest.approx(30, abs=0.1)


def test_the_limiter_makes_louder_up_to_its_ceiling() -> None:
    tone = np.stack([0.25 * sine(997, 2.0)] * 2)
    out = applied(Limiter(input_db=6.0, ceiling_dbtp=-1.0), tone)
    assert rms_db(out) - rms_db(tone) == pytest.approx(6.0, abs=0.01)
    loud = applied(Limiter.preset("Master"), 4 * tone)
    meter = TruePeak(2)
    meter.feed(loud.astype(np.float32))
    assert -0.5 < meter.peak_dbtp() <= -0.26 + 0.05
