"""The choice of a precision: bfloat16 only where the processor multiplies it itself."""

from pathlib import Path

import pytest

from generation import precision
from generation.errors import EngineError
from generation.precision import fastest_precision


@pytest.mark.parametrize(
    ("flags", "expected"),
    [
        ("fpu avx2 avx512f avx512_bf16 gfni", "bfloat16"),
        ("fpu amx_bf16 amx_tile", "bfloat16"),
        ("fpu avx2 avx512f", "float32"),
        ("", "float32"),
    ],
)
def test_it_follows_the_processor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, flags: str, expected: str) -> None:
    info = tmp_path / "cpuinfo"
    info.write_text(f"processor\t: 0\nmodel name\t: x\nflags\t\t: {flags}\n")
    monkeypatch.setattr(precision, "PROCESSOR_INFO", info)
    assert fastest_precision() == expected


def test_an_unknown_system_computes_in_float32(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(precision, "PROCESSOR_INFO", tmp_path / "none")
    assert fastest_precision("cpu") == "float32"


@pytest.mark.parametrize("device", ["tpu", "cuda:x", "cuda:99"])
def test_a_device_that_is_not_there_is_refused(device: str) -> None:
    with pytest.raises(EngineError, match="choose cpu"):
        fastest_precision(device)
