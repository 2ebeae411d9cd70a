"""The learner: each optimiser as its paper has it, averages that are right early, and biases left alone."""

from typing import Any

import numpy as np
import pytest
import torch

from generation.architectures.wavenet_config import WavenetConfig
from generation.averaging import decay_at
from generation.learner import Learner
from generation.loss_alarm import LossExploded
from generation.training_plan import TrainingPlan
from generation.windows import Batch
from tests.generation.networks import some_samples

CONFIG = WavenetConfig(sample_rate_hz=8_000, dilations=(1, 2, 4), residual_channels=8, skip_channels=12)
RATE = 0.01
Arrays = dict[str, np.ndarray]


def learner_with(config: WavenetConfig = CONFIG, **settings: Any) -> Learner:
    return Learner(config, TrainingPlan(network=config, **settings))


def batch_for(config: WavenetConfig = CONFIG, seed: int = 0) -> Batch:
    samples = some_samples(config, 2, 60, seed).T.copy()
    return Batch(samples, np.zeros(2, np.int64), np.empty((*samples.shape, 0), np.float32))


def gradients(learner: Learner, batch: Batch) -> Arrays:
    """Of the network as it is, by torch alone and in float64."""
    network = learner.network
    values = torch.autograd.grad(
        network.loss(torch.from_numpy(batch.samples.astype(np.int64))), list(network.parameters())
    )
    return {
        name: value.numpy().astype(float) for (name, _), value in zip(network.named_parameters(), values, strict=True)
    }


def by_hand(settings: dict[str, Any], weight: np.ndarray, gradient: np.ndarray, held: Arrays, step: int) -> np.ndarray:
    """The next weight by the formulas of the papers; `held` carries their running means."""
    momentum = settings.get("momentum", 0.9)
    if settings["optimiser"] == "adam":
        held["m"] = 0.9 * held.get("m", 0) + 0.1 * gradient
        held["v"] = 0.99 * held.get("v", 0) + 0.01 * gradient**2
        step_size = (held["m"] / (1 - 0.9**step)) / (np.sqrt(held["v"] / (1 - 0.99**step)) + 1e-8)
        return weight - RATE * step_size
    if settings["optimiser"] == "rmsprop":
        held["v"] = 0.99 * held.get("v", 0) + 0.01 * gradient**2
        gradient = gradient / (np.sqrt(held["v"]) + 1e-8)
    held["m"] = momentum * held.get("m", 0) + gradient
    return weight - RATE * held["m"]


@pytest.mark.parametrize("optimiser", ["adam", "sgd", "rmsprop"])
@pytest.mark.parametrize("weight_decay", [0.0, 0.1])
def test_steps_are_those_of_the_papers(optimiser: str, weight_decay: float) -> None:
    settings: dict[str, Any] = {"optimiser": optimiser, "weight_decay": weight_decay, "momentum": 0.8}
    learner = learner_with(clip_norm=None, **settings)
    held: dict[str, Arrays] = {name: {} for name in CONFIG.parameter_shapes}
    for step in range(1, 5):
        batch, before = batch_for(seed=step), learner.weights()
        found = gradients(learner, batch)
        learner.step(batch, RATE)
        for name, after in learner.weights().items():
            decay = 0.0 if name.endswith("_bias") else weight_decay
            weight = before[name].astype(float)
            expected = by_hand(settings, weight, found[name] + decay * weight, held[name], step)
            sure = np.abs(found[name]) > 1e-7  # where a gradient is rounding alone, adam's sign of it is chance
            assert np.abs(after - expected)[sure].max() < 2e-5, name


def test_gradients_are_clipped_only_when_asked() -> None:
    moved = {}
    for clip in (0.001, None):
        learner = learner_with(optimiser="sgd", momentum=0.0, clip_norm=clip)
        before = learner.weights()
        learner.step(batch_for(), 1.0)
        change = [after - before[name] for name, after in learner.weights().items()]
        moved[clip] = np.sqrt(sum((part.astype(float) ** 2).sum() for part in change))
        assert learner.gradient_norm > 0.01
    assert moved[0.001] == pytest.approx(0.001, rel=1e-3)
    assert moved[None] == pytest.approx(learner.gradient_norm, rel=1e-3)


def test_the_average_is_that_of_the_weights() -> None:
    learner, decay = learner_with(ema_decay=0.5), 0.5
    expected = learner.weights()
    for step in range(6):
        learner.step(batch_for(seed=step), RATE)
        share = min(decay, (1 + step) / (10 + step))
        raw = learner.network.weights()
        expected = {name: share * value + (1 - share) * raw[name] for name, value in expected.items()}
    weights = learner.weights()
    assert all(np.abs(weights[name] - expected[name]).max() < 1e-6 for name in weights)
    assert np.abs(weights["gate_weight"] - raw["gate_weight"]).max() > 1e-4
    assert (learner.state()["raw.gate_weight"] == raw["gate_weight"]).all()


def test_an_average_is_short_at_first_and_long_in_the_end() -> None:
    """Early on it hangs behind by few steps: what the first weights were is forgotten."""
    assert decay_at(10**6, 0.999) == 0.999
    for steps in (10, 100, 1_000):
        first = np.prod([decay_at(step, 0.999) for step in range(steps)])
        assert first < 1e-4
        shares = [decay_at(step, 0.999) for step in range(steps)]
        weights = [(1 - share) * np.prod(shares[step + 1 :]) for step, share in enumerate(shares)]
        age = sum(weight * (steps - 1 - step) for step, weight in enumerate(weights))
        assert age < 0.13 * steps


def test_what_is_validated_is_the_average() -> None:
    """With every step undone by the next, the average lies between, and its loss is its own."""
    learner = learner_with(ema_decay=0.9)
    for step in range(8):
        learner.step(batch_for(seed=step), 0.02)
    measured = learner.validation_loss_nats([batch_for(seed=99)])
    assert measured is not None
    averaged, raw = learner_with(), learner_with()
    averaged.restore(learner.weights(), {}, 0)
    raw.restore(learner.network.weights(), {}, 0)
    assert measured == averaged.validation_loss_nats([batch_for(seed=99)])
    assert measured != raw.validation_loss_nats([batch_for(seed=99)])


@pytest.mark.parametrize("optimiser", ["adam", "sgd", "rmsprop"])
def test_a_network_without_biases_keeps_none(optimiser: str) -> None:
    config = CONFIG.model_copy(update={"biases": False})
    settings: dict[str, Any] = {"optimiser": optimiser, "ema_decay": 0.9, "weight_decay": 0.1}
    learner = learner_with(config, **settings)
    for step in range(3):
        learner.step(batch_for(seed=step), RATE)
    weights, state = learner.weights(), learner.state()
    assert all(not value.any() for name, value in weights.items() if name.endswith("_bias"))
    assert state and not [name for name in state if name.endswith("_bias")]
    again = learner_with(config, **settings)
    again.restore(weights, state, 3)
    losses = [one.step(batch_for(seed=9), RATE) for one in (learner, again)]
    assert losses[0] == losses[1]
    assert all((value == again.weights()[name]).all() for name, value in learner.weights().items())


def test_what_is_not_finite_changes_nothing() -> None:
    learner = learner_with(ema_decay=0.9)
    learner.step(batch_for(), RATE)
    with torch.no_grad():
        learner.network.output_bias[3] = torch.inf
    before, state = learner.weights(), learner.state()
    with pytest.raises(LossExploded, match="not finite"):
        learner.step(batch_for(), RATE)
    assert all((value == before[name]).all() for name, value in learner.weights().items())
    assert all((value == state[name]).all() for name, value in learner.state().items())
