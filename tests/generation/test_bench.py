"""The bench: every row that it promises, as a share of a limit of the same run, and no speed for a wrong output."""

import numpy as np
import pytest
import torch

from generation.architectures.wavenet import Wavenet
from generation.bench import BenchError, generation_rows, rows, training_rows
from generation.bench.generation_rows import verify
from generation.bench.limits import arithmetic_limit, multiplied_weights, read_bytes
from generation.bench.plain_wavenet import PlainWavenet
from generation.bench.rows import NETWORKS
from generation.conditioning import steering
from generation.native import native_levels
from generation.torch_sampler import TorchSampler
from tests.generation.networks import CONFIGS, lively_network, some_samples


def test_rows_are_shares_of_measured_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(NETWORKS, "small", CONFIGS["plain"])
    monkeypatch.setattr(training_rows, "WINDOW", 1_000)
    measured = {row.name: row for row in rows(threads=1, networks=("small",))}
    tags = ["fp32", "bf16"] if "v4_bf16" in native_levels() else ["fp32"]
    sampled = [*tags, "int8"] if "v4_vnni" in native_levels() else tags
    generated = [f"generate_small_b{voices}_{tag}" for voices in (1, 8, 32) for tag in sampled]
    trained = [f"train_small_{tag}" for tag in tags]
    assert list(measured)[-len(generated + trained) :] == generated + trained
    for name in generated + trained:
        row = measured[name]
        assert row.limit is not None and row.share == pytest.approx(row.value / row.limit)
        assert row.ratio is not None and row.ratio > 0.1 and row.value > 100
    for name in generated:
        assert measured[name].real_time == pytest.approx(measured[name].value / 8_000)


def test_a_wrong_output_has_no_speed() -> None:
    """A sampler that is off by a thousandth of a nat."""
    network = Wavenet(CONFIGS["plain"], torch.Generator().manual_seed(1))
    steered = steering(network.config, network.weights(), voices=2)
    weights = network.weights()
    verify(TorchSampler(network.config, weights, 2), network, steered, generation_rows.EXACTNESS["float32"])
    weights["output_bias"] += np.float32(1e-3)
    with pytest.raises(BenchError, match=r"off by 0\.001 nats"):
        verify(TorchSampler(network.config, weights, 2), network, steered, generation_rows.EXACTNESS["float32"])


def test_the_plain_network_is_the_same_network() -> None:
    network = lively_network(CONFIGS["plain"])
    plain = PlainWavenet(network.config)
    plain.load_weights(network.weights())
    samples = some_samples(network.config, 2, network.config.receptive_field_samples + 50)
    classes = torch.from_numpy(samples.T.astype(np.int64))
    with torch.no_grad():
        assert (plain(classes).permute(2, 0, 1) - network(classes)).abs().max() <= 1e-4
        assert plain.loss(classes).item() == pytest.approx(network.loss(classes).item(), abs=1e-5)


def test_the_limits_count_what_a_sample_needs() -> None:
    """By hand, for the small network of the literature: 30 layers, 32 channels, 128 skips."""
    config = NETWORKS["small"]
    layers = 30 * (64 * 64 + 64) + 29 * (32 * 32 + 32)
    head = (960 * 128 + 128) + (128 * 128 + 128) + (128 * 256 + 256)
    assert multiplied_weights(config) == layers + head
    assert read_bytes(config, "bfloat16") * 2 == read_bytes(config, "float32") == 4 * (layers + head)
    assert arithmetic_limit(config, "float32") > 1_000
