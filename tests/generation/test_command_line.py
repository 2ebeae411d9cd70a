"""The command line: its exit codes, its JSON, its one-line errors, and Ctrl-C."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import soundfile

from generation.__main__ import main
from generation.architectures.wavenet_config import WavenetConfig
from generation.checkpoint import checkpoints

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture
def speech_folder(speech_files: list[Path], tmp_path: Path) -> Path:
    """Forty recordings in a subfolder for each of two speakers."""
    for path in speech_files[:200:5]:
        target = tmp_path / "speech" / path.stem.split("_")[1] / path.name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    return tmp_path / "speech"


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_train_then_generate(speech_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    train = ["train", str(speech_folder), str(tmp_path / "m"), "--preset", "sketch", "--steps", "3", "--json"]
    assert main([*train, "--classes", "folder", "--threads", "1"]) == 0
    events = lines(capsys.readouterr().out)
    assert [event["event"] for event in events][:: len(events) - 1] == ["TrainingStarted", "TrainingFinished"]
    name = events[0]["config"]["classes"][-1]
    assert main([*train, "--classes", "folder"]) == 1
    assert "--resume" in capsys.readouterr().err
    take = ["generate", str(tmp_path / "m"), str(tmp_path / "take.wav"), "--seconds", "0.5", "--json"]
    assert main([*take, "--voices", "2", "--class", name, "--prompt", str(next(speech_folder.rglob("*.wav")))]) == 0
    out = lines(capsys.readouterr().out)
    assert out[-1] == {"files": [str(tmp_path / "take-1.wav"), str(tmp_path / "take-2.wav")]}
    assert [line["fraction"] for line in out[:-1]] == [0.5, 1.0]
    assert soundfile.info(tmp_path / "take-2.wav").frames == 4_000


def test_estimate(speech_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["estimate", str(speech_folder), "--preset", "sketch", "--threads", "1"]
    assert main([*arguments, "--steps", "700", "--json"]) == 0
    (cost,) = lines(capsys.readouterr().out)
    assert cost["steps"] == 700 and cost["seconds"] > 1 and cost["receptive_field_samples"] == 512
    assert main(arguments) == 0
    assert "512 samples, 64 ms" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["estimate", "NONE"], "is not a folder"),
        (["estimate", "EMPTY"], "holds no audio files"),
        (["estimate", "SPEECH/..", "--rate", "3"], "sample_rate_hz"),
        (["train", "SPEECH", "OUT", "--minutes", "-1"], "more than 0"),
        (["generate", "NONE", "OUT.wav"], "does not exist"),
        (["generate", "EMPTY", "OUT.wav"], "no usable checkpoint"),
        (["generate", "EMPTY", "OUT.mp3"], "does not end in .wav"),
        (["generate", "EMPTY", "OUT.wav", "--temperature", "0"], "temperature"),
    ],
)
def test_errors_are_one_line(
    arguments: list[str], words: str, speech_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty").mkdir()
    places = {"NONE": "none", "EMPTY": "empty", "SPEECH": "speech", "SPEECH/..": "speech/..", "OUT": "out"}
    places |= {"OUT.wav": "out.wav", "OUT.mp3": "out.mp3"}
    assert main([str(tmp_path / places[word]) if word in places else word for word in arguments]) == 1
    error = capsys.readouterr().err
    assert words in error and error.count("\n") == 1 and "Traceback" not in error


@pytest.mark.parametrize("arguments", [[], ["dance"], ["train", "a"], ["train", "a", "b", "--preset", "huge"]])
def test_wrong_usage_is_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as exit_:
        main(arguments)
    assert exit_.value.code == 2


def test_a_polite_kill_saves_and_resume_goes_on(
    speech_folder: Path, tmp_path: Path, tiny_config: WavenetConfig
) -> None:
    (tmp_path / "tiny.json").write_text(tiny_config.model_copy(update={"classes": ()}).to_json())
    arguments = ["train", str(speech_folder), str(tmp_path / "m"), "--network", str(tmp_path / "tiny.json")]
    arguments += ["--window", "400", "--threads", "1", "--json"]
    command = [sys.executable, "-m", "generation", *arguments, "--steps", "10000"]
    with subprocess.Popen(
        command, cwd=REPOSITORY, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ}
    ) as process:
        assert process.stdout is not None and process.stderr is not None
        for line in process.stdout:
            if json.loads(line).get("step", 0) >= 3:
                process.send_signal(signal.SIGTERM)
                break
        process.stdout.read()
        error = process.stderr.read()
        assert process.wait(timeout=60) == 1
    assert error.splitlines()[-1] == "Stopped; the model is saved: go on with --resume."
    assert "Traceback" not in error
    step = checkpoints(tmp_path / "m")[0].step
    assert step >= 3
    assert main([*arguments, "--steps", str(step + 1), "--resume"]) == 0
    assert checkpoints(tmp_path / "m")[0].step == step + 1
