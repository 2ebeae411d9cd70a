"""Weights from strangers: refused in one line for everything that is not just what their card says."""

import hashlib
import json
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from generation.architectures.wavenet_config import WavenetConfig
from generation.errors import EngineError
from generation.model_card import FORMAT, CardError, ModelCard
from generation.weight_check import WeightsRefused, check, checked_in_child
from tests.generation.checkpoints import saved
from tests.generation.networks import lively_network

CONFIG = WavenetConfig(
    sample_rate_hz=8_000, dilations=(1, 2), residual_channels=4, dilation_channels=4, skip_channels=4
)
SIZE = 4 * CONFIG.parameter_count


def outline(**changes: object) -> dict[str, Any]:
    header: dict[str, Any] = {"__metadata__": {"format": "overhear-wavenet-1", "config": CONFIG.to_json(), "step": "1"}}
    end = 0
    for name, shape in sorted(CONFIG.parameter_shapes.items()):
        start, end = end, end + 4 * int(np.prod(shape))
        header[name] = {"dtype": "F32", "shape": list(shape), "data_offsets": [start, end]}
    return header | changes


def model(
    folder: Path, header: object = None, data: bytes = bytes(SIZE), length: int | None = None, **card: object
) -> tuple[Path, Path]:
    """Weights with this header, and the card that goes with them unless told otherwise."""
    text = header if isinstance(header, bytes) else json.dumps(outline() if header is None else header).encode()
    weights = folder / "model.safetensors"
    weights.write_bytes(struct.pack("<Q", len(text) if length is None else length) + text + data)
    told = {
        "format": FORMAT, "name": "A model", "architecture": CONFIG.model_dump(mode="json"), "step": 1,
        "sha256": hashlib.sha256(weights.read_bytes()).hexdigest(), "size_bytes": weights.stat().st_size,
    }  # fmt: skip
    path = folder / "card.json"
    path.write_text(json.dumps(told | card))
    return weights, path


def refused(folder: Path, *arguments: Any, **fields: Any) -> str:
    with pytest.raises(EngineError) as error:
        check(*model(folder, *arguments, **fields))
    assert "\n" not in str(error.value)
    return str(error.value)


def test_right_weights_pass_here_and_in_the_child(tmp_path: Path) -> None:
    check(*model(tmp_path))
    checked_in_child(*model(tmp_path))


def test_a_real_checkpoint_passes(tmp_path: Path, tiny_config: WavenetConfig) -> None:
    path = saved(lively_network(tiny_config), tmp_path)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    _, card = model(tmp_path, architecture=tiny_config.model_dump(mode="json"), sha256=digest)
    check(path, card)


def entry(**changes: object) -> dict[str, Any]:
    bias = dict(outline()["output_bias"])
    return outline(output_bias=bias | changes)


@pytest.mark.parametrize(
    ("header", "sentence"),
    [
        (lambda: entry(shape=[2**40]), "output_bias is not of the shape"),
        (lambda: entry(shape=[2**62, 2**62]), "output_bias is not of the shape"),
        (lambda: entry(shape=[-256]), "output_bias is not of the shape"),
        (lambda: entry(shape="256"), "output_bias is not of the shape"),
        (lambda: entry(dtype="F64"), "output_bias is not of the shape"),
        (lambda: entry(dtype="O"), "output_bias is not of the shape"),
        (lambda: entry(data_offsets=[2**63, 2**63 + 1024]), "hole|overlaps"),
        (lambda: entry(data_offsets=[1024, 0]), "another length"),
        (lambda: entry(data_offsets=[0.0, 1024.0]), "damaged at output_bias"),
        (lambda: entry(data_offsets=[0]), "damaged at output_bias"),
        (lambda: entry(more=1), "damaged at output_bias"),
        (lambda: outline(output_bias=None), "damaged at output_bias"),
        (lambda: outline(output_bias=outline()["hidden_bias"] | {"shape": [256]}), "another length"),
        (lambda: outline(hidden_bias=outline()["skip_bias"]), "hole|overlaps"),
        (lambda: outline(**{"../../x": outline()["skip_bias"]}), "does not have: '../../x'"),
        (lambda: {k: v for k, v in outline().items() if k != "skip_bias"}, "lack an array of the network: skip_bias"),
        (lambda: {k: v for k, v in outline().items() if k != "__metadata__"}, "say nothing of the network"),
        (lambda: outline(__metadata__={"format": "pt"}), "not of this studio's format"),
        (lambda: outline(__metadata__=outline()["__metadata__"] | {"x": "y"}), "holds what nobody here knows: 'x'"),
        (lambda: outline(__metadata__=outline()["__metadata__"] | {"step": 1}), "say nothing of the network"),
        (lambda: outline(__metadata__=outline()["__metadata__"] | {"step": "2"}), "another step"),
        (lambda: outline(__metadata__=outline()["__metadata__"] | {"config": "{}"}), "Not a usable WaveNet"),
        (lambda: b'{"__metadata__":' * 50_000, "header cannot be read"),
        (lambda: b"\xff" * 64, "header cannot be read"),
        (lambda: b"[]", "header cannot be read"),
        (lambda: b'{"a":NaN}', "header cannot be read"),
        (lambda: b'{"a":1,"a":2}', "names 'a' twice"),
        (lambda: b'{"a":' + b"9" * 5000 + b"}", "header cannot be read"),
        (lambda: json.dumps(outline()).encode() + b" " * 4_000_000, "longer than 4 MB"),
    ],
    ids=range(29),
)
def test_headers_that_lie(tmp_path: Path, header: Callable[[], object], sentence: str) -> None:
    said = refused(tmp_path, header())
    assert any(part in said for part in sentence.split("|")), said


def test_what_is_cut_off_trailed_or_not_finite(tmp_path: Path) -> None:
    assert "4 bytes are missing" in refused(tmp_path, data=bytes(SIZE - 4))
    assert "7 bytes follow the weights" in refused(tmp_path, data=bytes(SIZE) + b"PK\x03\x04zip")
    assert "not finite" in refused(tmp_path, data=bytes(SIZE - 4) + struct.pack("<f", float("nan")))
    for length in (2**31, 2**63, 2**64 - 1):
        assert "cut off" in refused(tmp_path, length=length)
    weights, card = model(tmp_path)
    weights.write_bytes(b"")
    with pytest.raises(WeightsRefused, match="cut off"):
        check(weights, card)


def test_weights_that_are_not_those_of_the_card(tmp_path: Path) -> None:
    assert "their hash is another" in refused(tmp_path, sha256="0" * 64)
    other = CONFIG.model_copy(update={"classes": ("a",)}).model_dump(mode="json")
    assert "another network than the card says" in refused(tmp_path, architecture=other)
    huge = CONFIG.model_dump(mode="json") | {"skip_channels": 2048, "dilations": [1] * 120, "residual_channels": 512}
    assert "the network has over 50000000 parameters" in refused(
        tmp_path, architecture=huge | {"dilation_channels": 512}
    )
    weights, card = model(tmp_path, sha256="0" * 64)
    with pytest.raises(WeightsRefused, match="their hash is another"):
        checked_in_child(weights, card)


@pytest.mark.parametrize(
    "card",
    [b"", b"null", b"[" * 100_000, b"{}", b"PK", b'{"format":"overhear-card-1","name":"\\u0000"}', b"x" * 600_000],
    ids=range(7),
)  # fmt: skip
def test_cards_that_are_none(tmp_path: Path, card: bytes) -> None:
    with pytest.raises(CardError) as error:
        ModelCard.from_json(card)
    assert "\n" not in str(error.value) and str(error.value).endswith(".")
