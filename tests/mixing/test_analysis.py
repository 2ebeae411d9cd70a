"""Each analysis tells what is known of sounds that were made for it, whatever the blocks it is fed in."""

import tracemalloc
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr
from numpy.typing import NDArray
from scipy import signal

from mixing.analysis.bandwidth import Bandwidth
from mixing.analysis.peaks import Peaks, peaks_of
from mixing.analysis.voicing import Voicing
from mixing.metering import Meter

Sound = NDArray[np.float32]  # (channels, samples)


def fed(analysis: Bandwidth | Voicing, sound: NDArray[np.floating], block: int = 65_536) -> float | None:
    audio = np.atleast_2d(sound).astype(np.float32)
    for at in range(0, audio.shape[1], block):
        analysis.feed(audio[:, at : at + block])
    return analysis.result()


def bandwidth_hz(sound: NDArray[np.floating], rate_hz: int) -> float:
    found = fed(Bandwidth(rate_hz), sound)
    assert found is not None
    return found


def voicing(sound: NDArray[np.floating], rate_hz: int) -> float:
    found = fed(Voicing(rate_hz), sound)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def speech(speech_files: list[Path]) -> NDArray[np.float64]:
    return np.concatenate([soundfile.read(path)[0] for path in speech_files[:25]])


def white(seconds: float = 3.0, rate_hz: int = 44_100) -> NDArray[np.float64]:
    return 0.1 * np.random.default_rng(3).standard_normal(round(seconds * rate_hz))


def coloured(power: float) -> NDArray[np.float64]:
    """Noise whose power falls with this power of the frequency."""
    spectrum = np.fft.rfft(white())
    shaped = np.fft.irfft(spectrum / np.arange(1, spectrum.size + 1) ** (power / 2))
    return np.asarray(0.3 * shaped / np.abs(shaped).max())


@pytest.mark.parametrize("rate_hz", [16_000, 44_100, 48_000, 96_000])
@pytest.mark.parametrize("bits", [16, 24])
def test_the_bandwidth_of_upsampled_speech_is_that_of_its_first_rate(
    speech: NDArray[np.float64], rate_hz: int, bits: int
) -> None:
    upsampled = soxr.resample(speech, 8000, rate_hz, "HQ")
    stored = np.round(upsampled * 2 ** (bits - 1)) / 2 ** (bits - 1)
    assert 3700 < bandwidth_hz(stored, rate_hz) < 4200
    assert bandwidth_hz(speech, 8000) > 3700


def test_a_codec_does_not_hide_the_bandwidth(speech: NDArray[np.float64], tmp_path: Path) -> None:
    upsampled = soxr.resample(speech, 16_000, 44_100)  # sounds an octave higher: nothing above 8 kHz
    path = tmp_path / "x.mp3"
    soundfile.write(path, upsampled, 44_100)
    assert 7500 < bandwidth_hz(soundfile.read(path)[0], 44_100) < 9000


@pytest.mark.parametrize("rate_hz", [8000, 44_100, 96_000])
def test_noise_fills_its_whole_band(rate_hz: int) -> None:
    assert bandwidth_hz(white(rate_hz=rate_hz), rate_hz) > 0.99 * rate_hz / 2


@pytest.mark.parametrize("edge_hz", [3000, 8000, 16_000])
def test_the_edge_of_a_low_pass_is_found(edge_hz: int) -> None:
    cut = soxr.resample(soxr.resample(white(), 44_100, 2 * edge_hz, "VHQ"), 2 * edge_hz, 44_100, "VHQ")
    assert bandwidth_hz(cut, 44_100) == pytest.approx(edge_hz, rel=0.05)


def test_a_few_clicks_do_not_hide_the_edge(speech: NDArray[np.float64]) -> None:
    upsampled = soxr.resample(speech, 8000, 44_100, "HQ")
    upsampled[::90_000] = 0.9
    assert bandwidth_hz(upsampled, 44_100) < 4200


def test_natural_slopes_are_no_edges() -> None:
    assert bandwidth_hz(coloured(1), 44_100) > 21_000
    assert bandwidth_hz(coloured(2), 44_100) > 21_000


@pytest.mark.parametrize("make", [white, lambda: coloured(1), lambda: coloured(2)])
def test_noise_is_hardly_voiced(make: Callable[[], NDArray[np.float64]]) -> None:
    assert voicing(make(), 44_100) <= 0.21


def test_speech_and_tones_are_voiced(speech: NDArray[np.float64]) -> None:
    assert voicing(speech, 8000) > 0.5
    assert voicing(soxr.resample(speech, 8000, 44_100), 44_100) > 0.5
    assert voicing(np.sin(2 * np.pi * 150 * np.arange(44_100) / 44_100), 44_100) > 0.95


def test_every_spoken_file_is_more_voiced_than_noise(speech_files: list[Path]) -> None:
    assert min(voicing(*_read(path)) for path in speech_files[:60]) >= 0.27


def _read(path: Path) -> tuple[NDArray[np.float64], int]:
    audio, rate_hz = soundfile.read(path)
    return audio, rate_hz


def test_silence_has_neither() -> None:
    for analysis in (Bandwidth(44_100), Voicing(44_100)):
        assert fed(analysis, np.zeros(44_100)) is None


@pytest.mark.parametrize("block", [1, 255, 257, 4096])
def test_the_blocks_do_not_matter(block: int, speech: NDArray[np.float64]) -> None:
    sound = speech[:4000]
    assert fed(Bandwidth(8000), sound, block) == fed(Bandwidth(8000), sound)
    assert fed(Voicing(8000), sound, block) == pytest.approx(fed(Voicing(8000), sound))
    audio = sound[np.newaxis].astype(np.float32)
    cut = [audio[:, at : at + block] for at in range(0, audio.shape[1], block)]
    assert peaks_of(cut) == peaks_of([audio])


def test_peaks_are_the_least_and_the_greatest_of_64_frames_of_all_channels() -> None:
    rng = np.random.default_rng(5)
    audio = rng.uniform(-1.2, 1.2, (2, 1000)).astype(np.float32)
    pairs = np.frombuffer(peaks_of([audio]), np.int8).reshape(-1, 2)
    assert len(pairs) == 16
    for index, (least, greatest) in enumerate(pairs):
        part = audio[:, 64 * index : 64 * (index + 1)]
        assert least == max(-127, round(float(part.min()) * 127))
        assert greatest == min(127, round(float(part.max()) * 127))


def test_no_frames_give_no_peaks() -> None:
    peaks = Peaks()
    assert peaks.feed(np.zeros((1, 0), np.float32)) + peaks.finish() == b""


def test_a_low_vowel_with_breath_is_not_taken_for_a_low_pass() -> None:
    time = np.arange(8000) / 8000
    vowel = np.sum([np.sin(2 * np.pi * 130 * k * time) / k for k in range(1, 4)], axis=0)
    breath = 0.08 * np.random.default_rng(3).standard_normal(time.size)
    read_hz = fed(Bandwidth(8000), np.asarray(0.4 * vowel + breath))
    assert read_hz is not None and read_hz > 3_500


def test_the_bandwidth_of_a_part_of_the_frames_is_that_of_all() -> None:
    """Whatever the blocks; a seam between frames that do not follow each other would be a click, at all frequencies."""
    random = np.random.default_rng(4)
    dull = signal.sosfilt(signal.ellip(10, 0.1, 100, 5_000, fs=44_100, output="sos"), random.standard_normal(300_000))
    found = []
    for every, size in ((1, 32_768), (3, 32_768), (3, 5_000)):
        bandwidth = Bandwidth(44_100, every)
        for at in range(0, dull.size, size):
            bandwidth.feed(0.1 * dull[None, at : at + size].astype(np.float32))
        found.append(bandwidth.result())
    assert found[1] == found[2]
    assert found[0] is not None and found[1] == pytest.approx(found[0], rel=0.03) and 4_500 < found[0] < 6_500


@pytest.mark.parametrize("make", [Bandwidth, Voicing, lambda rate_hz: Meter(rate_hz, 1)])
def test_hours_of_sound_need_little_memory(make: Callable[[int], Bandwidth | Voicing | Meter]) -> None:
    """Three hours are read by a child that may map three gigabytes: each second may leave next to nothing."""
    rate_hz, blocks = 48_000, 16
    block = (0.1 * np.random.default_rng(1).standard_normal((1, 1 << 18))).astype(np.float32)
    analysis = make(rate_hz)
    for _ in range(3):  # compiles, and fills what has a fixed size
        analysis.feed(block)
    tracemalloc.start()
    try:
        for _ in range(blocks):
            analysis.feed(block)
        kept, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept < 4 * block.nbytes  # some hold on to the block before, none to all of them
    assert most < 64e6
