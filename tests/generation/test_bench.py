"""The bench: every row that it promises, as a share of a limit of the same run, and no speed for a wrong output."""

import json

import numpy as np
import pytest

from generation import bench, sampling_kernel
from generation.__main__ import main
from generation.sampling_kernel import Network, State


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
    follow = sampling_kernel.follow

    def wrong(state: State, network: Network, classes: np.ndarray, logits: np.ndarray) -> None:
        follow(state, network, classes, logits)
        logits += 1e-3

    monkeypatch.setattr(sampling_kernel, "follow", wrong)
    assert main(["bench", "--json"]) == 1
    out, error = capsys.readouterr()
    assert "off by 0.001 nats" in error
    assert not [line for line in out.splitlines() if json.loads(line)]
