"""Files that only look like checkpoints: refused in one line, with nothing run and next to nothing allocated."""

import json
import os
import pickle
import resource
import struct
import time
import zipfile
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.numpy import save_file

from generation.architectures.wavenet_config import WavenetConfig
from generation.checkpoint import CheckpointError, load_checkpoint, read_header
from generation.weight_file import MAX_HEADER_BYTES

CONFIG = WavenetConfig(
    sample_rate_hz=8_000, dilations=(1, 2), residual_channels=4, dilation_channels=4, skip_channels=4
)


def metadata(config: WavenetConfig = CONFIG) -> dict[str, str]:
    return {"format": "overhear-wavenet-1", "config": config.to_json(), "step": "1"}


def crafted(path: Path, header: object, data: bytes = b"", length: int | None = None) -> Path:
    """A file with this header as JSON, or as it is when it is bytes."""
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text) if length is None else length) + text + data)
    return path


def outline(**changes: object) -> dict[str, object]:
    """A right header for CONFIG, with some entries changed."""
    header: dict[str, object] = {"__metadata__": metadata()}
    end = 0
    for name, shape in sorted(CONFIG.parameter_shapes.items()):
        start, end = end, end + 4 * int(np.prod(shape))
        header[name] = {"dtype": "F32", "shape": list(shape), "data_offsets": [start, end]}
    return header | changes


def refused(path: Path) -> str:
    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    with pytest.raises(CheckpointError) as error:
        load_checkpoint(path)
    with pytest.raises(CheckpointError):
        read_header(path)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000, "over 100 MB were taken"
    assert time.process_time() - started < 1.0
    assert "\n" not in str(error.value)
    return str(error.value)


def test_the_crafted_outline_is_right(tmp_path: Path) -> None:
    size = sum(4 * int(np.prod(shape)) for shape in CONFIG.parameter_shapes.values())
    assert load_checkpoint(crafted(tmp_path / "a.safetensors", outline(), bytes(size))).header.config == CONFIG


@pytest.mark.parametrize(
    "bias",
    [
        {"dtype": "F32", "shape": [2**40], "data_offsets": [0, 2**42]},
        {"dtype": "F32", "shape": [2**62, 2**62], "data_offsets": [0, 16]},
        {"dtype": "F32", "shape": [-4], "data_offsets": [0, 16]},
        {"dtype": "F32", "shape": [256], "data_offsets": [1024, 0]},
        {"dtype": "F32", "shape": [256], "data_offsets": [2**63, 2**63 + 1024]},
        {"dtype": "F64", "shape": [256], "data_offsets": [0, 2048]},
        {"dtype": "BF16", "shape": [256], "data_offsets": [0, 512]},
        {"dtype": "I32", "shape": [256], "data_offsets": [0, 1024]},
        {"dtype": "O", "shape": [256], "data_offsets": [0, 1024]},
        {"dtype": "F32", "shape": "256", "data_offsets": [0, 1024]},
        [],
        None,
    ],
    ids=str,
)
def test_shapes_and_types_that_lie(tmp_path: Path, bias: object) -> None:
    size = sum(4 * int(np.prod(shape)) for shape in CONFIG.parameter_shapes.values())
    refused(crafted(tmp_path / "a.safetensors", outline(output_bias=bias), bytes(size)))


def test_overlapping_arrays_are_refused(tmp_path: Path) -> None:
    same = {"dtype": "F32", "shape": [4], "data_offsets": [0, 16]}
    size = sum(4 * int(np.prod(shape)) for shape in CONFIG.parameter_shapes.values())
    refused(crafted(tmp_path / "a.safetensors", outline(skip_bias=same, hidden_bias=same), bytes(size)))


def test_headers_that_lie_about_their_length(tmp_path: Path) -> None:
    for length in (0, 1, 2**31, 2**62, 2**64 - 1):
        refused(crafted(tmp_path / "a.safetensors", outline(), b"", length))
    long = json.dumps(outline()).encode() + b" " * MAX_HEADER_BYTES
    assert "not a whole checkpoint" in refused(crafted(tmp_path / "b.safetensors", long))
    nested = b'{"__metadata__":' * 100_000
    refused(crafted(tmp_path / "c.safetensors", nested))
    for garbage in (b"\xff" * 64, b"null", b"[]", b"{}", b'{"a":NaN}'):
        refused(crafted(tmp_path / "d.safetensors", garbage))


def test_a_configuration_that_promises_gigabytes(tmp_path: Path) -> None:
    """The bounds of the configuration are checked before a shape is believed."""
    huge = json.loads(CONFIG.to_json())
    for change in ({"skip_channels": 10**9}, {"dilations": [65_536] * 120}, {"classes": ["x" * 10**6]}):
        lying = metadata() | {"config": json.dumps(huge | change)}
        refused(crafted(tmp_path / "a.safetensors", {"__metadata__": lying}))


@pytest.mark.parametrize(
    "card", ["", "null", "[]", "{}", '{"step": NaN}', "[" * 50_000, '{"step": -1}', '{"step": 1e400}'], ids=range(8)
)
def test_a_card_that_is_none_is_refused(tmp_path: Path, card: str) -> None:
    arrays = {name: np.zeros(shape, np.float32) for name, shape in CONFIG.parameter_shapes.items()}
    save_file(arrays, tmp_path / "a.safetensors", metadata() | {"card": card})
    assert "damaged" in refused(tmp_path / "a.safetensors")


class Trap:
    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[Path]]:
        return Path.touch, (self.path,)


def test_pickles_and_archives_never_run(tmp_path: Path) -> None:
    trap, path = tmp_path / "trap", tmp_path / "a.safetensors"
    path.write_bytes(pickle.dumps(Trap(trap)))
    refused(path)
    torch.save({"weight": torch.zeros(3), "trap": Trap(trap)}, path)
    refused(path)
    with path.open("wb") as file:
        np.savez(file, a=np.array([Trap(trap)], object))
    refused(path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../../a", "b" * 100)
    refused(path)
    assert not trap.exists()


def test_what_is_no_plain_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.safetensors")  # opening it would wait for ever
    assert "no file" in refused(tmp_path / "pipe.safetensors")
    (tmp_path / "folder.safetensors").mkdir()
    refused(tmp_path / "folder.safetensors")
    (tmp_path / "loop.safetensors").symlink_to(tmp_path / "loop.safetensors")
    refused(tmp_path / "loop.safetensors")
    (tmp_path / "endless.safetensors").symlink_to("/dev/zero")
    refused(tmp_path / "endless.safetensors")
    (tmp_path / "empty.safetensors").touch()
    refused(tmp_path / "empty.safetensors")
