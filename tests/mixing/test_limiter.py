"""The look-ahead limiter by itself."""

import numpy as np
import pytest

from mixing.audio import db_to_gain
from mixing.limiter import LookAhead
from mixing.true_peak import TruePeak, standard
from tests.mixing.arrangements import RATE_HZ, sine

CEILING = db_to_gain(-1.0)


def limiter(release_ms: float = 100.0, look_ahead_ms: float = 2.0) -> LookAhead:
    return LookAhead(RATE_HZ, 2, CEILING, release_ms, look_ahead_ms, standard())


def limited(audio: np.ndarray, core: LookAhead) -> np.ndarray:
    late = np.concatenate([audio, np.zeros((2, core.latency_samples), np.float32)], axis=1)
    return core.process(late)[:, core.latency_samples :]


def hostile() -> dict[str, np.ndarray]:
    random = np.random.default_rng(1)
    samples = RATE_HZ
    impulses = np.zeros(samples)
    impulses[::3001] = 3.0
    impulses[1::3001] = -3.0
    steps = np.repeat(random.uniform(0, 4, 20), samples // 20 + 1)[:samples]
    return {
        "quarter-rate tone": 4 * sine(RATE_HZ / 4, 1, degrees=45),
        "clipped noise": np.clip(4 * random.standard_normal(samples), -2, 2),
        "impulses": impulses,
        "steps of a tone": steps * sine(300, 1),
    }


@pytest.mark.parametrize("name", hostile())
@pytest.mark.parametrize("look_ahead_ms", [0.2, 2.0, 10.0])
def test_holds_the_ceiling_to_a_twentieth_of_a_decibel(name: str, look_ahead_ms: float) -> None:
    one = hostile()[name].astype(np.float32)
    out = limited(np.stack([one, one[::-1]]), limiter(look_ahead_ms=look_ahead_ms))
    assert np.abs(out).max() <= CEILING * (1 + 1e-6)
    meter = TruePeak(2)
    meter.feed(out)
    assert meter.peak_dbtp() <= -1.0 + (0.05 if look_ahead_ms >= 2 else 0.5)
    assert meter.peak_dbtp() > -3.0


def test_leaves_alone_what_is_under_the_ceiling() -> None:
    audio = (0.3 * np.random.default_rng(0).standard_normal((2, 20_000))).clip(-0.5, 0.5).astype(np.float32) * 0.5
    assert (limited(audio, limiter()) == audio).all()


def test_recovers_after_a_peak_in_its_release_time() -> None:
    audio = np.full((2, 2 * RATE_HZ), 0.1, np.float32)
    audio[:, 5000] = 2.0
    gain = limited(audio, limiter(release_ms=100))[0] / audio[0]
    lowest = gain[5000]
    late = gain[5000 + int(0.1 * RATE_HZ)]
    assert lowest == pytest.approx(CEILING / 2.0, rel=0.05)
    assert (1 - late) / (1 - lowest) == pytest.approx(np.exp(-1), abs=0.03)
    assert gain[-1] == pytest.approx(1.0, abs=1e-4)


def test_gain_moves_without_steps() -> None:
    audio = np.full((2, 10_000), 0.1, np.float32)
    audio[:, 5000] = 2.0
    gain = limited(audio, limiter(look_ahead_ms=2.0))[0] / audio[0]
    assert np.abs(np.diff(gain)).max() < 2.5 / (0.001 * RATE_HZ)


def test_tells_its_smallest_gain() -> None:
    core = limiter()
    core.process(np.full((2, 5000), 0.5, np.float32))
    assert core.reduction == pytest.approx(1.0)
    core.process(np.full((2, 5000), 2.0, np.float32))
    assert core.reduction == pytest.approx(CEILING / 2.0, rel=0.1)
