"""The incremental sampler equals the full network, past its receptive field too."""

import numpy as np
import pytest
import torch

from generation.architectures.wavenet import Wavenet
from generation.presets import PRESETS, config_for
from generation.sampler import NumbaSampler


def full_logits(network: Wavenet, voices: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """(voices, samples − receptive field + 1, 256) of the torch network for (voices, samples) classes."""
    with torch.no_grad():
        logits = network(torch.from_numpy(voices.T.astype(np.int64)), torch.from_numpy(labels))
    return np.asarray(logits.numpy().transpose(1, 0, 2))


def test_it_equals_the_network_past_the_receptive_field(network: Wavenet, noise: np.ndarray) -> None:
    labels, field = np.array([1, 0]), network.config.receptive_field_samples
    sampler = NumbaSampler(network.config, network.weights(), labels)
    sampler.prime(np.empty(0, np.uint8))
    followed = sampler.follow(np.ascontiguousarray(noise.T))
    expected = full_logits(network, noise.T, labels)[:, :-1]
    assert expected.std() > 0.5
    assert np.abs(followed[:, field:] - expected).max() <= 1e-4


def test_it_equals_the_network_of_a_preset() -> None:
    config = config_for(PRESETS["small"], 8_000)
    network = Wavenet(config, torch.Generator().manual_seed(2))
    classes = np.random.default_rng(1).integers(0, 256, (1, config.receptive_field_samples + 50)).astype(np.uint8)
    sampler = NumbaSampler(config, network.weights(), np.array([0]))
    sampler.prime(classes[0, : config.receptive_field_samples])
    followed = sampler.follow(classes[:, config.receptive_field_samples :])
    assert np.abs(followed - full_logits(network, classes, np.array([0]))[:, :-1]).max() <= 1e-4


@pytest.mark.parametrize("heard", [0, 1, 10, 63, 64, 65, 200])
def test_a_prompt_is_heard_as_the_network_would(network: Wavenet, noise: np.ndarray, heard: int) -> None:
    """After silence when it is short, and only its last receptive field when it is long."""
    field, prompt = network.config.receptive_field_samples, noise[:heard, 0]
    past = np.concatenate([np.full(field, 128, np.uint8), prompt])[-field:]
    sampler = NumbaSampler(network.config, network.weights(), np.array([1]))
    sampler.prime(prompt)
    logits = sampler.follow(np.zeros((1, 1), np.uint8))[0, 0]
    assert np.abs(logits - full_logits(network, past[None], np.array([1]))[0, 0]).max() <= 1e-4


def test_priming_forgets_what_was_before(network: Wavenet, noise: np.ndarray) -> None:
    sampler = NumbaSampler(network.config, network.weights(), np.array([0]))
    uniforms = np.random.default_rng(0).random((1, 100), np.float32)
    takes = []
    for _ in range(2):
        sampler.prime(noise[:90, 0])
        takes.append(sampler.draw(uniforms, 1.0))
    assert (takes[0] == takes[1]).all()


def test_draws_follow_the_softmax_and_the_temperature(network: Wavenet, noise: np.ndarray) -> None:
    """One step from one past, drawn by a grid of numbers: the shares are the probabilities."""
    prompt, grid = noise[:100, 0], 4_000
    for temperature in (0.5, 1.0, 2.0):
        sampler = NumbaSampler(network.config, network.weights(), np.zeros(grid, np.int64), threads=1)
        sampler.prime(prompt)
        uniforms = ((np.arange(grid) + 0.5) / grid).astype(np.float32)[:, None]
        shares = np.bincount(sampler.draw(uniforms, temperature)[:, 0], minlength=256) / grid
        logits = full_logits(network, prompt[None], np.array([0]))[0, -1].astype(np.float64) / temperature
        expected = np.exp(logits - logits.max()) / np.exp(logits - logits.max()).sum()
        assert expected.max() > 2 / 256
        assert np.abs(shares - expected).max() <= 1.5 / grid + 1e-4


def test_a_voice_is_the_same_among_others_and_on_more_threads(network: Wavenet, noise: np.ndarray) -> None:
    uniforms = np.random.default_rng(0).random((5, 300), np.float32)
    labels = np.array([0, 1, 0, 1, 1])
    takes = []
    for threads in (1, 3):
        sampler = NumbaSampler(network.config, network.weights(), labels, threads)
        sampler.prime(noise[:, 0])
        takes.append(sampler.draw(uniforms, 1.0))
    alone = NumbaSampler(network.config, network.weights(), labels[3:4])
    alone.prime(noise[:, 0])
    assert (takes[0] == takes[1]).all()
    assert (alone.draw(uniforms[3:4], 1.0)[0] == takes[0][3]).all()
    assert len({voice.tobytes() for voice in takes[0]}) == 5
