"""The benchmark checks its outputs first, and says how the engine stands against other programs."""

from pathlib import Path

import numpy as np
import pytest
import soundfile as sf

from mixing.bench import bench
from mixing.bench.peers import LESSER, PEERS
from mixing.bench.peers.peer import work_of
from mixing.bench.rows import _same, check
from mixing.bench.session import CLIPS, session
from mixing.errors import MixingError
from mixing.materials import gathering
from mixing.project import MASTER_ID
from mixing.steps import finish
from tests.mixing.arrangements import RATE_HZ

ROWS = ["mix_cold", "mix_warm", "edit_one_clip", "whole", "master", "whole_without_limiter", "memory", "memory_hour"]


def test_every_row_has_its_figures() -> None:
    rows = bench(seconds=9.0, clips=9, rounds=1, peers=False)
    assert [row["name"] for row in rows] == ROWS
    figures = {row["name"]: row for row in rows}
    assert all(row["value"] > 0 and row["unit"] for row in rows)
    assert all((row["cpu_seconds"] or 0) > 0 for row in rows if not row["name"].startswith("memory"))
    assert figures["memory"]["limit"] == figures["memory_hour"]["limit"] == 300.0
    cold, warm = figures["mix_cold"]["cpu_seconds"], figures["mix_warm"]["cpu_seconds"]
    assert cold and warm and cold > warm  # stretching is work
    whole, master = figures["whole"]["cpu_seconds"], figures["master"]["cpu_seconds"]
    assert whole and master and whole > master


def test_the_session_is_what_it_says(tmp_path: Path) -> None:
    piece = session(tmp_path, seconds=20.0)
    project = piece.project
    roles = [track.role for track in project.tracks.values()]
    assert len(project.clips) == CLIPS == 200
    assert sum(clip.speed != 1.0 for clip in project.clips.values()) == 192
    assert roles.count("audio") + roles.count("free") == 7
    assert (roles.count("group"), roles.count("return")) == (3, 1)
    effects = [device.effect for device in project.devices.values() if device.track == MASTER_ID]
    assert effects == ["gain", "equaliser", "compressor", "tape", "limiter"]
    assert "limiter" not in {device.effect for device in piece.without_limiter().project.devices.values()}
    assert piece.with_one_clip_edited().project.clips["clip-7"] != project.clips["clip-7"]
    assert session(tmp_path, seconds=20.0).project == project


@pytest.mark.parametrize("wrong", ["silent", "loud", "short"])
def test_the_clock_does_not_run_on_wrong_output(wrong: str, tmp_path: Path) -> None:
    right = np.clip(0.1 * np.random.default_rng(0).standard_normal((18 * RATE_HZ, 2)), -0.3, 0.3)
    path = tmp_path / "whole-master.wav"
    sf.write(path, right, RATE_HZ)
    check(tmp_path, "whole", 10.0, {"reduction_db": 7.0})
    outputs = {"silent": 0 * right, "loud": np.clip(right * 99, -1, 1), "short": right[:-5]}
    sf.write(path, outputs[wrong], RATE_HZ)
    with pytest.raises(MixingError):
        check(tmp_path, "whole", 10.0, {"reduction_db": 7.0})


def test_a_peer_that_does_other_work_is_not_compared(tmp_path: Path) -> None:
    random = np.random.default_rng(1)
    level = np.repeat(random.uniform(0.01, 0.5, 60), RATE_HZ // 10)[:, None]
    own, other = level * random.standard_normal((len(level), 2)), level[::-1] * random.standard_normal((len(level), 2))
    for name, sound in (("own", own), ("same", 0.9 * own), ("other", other), ("loud", np.clip(9 * own, -1, 1))):
        sf.write(tmp_path / f"{name}.wav", 0.3 * sound, RATE_HZ)
    _same("a peer", tmp_path / "own.wav", tmp_path / "same.wav")
    for name in ("other", "loud"):
        with pytest.raises(MixingError, match="other work"):
            _same("a peer", tmp_path / "own.wav", tmp_path / f"{name}.wav")


@pytest.mark.parametrize("name", [*PEERS, *LESSER])
def test_peers_play_the_session(name: str, tmp_path: Path) -> None:
    """Where one is not installed, what it would be asked still names every clip."""
    piece = session(tmp_path / "samples", seconds=6.0, clips=9).without_limiter()
    materials = finish(gathering(piece.project.clips, piece.media, tmp_path / "cache"))
    peer = {**PEERS, **LESSER}[name](work_of(piece, materials, tmp_path / "work"))
    asked = " ".join(word for command in peer.commands() for word in command)
    asked += "".join(path.read_text() for path in (tmp_path / "work").glob("session.*"))
    assert all(clip.path.name in asked for clip in peer.work.clips)
    if peer.installed():
        assert peer.cpu_seconds() > 0
        audio = sf.read(peer.output, always_2d=True)[0]
        assert audio.shape[1] == 2 and len(audio) / RATE_HZ == pytest.approx(peer.work.seconds, abs=0.2)
        assert 10 * np.log10(np.mean(audio**2)) > -60
