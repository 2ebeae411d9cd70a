"""Forks: a network that begins with another one's weights says at first what that one said."""

from pathlib import Path

import numpy as np
import pytest
import torch

from generation.architectures.wavenet import Wavenet
from generation.architectures.wavenet_config import WavenetConfig
from generation.checkpoint import load_checkpoint
from generation.dataset import Recording
from generation.fork import ForkError, forked_weights
from generation.train import train
from generation.training_events import TrainingStarted, TrainingStepped
from generation.training_plan import TrainingPlan
from tests.generation.checkpoints import saved
from tests.generation.networks import full_outputs, lively_network, some_samples


def with_classes(config: WavenetConfig, *classes: str) -> WavenetConfig:
    return config.model_copy(update={"classes": classes})


def said(config: WavenetConfig, weights: dict[str, np.ndarray], label: int = 0) -> np.ndarray:
    network = Wavenet(config, torch.Generator())
    network.load_weights(weights)
    silence = np.zeros((1, 1, 0), np.float32)
    return full_outputs(network, some_samples(config, 1, 120), silence, label)


def test_classes_that_both_know_stay_and_new_ones_begin_at_the_mean(network: Wavenet) -> None:
    start, weights = network.config, network.weights()
    config = with_classes(start, "sea", "wind")
    begun, words = forked_weights(start, weights, config)
    np.testing.assert_array_equal(begun["class_embedding"][0], weights["class_embedding"][1])
    np.testing.assert_allclose(begun["class_embedding"][1], weights["class_embedding"].mean(0), atol=1e-6)
    np.testing.assert_allclose(said(config, begun, 0), said(start, weights, 1), atol=1e-5)
    assert words == (
        "Class sea begins as it was known.",
        "Class wind begins at the mean of the classes that were known.",
        "Class rain is forgotten.",
    )


def test_classes_that_begin_and_classes_that_end(network: Wavenet) -> None:
    start, weights = network.config, network.weights()
    plain = with_classes(start)
    begun, words = forked_weights(start, weights, plain)
    assert "class_embedding" not in begun and "no classes any more" in words[0]
    again, words = forked_weights(plain, begun, with_classes(start, "a", "b", "c"))
    assert "are new" in words[0]
    for label in range(3):
        outputs = said(with_classes(start, "a", "b", "c"), again, label)
        np.testing.assert_allclose(outputs, said(plain, begun), atol=1e-5)


def test_another_architecture_is_refused_in_one_line(network: Wavenet) -> None:
    other = network.config.model_copy(update={"skip_channels": 24, "dilations": (1, 2), "sample_rate_hz": 16_000})
    with pytest.raises(ForkError, match=r"other sample rate, dilations and skip channels: .* or train") as error:
        forked_weights(network.config, network.weights(), other)
    assert "\n" not in str(error.value)


def test_a_fork_trains_from_where_the_other_was(
    recordings: list[Recording], tmp_path: Path, tiny_config: WavenetConfig, quick: TrainingPlan
) -> None:
    plain = with_classes(tiny_config)
    plan = quick.model_copy(update={"network": plain, "steps": 150, "learning_rate": 0.01})
    first = [event for event in train(recordings, tmp_path / "a", plan, threads=1)]
    path = tmp_path / "a" / "step-00000150.safetensors"
    fork = plan.model_copy(update={"steps": 10, "seed": 5, "learning_rate": 1e-4})
    events = list(train(recordings[:20], tmp_path / "b", fork, threads=1, start=path))
    began = [event.loss_nats for event in first if isinstance(event, TrainingStepped)]
    goes_on = [event.loss_nats for event in events if isinstance(event, TrainingStepped)]
    assert began[0] > 5.4 and np.mean(goes_on) < 5.0 and np.mean(began[-20:]) < 4.7
    assert isinstance(events[0], TrainingStarted) and events[0].resumed_from_step == 0
    zero = load_checkpoint(tmp_path / "b" / "step-00000000.safetensors")
    np.testing.assert_array_equal(zero.weights["gate_weight"], load_checkpoint(path).weights["gate_weight"])
    # It goes on from its own checkpoint, not from the other's, when it is resumed.
    more = list(train(recordings[:20], tmp_path / "b", fork.model_copy(update={"steps": 12}), threads=1, start=path))
    assert isinstance(more[0], TrainingStarted) and more[0].resumed_from_step == 10


def test_a_start_of_another_shape_ends_before_the_first_step(
    recordings: list[Recording], tmp_path: Path, quick: TrainingPlan
) -> None:
    config = with_classes(quick.config()).model_copy(update={"skip_channels": 24})
    path = saved(lively_network(config), tmp_path)
    with pytest.raises(ForkError, match="other skip channels"):
        list(train(recordings, tmp_path / "b", quick, threads=1, start=path))
