"""Classes and controls as biases: what the network adds, the same bit for bit in any company."""

import numpy as np
import pytest

from generation.architectures.wavenet import Wavenet
from generation.architectures.wavenet_config import WavenetConfig
from generation.conditioning import steering
from tests.generation.networks import CONFIGS, lively_network


def many_classes() -> WavenetConfig:
    config = CONFIGS["controls"].model_copy(update={"classes": tuple(f"c{n}" for n in range(40))})
    return WavenetConfig.model_validate(config.model_dump())


@pytest.fixture
def wide() -> Wavenet:
    return lively_network(many_classes())


def asked(config: WavenetConfig, frames: int, voices: int) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(5)
    shares = random.dirichlet(np.ones(len(config.classes)), (frames, voices)).astype(np.float32)
    return shares, random.standard_normal((frames, voices, config.control_features)).astype(np.float32)


def test_they_add_up(wide: Wavenet) -> None:
    weights = {name: array.astype(np.float64) for name, array in wide.weights().items()}
    shares, controls = asked(wide.config, 7, 3)
    made = steering(wide.config, wide.weights(), shares, controls, 3)
    expected = weights["gate_bias"] + np.einsum("fvc,clg->fvlg", shares, weights["class_embedding"])
    expected = expected + np.einsum("fvk,lkg->fvlg", controls, weights["control_weight"])
    assert made.frame_samples == wide.config.control_frame_samples == 20
    assert made.biases.dtype == np.float32
    assert np.abs(made.biases - expected).max() < 1e-5


def test_a_frame_is_the_same_bit_for_bit_in_any_company(wide: Wavenet) -> None:
    shares, controls = asked(wide.config, 23, 5)
    shares[:, :, ::3] = 0.0
    whole = steering(wide.config, wide.weights(), shares, controls, 5).biases
    for first, last, voice in ((0, 1, 0), (4, 5, 4), (3, 20, 2), (22, 23, 1)):
        own = slice(voice, voice + 1)
        part = steering(wide.config, wide.weights(), shares[first:last, own], controls[first:last, own]).biases
        assert part.tobytes() == whole[first:last, own].tobytes()


def test_one_frame_holds_and_one_voice_is_all(wide: Wavenet) -> None:
    shares, controls = asked(wide.config, 6, 1)
    made = steering(wide.config, wide.weights(), shares[:1], controls, 4).biases
    assert made.shape == (6, 4, wide.config.layers, 16)
    held = steering(wide.config, wide.weights(), np.repeat(shares[:1], 6, axis=0), controls, 1).biases
    assert (made == held).all()


def test_what_is_missing_is_told(wide: Wavenet, network: Wavenet) -> None:
    shares, controls = asked(wide.config, 1, 1)
    with pytest.raises(ValueError, match="conditioned"):
        steering(wide.config, wide.weights(), None, controls)
    with pytest.raises(ValueError, match="loudness and pitch"):
        steering(wide.config, wide.weights(), shares)
    plain = lively_network(CONFIGS["plain"])
    assert (steering(plain.config, plain.weights(), voices=3).biases == plain.weights()["gate_bias"]).all()
