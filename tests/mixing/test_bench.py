"""The benchmark checks its output first, and says how it stands against its limits."""

from pathlib import Path

import numpy as np
import pytest
import soundfile as sf

from mixing.bench import _Piece, bench


def test_every_row_is_a_share_of_a_limit() -> None:
    rows = bench(seconds=10.0, rounds=1)
    assert [row["name"] for row in rows] == ["mix", "mix and master", "measure", "resample", "memory"]
    for row in rows:
        assert row["value"] > 0 and row["unit"] and row["limit"] and row["limit"] > 0
        assert row["share"] == pytest.approx(row["value"] / row["limit"])


@pytest.mark.parametrize("wrong", ["silent", "noise", "short"])
def test_the_clock_does_not_run_on_wrong_output(wrong: str, tmp_path: Path) -> None:
    piece = _Piece(tmp_path, 9.0)
    piece.check()
    right, rate_hz = sf.read(piece.master_file)
    outputs = {"silent": 0 * right, "noise": np.random.default_rng(0).uniform(-1, 1, right.shape), "short": right[:-5]}
    sf.write(piece.master_file, outputs[wrong], rate_hz)
    with np.errstate(invalid="ignore"), pytest.raises(RuntimeError):
        piece.check()
