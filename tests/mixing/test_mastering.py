"""The master's stages: what they leave behind to draw, a wanted loudness, and comparison at equal loudness."""

import itertools
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile as sf

from mixing.finished import matched_gain_db
from mixing.master import HOP_SAMPLES, HOP_SECONDS
from mixing.metering import measure
from mixing.progress import RenderFinished
from mixing.project import MASTER_ID, Clip, Device, Envelope, Master, Point, Project, Track
from mixing.render import Outputs, render
from tests.mixing.arrangements import RATE_HZ, write

SECONDS = 8.0
STAGES = {
    "trim": ("gain", {"gain_db": 4.0}),
    "eq": ("equaliser", {}),
    "press": ("compressor", {"threshold_db": -30.0, "ratio": 3.0}),
    "tape": ("tape", {}),
    "limit": ("limiter", {"ceiling_dbtp": -1.0}),
}


def project(devices: dict[str, tuple[str, dict[str, float]]], **changes: Any) -> Project:
    placed = {
        key: Device(track=MASTER_ID, order=f"a{number}", effect=effect, parameters=parameters)
        for number, (key, (effect, parameters)) in enumerate(devices.items())
    }
    tracks = {"t": Track(name="T"), MASTER_ID: Track(name="Mix", role="master")}
    clips = {"c": Clip(track="t", sample="s", start_seconds=0, duration_seconds=SECONDS)}
    return Project(tracks=tracks, clips=clips, devices=placed, **changes)


def mastered(folder: Path, piece: Project, level: float = 0.2) -> RenderFinished:
    random = np.random.default_rng(3)
    loud = np.repeat(random.uniform(0.2, 1.0, round(SECONDS * 4)), RATE_HZ // 4)
    sound = level * loud[:, None] * np.clip(random.standard_normal((len(loud), 2)) / 3, -1, 1)
    media = {"s": write(folder / "s.wav", sound)}
    *_, last = render(piece, media, Outputs(folder / "mix.wav", folder / "master.wav"), folder / "cache")
    assert isinstance(last, RenderFinished)
    return last


def test_every_stage_leaves_its_levels(tmp_path: Path) -> None:
    report = mastered(tmp_path, project(STAGES)).report
    assert list(report["stages"]) == list(STAGES)
    audio = sf.read(tmp_path / "master.wav", always_2d=True)[0]
    hops = -(-len(audio) // HOP_SAMPLES)
    for trace in report["stages"].values():
        assert len(trace["rms_dbfs"]) == len(trace["peak_dbfs"]) == hops
        assert hops <= len(trace["reduction_db"]) <= hops + 1
    assert pytest.approx(HOP_SECONDS * RATE_HZ) == HOP_SAMPLES
    pressed = report["stages"]["press"]
    assert max(pressed["reduction_db"]) > 3 and max(report["stages"]["eq"]["reduction_db"]) == 0
    mixed = sf.read(tmp_path / "mix.wav", always_2d=True)[0][:HOP_SAMPLES]
    first = report["stages"]["trim"]["rms_dbfs"][0]
    assert first == pytest.approx(4.0 + 10 * np.log10(np.mean(mixed**2)), abs=0.02)
    written = audio[HOP_SAMPLES : 2 * HOP_SAMPLES]
    assert report["stages"]["limit"]["peak_dbfs"][1] == pytest.approx(20 * np.log10(np.abs(written).max()), abs=0.05)


@pytest.mark.parametrize("wanted", [-23.0, -14.0, -9.0])
def test_a_wanted_loudness_is_reached_under_the_ceiling(wanted: float, tmp_path: Path) -> None:
    master = Master(target_lufs=wanted, ceiling_dbtp=-1.0)
    found = mastered(tmp_path, project({"limit": ("limiter", {})}, master=master))
    assert found.master is not None
    assert found.master.integrated_lufs == pytest.approx(wanted, abs=0.15)
    assert found.master.true_peak_dbtp is not None and found.master.true_peak_dbtp <= -1.0
    assert found.report["drive_db"] is not None
    assert measure(tmp_path / "mix.wav").integrated_lufs != pytest.approx(wanted, abs=1.0)


def test_without_a_wanted_loudness_nothing_is_driven(tmp_path: Path) -> None:
    found = mastered(tmp_path, project({"limit": ("limiter", {})}))
    assert found.report["drive_db"] is None
    assert found.master is not None and found.mix is not None
    assert found.master.integrated_lufs == pytest.approx(found.mix.integrated_lufs, abs=0.01)


def test_a_loudness_out_of_reach_is_approached(tmp_path: Path) -> None:
    """Through 24 dB at most, and never past the ceiling."""
    master = Master(target_lufs=-5.0, ceiling_dbtp=-1.0)
    found = mastered(tmp_path, project({"limit": ("limiter", {})}, master=master), level=0.002)
    assert found.master is not None and found.report["drive_db"] == pytest.approx(24.0)
    assert found.master.true_peak_dbtp is not None and found.master.true_peak_dbtp <= -1.0


def test_wet_and_envelopes_count_on_the_master_too(tmp_path: Path) -> None:
    trimmed = project({"trim": ("gain", {"gain_db": 0.0})})
    envelopes = {"e": Envelope(target="trim", parameter="gain_db")}
    points = {
        "p": Point(envelope="e", seconds=0.0, value=0.0, curve="hold"),
        "q": Point(envelope="e", seconds=4.0, value=-12.0),
    }
    moving = trimmed.model_copy(update={"envelopes": envelopes, "points": points})
    plain: list[float] = []
    moved: list[float] = []
    for piece, into in ((trimmed, plain), (moving, moved)):
        mastered(tmp_path, piece)
        audio = sf.read(tmp_path / "master.wav", always_2d=True)[0]
        into.extend(20 * np.log10(np.abs(part).max()) for part in (audio[: 3 * RATE_HZ], audio[5 * RATE_HZ :]))
    assert [a - b for a, b in zip(moved, plain, strict=True)] == pytest.approx([0.0, -12.0], abs=0.1)
    half = trimmed.devices["trim"].model_copy(update={"wet": 0.5, "parameters": {"gain_db": -60.0}})
    mastered(tmp_path, trimmed.model_copy(update={"devices": {"trim": half}}))
    halved = np.abs(sf.read(tmp_path / "master.wav")[0][: 3 * RATE_HZ]).max()
    assert 20 * np.log10(halved) - plain[0] == pytest.approx(-6.02, abs=0.1)


def test_the_report_hears_both_files(tmp_path: Path) -> None:
    found = mastered(tmp_path, project(STAGES))
    assert set(found.report["examined"]) == {"mix", "master"}
    examined = found.report["examined"]["master"]
    assert examined["correlation"] == pytest.approx(0.0, abs=0.2) and len(examined["correlation_curve"]) >= 12
    assert examined["bandwidth_hz"] is not None and examined["bandwidth_hz"] > 18_000
    assert len(examined["spectrum_hz"]) == len(examined["spectrum_db"]) > 50


def test_compared_at_equal_loudness_nothing_is_turned_up(tmp_path: Path) -> None:
    found = mastered(tmp_path, project(STAGES))
    assert found.mix is not None and found.master is not None
    gains = found.report["matched_gain_db"]
    assert max(gains.values()) == 0.0
    loudness = [
        (one.integrated_lufs or 0.0) + gains[name] for name, one in (("mix", found.mix), ("master", found.master))
    ]
    assert all(a == pytest.approx(b, abs=0.02) for a, b in itertools.pairwise(loudness))
    assert matched_gain_db({}) == {}


def test_an_exciter_is_asked_what_it_really_added(tmp_path: Path) -> None:
    piece = project({})
    group = Device(track="t", effect="exciter", parameters={"frequency_hz": 3_000.0, "drive_db": 20.0})
    report = mastered(tmp_path, piece.model_copy(update={"devices": {"air": group}})).report
    assert report["added"]["air"]["after_db"] >= report["added"]["air"]["before_db"]
