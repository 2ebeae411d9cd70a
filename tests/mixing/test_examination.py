"""What is said of a finished file: width, colour, clicks, and what an exciter added."""

import numpy as np
import pytest
import soxr

from mixing.analysis.added import Added
from mixing.analysis.clicks import Clicks
from mixing.analysis.correlation import Correlation
from mixing.analysis.spectrum import Spectrum
from mixing.effects.exciter import Exciter
from tests.mixing.arrangements import RATE_HZ, Samples, sine

NOISE = np.random.default_rng(5).standard_normal((2, 3 * RATE_HZ)).astype(np.float32) * 0.1


def stereo(left: Samples, right: Samples) -> Samples:
    return np.stack([left, right]).astype(np.float32)


@pytest.mark.parametrize(
    ("audio", "expected"),
    [
        (stereo(NOISE[0], NOISE[0]), 1.0),
        (stereo(NOISE[0], -0.2 * NOISE[0]), -1.0),
        (NOISE, 0.0),
        (stereo(NOISE[0] + NOISE[1], NOISE[0]), 2**-0.5),
        (NOISE[:1], 1.0),
    ],
    ids=["mono", "upside down", "unrelated", "half", "one channel"],
)
def test_correlation(audio: Samples, expected: float) -> None:
    found = Correlation(22_050)
    for at in range(0, audio.shape[1], 9_973):
        found.feed(audio[:, at : at + 9_973])
    curve, whole = found.result()
    assert whole == pytest.approx(expected, abs=0.02)
    assert len(curve) == 6 and all(value == pytest.approx(expected, abs=0.05) for value in curve)


def test_silence_is_like_nothing() -> None:
    found = Correlation(1_000)
    found.feed(np.zeros((2, 2_500), np.float32))
    assert found.result() == ([None, None, None], None)


@pytest.mark.parametrize("frequency_hz", [60.0, 997.0, 12_000.0])
def test_a_full_scale_sine_is_at_0_db_in_its_band(frequency_hz: float) -> None:
    tone = sine(frequency_hz, 3, RATE_HZ)
    spectrum = Spectrum(RATE_HZ)
    spectrum.feed(stereo(tone, tone))
    middles_hz, levels_db = spectrum.result()
    top = int(np.argmax(levels_db))
    assert abs(np.log2(middles_hz[top] / frequency_hz)) <= 1 / 12 + 0.02
    near = [level for hz, level in zip(middles_hz, levels_db, strict=True) if abs(np.log2(hz / frequency_hz)) < 0.3]
    assert 10 * np.log10(sum(10 ** (level / 10) for level in near)) == pytest.approx(0.0, abs=0.1)
    far = [level for hz, level in zip(middles_hz, levels_db, strict=True) if abs(np.log2(hz / frequency_hz)) > 1]
    assert max(far) < -50


def test_white_noise_rises_by_3_db_an_octave() -> None:
    spectrum = Spectrum(RATE_HZ)
    for _ in range(10):
        spectrum.feed(np.random.default_rng(2).standard_normal((2, RATE_HZ)).astype(np.float32))
    middles_hz, levels_db = (np.array(part) for part in spectrum.result())
    inside = (middles_hz > 200) & (middles_hz < 15_000)
    slope = np.polyfit(np.log2(middles_hz[inside]), levels_db[inside], 1)[0]
    assert slope == pytest.approx(3.01, abs=0.15)


def test_a_moment_of_sound_has_a_spectrum() -> None:
    spectrum = Spectrum(RATE_HZ)
    spectrum.feed(0.5 * stereo(*[sine(440, 0.02, RATE_HZ)] * 2))
    assert max(spectrum.result()[1]) > -30
    assert max(Spectrum(RATE_HZ).result()[1]) == -200


def counted(audio: Samples, block: int = 4_096) -> int:
    clicks = Clicks(RATE_HZ)
    for at in range(0, audio.shape[1], block):
        clicks.feed(audio[:, at : at + block].astype(np.float32))
    return clicks.result()


def test_clicks_are_counted_in_sounds_that_have_none_of_their_own() -> None:
    seconds = np.arange(4 * RATE_HZ) / RATE_HZ
    vowel = 0.1 * np.sum([np.sin(2 * np.pi * 140 * k * seconds) / k for k in range(1, 20)], axis=0)
    quiet = 0.03 * NOISE[:1, : len(seconds)]
    for sound in (vowel[None, :], quiet, np.stack([0.4 * sine(440, 4, RATE_HZ)])):
        assert counted(sound) <= 1  # its beginning
        clicked = sound.copy()
        places = np.arange(9_000, clicked.shape[1] - 100, 11_111)
        clicked[:, places] += 0.3
        assert abs(counted(clicked) - counted(sound) - len(places)) <= 1
        assert counted(clicked) == counted(clicked, 997)


def test_silence_and_noise_hold_no_clicks() -> None:
    assert counted(np.zeros((2, RATE_HZ))) == 0
    assert counted(NOISE) <= 2


def test_an_exciter_adds_above_what_was_there() -> None:
    """A recording at 8 kHz has nothing above 4 kHz, whatever its file's rate says."""
    dull = soxr.resample(NOISE[:, : 8_000 * 3].T, 8_000, RATE_HZ, "VHQ").T.astype(np.float32)
    voice = dull * 2.0
    excited, left_alone = Added(RATE_HZ), Added(RATE_HZ)
    processor = Exciter(**Exciter.presets["Air over an 8 kHz recording"]).processor(RATE_HZ)
    for at in range(0, voice.shape[1], 8_192):
        block = voice[:, at : at + 8_192]
        excited.feed(block, processor.process(block))
        left_alone.feed(block, block)
    found, nothing = excited.result(), left_alone.result()
    assert found is not None and nothing is not None
    assert found.bandwidth_hz == pytest.approx(4_000, rel=0.06)
    assert found.before_db < -60
    assert found.after_db > found.before_db + 20
    assert nothing.after_db == nothing.before_db
    assert Added(RATE_HZ).result() is None
