"""Small networks and one short training on speech, shared by the engine's tests."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch

from generation.architectures.wavenet import Wavenet
from generation.architectures.wavenet_config import WavenetConfig
from generation.dataset import Recording
from generation.train import train
from generation.training_events import TrainingEvent
from generation.training_plan import TrainingPlan
from tests.generation.networks import lively_network


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    """Torch on one core: quick beside other work, and the same everywhere."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="session")
def tiny_config() -> WavenetConfig:
    """Two short stacks and two classes; it hears 64 samples."""
    return WavenetConfig(
        sample_rate_hz=8_000,
        dilations=(1, 2, 4, 8, 16, 1, 2, 4, 8, 16),
        residual_channels=8,
        dilation_channels=12,
        skip_channels=20,
        classes=("rain", "sea"),
    )


@pytest.fixture
def network(tiny_config: WavenetConfig) -> Wavenet:
    return lively_network(tiny_config)


@pytest.fixture(scope="session")
def recordings(speech_files: list[Path]) -> list[Recording]:
    return [Recording(path) for path in speech_files]


@pytest.fixture(scope="session")
def trained(recordings: list[Recording], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[TrainingEvent]]:
    """The folder and the events of a `sketch` trained for 100 steps on speech."""
    folder = tmp_path_factory.mktemp("trained")
    plan = TrainingPlan(preset="sketch", steps=60, validation_every_steps=30, audition_seconds=0.5)
    return folder, list(train(recordings, folder, plan, threads=1))


@pytest.fixture(scope="session")
def quick(tiny_config: WavenetConfig) -> TrainingPlan:
    """Twenty steps of the tiny network, milliseconds each, without auditions."""
    return TrainingPlan(
        preset="sketch", network=tiny_config, window_samples=400, steps=20, audition_steps=(), validation_every_steps=10
    )


@pytest.fixture
def noise() -> np.ndarray:
    """Two voices of random classes, (400, 2), long beyond the tiny network's receptive field."""
    return np.random.default_rng(7).integers(0, 256, (400, 2)).astype(np.uint8)
