"""Each measure tells what is known of sounds that were made for it."""

from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr

from generation.audio import load_audio
from generation.doctor.bandwidth import LongTermSpectrum, bandwidth_hz
from generation.doctor.clicks import clicks
from generation.doctor.clipping import Clipping
from generation.doctor.frames import frames
from generation.doctor.hum import Hum, HumMeter
from generation.doctor.level import Level
from generation.doctor.noise import levels_dbfs, signal_to_noise_db, spread
from generation.doctor.voicing import voiced_frames, voicing
from mixing.analysis.bandwidth import Bandwidth
from mixing.analysis.voicing import Voicing
from tests.generation.doctor.sounds import RATE_HZ, Sound, hum, tone, voice, white, with_noise


def clipping_of(sound: Sound, block: int = 1 << 16) -> Clipping:
    found = Clipping()
    for start in range(0, sound.size, block):
        found.feed(sound[start : start + block, None].astype(np.float32))
    return found


@pytest.mark.parametrize("level", [0.2, 0.9, 1.0])
def test_cut_tops_are_found_at_any_level(level: float) -> None:
    loud = tone(197.3, level=2.0)
    cut = level * np.clip(loud, -1.0, 1.0)
    found = clipping_of(cut)
    assert found.runs == pytest.approx(2 * 197.3 * 3, rel=0.35)
    assert found.share == pytest.approx(np.mean(np.abs(loud) >= 1.0), rel=0.35)


@pytest.mark.parametrize("sound", [tone(30.0, level=1.0), tone(200.0), white(), voice(1)[0], white(level=0.001)])
def test_whole_waves_are_not_clipped(sound: Sound) -> None:
    rounded = np.round(sound * 32_768) / 32_768
    assert clipping_of(rounded).runs <= 2


def test_only_the_highest_level_counts_and_blocks_do_not_matter() -> None:
    quiet_cut = np.clip(tone(197.3, level=1.0), -0.3, 0.3)
    assert clipping_of(np.concatenate([quiet_cut, 0.9 * voice(1)[0]])).runs <= 2
    cut = np.clip(tone(197.3, level=2.0), -1.0, 1.0)
    assert clipping_of(cut, block=4_001).share == pytest.approx(clipping_of(cut).share, rel=0.02)


def test_levels_of_a_file() -> None:
    level = Level()
    sound = (0.5 * np.sign(tone(100.0)) + 0.25)[:, None].astype(np.float32)
    for start in range(0, len(sound), 1_000):
        level.feed(sound[start : start + 1_000])
    assert level.peak_dbfs == pytest.approx(20 * np.log10(0.75), abs=0.01)
    assert level.rms_dbfs == pytest.approx(10 * np.log10(0.25 + 0.0625), abs=0.05)
    assert level.dc_offset == pytest.approx(0.25, abs=0.01)
    silent = Level()
    silent.feed(np.zeros((10, 2), np.float32))
    assert (silent.peak_dbfs, silent.rms_dbfs, silent.dc_offset) == (None, None, 0.0)


@pytest.mark.parametrize("under_db", [5.0, 15.0, 25.0])
def test_the_background_is_measured(under_db: float) -> None:
    """Against the truth: the noise is known, the foreground is the loud tenth of the voice."""
    clean = np.concatenate(voice(4))
    noise = with_noise(clean, under_db) - clean
    truth = np.percentile(levels_dbfs(clean.astype(np.float32), RATE_HZ), 90) - 10 * np.log10(np.mean(noise**2))
    over = signal_to_noise_db(levels_dbfs((clean + noise).astype(np.float32), RATE_HZ))
    assert over == pytest.approx(truth, abs=2.5)


def test_levels_are_spread_over_all_seconds() -> None:
    sound = np.concatenate([np.zeros(RATE_HZ), tone(100.0, 2.0, level=np.sqrt(2) * 0.1)]).astype(np.float32)
    seconds = spread(levels_dbfs(sound, RATE_HZ))
    assert seconds.sum() == pytest.approx(3.0)
    assert seconds[0] == pytest.approx(1.0) and seconds[79:81].sum() == pytest.approx(2.0)


def hum_of(sound: Sound, pieces: int = 1) -> Hum | None:
    meter = HumMeter(RATE_HZ)
    for piece in np.array_split(sound.astype(np.float32), pieces):
        meter.feed(piece)
    return meter.result()


@pytest.mark.parametrize("mains_hz", [50, 60])
def test_hum_under_a_voice_is_found_with_its_mains(mains_hz: int) -> None:
    clean = np.concatenate(voice(6))
    found = hum_of(clean + hum(clean.size / RATE_HZ, 0.02, mains_hz), pieces=17)
    assert found is not None and found.mains_hz == mains_hz and found.over_db > 15.0 and found.share < 0.2
    alone = hum_of(hum(10.0, mains_hz=mains_hz))
    assert alone is not None and alone.share > 0.95


@pytest.mark.parametrize("sound", [np.concatenate(voice(6)), white(10.0), tone(220.0, 10.0) + tone(277.0, 10.0)])
def test_what_does_not_hum(sound: Sound) -> None:
    found = hum_of(sound)
    assert found is not None and found.over_db < 8.0
    assert hum_of(sound[:RATE_HZ]) is None, "a second is too little to tell"


def test_clicks_are_counted_and_voices_are_not() -> None:
    clean = 0.1 * np.concatenate(voice(6)).astype(np.float32)
    assert clicks(clean, RATE_HZ) <= 2
    clicked = clean.copy()
    clicked[np.arange(400, clean.size, 2_000)] += 0.8
    assert clicks(clicked, RATE_HZ) == pytest.approx(clean.size / 2_000, rel=0.1)
    pulses = np.zeros(RATE_HZ, np.float32)
    pulses[::80] = 0.5
    assert clicks(pulses, RATE_HZ) == 0, "a hundred pulses a second are a voice"
    assert clicks(np.zeros(3, np.float32), RATE_HZ) == 0


def measured_bandwidth_hz(sound: Sound, rate_hz: int) -> float:
    spectrum = LongTermSpectrum(rate_hz)
    for start in range(0, sound.size, 10_007):
        spectrum.feed(sound[start : start + 10_007, None].astype(np.float32))
    levels = spectrum.levels_db()
    assert levels is not None
    return bandwidth_hz(levels, spectrum.frequencies_hz)


@pytest.mark.parametrize("rate_hz", [16_000, 44_100])
def test_the_bandwidth_is_that_of_the_sound_not_of_the_file(speech_files: list[Path], rate_hz: int) -> None:
    speech = np.concatenate([load_audio(path, RATE_HZ) for path in speech_files[:20]])
    assert 3_700 < measured_bandwidth_hz(soxr.resample(speech, RATE_HZ, rate_hz), rate_hz) < 4_200
    assert measured_bandwidth_hz(white(), RATE_HZ) > 3_900


def test_a_tone_at_full_scale_is_at_0_db() -> None:
    spectrum = LongTermSpectrum(RATE_HZ)
    spectrum.feed(tone(1_000.0, level=1.0)[:, None].astype(np.float32))
    levels = spectrum.levels_db()
    assert levels is not None and levels.max() == pytest.approx(0.0, abs=0.1)
    assert spectrum.frequencies_hz[levels.argmax()] == pytest.approx(1_000.0, abs=10.0)


def test_noise_is_not_voiced_and_voices_are(speech_files: list[Path]) -> None:
    def mean(sound: Sound) -> float:
        found = voicing([voiced_frames(sound.astype(np.float32), RATE_HZ)])
        assert found is not None
        return found.mean

    assert mean(white()) < 0.2 < 0.27 < mean(np.concatenate(voice(4)))
    assert mean(tone(150.0)) > 0.95
    assert voicing([voiced_frames(np.zeros(RATE_HZ, np.float32), RATE_HZ)]) is None and voicing([]) is None
    speech = [voiced_frames(load_audio(path, RATE_HZ), RATE_HZ) for path in speech_files[:40]]
    together = voicing(speech)
    assert together is not None and together.mean > 0.4


@pytest.mark.parametrize("rate_hz", [8_000, 22_050])
def test_both_engines_measure_the_same(speech_files: list[Path], rate_hz: int) -> None:
    audio = soxr.resample(np.concatenate([soundfile.read(path)[0] for path in speech_files[:20]]), 8_000, rate_hz)
    audio = audio.astype(np.float32)
    band, pitch = Bandwidth(rate_hz), Voicing(rate_hz)
    band.feed(audio[None])
    pitch.feed(audio[None])
    assert measured_bandwidth_hz(audio, rate_hz) == pytest.approx(band.result(), abs=rate_hz / 200)
    found = voicing([voiced_frames(audio, rate_hz)])
    assert found is not None and found.mean == pytest.approx(pitch.result(), abs=1e-3)


def test_frames_cover_the_audio_in_pieces() -> None:
    audio = np.arange(3_000_000, dtype=np.float32)
    pieces = list(frames(audio, 1_000, 500))
    assert len(pieces) > 1 and max(piece.size for piece in pieces) <= 1 << 19
    assert np.concatenate([piece[:, 0] for piece in pieces]).tolist() == list(range(0, 2_999_001, 500))
    (padded,) = frames(audio[:3], 5, 5)
    assert padded.tolist() == [[0.0, 1.0, 2.0, 0.0, 0.0]] and not list(frames(audio[:0], 5, 5))
