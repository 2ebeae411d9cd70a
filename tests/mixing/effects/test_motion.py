"""Pitch, place and time in motion: pitch shift, chorus, tremolo, width, filter."""

import numpy as np
import pytest

from mixing.effects.chorus import Chorus
from mixing.effects.filter import Filter
from mixing.effects.pitch_shift import PitchShift
from mixing.effects.tremolo import Tremolo
from mixing.effects.width import Width
from tests.mixing.arrangements import RATE_HZ, Samples, sine
from tests.mixing.effects.measuring import alike, applied, level_db, response_db, rms_db


def pitch_hz(audio: Samples) -> float:
    """The frequency of a sine, to a hundredth of a cent or so."""
    size = 1 << 21
    spectrum = np.abs(np.fft.rfft(audio * np.hanning(len(audio)), size))
    peak = int(np.argmax(spectrum))
    before, here, after = np.log(spectrum[peak - 1 : peak + 2])
    return float((peak + 0.5 * (before - after) / (before - 2 * here + after)) * RATE_HZ / size)


@pytest.mark.parametrize("semitones", [-12.0, -5.0, 0.0, 0.5, 3.3, 7.0, 12.0])
def test_pitch_moves_by_what_was_asked_and_stays_as_loud(semitones: float) -> None:
    for hz in (110.0, 440.0, 2_500.0):
        out = applied(PitchShift(semitones=semitones), 0.5 * sine(hz, 3.0))[RATE_HZ:-RATE_HZ]
        assert 1200 * np.log2(pitch_hz(out) / hz) == pytest.approx(100 * semitones, abs=2)
        assert rms_db(out) == pytest.approx(rms_db(0.5 * sine(hz, 1.0)), abs=1.2)


def test_pitch_shift_keeps_harmonics_and_their_place() -> None:
    chord = 0.2 * sine(220, 3.0) + 0.1 * sine(660, 3.0) + 0.05 * sine(1_540, 3.0)
    out = applied(PitchShift(semitones=7.0), np.stack([chord, 0.25 * chord]))[:, RATE_HZ:-RATE_HZ]
    ratio = 2 ** (7 / 12)
    for hz, amplitude in ((220, 0.2), (660, 0.1), (1_540, 0.05)):
        assert level_db(out[0], hz * ratio) == pytest.approx(20 * np.log10(amplitude), abs=1.5)
        assert level_db(out[0], hz) < 20 * np.log10(amplitude) - 30
    assert rms_db(out[0]) - rms_db(out[1]) == pytest.approx(12.04, abs=0.1)


def test_cents_are_hundredths_of_a_semitone() -> None:
    assert PitchShift(semitones=1.0, cents=-100.0).ratio == pytest.approx(1.0)
    assert PitchShift(semitones=12.0).ratio == pytest.approx(2.0)


def test_chorus_spreads_a_tone_in_frequency_and_keeps_its_level() -> None:
    tone = np.stack([0.3 * sine(1_000, 8.0)] * 2)
    out = applied(Chorus.preset("Ensemble"), tone)[:, RATE_HZ:]
    assert rms_db(out) == pytest.approx(rms_db(tone), abs=3.0)
    spectrum = np.abs(np.fft.rfft(out[0] * np.hanning(out.shape[1]))) ** 2
    hz = np.fft.rfftfreq(out.shape[1], 1 / RATE_HZ)
    around = spectrum[(np.abs(hz - 1_000) > 2) & (np.abs(hz - 1_000) < 30)].sum() / spectrum.sum()
    assert around > 0.2
    assert spectrum[np.abs(hz - 1_000) > 60].sum() / spectrum.sum() < 1e-3
    noise = 0.1 * np.random.default_rng(0).standard_normal(3 * RATE_HZ)
    wide = applied(Chorus.preset("Ensemble"), np.stack([noise, noise]))
    assert alike(*wide) < 0.9


@pytest.mark.parametrize("shape", [0.0, 1.0, 2.0])
def test_tremolo_swings_at_its_rate_to_its_depth(shape: float) -> None:
    out = applied(Tremolo(rate_hz=5.0, depth=0.7, shape=shape), np.ones(4 * RATE_HZ))
    assert out.max() == pytest.approx(1.0, abs=0.01) and out.min() == pytest.approx(0.3, abs=0.01)
    spectrum = np.abs(np.fft.rfft(out - out.mean()))
    assert np.argmax(spectrum) == 5 * 4
    assert np.abs(np.diff(out)).max() < 0.01


def test_auto_pan_goes_to_the_other_side_when_one_is_softest() -> None:
    left, right = applied(Tremolo(rate_hz=1.0, depth=1.0, apart=180.0), np.ones((2, 2 * RATE_HZ)))
    assert left + right == pytest.approx(np.ones_like(left), abs=1e-5)
    assert left.min() == pytest.approx(0.0, abs=1e-5)


def test_width_is_middle_and_side() -> None:
    random = np.random.default_rng(0)
    left, right = random.standard_normal((2, 1_000)).astype(np.float32)
    assert applied(Width(width=1.0), np.stack([left, right])) == pytest.approx(np.stack([left, right]), abs=1e-6)
    assert applied(Width(width=-1.0), np.stack([left, right])) == pytest.approx(np.stack([right, left]), abs=1e-6)
    mono = applied(Width(width=0.0), np.stack([left, right]))
    assert mono[0] == pytest.approx(mono[1]) and mono[0] == pytest.approx(0.5 * (left + right), abs=1e-6)
    wide = applied(Width(width=2.0), np.stack([left, right]))
    assert wide[0] - wide[1] == pytest.approx(2 * (left - right), abs=1e-5)


def test_the_filters_modes_and_slopes() -> None:
    hz = np.array([50.0, 100.0, 1_000.0, 10_000.0])
    steep = {"slope": 1.0}
    for settings, expected_db in (
        ({"mode": 0.0}, [0, 0, -3.01, -44]),
        ({"mode": 0.0, **steep}, [0, 0, -6.02, -88]),
        ({"mode": 1.0}, [-52, -40, -3.01, 0]),
        ({"mode": 1.0, **steep}, [-104, -80, -6.02, 0]),
        ({"mode": 2.0}, [-23, -17, 0, -19]),
    ):
        assert response_db(Filter(frequency_hz=1_000, **settings), hz) == pytest.approx(expected_db, abs=2)
    assert response_db(Filter(mode=3.0, frequency_hz=1_000), hz)[2] < -60
    assert response_db(Filter(mode=0.0, frequency_hz=1_000, q=10), hz)[2] == pytest.approx(20, abs=0.1)


def test_the_filter_stays_sound_while_it_is_swept() -> None:
    noise = 0.2 * np.random.default_rng(3).standard_normal((2, 2 * RATE_HZ)).astype(np.float32)
    processor = Filter(frequency_hz=100, q=20).processor(RATE_HZ)
    out = []
    for number, at in enumerate(range(0, noise.shape[1] - 64, 64)):
        hz = 100 * 150 ** (0.5 - 0.5 * np.cos(number / 9))
        processor.update(Filter(frequency_hz=hz, q=20))
        out.append(processor.process(noise[:, at : at + 64]))
    assert np.abs(np.concatenate(out, axis=1)).max() < 20 * np.abs(noise).max()
