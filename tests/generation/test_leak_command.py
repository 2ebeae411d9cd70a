"""`leak` on the command line: what it prints for people and for programs, and its one-line errors."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import soundfile

from generation.__main__ import main


@pytest.fixture
def folders(speech_files: list[Path], tmp_path: Path) -> Path:
    """A corpus, recordings that were held out, and a take: noise with a recording in it from 0.5 s on."""
    for index, path in enumerate(speech_files[:24]):
        target = tmp_path / ("held" if index % 3 == 2 else "corpus") / path.name
        target.parent.mkdir(exist_ok=True)
        shutil.copy(path, target)
    copied, rate = soundfile.read(tmp_path / "corpus" / speech_files[3].name, dtype="float32")
    take = 0.02 * np.random.default_rng(0).standard_normal(4_000 + copied.size + 2_000)
    take[4_000 : 4_000 + copied.size] = copied
    soundfile.write(tmp_path / "take.wav", take, rate)
    soundfile.write(tmp_path / "noise.wav", 0.1 * np.random.default_rng(1).standard_normal(16_000), rate)
    return tmp_path


def test_people_read_where_it_was_copied_from(
    folders: Path, speech_files: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    takes = [str(folders / "take.wav"), str(folders / "noise.wav")]
    assert main(["leak", *takes, "--corpus", str(folders / "corpus"), "--held-out", str(folders / "held")]) == 0
    out = capsys.readouterr().out.splitlines()
    assert out[0].startswith("take.wav: ") and f"copied from {speech_files[3].name} at 0.0 s: do not share" in out[0]
    assert str(folders / "corpus" / speech_files[3].name) in out[1]
    assert out[-1].startswith("noise.wav: 0 % of this take repeats the training audio; ")
    assert "held-out recordings" in out[-1]


def test_programs_read_json(folders: Path, speech_files: list[Path], capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["leak", str(folders / "take.wav"), "--corpus", str(folders / "corpus"), "--json", "--rate", "8000"]
    assert main(arguments) == 0
    *progress, report = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {line["event"] for line in progress} == {"LeakProgress"}
    assert progress[-1]["fraction"] == pytest.approx(1.0, abs=0.01) and progress[-1]["seconds_left"] < 1.0
    assert report["event"] == "LeakReport" and report["copied_share"] > 0.0
    assert report["seconds"][0]["copied"] is True
    copy = report["seconds"][0]["copy"]
    assert Path(copy["file"]).name == speech_files[3].name and copy["similarity"] > copy["baseline"]["threshold"]
    assert {baseline["kind"] for baseline in report["baselines"]} == {"copy, 0.25 s", "copy, 1 s", "likeness, 1 s"}


@pytest.mark.parametrize(
    ("take", "corpus", "more", "words"),
    [
        ("none.wav", "corpus", [], "none.wav does not exist"),
        ("take.wav", "none", [], "is not a folder"),
        ("take.wav", "corpus", ["--held-out", "CORPUS"], "not held out"),
        ("take.wav", "corpus", ["--rate", "10"], "choose 4000 to 48000"),
    ],
)
def test_errors_are_one_line(
    take: str, corpus: str, more: list[str], words: str, folders: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    more = [str(folders / "corpus") if word == "CORPUS" else word for word in more]
    assert main(["leak", str(folders / take), "--corpus", str(folders / corpus), *more]) == 1
    error = capsys.readouterr().err
    assert words in error and error.count("\n") == 1 and "Traceback" not in error
