"""The evaluation is the full network's own loss, sample for sample."""

from pathlib import Path

import numpy as np
import pytest
import soundfile
import torch

from generation.architectures.wavenet import Wavenet
from generation.coding import empty, encode
from generation.controls import measure_controls
from generation.dataset import DatasetError, Recording
from generation.evaluate import evaluate
from tests.generation.checkpoints import saved
from tests.generation.networks import CONFIGS, lively_network

SECONDS = 0.7


def recorded(path: Path, rate: int, level: float = 0.2) -> Path:
    time = np.arange(int(SECONDS * rate)) / rate
    noise = 0.1 * np.random.default_rng(5).standard_normal(time.size)
    soundfile.write(path, level * (np.sin(2 * np.pi * 110 * time) + noise), rate, subtype="FLOAT")
    return path


@pytest.mark.parametrize("name", CONFIGS)
def test_it_is_the_networks_loss(name: str, tmp_path: Path) -> None:
    network = lively_network(CONFIGS[name])
    config = network.config
    path = recorded(tmp_path / "heard.wav", config.sample_rate_hz)
    audio = soundfile.read(path, dtype="float32")[0]
    samples = np.concatenate([empty(config, config.receptive_field_samples), encode(config, audio)])
    controls = np.zeros((samples.size, 1, config.control_features), np.float32)
    frames = measure_controls(config, audio)
    controls[config.receptive_field_samples :, 0] = np.repeat(frames, config.control_frame_samples, 0)[: audio.size]
    chosen = config.classes[1] if config.classes else None
    with torch.no_grad():
        loss = network.loss(
            torch.from_numpy(samples.astype(np.int64))[:, None],
            torch.tensor([1]) if config.classes else None,
            torch.from_numpy(controls) if config.controls else None,
        )
    *_, last = evaluate(saved(network, tmp_path), [Recording(path, chosen)], precision="float32")
    assert last.samples == audio.size and last.fraction == 1.0 and last.seconds_left == 0.0
    assert last.nats == pytest.approx(loss.item(), abs=2e-4)


def test_silence_is_refused(network: Wavenet, tmp_path: Path) -> None:
    quiet = recorded(tmp_path / "quiet.wav", 8_000, level=0.0)
    with pytest.raises(DatasetError, match="nothing to hear"):
        list(evaluate(saved(network, tmp_path), [Recording(quiet, "rain")]))
