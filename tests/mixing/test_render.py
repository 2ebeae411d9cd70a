"""The renderer as a whole: places, levels, files, and what is left when it is stopped."""

import tracemalloc
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile as sf

from mixing.errors import MixingError
from mixing.progress import RenderProgress
from mixing.project import MASTER_ID, Device, Project, Track, new_project
from mixing.render import Outputs, render
from tests.mixing.arrangements import RATE_HZ, arrangement, clip, finished, read, rendered, sine, write


def noise(seconds: float, seed: int = 0, channels: int = 2) -> np.ndarray:
    return 0.2 * np.random.default_rng(seed).standard_normal((round(seconds * RATE_HZ), channels))


def busy_project() -> Project:
    """Two tracks with devices and overlapping clips, and the usual mastering chain."""
    clips = [
        clip(
            sample=("stereo", "mono")[number % 2],
            track=("track", "other")[number % 3 == 0],
            start_seconds=number * 0.21,
            duration_seconds=0.9,
            offset_seconds=number * 0.05,
            fade_in_seconds=0.1,
            fade_out_seconds=0.3,
            pan=(number % 5 - 2) / 2,
            gain_db=number % 4 * 3 - 3,
        )
        for number in range(12)
    ]
    devices = {
        **new_project().devices,
        "eq": Device(track="track", effect="equaliser", parameters={"low_gain_db": 6.0, "bell_1_q": 3.0}),
        "comp": Device(track="other", effect="compressor", parameters={"threshold_db": -40.0}),
    }
    other = Track(name="Other", order="a1", gain_db=-3, pan=0.4)
    return arrangement(*clips, tracks={"other": other}, devices=devices, tail_seconds=0.5)


def busy_media(folder: Path) -> dict[str, Path]:
    return {
        "stereo": write(folder / "stereo.wav", noise(3)),
        "mono": write(folder / "mono.wav", noise(2, 1, 1)[:, 0], 16_000),
    }


def test_a_clip_lands_on_its_sample(tmp_path: Path) -> None:
    media = {"sound": write(tmp_path / "a.wav", noise(1))}
    mix, _ = rendered(arrangement(clip(start_seconds=1.5)), media, tmp_path)
    assert len(mix) == round(2.5 * RATE_HZ)
    start = round(1.5 * RATE_HZ)
    assert not mix[:start].any()
    assert (mix[start:] == read(media["sound"])).all()


def test_the_track_applies_its_fader_and_the_tail_is_added(tmp_path: Path) -> None:
    media = {"sound": write(tmp_path / "a.wav", np.full((RATE_HZ, 2), 0.25))}
    project = arrangement(clip(), tracks={"track": Track(gain_db=6, pan=-1)}, tail_seconds=0.25)
    mix, _ = rendered(project, media, tmp_path)
    assert len(mix) == round(1.25 * RATE_HZ)
    assert mix[:RATE_HZ, 0] == pytest.approx(0.5 * 10 ** (6 / 20), rel=1e-6)
    assert mix[:RATE_HZ, 1] == pytest.approx(0, abs=1e-6)
    assert not mix[RATE_HZ:].any()


@pytest.mark.parametrize("block_samples", [512, 7_001])
def test_does_not_depend_on_the_size_of_the_blocks(block_samples: int, tmp_path: Path) -> None:
    media = busy_media(tmp_path)
    usual, _ = rendered(busy_project(), media, tmp_path)
    other, _ = rendered(busy_project(), media, tmp_path, block_samples=block_samples)
    assert np.abs(usual).max() > 0.1
    assert 20 * np.log10(np.abs(usual - other).max() + 1e-12) <= -120


def test_equal_projects_give_equal_bytes(tmp_path: Path) -> None:
    media = busy_media(tmp_path)
    written = []
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        outputs = Outputs(folder / "mix.flac", folder / "master.wav", folder)
        list(render(busy_project(), media, outputs, tmp_path / name / "cache"))
        written.append({path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()})
    assert written[0].keys() == {"mix.flac", "master.wav", "01 Track.wav", "02 Other.wav"}
    assert written[0] == written[1]


def test_a_master_is_the_same_with_or_without_a_mix_beside_it(tmp_path: Path) -> None:
    media = busy_media(tmp_path)
    alone, beside = Outputs(master=tmp_path / "a.wav"), Outputs(tmp_path / "mix.wav", tmp_path / "b.wav")
    reports = [finished(list(render(busy_project(), media, one, tmp_path / "cache"))).report for one in (alone, beside)]
    assert (tmp_path / "a.wav").read_bytes() == (tmp_path / "b.wav").read_bytes()
    assert reports[0]["stages"] == reports[1]["stages"]
    assert reports[0]["duration_seconds"] == reports[1]["duration_seconds"]


def test_floating_point_files_do_not_hold_the_time_of_day(tmp_path: Path) -> None:
    rendered(busy_project(), busy_media(tmp_path), tmp_path)
    head = (tmp_path / "rendered.wav").read_bytes()[:4096]
    stamp = head.index(b"PEAK") + 12  # the chunk's name, size and version, then the time
    assert head[stamp : stamp + 4] == bytes(4)


def test_stems_sum_to_the_mix(tmp_path: Path) -> None:
    outputs = Outputs(mix=tmp_path / "mix.wav", mix_bit_depth=32, stems=tmp_path)
    list(render(busy_project(), busy_media(tmp_path), outputs, tmp_path / "cache"))
    stems = [read(tmp_path / name) for name in ("01 Track.wav", "02 Other.wav")]
    assert all(np.abs(stem).max() > 0.05 for stem in stems)
    assert np.abs(sum(stems) - read(tmp_path / "mix.wav")).max() < 1e-6


def test_a_mix_that_would_clip_is_turned_down(tmp_path: Path) -> None:
    media = {"sound": write(tmp_path / "a.wav", np.stack([sine(440, 1)] * 2, axis=1))}
    outputs = Outputs(mix=tmp_path / "mix.wav")
    report = finished(list(render(arrangement(clip(gain_db=12)), media, outputs, tmp_path / "cache"))).report
    assert report["mix_turned_down_db"] == pytest.approx(12.1, abs=0.02)
    assert 20 * np.log10(np.abs(read(tmp_path / "mix.wav")).max()) == pytest.approx(-0.1, abs=0.01)
    quiet = finished(list(render(arrangement(clip(gain_db=-12)), media, outputs, tmp_path / "cache"))).report
    assert quiet["mix_turned_down_db"] == 0.0
    assert 20 * np.log10(np.abs(read(tmp_path / "mix.wav")).max()) == pytest.approx(-12, abs=0.01)


def test_writes_the_formats_that_were_asked_for(tmp_path: Path) -> None:
    outputs = Outputs(tmp_path / "mix.flac", tmp_path / "master.wav")
    last = finished(list(render(busy_project(), busy_media(tmp_path), outputs, tmp_path / "cache")))
    for path, container, subtype in (
        (tmp_path / "mix.flac", "FLAC", "PCM_24"),
        (tmp_path / "master.wav", "WAV", "PCM_16"),
    ):
        info = sf.info(path)
        assert (info.format, info.subtype, info.samplerate, info.channels) == (container, subtype, RATE_HZ, 2)
    assert last.mix is not None and last.mix.bit_depth == 24
    assert last.master is not None and last.master.bit_depth == 16
    assert last.master.true_peak_dbtp is not None and last.master.true_peak_dbtp <= -1.0


def test_without_devices_the_master_is_the_mix_and_dither(tmp_path: Path) -> None:
    media = {"sound": write(tmp_path / "a.wav", noise(2))}
    outputs = Outputs(tmp_path / "mix.wav", tmp_path / "master.wav", mix_bit_depth=32)
    list(render(arrangement(clip(duration_seconds=2, gain_db=-6)), media, outputs, tmp_path / "cache"))
    mix, master = read(tmp_path / "mix.wav"), read(tmp_path / "master.wav")
    assert mix.shape == master.shape
    error = master - mix
    assert 20 * np.log10(np.std(error)) == pytest.approx(-77.9, abs=0.5)
    assert abs(np.corrcoef(error[:, 0], mix[:, 0])[0, 1]) < 0.02


def test_the_master_track_has_a_fader(tmp_path: Path) -> None:
    media = {"sound": write(tmp_path / "a.wav", np.stack([0.5 * sine(440, 1)] * 2, axis=1))}
    master = Track(name="Mix", role="master", gain_db=-12, pan=1)
    project = arrangement(clip(), tracks={MASTER_ID: master})
    list(render(project, media, Outputs(master=tmp_path / "m.wav"), tmp_path / "cache"))
    out = read(tmp_path / "m.wav")
    assert np.abs(out[:, 0]).max() < 1e-3
    assert np.abs(out[:, 1]).max() == pytest.approx(10 ** (-12 / 20), rel=0.01)


def test_reports_curves_that_can_be_drawn(tmp_path: Path) -> None:
    outputs = Outputs(tmp_path / "mix.wav", tmp_path / "master.wav")
    project = busy_project().model_copy(update={"clips": {"c": clip("stereo", duration_seconds=3, gain_db=20)}})
    report = finished(list(render(project, busy_media(tmp_path), outputs, tmp_path / "cache"))).report
    assert report["duration_seconds"] == 3.5
    assert len(report["mix_short_term_lufs"]) == len(report["master_short_term_lufs"]) == 1
    assert set(report["reduction_db"]) == {"master-compressor", "master-limiter"}
    assert all(6 <= len(curve) <= 7 for curve in report["reduction_db"].values())
    assert report["limiter"] is not None
    assert report["limiter"]["max_reduction_db"] == max(report["reduction_db"]["master-limiter"]) > 1


def test_progress_only_rises_and_tells_the_time_left(tmp_path: Path) -> None:
    ticks = iter(range(100_000))
    outputs = Outputs(tmp_path / "mix.wav", tmp_path / "master.wav")
    media = busy_media(tmp_path)
    events = list(render(busy_project(), media, outputs, tmp_path / "cache", clock=lambda: float(next(ticks))))
    progress = [event for event in events if isinstance(event, RenderProgress)]
    fractions = [event.fraction for event in progress]
    assert fractions == sorted(fractions) and fractions[0] > 0 and fractions[-1] == 1.0
    assert list(dict.fromkeys(event.stage for event in progress)) == ["preparing", "mixing", "mastering", "checking"]
    assert progress[-1].seconds_left == 0.0
    assert max(event.at_seconds for event in progress) <= 3.71 + 0.01
    assert len(events) == len(progress) + 1


STOPS: dict[str, Callable[[RenderProgress], bool]] = {
    "preparing": lambda event: event.stage == "preparing",
    "mixing": lambda event: event.stage == "mixing",
    "mastering": lambda event: event.stage == "mastering" and event.fraction > 0.5,
    "checking": lambda event: event.stage == "checking",
    "the last step": lambda event: event.fraction == 1.0,
}


@pytest.mark.parametrize("where", STOPS)
def test_a_render_that_is_stopped_leaves_nothing(where: str, tmp_path: Path) -> None:
    media = busy_media(tmp_path)
    folder = tmp_path / "out"
    folder.mkdir()
    cache = tmp_path / "cache"
    steps = render(busy_project(), media, Outputs(folder / "mix.wav", folder / "master.wav", folder), cache)
    for event in steps:
        assert isinstance(event, RenderProgress)
        if STOPS[where](event):
            break
    steps.close()  # type: ignore[attr-defined]
    assert list(folder.iterdir()) == []
    assert all(path.suffix == ".npy" and not path.name.startswith(".") for path in cache.iterdir())


def test_a_render_that_fails_keeps_the_earlier_files(tmp_path: Path) -> None:
    media = busy_media(tmp_path)
    output = tmp_path / "mix.wav"
    output.write_bytes(b"the earlier one")
    steps = render(busy_project(), media, Outputs(mix=output), tmp_path / "cache")
    next(steps)
    steps.close()  # type: ignore[attr-defined]
    assert output.read_bytes() == b"the earlier one"


def test_memory_does_not_grow_with_the_piece(tmp_path: Path) -> None:
    media = {"stereo": write(tmp_path / "a.wav", noise(2))}
    peaks = []
    for seconds in (3, 3, 23):
        project = arrangement(clip("stereo", duration_seconds=2), clip("stereo", start_seconds=seconds - 1))
        tracemalloc.start()
        list(render(project, media, Outputs(tmp_path / "mix.wav", tmp_path / "master.wav"), tmp_path / "cache"))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[2] < peaks[1] + 2_000_000  # twenty seconds of stereo are 7 MB


@pytest.mark.parametrize(
    ("outputs", "complaint"),
    [
        (Outputs(), "choose a mix, a master, stems or bounces"),
        (Outputs(mix=Path("mix.aiff")), r"must end in \.wav, \.flac, \.ogg, \.opus or \.mp3"),
        (Outputs(mix=Path("mix.flac"), mix_bit_depth=32), "FLAC cannot hold floating point"),
        (Outputs(mix=Path("a.wav"), master=Path("a.wav")), "different names"),
        (Outputs(mix=Path("/no/such/folder/a.wav")), "The folder /no/such/folder does not exist"),
    ],
)
def test_refuses_outputs_that_cannot_be(outputs: Outputs, complaint: str, tmp_path: Path) -> None:
    with pytest.raises(MixingError, match=complaint):
        list(render(busy_project(), busy_media(tmp_path), outputs, tmp_path / "cache"))


def test_says_which_clip_misses_its_sample(tmp_path: Path) -> None:
    outputs = Outputs(mix=tmp_path / "mix.wav")
    project = arrangement(clip("birds", name="Morning"))
    (tmp_path / "text.wav").write_text("not audio")
    for media, complaint in (
        ({}, 'Clip "Morning" cannot be rendered: its sample birds is missing'),
        ({"birds": tmp_path / "gone.wav"}, r'Clip "Morning".*birds.*gone\.wav does not exist'),
        ({"birds": tmp_path / "text.wav"}, r'Clip "Morning".*birds.*text\.wav cannot be read as audio'),
    ):
        with pytest.raises(MixingError, match=complaint) as caught:
            list(render(project, media, outputs, tmp_path / "cache"))
        assert "\n" not in str(caught.value)
    assert not outputs.mix or not outputs.mix.exists()


def test_says_when_there_is_nothing_to_hear(tmp_path: Path) -> None:
    for project, complaint in (
        (new_project(), "There is nothing to render yet: "),
        (arrangement(clip(), tracks={MASTER_ID: Track(role="master", mute=True)}), "The master track is muted"),
    ):
        with pytest.raises(MixingError, match=complaint):
            list(render(project, {}, Outputs(master=tmp_path / "m.wav"), tmp_path / "cache"))


def test_real_speech_becomes_a_master(speech_files: list[Path], tmp_path: Path) -> None:
    media = {path.stem: path for path in speech_files[:20]}
    clips = [
        clip(name, start_seconds=0.3 * number, duration_seconds=0.5, fade_in_seconds=0.01, gain_db=6)
        for number, name in enumerate(media)
    ]
    project = arrangement(*clips, devices=new_project().devices, tail_seconds=1)
    last = finished(list(render(project, media, Outputs(master=tmp_path / "m.wav"), tmp_path / "cache")))
    assert last.master is not None and last.master.integrated_lufs is not None
    assert last.master.integrated_lufs > -35
    assert last.master.true_peak_dbtp is not None and last.master.true_peak_dbtp <= -1.0
    assert last.report["limiter"] is not None and last.report["limiter"]["corrections_db"] == []
