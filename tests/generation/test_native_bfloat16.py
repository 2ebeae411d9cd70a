"""The native sampler in sixteen bits is near float32, in half precision for few voices and in bfloat16 for more."""

from itertools import pairwise

import numpy as np
import pytest

from generation.native_sampler import NativeSampler
from generation.precision import SamplerPrecision
from generation.sampler import Steering
from tests.generation.networks import CONFIGS, lively_network, some_samples
from tests.generation.test_native_sampler import BFLOAT16_LEVELS, moving, rms, still


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


@pytest.mark.skipif(not BFLOAT16_LEVELS, reason="this processor does not multiply bfloat16")
@pytest.mark.parametrize("voices", [1, 3])
def test_bfloat16_follows_a_steering_that_moves_and_is_the_same_in_blocks(voices: int) -> None:
    network, length = lively_network(CONFIGS["broad"]), 240
    config, weights, samples = network.config, network.weights(), some_samples(network.config, voices, length)
    steered = moving(network, voices, length)
    assert len(steered.biases) > 2
    uniforms = np.random.default_rng(0).random((voices, length, 1), np.float32)
    heats, frame = np.ones(length, np.float32), steered.frame_samples
    outputs, takes = {}, []
    for precision in ("float32", "bfloat16"):
        sampler = NativeSampler(config, weights, voices, 1, precision)
        sampler.prime(samples[0], steered)
        outputs[precision] = sampler.follow(samples, steered)
    other = NativeSampler(config, weights, voices, 1, "bfloat16")
    other.prime(samples[0], steered)
    resting = other.follow(samples, Steering(steered.biases[:1], 1))
    near = rms(outputs["bfloat16"] - outputs["float32"])
    assert near < 0.02 * outputs["float32"].std() < rms(resting - outputs["float32"])
    for cuts in ((0, length), (0, frame, length)):
        sampler = NativeSampler(config, weights, voices, 1, "bfloat16")
        sampler.prime(samples[0], steered)
        blocks = [
            sampler.draw(uniforms[:, a:b], heats[a:b], Steering(steered.biases[a // frame :], frame))
            for a, b in pairwise(cuts)
        ]
        takes.append(np.concatenate(blocks, axis=1))
    assert (takes[0] == takes[1]).all()
