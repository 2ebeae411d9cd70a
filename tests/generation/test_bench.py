"""The bench: every row that it promises, as a share of a limit of the same run, and no speed for a wrong output."""

import json

import numpy as np
import pytest

from generation import bench
from generation.__main__ import main
from generation.coding import Samples
from generation.sampler import Floats, Steering
from generation.torch_sampler import TorchSampler


def test_rows_are_shares_of_measured_limits() -> None:
    rows = {row.name: row for row in bench.rows(threads=1, presets=("sketch",))}
    assert list(rows) == [
        "matrix product, float32",
        "weights read by matrix-vector products",
        "training sketch",
        "generation sketch, 1 voices",
        "generation sketch, 8 voices",
    ]
    assert rows["training sketch"].share is not None and 0.01 < rows["training sketch"].share < 3.0
    for row in list(rows.values())[3:]:
        assert row.limit is not None and row.share == pytest.approx(row.value / row.limit)
        assert row.value > 100


def test_a_wrong_output_has_no_speed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A sampler that is off by a thousandth of a nat: its rows must become an error."""
    follow = TorchSampler.follow

    def wrong(sampler: TorchSampler, samples: Samples, steering: Steering) -> Floats:
        return np.asarray(follow(sampler, samples, steering) + 1e-3, np.float32)

    monkeypatch.setattr(TorchSampler, "follow", wrong)
    assert main(["bench", "--json"]) == 1
    out, error = capsys.readouterr()
    assert "off by 0.001 nats" in error
    assert not [line for line in out.splitlines() if json.loads(line)]
