"""Audio comes in from any file as mono at the model's rate, and goes out whole or not at all."""

from pathlib import Path

import numpy as np
import pytest
import soundfile

from generation.audio import AudioError, WavWriter, load_audio, write_wav


@pytest.mark.parametrize("suffix", ["wav", "flac", "mp3"])
def test_any_rate_and_stereo_become_mono_at_the_rate(tmp_path: Path, suffix: str) -> None:
    time = np.arange(44_100) / 44_100
    tone = 0.5 * np.sin(2 * np.pi * 440 * time)
    soundfile.write(tmp_path / f"a.{suffix}", np.stack([tone, 0.5 * tone], 1), 44_100)
    audio = load_audio(tmp_path / f"a.{suffix}", 8_000)
    assert audio.dtype == np.float32
    assert audio.size == pytest.approx(8_000, abs=1 if suffix != "mp3" else 400)
    spectrum = np.abs(np.fft.rfft(audio[1_000:7_000]))
    assert np.argmax(spectrum) * 8_000 / 6_000 == pytest.approx(440, abs=2)
    assert np.abs(audio[1_000:7_000]).max() == pytest.approx(0.375, abs=0.02)


def test_peaks_over_full_scale_are_brought_down_not_clipped(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", np.array([0.0, 1.35, -0.675]), 8_000, subtype="FLOAT")
    assert load_audio(tmp_path / "a.wav", 8_000) == pytest.approx([0.0, 1.0, -0.5])


def test_quiet_audio_stays_quiet(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", np.full(10, 0.001), 8_000, subtype="FLOAT")
    assert load_audio(tmp_path / "a.wav", 8_000) == pytest.approx([0.001] * 10)


def test_unusable_files_are_explained(tmp_path: Path) -> None:
    (tmp_path / "text.wav").write_text("not audio")
    soundfile.write(tmp_path / "nan.wav", np.array([0.0, np.nan]), 8_000, subtype="FLOAT")
    for name, words in [("text.wav", "not a readable"), ("nan.wav", "not numbers"), ("none.wav", "does not exist")]:
        with pytest.raises(AudioError, match=words) as refused:
            load_audio(tmp_path / name, 8_000)
        assert name in str(refused.value)


def test_a_discarded_take_leaves_nothing(tmp_path: Path) -> None:
    writer = WavWriter(tmp_path / "a.wav", 8_000)
    writer.write(np.zeros(10, np.float32))
    writer.discard()
    assert list(tmp_path.iterdir()) == []


def test_written_audio_reads_back(tmp_path: Path) -> None:
    audio = np.linspace(-1, 0.99, 100, dtype=np.float32)
    write_wav(tmp_path / "deep" / "a.wav", audio, 8_000)
    assert load_audio(tmp_path / "deep" / "a.wav", 8_000) == pytest.approx(audio, abs=1 / 32_000)
