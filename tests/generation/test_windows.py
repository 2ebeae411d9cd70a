"""Windows out of streams: every sample once an epoch, in an order that is a function of the step."""

import numpy as np
import pytest

from generation import mu_law
from generation.architectures.wavenet_config import WavenetConfig
from generation.dataset import Stream
from generation.windows import Windows

CONFIG = WavenetConfig(sample_rate_hz=8_000, dilations=(1, 4))
"""It hears 7 samples."""
STILL = np.empty((0, 0), np.float32)


@pytest.fixture
def streams() -> list[Stream]:
    """Two streams whose samples all differ from silence; 25 and 13 windows of 10."""
    random = np.random.default_rng(0)
    return [
        Stream(label, random.integers(0, 128, size).astype(np.uint8), STILL) for label, size in ((0, 257), (1, 131))
    ]


def test_an_epoch_draws_every_window_once(streams: list[Stream]) -> None:
    windows = Windows(streams, CONFIG, 10, 1, seed=0)
    assert windows.epoch_steps == 38
    for epoch in range(3):
        heard: dict[int, list[int]] = {0: [], 1: []}
        for step in range(epoch * 38, (epoch + 1) * 38):
            samples, labels, _ = windows.batch(step)
            source = streams[labels[0]].samples.tobytes()
            heard[int(labels[0])].append(source.find(samples[7:, 0].tobytes()))
        for stream, count in ((0, 25), (1, 13)):
            assert heard[stream] != sorted(heard[stream])
            first = min(heard[stream])
            assert first >= 0
            assert sorted(heard[stream]) == list(range(first, first + 10 * count, 10))


def test_batches_depend_on_the_step_alone(streams: list[Stream]) -> None:
    onwards, jumping = Windows(streams, CONFIG, 10, 4, seed=5), Windows(streams, CONFIG, 10, 4, seed=5)
    batches = [onwards.batch(step) for step in range(30)]
    for step in (29, 0, 17):
        assert (jumping.batch(step)[0] == batches[step][0]).all()
        assert (jumping.batch(step)[1] == batches[step][1]).all()
    for other in (Windows(streams, CONFIG, 10, 4, seed=6), Windows(streams, CONFIG, 10, 4, seed=5, salt=1)):
        assert any((other.batch(step)[0] != batches[step][0]).any() for step in range(5))


def test_targets_are_the_audio_and_labels_its_class(streams: list[Stream]) -> None:
    windows = Windows(streams, CONFIG, 10, 2, seed=0)
    cold = 0
    for step in range(200):
        samples, labels, _ = windows.batch(step)
        assert samples.shape == (17, 2)
        for column in range(2):
            source = streams[labels[column]].samples.tobytes()
            assert samples[7:, column].tobytes() in source
            cold += bool((samples[:7, column] == mu_law.silence()).all())
    assert 5 < cold < 60  # a sixteenth of 400, and those that begin a stream


def test_controls_stay_with_their_samples() -> None:
    """Each frame's control is its samples' own value, wherever a window begins; silence before is at rest."""
    config = WavenetConfig(sample_rate_hz=1_000, dilations=(1, 2, 3, 4), controls=("loudness",))
    frames = np.arange(1, 31)
    samples = np.repeat(frames, config.control_frame_samples).astype(np.uint8)
    stream = Stream(0, samples, frames[:, None].astype(np.float32))
    windows = Windows([stream], config, 25, 3, seed=1)
    for step in range(20):
        heard, _, controls = windows.batch(step)
        quiet = heard == mu_law.silence()
        assert (controls[..., 0] == np.where(quiet, 0, heard)).all()
