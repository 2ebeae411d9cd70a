"""The options that make a plan: spans in ms and samples, heads, controls, networks, and how mistakes are told."""

import argparse
from pathlib import Path

import pytest

from generation.__main__ import main
from generation.architectures.wavenet_config import WavenetConfig
from generation.commands.plan_options import add_plan_arguments, plan_from
from generation.training_plan import TrainingPlan


def plan(*arguments: str) -> TrainingPlan:
    parser = argparse.ArgumentParser()
    add_plan_arguments(parser)
    parser.set_defaults(steps=1)
    return plan_from(parser.parse_args(["recordings", *arguments]))


@pytest.mark.parametrize(
    ("arguments", "samples"),
    [
        ((), 3_071),
        (("--receptive-field", "300ms"), 4_800),
        (("--receptive-field", "300"), 4_800),
        (("--receptive-field", "5117samples"), 5_117),
        (("--receptive-field", "5117 samples", "--rate", "48000"), 5_117),
        (("--receptive-field", "319.8ms", "--rate", "44100"), 14_103),
        (("--rate", "48000"), 9_213),
    ],
)
def test_how_far_back_a_network_hears(arguments: tuple[str, ...], samples: int) -> None:
    assert plan(*arguments).config().receptive_field_samples == pytest.approx(samples, rel=0.005)


def test_head_and_controls(tmp_path: Path, tiny_config: WavenetConfig) -> None:
    config = plan("--head", "logistics", "--controls", "pitch, loudness").config(("rain",))
    assert (config.head, config.quantisation, config.controls) == ("logistics", 65_536, ("pitch", "loudness"))
    assert config.classes == ("rain",)
    (tmp_path / "n.json").write_text(config.to_json())
    network = ("--network", str(tmp_path / "n.json"))
    assert plan(*network).config(("rain",)) == config
    plain = plan(*network, "--head", "categorical", "--controls", "").config()
    assert (plain.head, plain.quantisation, plain.controls, plain.classes) == ("categorical", 256, (), ())


@pytest.mark.parametrize("span", ["", "ms", "300s", "1e9ms", "٣ms", "300 ms ms"])
def test_what_is_no_span_is_wrong_usage(span: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit_:
        main(["estimate", "recordings", "--receptive-field", span])
    assert exit_.value.code == 2
    assert "300ms" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--receptive-field", "0.5ms"], "hears back between"),
        (["--receptive-field", "0ms"], "receptive_field_ms: Input should be greater than 0."),
        (["--receptive-field", "300ms", "--network", "NETWORK"], "the network's own dilations set its receptive field"),
        (["--rate", "44100", "--network", "NETWORK"], "the sample rate is not that of the network"),
        (["--controls", "loudness,loudness"], "the same control is named twice."),
        (["--controls", "mood"], "controls: 0: Input should be 'loudness' or 'pitch'."),
        (["--network", "NONE"], "No such file"),
    ],
)
def test_impossible_plans_are_told_in_one_line(
    arguments: list[str],
    words: str,
    speech_files: list[Path],
    tmp_path: Path,
    tiny_config: WavenetConfig,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "network.json").write_text(tiny_config.to_json())
    (tmp_path / "one.wav").symlink_to(speech_files[0])
    places = {"NETWORK": str(tmp_path / "network.json"), "NONE": str(tmp_path / "none.json")}
    assert main(["estimate", str(tmp_path), *(places.get(word, word) for word in arguments)]) == 1
    error = capsys.readouterr().err
    assert words in error and error.count("\n") == 1 and "Traceback" not in error
    assert "Value error" not in error
