"""The files of a render: stems, bounces, regions, tails, formats, and what they say of themselves."""

import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile as sf

from mixing.errors import MixingError
from mixing.progress import RenderProgress
from mixing.project import MASTER_ID, Device, Envelope, Marker, Point, Project, Region, Send, Track
from mixing.render import Bounce, Outputs, render
from tests.mixing.arrangements import RATE_HZ, arrangement, clip, finished, read, rendered, sine, write
from tests.mixing.studio import plain_effects

__all__ = ["plain_effects"]

pytestmark = pytest.mark.usefixtures("plain_effects")


def noise(seconds: float, seed: int = 0) -> np.ndarray:
    return 0.1 * np.random.default_rng(seed).standard_normal((round(seconds * RATE_HZ), 2))


def media(folder: Path) -> dict[str, Path]:
    return {"sound": write(folder / "a.wav", noise(3)), "low": write(folder / "b.wav", noise(2, 1)[:, 0], 16_000)}


def piece(**changes: Any) -> Project:
    """Groups, sends, a return that echoes, stretched and reversed clips, and something that moves."""
    tracks = {
        "track": Track(name="One", parent="group"),
        "two": Track(name="Two", role="free", order="b", gain_db=-3),
        "group": Track(name="Group", role="group", order="c"),
        "hall": Track(name="Hall", role="return", order="d"),
        MASTER_ID: Track(name="Mix", role="master"),
    }
    clips = [
        clip(fade_in_seconds=0.1),
        clip("low", start_seconds=0.8, speed=0.8, semitones=-1.5, pan=0.5),
        clip("low", track="two", start_seconds=0.5, duration_seconds=0.9, speed=1.3, reverse=True),
        clip(track="two", start_seconds=0.7, offset_seconds=1, gain_db=6, speed=0.5, preserve_pitch=False),
    ]
    devices = {
        "echo": Device(track="hall", effect="echo", parameters={"seconds": 0.4}, wet=0.5),
        "late": Device(track="group", effect="late"),
        "own": Device(clip="clip-2", effect="factor", parameters={"factor": 2.0}),
    }
    sends = {"s": Send(source="group", target="hall", gain_db=-3), "t": Send(source="two", target="hall", pre=True)}
    made = arrangement(*clips, tracks=tracks, devices=devices)
    envelopes = {"e": Envelope(target="two", parameter="gain_db")}
    points = {"p": Point(envelope="e", seconds=0.5, value=-20), "q": Point(envelope="e", seconds=1.5, value=0)}
    return made.model_copy(update={"sends": sends, "envelopes": envelopes, "points": points, **changes})


def run(project: Project, folder: Path, **outputs: Any) -> Any:
    return finished(list(render(project, media(folder), Outputs(**outputs), folder / "cache")))


def decibels(samples: np.ndarray) -> float:
    return float(20 * np.log10(np.abs(samples).max() + 1e-12))


def test_stems_of_tracks_groups_and_returns_sum_to_the_mix(tmp_path: Path) -> None:
    run(piece(), tmp_path, mix=tmp_path / "mix.wav", mix_bit_depth=32, stems=tmp_path)
    stems = [read(tmp_path / name) for name in ("01 Two.wav", "02 Group.wav", "03 Hall.wav")]
    mix = read(tmp_path / "mix.wav")
    assert len(list(tmp_path.glob("0*.wav"))) == 3 and all(decibels(stem) > -30 for stem in stems)
    assert all(stem.shape == mix.shape for stem in stems)
    assert decibels(sum(stems) - mix) <= -100


@pytest.mark.parametrize("options", [{"block_samples": 512}, {"block_samples": 7_001}, {"threads": 3}, {"threads": 1}])
def test_blocks_and_threads_do_not_change_a_whole_piece(options: dict[str, int], tmp_path: Path) -> None:
    usual, _ = rendered(piece(), media(tmp_path), tmp_path)
    other, _ = rendered(piece(), media(tmp_path), tmp_path, **options)
    assert usual.shape == other.shape and decibels(usual) > -20
    assert decibels(usual - other) <= (-120 if "block_samples" in options else -240)


def test_the_tail_runs_until_it_is_silent(tmp_path: Path) -> None:
    """The echo of the last sound is the last thing that is heard, and nothing follows it."""
    mix, _ = rendered(piece(), media(tmp_path), tmp_path)
    assert len(mix) == pytest.approx((1.8 + 0.4) * RATE_HZ, abs=0.02 * RATE_HZ)
    assert decibels(mix[-1]) >= -90
    patient = piece(master=piece().master.model_copy(update={"tail_seconds": 3.0}))
    longer, _ = rendered(patient, media(tmp_path), tmp_path)
    assert len(longer) == round(4.8 * RATE_HZ)
    assert decibels(longer[len(mix) :]) < -90 and (longer[: len(mix)] == mix).all()


def test_a_tail_that_comes_after_a_silence_is_kept(tmp_path: Path) -> None:
    devices = {"e": Device(track="track", effect="echo", parameters={"seconds": 4.0})}
    mix, _ = rendered(arrangement(clip(), devices=devices), media(tmp_path), tmp_path, block_samples=4096)
    assert len(mix) == 5 * RATE_HZ
    assert mix[4 * RATE_HZ :] == pytest.approx(0.5 * noise(1), abs=1e-6)
    assert not mix[: 4 * RATE_HZ].any()


def test_a_wet_bounce_of_a_return_has_nothing_dry_in_it(tmp_path: Path) -> None:
    """Whatever is left of the dry sound would show as a likeness to it at its own time."""
    project = piece()
    bounces = tuple(Bounce(tmp_path / f"{tap}.wav", "hall", tap, 32) for tap in ("dry", "wet", "post"))
    run(project, tmp_path, bounces=bounces)
    dry, wet, post = (read(tmp_path / f"{tap}.wav") for tap in ("dry", "wet", "post"))
    assert decibels(dry) > -30
    delay = round(0.4 * RATE_HZ)
    assert wet[delay : delay + len(dry)] == pytest.approx(0.5 * dry[: len(wet) - delay], abs=1e-6)
    length = min(len(dry), len(wet))
    likeness = np.sum(dry[:length] * wet[:length]) / np.sum(dry[:length] ** 2)
    assert not wet[:delay].any() and abs(likeness) < 0.05
    expected = 0.5 * np.pad(dry, ((0, len(post) - len(dry)), (0, 0))) + 0.5 * wet[: len(post)]
    assert post == pytest.approx(expected, abs=1e-6)


def test_a_bounce_does_not_ask_for_mute_and_solo_but_for_what_it_is_made_of(tmp_path: Path) -> None:
    project = piece()
    rows = {
        key: track.model_copy(update={"mute": key in ("two", "hall"), "solo": key == "track"})
        for key, track in project.tracks.items()
    }
    silent = project.model_copy(update={"tracks": rows})
    one, two = tmp_path / "one.wav", tmp_path / "two.wav"
    run(project, tmp_path, bounces=(Bounce(one, "two", "post", 32),), stems=tmp_path)
    run(silent, tmp_path, bounces=(Bounce(two, "two", "post", 32),))
    assert (read(one) == read(two)).all()
    assert read(one) == pytest.approx(read(tmp_path / "01 Two.wav")[: len(read(one))], abs=1e-6)


def test_a_bounce_that_would_clip_is_turned_down(tmp_path: Path) -> None:
    loud = {"two": Track(role="free", gain_db=24), MASTER_ID: Track(role="master")}
    project = arrangement(clip(track="two"), tracks=loud)
    report = run(project, tmp_path, bounces=(Bounce(tmp_path / "a.flac", "two"),)).report
    assert report["bounces_turned_down_db"]["a.flac"] == pytest.approx(24 + decibels(noise(1)) + 0.1, abs=0.1)
    assert decibels(read(tmp_path / "a.flac")) == pytest.approx(-0.1, abs=0.01)


def test_a_region_is_cut_from_the_whole(tmp_path: Path) -> None:
    run(piece(), tmp_path, mix=tmp_path / "whole.wav", mix_bit_depth=32)
    region = (0.7123, 1.5)
    last = run(piece(), tmp_path, mix=tmp_path / "part.wav", mix_bit_depth=32, master=tmp_path / "m.wav", region=region)
    whole, part = read(tmp_path / "whole.wav"), read(tmp_path / "part.wav")
    first, end = (round(seconds * RATE_HZ) for seconds in region)
    assert (part == whole[first:end]).all() and decibels(part) > -20
    assert len(read(tmp_path / "m.wav")) == end - first
    assert last.report["duration_seconds"] == pytest.approx((end - first) / RATE_HZ)


@pytest.mark.parametrize("region", [(1.0, 1.0), (2.0, 1.0), (-1.0, 1.0)])
def test_a_region_has_to_have_a_length(region: tuple[float, float], tmp_path: Path) -> None:
    with pytest.raises(MixingError, match="The region ends before it starts"):
        run(piece(), tmp_path, mix=tmp_path / "m.wav", region=region)


def test_reversed_twice_is_the_original(tmp_path: Path) -> None:
    original = noise(1)
    sound = write(tmp_path / "s.wav", original)
    for turn in ("once", "twice"):
        outputs = Outputs(mix=tmp_path / f"{turn}.wav", mix_bit_depth=32)
        list(render(arrangement(clip(reverse=True)), {"sound": sound}, outputs, tmp_path / "cache"))
        sound = tmp_path / f"{turn}.wav"
    assert (read(tmp_path / "once.wav") == original.astype(np.float32)[::-1]).all()
    assert (read(tmp_path / "twice.wav") == original.astype(np.float32)).all()


@pytest.mark.parametrize(
    ("name", "container", "subtype", "least_db"),
    [
        ("mix.ogg", "OGG", "VORBIS", 15),
        ("mix.opus", "OGG", "OPUS", 15),
        ("mix.mp3", "MP3", "MPEG_LAYER_III", 15),
        ("mix.flac", "FLAC", "PCM_24", 100),
    ],
)
def test_formats(name: str, container: str, subtype: str, least_db: float, tmp_path: Path) -> None:
    tones = sum(sine(hz, 2) for hz in (220.0, 331.0, 1_234.0))
    sound = {"sound": write(tmp_path / "t.wav", 0.2 * np.stack([tones, tones], axis=1))}
    project = arrangement(clip(duration_seconds=2))
    written = []
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        last = finished(list(render(project, sound, Outputs(mix=tmp_path / folder / name), tmp_path / "cache")))
        written.append((tmp_path / folder / name).read_bytes())
    assert written[0] == written[1]
    info = sf.info(tmp_path / "one" / name)
    assert (info.format, info.subtype) == (container, subtype)
    assert info.duration == pytest.approx(2.0, abs=0.001)
    heard, rate_hz = sf.read(tmp_path / "one" / name)
    time = np.arange(round(0.5 * rate_hz), round(1.5 * rate_hz)) / rate_hz
    wanted = 0.2 * sum(np.sin(2 * np.pi * hz * time) for hz in (220.0, 331.0, 1_234.0))
    error = heard[round(0.5 * rate_hz) : round(1.5 * rate_hz), 0] - wanted
    assert 20 * np.log10(wanted.std() / error.std()) > least_db
    assert last.mix is not None and last.mix.integrated_lufs is not None


@pytest.mark.parametrize("name", ["m.mp3", "m.ogg", "m.opus"])
def test_a_master_that_loses_something_still_holds_its_ceiling(name: str, tmp_path: Path) -> None:
    project = arrangement(clip(gain_db=20), tail_seconds=0.2)
    last = run(project, tmp_path, master=tmp_path / name)
    assert last.master.true_peak_dbtp <= -1.0
    assert last.master.true_peak_dbtp > -4.0


def chunks(path: Path) -> dict[bytes, bytes]:
    data = path.read_bytes()
    assert data[:4] == b"RIFF" and struct.unpack("<I", data[4:8])[0] == len(data) - 8 and data[8:12] == b"WAVE"
    found, at = {}, 12
    while at < len(data):
        name, (length,) = data[at : at + 4], struct.unpack("<I", data[at + 4 : at + 8])
        found[name] = data[at + 8 : at + 8 + length]
        at += 8 + length + length % 2
    assert at == len(data)
    return found


def marked() -> Project:
    markers = {"b": Marker(seconds=1.0, name="cut"), "a": Marker(seconds=0.25, name="naïve"), "c": Marker(seconds=99)}
    regions = {"r": Region(start_seconds=0.5, end_seconds=1.5, name="cloud")}
    return arrangement(clip(), tail_seconds=1.0).model_copy(update={"markers": markers, "regions": regions})


@pytest.mark.parametrize("bit_depth", [16, 24, 32])
def test_a_wave_file_has_its_markers_and_says_what_it_is(bit_depth: int, tmp_path: Path) -> None:
    path = tmp_path / "mix.wav"
    last = run(marked(), tmp_path, mix=path, mix_bit_depth=bit_depth)
    found = chunks(path)
    (count,) = struct.unpack("<I", found[b"cue "][:4])
    places = [struct.unpack("<II4sIII", found[b"cue "][4 + 24 * k : 28 + 24 * k])[5] for k in range(count)]
    assert places == [11_025, 22_050, 44_100]
    labels = found[b"LIST"]
    assert labels[:4] == b"adtl" and labels.count(b"labl") == 3 and "naïve".encode() in labels
    at = labels.index(b"ltxt")
    assert struct.unpack("<II4s", labels[at + 8 : at + 20]) == (2, 44_100, b"rgn ")
    bext = found[b"bext"]
    assert len(bext) == 602 and bext[256:264] == b"Overhear"
    assert struct.unpack("<Q", bext[338:346]) == (0,) and struct.unpack("<H", bext[346:348]) == (2,)
    loudness, _, peak = struct.unpack("<3h", bext[412:418])
    assert loudness == round(100 * last.mix.integrated_lufs) and peak == round(100 * last.mix.true_peak_dbtp)
    assert sf.info(path).frames == 2 * RATE_HZ and last.mix.duration_seconds == 2.0
    assert read(path)[:100] == pytest.approx(noise(1)[:100], abs=2e-3)


def test_the_markers_of_a_region_are_those_in_it(tmp_path: Path) -> None:
    run(marked(), tmp_path, mix=tmp_path / "mix.wav", region=(0.4, 1.1))
    found = chunks(tmp_path / "mix.wav")
    assert struct.unpack("<I", found[b"cue "][:4]) == (2,)
    assert struct.unpack("<II4sIII", found[b"cue "][4:28])[5] == round(0.1 * RATE_HZ)
    assert struct.unpack("<Q", found[b"bext"][338:346]) == (round(0.4 * RATE_HZ),)


def test_tells_the_levels_of_both_sides_while_mixing(tmp_path: Path) -> None:
    sound = {"sound": write(tmp_path / "t.wav", np.stack([0.5 * sine(440, 1), np.zeros(RATE_HZ)], axis=1))}
    events = list(render(arrangement(clip()), sound, Outputs(mix=tmp_path / "m.wav"), tmp_path / "cache"))
    levels = [event.levels_dbfs for event in events if isinstance(event, RenderProgress) and event.levels_dbfs]
    assert levels and all(level[1] is None for level in levels)
    assert max(level[0] for level in levels if level[0] is not None) == pytest.approx(-6.02, abs=0.01)


STOPS: dict[str, Callable[[RenderProgress], bool]] = {
    "preparing": lambda event: event.stage == "preparing",
    "the mix": lambda event: event.stage == "mixing",
    "a bounce": lambda event: event.stage == "mixing" and event.fraction > 0.62,
}


@pytest.mark.parametrize("where", STOPS)
def test_stopping_leaves_nothing(where: str, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    bounces = (Bounce(folder / "a.wav", "hall", "wet"), Bounce(folder / "b.ogg", "two"))
    outputs = Outputs(mix=folder / "mix.mp3", stems=folder, bounces=bounces)
    steps = render(piece(), media(tmp_path), outputs, tmp_path / "cache", block_samples=4096)
    for event in steps:
        assert isinstance(event, RenderProgress)
        if STOPS[where](event):
            break
    else:
        raise AssertionError("It never came to that.")
    steps.close()  # type: ignore[attr-defined]
    assert list(folder.iterdir()) == []
    assert all(path.suffix == ".npy" and not path.name.startswith(".") for path in (tmp_path / "cache").iterdir())


@pytest.mark.parametrize(
    ("outputs", "complaint"),
    [
        ({"bounces": (Bounce(Path("/tmp/a.wav"), "piano"),)}, "no track piano to bounce"),
        ({"bounces": (Bounce(Path("/tmp/a.wav"), MASTER_ID),)}, "no track master to bounce"),
        ({"bounces": (Bounce(Path("/tmp/a.aiff"), "two"),)}, "must end in"),
        ({"bounces": (Bounce(Path("/tmp/a.wav"), "two"), Bounce(Path("/tmp/a.wav"), "hall"))}, "Two outputs are named"),
    ],
)
def test_refuses_bounces_that_cannot_be(outputs: dict[str, Any], complaint: str, tmp_path: Path) -> None:
    with pytest.raises(MixingError, match=complaint):
        run(piece(), tmp_path, **outputs)
