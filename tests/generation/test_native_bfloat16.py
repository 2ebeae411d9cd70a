"""The native sampler in sixteen bits is near float32, in half precision for few voices and in bfloat16 for more."""

import numpy as np
import pytest

from generation.native_sampler import NativeSampler
from generation.precision import SamplerPrecision
from tests.generation.networks import CONFIGS, lively_network, some_samples
from tests.generation.test_native_sampler import BFLOAT16_LEVELS, rms, still


@pytest.mark.skipif(not BFLOAT16_LEVELS, reason="this processor does not multiply bfloat16")
@pytest.mark.parametrize("name", CONFIGS)
def test_bfloat16_is_near_and_keeps_voices_apart(name: str) -> None:
    """One or two voices may be multiplied in half precision, and are the same then beside each other."""
    network = lively_network(CONFIGS[name])
    config, weights, samples = network.config, network.weights(), some_samples(network.config, 5, 60)

    def followed(voices: int, threads: int, precision: SamplerPrecision, level: str) -> np.ndarray:
        sampler = NativeSampler(config, weights, voices, threads, precision, level)
        sampler.prime(samples[0], still(network, voices))
        return sampler.follow(samples[:voices], still(network, voices))

    for level in BFLOAT16_LEVELS:
        exact = followed(5, 1, "float32", level)
        for alike in (((1, 1), (2, 1), (2, 2)), ((3, 1), (5, 1), (5, 3))):
            outputs = [followed(voices, threads, "bfloat16", level) for voices, threads in alike]
            for own in outputs:
                assert 1e-5 < rms(own - exact[: len(own)]) / exact.std() < 0.02
                assert (own[0] == outputs[0][0]).all()


@pytest.mark.skipif(not BFLOAT16_LEVELS, reason="this processor does not multiply bfloat16")
@pytest.mark.parametrize("scale", [1e-6, 1e-5, 1e-4, 1e-2, 1e2, 1e4, 1e6])
@pytest.mark.parametrize("name", ["plain", "broad", "logistics"])
def test_bfloat16_of_one_voice_is_near_whatever_the_range_of_the_numbers(name: str, scale: float) -> None:
    """The residual stream many times as great or as small, and the gates the other way: half precision would not do."""
    network = lively_network(CONFIGS[name])
    config, weights, samples = network.config, dict(network.weights()), some_samples(network.config, 1, 60)
    for key in ("input_embedding", "input_weight", "input_bias", "residual_weight", "residual_bias"):
        if key in weights:
            weights[key] = (weights[key] * scale).astype(np.float32)
    weights["gate_weight"] = (weights["gate_weight"] / scale).astype(np.float32)
    outputs = {}
    for precision in ("float32", "bfloat16"):
        sampler = NativeSampler(config, weights, 1, 1, precision)
        sampler.prime(samples[0], still(network, 1))
        outputs[precision] = sampler.follow(samples, still(network, 1))
    assert rms(outputs["bfloat16"] - outputs["float32"]) < 0.02 * outputs["float32"].std()
