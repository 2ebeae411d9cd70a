"""The command line: what it writes, prints and answers."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile as sf

from mixing.__main__ import main
from mixing.project import Device, Project, Region, Track
from tests.mixing.arrangements import arrangement, clip, read, sine, write


@pytest.fixture
def project_file(tmp_path: Path) -> Path:
    (tmp_path / "sounds").mkdir()
    write(tmp_path / "sounds" / "tone.wav", 0.5 * sine(440, 2, 16_000), 16_000)
    project = arrangement(clip("sounds/tone.wav", duration_seconds=2))
    path = tmp_path / "project.json"
    path.write_text(project.model_dump_json())
    return path


def test_renders_a_mix_and_a_master(project_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mix, master = project_file.with_name("mix.wav"), project_file.with_name("master.flac")
    assert main(["render", str(project_file), str(mix)]) == 0
    assert main(["render", str(project_file), str(master), "--master"]) == 0
    assert (sf.info(mix).subtype, sf.info(master).subtype) == ("PCM_24", "PCM_16")
    assert capsys.readouterr().out.splitlines()[1].startswith("master: 2.00 s, 44100 Hz, 2 ch, 16 bit; ")


def test_renders_floating_point_and_stems(project_file: Path) -> None:
    folder = project_file.with_name("stems")
    out = project_file.with_name("mix.wav")
    assert main(["render", str(project_file), str(out), "--bit-depth", "32f", "--stems", str(folder)]) == 0
    assert sf.info(out).subtype == "FLOAT"
    assert (read(folder / "01 Track.wav") == read(out)).all()


@pytest.mark.parametrize(("region", "seconds"), [("0.5-1.25", 0.75), ("cloud", 1.5), ("r-1", 1.5)])
def test_renders_a_region(region: str, seconds: float, project_file: Path) -> None:
    project = Project.model_validate_json(project_file.read_text())
    regions = {"r-1": Region(start_seconds=0.25, end_seconds=1.75, name="cloud")}
    project_file.write_text(project.model_copy(update={"regions": regions}).model_dump_json())
    out = project_file.with_name("part.wav")
    assert main(["render", str(project_file), str(out), "--region", region]) == 0
    assert sf.info(out).duration == seconds


def test_bounces_a_track(project_file: Path) -> None:
    for tap, level in (("dry", 0.5), ("wet", 1.0), (None, 0.5)):
        project = Project.model_validate_json(project_file.read_text())
        tracks = {**project.tracks, "track": Track(gain_db=-6.0206)}
        devices = {"d": Device(track="track", effect="gain", parameters={"gain_db": 6.0206})}
        project_file.write_text(project.model_copy(update={"tracks": tracks, "devices": devices}).model_dump_json())
        out = project_file.with_name("bounce.wav")
        taps = ["--tap", tap] if tap else []
        arguments = ["render", str(project_file), str(out), "--bounce", "track", "--bit-depth", "32f", *taps]
        assert main(arguments) == 0
        assert np.abs(read(out)).max() == pytest.approx(level * 0.7071, abs=1e-3)


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--region", "cloud"], "cloud is no region"),
        (["--region", "2-1"], "The region ends before it starts"),
        (["--bounce", "piano"], "There is no track piano to bounce"),
    ],
)
def test_one_line_about_what_there_is_not(
    arguments: list[str], complaint: str, project_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["render", str(project_file), str(project_file.with_name("o.wav")), *arguments]) == 1
    error = capsys.readouterr().err
    assert complaint in error and error.count("\n") == 1


@pytest.mark.parametrize("arguments", [["--tap", "wet"], ["--master", "--bounce", "track"], ["--bounce"]])
def test_options_that_do_not_fit_are_wrong_usage(arguments: list[str], project_file: Path) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["render", str(project_file), str(project_file.with_name("o.wav")), *arguments])
    assert caught.value.code == 2


def test_tells_events_as_json_lines(project_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["render", str(project_file), str(project_file.with_name("m.wav")), "--master", "--json"]) == 0
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {event["type"] for event in events[:-1]} == {"progress"}
    assert events[-1]["type"] == "finished" and events[-1]["master"]["true_peak_dbtp"] <= -1.0


def test_keeps_resampled_sources_where_it_is_told(project_file: Path) -> None:
    cache = project_file.with_name("cache")
    out = project_file.with_name("mix.wav")
    assert main(["render", str(project_file), str(out), "--cache", str(cache)]) == 0
    assert len(list(cache.glob("*.npy"))) == 1


def test_measures_one_or_many(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = [str(write(tmp_path / f"{name}.wav", np.zeros(1000))) for name in "ab"]
    assert main(["measure", files[0], "--json"]) == 0
    assert main(["measure", *files, "--json"]) == 0
    assert main(["measure", *files]) == 0
    one, many, *sentences = capsys.readouterr().out.splitlines()
    assert json.loads(one)["integrated_lufs"] is None
    wanted = "integrated_lufs loudness_range_lu true_peak_dbtp sample_peak_dbfs headroom_db duration_seconds"
    assert {*wanted.split(), "sample_rate", "channels", "bit_depth"} <= json.loads(one).keys()
    assert [row["file"] for row in json.loads(many)] == files
    assert len(sentences) == 2


@pytest.mark.parametrize(
    ("text", "complaint"),
    [("{}", "There is nothing to render yet"), ("[1]", "is not a project"), ('{"clips": {"a": {}}}', "clips.a.track")],
)
def test_one_line_about_a_wrong_project(
    text: str, complaint: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "p.json").write_text(text)
    assert main(["render", str(tmp_path / "p.json"), str(tmp_path / "o.wav")]) == 1
    error = capsys.readouterr().err
    assert complaint in error and error.count("\n") == 1


def test_one_line_about_a_missing_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["measure", str(tmp_path / "gone.wav")]) == 1
    assert main(["render", str(tmp_path / "gone.json"), str(tmp_path / "o.wav")]) == 1
    assert capsys.readouterr().err.count("\n") == 2


def test_runs_as_a_module(tmp_path: Path) -> None:
    tone = write(tmp_path / "tone.wav", 0.5 * sine(440, 1))
    done = subprocess.run([sys.executable, "-m", "mixing", "measure", str(tone)], capture_output=True, text=True)
    assert done.returncode == 0
    assert "1.00 s, 44100 Hz, 1 ch" in done.stdout


def test_wrong_usage_is_told_apart(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["measure"])
    assert caught.value.code == 2
