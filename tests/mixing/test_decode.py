"""Files of every kind that is read become a master without loss, with what was measured on it."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile

from mixing.analysis.peaks import peaks_of
from mixing.decode import Decoded, DecodeError, Limits, decode_in_child, decoding
from mixing.decode_child import decode
from mixing.sniff import Refusal
from tests.mixing.hostile_files import HOSTILE, chunk, encoded, form, tone, wav


def read(source: Path, tmp_path: Path) -> Decoded:
    folder = tmp_path / "work"
    folder.mkdir()
    return decode(source, folder, Limits())


INTEGER = [
    *(("WAV", subtype) for subtype in ("PCM_U8", "PCM_16", "PCM_24")),
    *(("AIFF", subtype) for subtype in ("PCM_S8", "PCM_16", "PCM_24")),
    *(("FLAC", subtype) for subtype in ("PCM_16", "PCM_24")),
    *((container, "PCM_16") for container in ("WAVEX", "RF64")),
]


@pytest.mark.parametrize("seconds", [1.0, 9.0])
@pytest.mark.parametrize(("container", "subtype"), INTEGER)
def test_integers_come_out_bit_for_bit(container: str, subtype: str, seconds: float, tmp_path: Path) -> None:
    source = tmp_path / "named-wrongly.mp3"
    stereo = np.stack([tone(seconds), -0.5 * tone(seconds)], axis=1)
    source.write_bytes(encoded(stereo, container, subtype))
    decoded = read(source, tmp_path)
    assert decoded.master.suffix == (".flac" if seconds > 8.2 else ".wav")
    assert soundfile.info(decoded.master).subtype == "PCM_24"
    before, _ = soundfile.read(source, dtype="int32")
    after, rate_hz = soundfile.read(decoded.master, dtype="int32")
    np.testing.assert_array_equal(before, after)
    assert (decoded.frames, decoded.channels, decoded.sample_rate_hz, rate_hz) == (8000 * seconds, 2, 8000, 8000)
    assert decoded.format.endswith(f"{subtype.lstrip('PCM_SU')}-bit, 8 kHz, stereo")


@pytest.mark.parametrize(("container", "subtype"), [("WAV", "FLOAT"), ("WAV", "DOUBLE"), ("AIFF", "FLOAT")])
def test_floats_keep_what_is_over_full_scale(container: str, subtype: str, tmp_path: Path) -> None:
    source = tmp_path / "loud"
    loud = (4.0 * tone()).astype(np.float32)
    source.write_bytes(encoded(loud, container, subtype))
    decoded = read(source, tmp_path)
    assert decoded.master.suffix == ".wav"
    after, _ = soundfile.read(decoded.master, dtype="float32")
    np.testing.assert_array_equal(loud, after)
    assert decoded.true_peak_dbtp is not None and decoded.true_peak_dbtp > 1.0


@pytest.mark.parametrize(
    ("container", "subtype", "shown"),
    [("MP3", None, "MP3"), ("OGG", "VORBIS", "Ogg Vorbis"), ("OGG", "OPUS", "Ogg Opus")],
)
def test_compressed_files_are_decoded_to_floats(
    container: str, subtype: str | None, shown: str, tmp_path: Path
) -> None:
    source = tmp_path / "x"
    source.write_bytes(encoded(tone(2.0, 48_000), container, subtype, 48_000))
    decoded = read(source, tmp_path)
    assert decoded.format == f"{shown}, 48 kHz, mono"
    assert decoded.master.suffix == ".wav"
    after, _ = soundfile.read(decoded.master)
    np.testing.assert_allclose(np.std(after[:90_000]), np.std(tone(2.0, 48_000)[:90_000]), rtol=0.1)


def test_an_mp3_behind_a_tag_is_recognised(tmp_path: Path) -> None:
    source = tmp_path / "x"
    tag = b"ID3\4\0\0\0\0\x07\x76" + b"<script>alert(1)</script>".ljust(1014, b"\0")
    source.write_bytes(tag + encoded(tone(1.0, 44_100), "MP3", None, 44_100))
    assert read(source, tmp_path).format == "MP3, 44.1 kHz, mono"


def test_an_mp3_that_lost_half_of_what_its_header_counts_is_refused(tmp_path: Path) -> None:
    data = encoded(tone(20.0, 44_100), "MP3", None, 44_100)
    source = tmp_path / "x"
    source.write_bytes(data[: len(data) // 2])
    try:
        decoded = read(source, tmp_path)
    except Refusal as refusal:
        assert str(refusal).startswith("ends in the middle")
    else:  # a stream without a count is what there is of it
        assert 9 < decoded.frames / 44_100 < 11


@pytest.mark.parametrize("size", [0, 0xFFFFFFFF])
def test_a_wav_whose_writer_never_filled_in_its_length_is_read_to_its_end(size: int, tmp_path: Path) -> None:
    sound = (tone() * 32767).astype("<i2").tobytes()
    source = tmp_path / "streamed.wav"
    source.write_bytes(wav(chunk(b"fmt ", form()), chunk(b"data", sound, size)))
    try:
        assert read(source, tmp_path).frames == 8000
    except Refusal as refusal:
        assert size == 0
        assert str(refusal).startswith("has no sound in it")


def test_one_frame_is_a_sound_and_silence_too(tmp_path: Path) -> None:
    for index, audio in enumerate((np.array([0.5]), np.zeros(16_000))):
        source, folder = tmp_path / f"{index}.wav", tmp_path / f"work-{index}"
        source.write_bytes(encoded(audio, "WAV", "PCM_16"))
        folder.mkdir()
        decoded = decode(source, folder, Limits())
        assert decoded.frames == audio.size
        assert decoded.integrated_lufs is None
        assert decoded.peaks.stat().st_size == 2 * -(-audio.size // 64)
    assert decoded.true_peak_dbtp is None and decoded.bandwidth_hz is None and decoded.voicing is None


def test_what_is_measured_is_true_of_the_sound(tmp_path: Path, speech_files: list[Path]) -> None:
    audio = np.concatenate([soundfile.read(path)[0] for path in speech_files[:30]])
    source = tmp_path / "speech.wav"
    soundfile.write(source, audio, 8000)
    decoded = read(source, tmp_path)
    peak_db = 20 * np.log10(np.abs(audio).max())
    assert decoded.true_peak_dbtp is not None and peak_db - 0.1 < decoded.true_peak_dbtp < peak_db + 3
    assert decoded.integrated_lufs is not None and -40 < decoded.integrated_lufs < -5
    assert decoded.voicing is not None and decoded.voicing > 0.27
    assert decoded.peaks.read_bytes() == peaks_of([soundfile.read(source, dtype="float32")[0][np.newaxis]])


def test_the_child_gives_the_same_as_reading_here(tmp_path: Path, speech_files: list[Path]) -> None:
    here = read(speech_files[0], tmp_path)
    there = decode_in_child(speech_files[0], tmp_path / "child", name="--help -i.wav")
    assert there.master_sha256 == here.master_sha256
    assert there.master.read_bytes() == here.master.read_bytes()
    assert (there.frames, there.voicing, there.bandwidth_hz) == (here.frames, here.voicing, here.bandwidth_hz)
    assert sorted(path.name for path in (tmp_path / "child").iterdir()) == ["master.wav", "peaks"]


def test_a_length_over_the_limit_is_refused_before_and_while_reading(tmp_path: Path) -> None:
    small = Limits(frames_times_channels=4000)
    for container, subtype in (("WAV", "PCM_16"), ("OGG", "VORBIS")):
        source = tmp_path / container
        source.write_bytes(encoded(tone(), container, subtype))
        with pytest.raises(Refusal, match="is too long"):
            decode(source, tmp_path, small)
    # A header that says less than there is.
    sound = (tone(3.0) * 32767).astype("<i2").tobytes()
    source = tmp_path / "liar.wav"
    source.write_bytes(wav(chunk(b"fmt ", form()), chunk(b"data", sound, 0xFFFFFFFF)))
    with pytest.raises(Refusal, match="is too long"):
        decode(source, tmp_path, small)


@pytest.fixture(scope="module")
def long_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ten stereo minutes: seconds of work."""
    source = tmp_path_factory.mktemp("long") / "long wav"
    with soundfile.SoundFile(source, "w", 48_000, 2, "PCM_16", format="WAV") as file:
        minute = np.tile(tone(6.0, 48_000)[:, np.newaxis], (10, 2))
        for _ in range(10):
            file.write(minute)
    return source


@pytest.mark.parametrize(
    ("limits", "sentence"),
    [
        (Limits(wall_seconds=0.3), "takes too long to read"),
        (Limits(cpu_seconds=1), "takes too long to read"),
        (Limits(written_bytes=200_000), "is too large once decoded"),
    ],
)
def test_a_child_that_asks_for_too_much_is_stopped(
    limits: Limits, sentence: str, long_file: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "work"
    with pytest.raises(DecodeError) as caught:
        decode_in_child(long_file, folder, limits=limits)
    assert sentence in str(caught.value)
    assert str(caught.value).startswith("“long wav” ")
    assert list(folder.iterdir()) == []


def test_memory_is_bounded(long_file: Path, tmp_path: Path) -> None:
    with pytest.raises(DecodeError, match="“long wav” "):
        decode_in_child(long_file, tmp_path / "work", limits=Limits(memory_bytes=300 * 1024**2))
    assert list((tmp_path / "work").iterdir()) == []


def test_closing_it_kills_the_child_and_leaves_nothing(long_file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "work"
    steps = decoding(long_file, folder)
    assert 0 <= next(steps) <= 1
    assert any("mixing.decode" in line for line in commands_of_children())
    steps.close()
    assert list(folder.iterdir()) == []
    assert not any("mixing.decode" in line for line in commands_of_children())


@pytest.mark.skipif(sys.platform != "linux", reason="death signals are a feature of Linux")
def test_the_child_dies_with_its_parent(long_file: Path, tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from mixing.decode import decoding\n"
        "steps = decoding(Path(sys.argv[1]), Path(sys.argv[2])); next(steps)\n"
        "print('reading', flush=True); time.sleep(60)"
    )
    command = [sys.executable, "-c", code, str(long_file), str(tmp_path / "work")]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        parent.stdout.readline()
        children = Path(f"/proc/{parent.pid}/task/{parent.pid}/children").read_text().split()
        assert children
        parent.kill()
    until(lambda: not any(alive(int(child)) for child in children))


def test_the_command_says_in_one_line_what_is_wrong(tmp_path: Path) -> None:
    source = tmp_path / "x.wav"
    source.write_bytes(HOSTILE["text.wav"][0]())
    done = subprocess.run(
        [sys.executable, "-m", "mixing.decode", source, tmp_path], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stdout.count("\n") == 1
    assert "is a text file, not audio." in done.stdout
    assert "Traceback" not in done.stderr


def commands_of_children() -> list[str]:
    found = []
    for tasks in Path("/proc/self/task").glob("*/children"):
        for child in tasks.read_text().split():
            found.append(Path(f"/proc/{child}/cmdline").read_text().replace("\0", " "))
    return found


def alive(process_id: int) -> bool:
    try:
        state = Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "ZX" and os.path.exists(f"/proc/{process_id}")


def until(condition: Callable[[], bool], seconds: float = 10.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)
