"""A checkpoint described: its own words, and every weight once."""

import json
from pathlib import Path

import numpy as np
import pytest

from generation.__main__ import main
from generation.architectures.wavenet import Wavenet
from generation.describe import BINS, describe
from tests.generation.checkpoints import saved


def test_every_weight_is_counted(network: Wavenet, tmp_path: Path) -> None:
    found = describe(saved(network, tmp_path))
    assert {spread.name: spread.shape for spread in found.weights} == network.config.parameter_shapes
    weights = network.weights()
    for spread in found.weights:
        array = weights[spread.name]
        assert len(spread.counts) == BINS and sum(spread.counts) == array.size
        inside = (array >= spread.lowest) & (array < spread.lowest + (spread.highest - spread.lowest) / BINS)
        assert abs(int(np.count_nonzero(inside)) - spread.counts[0]) <= 1
        assert spread.deviation == pytest.approx(float(array.std()), abs=1e-6)


def test_the_command_tells_people_and_programs(
    network: Wavenet, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model = saved(network, tmp_path)
    assert main(["describe", str(model)]) == 0
    text = capsys.readouterr().out
    assert "It hears 64 samples, 8.0 ms, back" in text and "Classes: rain, sea" in text
    assert text.count("▁") + text.count("█") > 10
    assert main(["describe", str(model.parent), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["receptive_field_samples"] == 64 and len(told["weights"]) == len(network.weights())
    assert main(["describe", str(tmp_path / "nothing")]) == 1
    assert capsys.readouterr().err.count("\n") == 1
