"""tensorflow-wavenet's parameters: the same receptive field, and a sentence for each that has no equal."""

import json
from pathlib import Path
from typing import Any

import pytest

from generation.__main__ import main
from generation.architectures.wavenet_config import WavenetConfig
from generation.checkpoint import checkpoints, read_header
from generation.errors import EngineError
from generation.presets import PRESETS, config_for
from generation.tensorflow_parameters import SCALAR_NOTE, read_network

STACK = [2**power for power in range(10)]


def parameters(**changes: Any) -> dict[str, Any]:
    """The published network in tensorflow-wavenet's words."""
    published = {
        "filter_width": 2,
        "sample_rate": 16_000,
        "dilations": STACK * 5,
        "residual_channels": 32,
        "dilation_channels": 32,
        "quantization_channels": 256,
        "skip_channels": 512,
        "use_biases": True,
        "scalar_input": False,
        "initial_filter_width": 32,
    }
    return published | changes


def write(folder: Path, content: dict[str, Any] | str | bytes) -> Path:
    path = folder / "params.json"
    text = json.dumps(content) if isinstance(content, dict) else content
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def their_receptive_field(given: dict[str, Any]) -> int:
    """(width − 1) · Σ dilations + 1, and the first layer's own width less one."""
    first = given["initial_filter_width"] if given["scalar_input"] else given["filter_width"]
    return int((given["filter_width"] - 1) * sum(given["dilations"]) + 1 + first - 1)


@pytest.mark.parametrize(
    ("changes", "samples", "ms"),
    [
        ({}, 5_117, 319.8),
        ({"sample_rate": 8_000}, 5_117, 639.6),
        ({"dilations": STACK * 3}, 3_071, 191.9),
        ({"dilations": STACK * 3, "filter_width": 3}, 6_141, 383.8),
        ({"filter_width": 4, "dilations": [1, 3, 9], "quantization_channels": 64}, 43, 2.7),
        ({"scalar_input": True}, 5_147, 321.7),
        ({"scalar_input": True, "initial_filter_width": 1, "filter_width": 3, "sample_rate": 48_000}, 10_231, 213.1),
    ],
)
def test_the_receptive_field_is_theirs(changes: dict[str, Any], samples: int, ms: float, tmp_path: Path) -> None:
    given = parameters(**changes)
    config = read_network(write(tmp_path, given)).config
    assert config.receptive_field_samples == samples == their_receptive_field(given)
    assert config.receptive_field_ms == pytest.approx(ms, abs=0.05)
    assert config.sample_rate_hz == given["sample_rate"] and config.dilations == tuple(given["dilations"])


def test_the_published_network_is_the_preset(tmp_path: Path) -> None:
    read = read_network(write(tmp_path, parameters()))
    assert read.config == config_for(PRESETS["published"]) and read.notes == ()


def test_what_is_not_said_is_as_there(tmp_path: Path) -> None:
    given = parameters()
    for name in ("quantization_channels", "use_biases", "scalar_input", "initial_filter_width"):
        del given[name]
    config = read_network(write(tmp_path, given)).config
    assert (config.quantisation, config.biases, config.head, config.input_width) == (256, False, "categorical", 2)


def test_a_scalar_input_becomes_logistics_and_says_so(tmp_path: Path) -> None:
    config, notes = read_network(write(tmp_path, parameters(scalar_input=True, quantization_channels=65_536)))
    assert (config.head, config.quantisation, config.input_width) == ("logistics", 65_536, 32)
    assert notes == (SCALAR_NOTE,)


def test_our_own_configuration_is_read_too(tmp_path: Path, tiny_config: WavenetConfig) -> None:
    assert read_network(write(tmp_path, tiny_config.to_json())) == (tiny_config, ())


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (parameters(residual_channels=30), "residual_channels 30 is not a multiple of 4 between 4 and 512: the near"),
        (parameters(dilation_channels=1), "the nearest is 4"),
        (parameters(skip_channels=513), "the nearest is 512"),
        (parameters(skip_channels=10**9), "the nearest is 2048"),
        (parameters(skip_channels=-3), "the nearest is 4"),
        (parameters(quantization_channels=512), "quantization_channels 512"),
        (parameters(quantization_channels=1), "between 2 and 256"),
        (parameters(filter_width=5), "filter_width: Input should be less than or equal to 4"),
        (parameters(scalar_input=True, initial_filter_width=65), "initial_filter_width: Input should be less"),
        (parameters(sample_rate=10), "sample_rate: Input should be greater"),
        (parameters(sample_rate="16000"), "sample_rate: Input should be a valid integer"),
        (parameters(dilations=[]), "dilations"),
        (parameters(dilations=[0]), "dilations 0"),
        (parameters(dilations=[60_000] * 100), "receptive field is over"),
        (parameters(dilations=[1] * 5_000), "dilations"),
        (parameters(lc_channels=80), "lc_channels: Extra inputs are not permitted"),
        ({"sample_rate": 16_000}, "filter_width: Field required"),
        ({}, "sample_rate_hz"),
        ("[1]", "one JSON object"),
        ("", "is not JSON"),
        (b"\xff\xfe{", "is not JSON"),
        ("[" * 100_000, "is not JSON"),
        (b" " * 1_000_001, "too large"),
    ],
)  # fmt: skip
def test_every_refusal_is_one_line_that_names_the_file(
    content: dict[str, Any] | str | bytes, words: str, tmp_path: Path
) -> None:
    with pytest.raises(EngineError) as refused:
        read_network(write(tmp_path, content))
    message = str(refused.value)
    assert words in message and "params.json" in message and "\n" not in message


def test_such_a_network_trains_from_the_command_line(
    speech_files: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    speech = tmp_path / "speech"
    speech.mkdir()
    for path in speech_files[:10]:
        (speech / path.name).symlink_to(path)
    small = {"sample_rate": 1_000, "dilations": [1, 2, 4, 8], "residual_channels": 8, "dilation_channels": 8}
    path = write(tmp_path, parameters(**small, skip_channels=16, scalar_input=True))
    arguments = ["train", str(speech), str(tmp_path / "m"), "--network", str(path), "--steps", "2"]
    assert main([*arguments, "--window", "100", "--threads", "1", "--json"]) == 0
    assert SCALAR_NOTE in capsys.readouterr().err
    made = read_header(checkpoints(tmp_path / "m")[0].path).config
    assert (made.head, made.receptive_field_samples, made.sample_rate_hz) == ("logistics", 15 + 32, 1_000)
