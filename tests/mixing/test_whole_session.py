"""The benchmark's session, shortened: the reference piece's groups, chains, hall and envelopes, all at once."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from mixing.bench.session import Session, session
from mixing.progress import RenderFinished
from mixing.project import Clip, Device, Id, Project, Send, Track
from mixing.render import Bounce, Outputs, render
from tests.mixing.arrangements import RATE_HZ, Samples, read, write


@pytest.fixture(scope="module")
def piece(tmp_path_factory: pytest.TempPathFactory) -> Session:
    return session(tmp_path_factory.mktemp("samples"), seconds=9.0, clips=28)


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


def finished(project: Project, media: Mapping[Id, Path], outputs: Outputs, cache: Path, threads: int) -> RenderFinished:
    *_, last = render(project, media, outputs, cache, threads=threads)
    assert isinstance(last, RenderFinished)
    return last


def level_db(audio: Samples) -> float:
    return float(10 * np.log10(np.mean(np.square(audio)) + 1e-20))


def test_stems_sum_to_the_mix(piece: Session, cache: Path, tmp_path: Path) -> None:
    (tmp_path / "stems").mkdir()
    outputs = Outputs(mix=tmp_path / "mix.wav", mix_bit_depth=32, stems=tmp_path / "stems")
    finished(piece.project, piece.media, outputs, cache, 1)
    mix = read(tmp_path / "mix.wav")
    stems = [read(path) for path in sorted((tmp_path / "stems").iterdir())]
    assert len(stems) == 4  # three groups and the hall
    assert level_db(np.sum(stems, axis=0) - mix) <= level_db(mix) - 100
    assert all(level_db(stem) > level_db(mix) - 50 for stem in stems)


def test_the_same_piece_gives_the_same_bytes_on_any_threads(piece: Session, cache: Path, tmp_path: Path) -> None:
    found = []
    for threads in (1, 4):
        outputs = Outputs(tmp_path / f"mix-{threads}.wav", tmp_path / f"master-{threads}.wav")
        finished(piece.project, piece.media, outputs, cache, threads)
        found.append([path.read_bytes() for path in (outputs.mix, outputs.master) if path])
    assert found[0] == found[1]


def test_the_whole_chain_keeps_its_ceiling_and_tells_of_it(piece: Session, cache: Path, tmp_path: Path) -> None:
    last = finished(piece.project, piece.media, Outputs(master=tmp_path / "master.wav"), cache, 2)
    assert last.master is not None and last.master.true_peak_dbtp is not None
    assert last.master.true_peak_dbtp <= piece.project.master.ceiling_dbtp
    assert list(last.report["stages"]) == [f"master-{n}-{e}" for n, e in enumerate(
        ("gain", "equaliser", "compressor", "tape", "limiter"))]  # fmt: skip
    added = last.report["added"]["babbling-0-exciter"]
    assert added["after_db"] > added["before_db"]


def test_a_wet_bounce_of_the_hall_has_nothing_dry_in_it(tmp_path: Path) -> None:
    """A click is dry for a moment and wet for long; the bounce comes back as a sample, reversed, as in the piece."""
    click = np.zeros((RATE_HZ, 2))
    click[1000] = 0.9
    media = {"click": write(tmp_path / "click.wav", click)}
    tracks = {
        "master": Track(name="Mix", role="master"),
        "cloud": Track(name="Cloud", role="free"),
        "hall": Track(name="Hall", role="return", gain_db=-6.0),
    }
    devices = {"reverb": Device(track="hall", effect="reverb", wet=0.4, parameters={"pre_delay_ms": 20.0})}
    clips = {"c": Clip(track="cloud", sample="click", start_seconds=1.0, duration_seconds=1.0, fade_in_seconds=0)}
    sends = {"s": Send(source="cloud", target="hall", gain_db=0.0)}
    project = Project(tracks=tracks, clips=clips, devices=devices, sends=sends)
    bounce = Bounce(tmp_path / "wet.wav", "hall", "wet", 32)
    finished(project, media, Outputs(bounces=(bounce,)), tmp_path / "cache", 1)
    wet = read(bounce.path)
    at = RATE_HZ + 1000
    before, moment = np.abs(wet[:at]).max(), np.abs(wet[at - 20 : at + 20]).max()
    assert 20 * np.log10(max(before, moment, 1e-12) / 0.9) <= -60
    assert level_db(wet[at + 2_000 : at + 22_000]) > -80  # the hall itself
    assert len(wet) > 2 * RATE_HZ and np.abs(wet[-100:]).max() < 10 ** (-80 / 20)
    backwards = Clip(track="cloud", sample="wet", start_seconds=0, duration_seconds=len(wet) / RATE_HZ,
                     reverse=True, gain_db=32.2, fade_in_seconds=0, fade_out_seconds=0)  # fmt: skip
    again = project.model_copy(update={"clips": {"w": backwards}, "devices": {}, "sends": {}})
    out = tmp_path / "reversed.wav"
    finished(again, {"wet": bounce.path}, Outputs(mix=out, mix_bit_depth=32), tmp_path / "cache", 1)
    expected = wet[::-1] * 10 ** (32.2 / 20)
    np.testing.assert_allclose(read(out)[: len(wet)], expected, atol=1e-5 * np.abs(expected).max())
