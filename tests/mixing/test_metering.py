"""The meter against the signals of EBU Tech 3341 and 3342, and against libebur128."""

from pathlib import Path

import numpy as np
import pytest
import soundfile as sf

from mixing.errors import MixingError
from mixing.metering import Meter, k_weighting, measure
from tests.mixing.arrangements import Samples, sine, write

RATE_HZ = 48_000


def steps(*parts: tuple[float, float]) -> Samples:
    """A 1 kHz tone, (level in dBFS, seconds) after the other, in both channels."""
    lengths = [round(seconds * RATE_HZ) for _, seconds in parts]
    tone = sine(1000, sum(lengths) / RATE_HZ, RATE_HZ)
    levels = np.repeat([10 ** (level / 20) for level, _ in parts], lengths)
    return np.stack([tone * levels] * 2)


def metered(audio: Samples, rate_hz: int = RATE_HZ, block: int = 8192) -> Meter:
    meter = Meter(rate_hz, audio.shape[0])
    for at in range(0, audio.shape[1], block):
        meter.feed(audio[:, at : at + block].astype(np.float32))
    return meter


@pytest.mark.parametrize(
    "parts",
    [
        [(-23, 20)],
        [(-36, 10), (-23, 60), (-36, 10)],
        [(-72, 10), (-36, 10), (-23, 60), (-36, 10), (-72, 10)],
        [(-26, 20), (-20, 20.1), (-26, 20)],
    ],
    ids=["3341-1", "3341-3", "3341-4", "3341-5"],
)
def test_integrated_loudness_of_tones(parts: list[tuple[float, float]]) -> None:
    assert metered(steps(*parts)).integrated_lufs() == pytest.approx(-23.0, abs=0.1)


def test_integrated_loudness_is_absolute() -> None:  # 3341-2
    assert metered(steps((-33, 20))).integrated_lufs() == pytest.approx(-33.0, abs=0.1)


def test_integrated_loudness_weighs_the_surround_channels() -> None:  # 3341-6
    tone = sine(1000, 20, RATE_HZ)
    five = np.stack([tone * 10 ** (level / 20) for level in (-28, -28, -24, -30, -30)])
    six = np.insert(five, 3, tone, axis=0)  # the low-frequency channel does not count
    assert metered(five).integrated_lufs() == pytest.approx(-23.0, abs=0.1)
    assert metered(six).integrated_lufs() == pytest.approx(-23.0, abs=0.1)


def test_short_term_loudness_is_steady_over_its_window() -> None:  # 3341-9
    loudness = metered(steps(*[(-20, 1.34), (-30, 1.66)] * 5)).short_term_lufs()
    assert loudness == pytest.approx(-23.0, abs=0.1)


def test_momentary_loudness_is_steady_over_its_window() -> None:  # 3341-12
    loudness = metered(steps(*[(-20, 0.18), (-30, 0.22)] * 25)).momentary_lufs()
    assert loudness == pytest.approx(-23.0, abs=0.1)


@pytest.mark.parametrize("number", range(0, 20, 3))
def test_greatest_short_term_and_momentary_loudness_wherever_they_fall(number: int) -> None:  # 3341-10, -13
    long = np.pad(steps((-23, 3)), ((0, 0), (round(number * 0.15 * RATE_HZ), RATE_HZ)))
    short = np.pad(steps((-23, 0.4)), ((0, 0), (round(number * 0.02 * RATE_HZ), RATE_HZ)))
    assert metered(long).short_term_lufs().max() == pytest.approx(-23.0, abs=0.1)
    assert metered(short).momentary_lufs().max() == pytest.approx(-23.0, abs=0.1)


@pytest.mark.parametrize(("window_seconds", "shift_seconds"), [(3.0, 0.15), (0.4, 0.02)], ids=["3341-11", "3341-14"])
def test_the_greatest_loudness_so_far_follows_what_comes(window_seconds: float, shift_seconds: float) -> None:
    """Twenty tones, each a window long, a decibel louder than the one before and a little later in its place."""
    meter = Meter(RATE_HZ, 2)
    for number in range(0, 20, 4):
        silence = np.zeros((2, round(number * shift_seconds * RATE_HZ)))
        part = np.concatenate([silence, steps((-38 + number, window_seconds)), np.zeros((2, RATE_HZ))], axis=1)
        meter.feed(part.astype(np.float32))
        found = meter.short_term_lufs() if window_seconds == 3.0 else meter.momentary_lufs()
        assert found.max() == pytest.approx(-38.0 + number, abs=0.1)


@pytest.mark.parametrize(
    ("parts", "expected_lu"),
    [
        ([(-20, 20), (-30, 20)], 10),
        ([(-20, 20), (-15, 20)], 5),
        ([(-40, 20), (-20, 20)], 20),
        ([(-50, 20), (-35, 20), (-20, 20), (-35, 20), (-50, 20)], 15),
    ],
    ids=["3342-1", "3342-2", "3342-3", "3342-4"],
)
def test_loudness_range(parts: list[tuple[float, float]], expected_lu: float) -> None:
    assert metered(steps(*parts)).loudness_range_lu() == pytest.approx(expected_lu, abs=1.0)


def test_weighting_is_the_standards_table_at_48_khz() -> None:
    shelf, high_pass = k_weighting(48_000)
    assert shelf == pytest.approx(
        [1.53512485958697, -2.69169618940638, 1.19839281085285, -1.69065929318241, 0.73248077421585], abs=1e-9
    )
    assert high_pass == pytest.approx([1, -2, 1, -1.99004745483398, 0.99007225036621], abs=1e-9)


def varying_noise(rate_hz: int, channels: int) -> Samples:
    random = np.random.default_rng(rate_hz + channels)
    levels = np.repeat(10 ** random.uniform(-2.5, -0.3, 16), rate_hz)
    return 0.3 * random.standard_normal((channels, levels.size)) * levels


@pytest.mark.parametrize("rate_hz", [16_000, 44_100, 48_000])
@pytest.mark.parametrize("channels", [1, 2])
def test_agrees_with_libebur128(rate_hz: int, channels: int) -> None:
    ebur128 = pytest.importorskip("pyebur128")
    audio = varying_noise(rate_hz, channels).astype(np.float32)
    state = ebur128.R128State(channels, rate_hz, ebur128.MeasurementMode.MODE_I)
    state.add_frames(np.ascontiguousarray(audio.T.astype(np.float64)).ravel(), audio.shape[1])
    assert metered(audio, rate_hz).integrated_lufs() == pytest.approx(ebur128.get_loudness_global(state), abs=1e-6)


@pytest.mark.parametrize("rate_hz", [11_025, 44_100])
def test_does_not_depend_on_the_division_into_blocks(rate_hz: int) -> None:
    audio = varying_noise(rate_hz, 2)
    assert metered(audio, rate_hz, 100).measurement() == metered(audio, rate_hz, 70_000).measurement()


def test_measures_a_file(tmp_path: Path) -> None:
    path = tmp_path / "tone.wav"
    tone = 0.5 * sine(997, 5, 44_100)
    sf.write(path, np.stack([tone, tone], axis=1), 44_100, subtype="PCM_24")
    found = measure(path)
    assert (found.sample_rate, found.channels, found.bit_depth) == (44_100, 2, 24)
    assert found.duration_seconds == 5.0
    assert found.sample_peak_dbfs == pytest.approx(-6.02, abs=0.01)
    assert found.true_peak_dbtp is not None and found.headroom_db == -found.true_peak_dbtp
    assert found.integrated_lufs == pytest.approx(-6.02, abs=0.1)
    assert found.loudness_range_lu == pytest.approx(0.0, abs=0.01)


def test_knows_the_bit_depth_of_what_has_one(tmp_path: Path) -> None:
    tone = 0.5 * sine(997, 1, 44_100)
    depths = {}
    for name, subtype in {"a.wav": "PCM_16", "b.flac": "PCM_24", "c.wav": "FLOAT", "d.ogg": "VORBIS"}.items():
        sf.write(tmp_path / name, tone, 44_100, subtype=subtype)
        depths[subtype] = measure(tmp_path / name).bit_depth
    assert depths == {"PCM_16": 16, "PCM_24": 24, "FLOAT": 32, "VORBIS": None}


def test_silence_has_no_level(tmp_path: Path) -> None:
    found = measure(write(tmp_path / "silence.wav", np.zeros((44_100, 2))))
    levels = (found.integrated_lufs, found.loudness_range_lu, found.true_peak_dbtp, found.sample_peak_dbfs)
    assert levels == (None,) * 4
    assert found.duration_seconds == 1.0


def test_short_and_empty_files_have_no_loudness_but_a_format(tmp_path: Path) -> None:
    short = measure(write(tmp_path / "short.wav", 0.5 * sine(440, 0.1)))
    empty = measure(write(tmp_path / "empty.wav", np.zeros(0)))
    assert short.integrated_lufs is None and short.true_peak_dbtp is not None
    assert (empty.duration_seconds, empty.true_peak_dbtp) == (0.0, None)


def test_says_what_is_wrong_with_a_file(tmp_path: Path) -> None:
    broken = tmp_path / "broken.wav"
    broken.write_bytes(b"this is not audio")
    with pytest.raises(MixingError, match=r"broken\.wav cannot be read as audio"):
        measure(broken)
    with pytest.raises(MixingError, match="does not exist"):
        measure(tmp_path / "missing.wav")
