"""`generate` on the command line: curves as text and files, kept prompts, and errors of one line that say where."""

import json
from pathlib import Path

import numpy as np
import pytest
import soundfile

from generation.__main__ import main
from generation.architectures.wavenet import Wavenet
from generation.checkpoint import TrainingState, save_checkpoint
from generation.generate import GenerationRequest, generate
from tests.generation.networks import CONFIGS, lively_network


def saved(network: Wavenet, folder: Path) -> Path:
    moments = {f"{moment}.{name}": w for name, w in network.weights().items() for moment in ("mean", "square")}
    return save_checkpoint(
        folder, network.config, 1, network.weights(), moments, TrainingState(0, 5.0, 5.0, ""),
        validation_loss_nats=None, auditioned=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three classes, loudness and pitch; 2 kHz."""
    return saved(lively_network(CONFIGS["controls"]), tmp_path_factory.mktemp("model"))


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return saved(lively_network(CONFIGS["plain"]), tmp_path_factory.mktemp("plain"))


def test_everything_can_be_asked_for(model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    soundfile.write(tmp_path / "p.wav", 0.3 * np.sin(np.arange(2_000) / 3), 2_000)
    (tmp_path / "curve.json").write_text('[[0, "rain"], [0.2, {"sea": 1, "wind": 1}]]')
    asked = [
        "--seconds", "0.5", "--voices", "2", "--seed", "7", "--temperature", "0%:0.8 100%:1.1",
        "--class-curve", str(tmp_path / "curve.json"), "--loudness", "0:-40 0.3:-12", "--pitch", "0:110 0.2:220 0.4:0",
        "--prompt", str(tmp_path / "p.wav"), "--keep-prompt", "--block-seconds", "0.1", "--precision", "float32",
        "--device", "cpu", "--threads", "1",
    ]  # fmt: skip
    assert main(["generate", str(model), str(tmp_path / "t.wav"), *asked, "--json"]) == 0
    output = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    field = CONFIGS["controls"].receptive_field_samples
    assert output[-1]["join_seconds"] == field / 2_000 and len(output[-1]["files"]) == 2
    assert len(output) == 5 + 1  # five blocks of a tenth of a second, and the files
    request = GenerationRequest(
        seconds=0.5, voices=2, seed=7, temperature=[(0, 0.8), (0.5, 1.1)], loudness_dbfs=[(0, -40), (0.3, -12)],
        class_curve=[(0, "rain"), (0.2, {"sea": 0.5, "wind": 0.5})], pitch_hz=[(0, 110), (0.2, 220), (0.4, 0)],
        prompt_path=tmp_path / "p.wav", keep_prompt=True,
    )  # fmt: skip
    expected = np.concatenate([block.audio for block in generate(model, request, precision="float32")], axis=1)
    for voice, path in zip(expected, output[-1]["files"], strict=True):
        assert soundfile.read(path, dtype="float32")[0] == pytest.approx(voice, abs=1 / 32_000)


def test_people_are_told_where_the_prompt_ends(model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    soundfile.write(tmp_path / "p.wav", 0.3 * np.sin(np.arange(2_000) / 3), 2_000)
    arguments = ["generate", str(model), str(tmp_path / "t.wav"), "--seconds", "0.05", "--class", "sea"]
    assert main([*arguments, "--prompt", str(tmp_path / "p.wav"), "--keep-prompt", "--pitch", "100"]) == 0
    told = capsys.readouterr()
    assert told.out == "The prompt ends at 0.032 s.\n"
    assert told.err.startswith("No loudness was given: it holds at -13 dBFS, the prompt's.")


def test_voices_may_have_classes_of_their_own_and_follow_a_contour(model: Path, tmp_path: Path) -> None:
    soundfile.write(tmp_path / "c.wav", 0.3 * np.sin(np.arange(2_000) / 3), 2_000)
    arguments = ["generate", str(model), str(tmp_path / "t.wav"), "--seconds", "0.2", "--voices", "2"]
    arguments += ["--contour", str(tmp_path / "c.wav"), "--contour-fit", "stretch", "--class", "sea", "--class", "wind"]
    assert main(arguments) == 0
    takes = [soundfile.read(tmp_path / f"t-{n}.wav")[0] for n in (1, 2)]
    assert takes[0].size == 400 and not (takes[0] == takes[1]).all()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--temperature", "0:1 1:hot"], "Point 2 of “0:1 1:hot”, “1:hot”, is not TIME:NUMBER"),
        (["--temperature", "9"], "temperature: 9 is not 0.05 to 3."),
        (["--class-curve", "0:rain 1:fire"], "no class “fire”; its classes: rain, sea, wind"),
        (["--class-curve", "0:rain=x"], "Point 1 of “0:rain=x”"),
        (["--class-curve", "2:rain 1:sea"], "point 2, at 1, comes before point 1, at 2"),
        (["--class-curve", "none.json"], "none.json cannot be read"),
        (["--class-curve", "0:rain", "--class", "sea"], "give a class or a class curve, not both"),
        (["--class", "rain", "--class", "sea"], "2 classes for 1 voices"),
        (["--loudness", "0:-12 1:3"], "loudness_dbfs: 3 is not -120 to 0"),
        (["--pitch", "10"], "pitch_hz: 10 Hz is neither 0 (unvoiced) nor between 60 and 500."),
        (["--contour", "none.wav"], "none.wav does not exist"),
        (["--keep-prompt"], "there is no prompt to keep"),
        (["--block-seconds", "0.001"], "block_seconds"),
        (["--device", "tpu"], "There is no device “tpu”"),
    ],
)
def test_errors_are_one_line_and_say_where(
    arguments: list[str], words: str, model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["generate", str(model), str(tmp_path / "t.wav"), *arguments]) == 1
    error = capsys.readouterr().err
    assert words in error and error.count("\n") == 1
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("option", "control"), [("--loudness", "loudness"), ("--pitch", "pitch")])
def test_a_network_without_a_control_says_so(
    option: str, control: str, plain: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["generate", str(plain), str(tmp_path / "t.wav"), option, "0:0 1:0"]) == 1
    error = capsys.readouterr().err
    assert error.startswith(f"This model does not follow {control}: leave it out") and error.count("\n") == 1
