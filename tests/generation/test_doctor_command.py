"""`doctor` on the command line: exit codes, one JSON line, the page, one-line errors; and no torch behind it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from generation.__main__ import main
from generation.doctor.report import Report
from tests.generation.doctor.sounds import voice, white, written

REPOSITORY = Path(__file__).resolve().parents[2]


def test_the_report_is_one_json_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, sounds in (("rain", [white(4.0, seed) for seed in range(3)]), ("voice", voice(5))):
        written(tmp_path / "set" / name, sounds)
    arguments = ["doctor", str(tmp_path / "set"), "--preset", "sketch", "--classes", "folder", "--silence", "-50"]
    assert main([*arguments, "--steps", "700", "--rate", "8000", "--json"]) == 0
    out = capsys.readouterr().out
    assert out.count("\n") == 1
    report = Report.model_validate(json.loads(out))
    assert [share.name for share in report.classes] == ["rain", "voice"]
    assert (report.plan.steps, report.plan.model_rate_hz, report.plan.silence_threshold_dbfs) == (700, 8_000, -50.0)
    assert report.files[0].name == "rain/000.wav" and report.verdict.level != "good"


def test_people_read_sentences_and_a_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written(tmp_path / "rain", [white(4.0, seed) for seed in range(3)])
    out = tmp_path / "report.html"
    assert main(["doctor", str(tmp_path / "rain"), "--preset", "sketch", "--page", str(out)]) == 0
    told = capsys.readouterr().out
    assert told.startswith("Will give noise.\n") and "This will give noise because" in told
    assert "12 s of 3 files" in told and "512 samples, 64 ms" in told
    assert "The doctor on “rain”" in out.read_text("utf-8") and not out.with_name("report.html.part").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["NONE"], "is not a folder"),
        (["EMPTY"], "holds no audio files"),
        (["SET", "--rate", "3"], "sample_rate_hz"),
        (["SET", "--page", "NONE/report.html"], "No such file"),
    ],
)
def test_errors_are_one_line(
    arguments: list[str], words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "EMPTY").mkdir()
    written(tmp_path / "SET", voice(1))
    placed = [str(tmp_path / word) if word.isupper() or "/" in word else word for word in arguments]
    assert main(["doctor", *placed]) == 1
    error = capsys.readouterr().err
    assert words in error and error.count("\n") == 1 and "Traceback" not in error


def test_torch_stays_out(tmp_path: Path) -> None:
    written(tmp_path, voice(1))
    program = (
        "import sys; from generation.__main__ import main; "
        f"code = main(['doctor', {str(tmp_path)!r}, '--json']); sys.exit(code or 7 * ('torch' in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=REPOSITORY, check=False, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
