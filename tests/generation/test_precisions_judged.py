"""What rounding costs: a network that was really trained foretells speech-like sound as well in every precision."""

from pathlib import Path

import numpy as np
import pytest
import soundfile

from generation.architectures.wavenet_config import WavenetConfig
from generation.dataset import Recording
from generation.evaluate import evaluate
from generation.native import NativeUnavailable, peak_flops
from generation.precision import SamplerPrecision
from generation.train import train
from generation.training_plan import TrainingPlan
from tests.generation.test_generate_acceptance import RATE, voice

ROUNDED: tuple[SamplerPrecision, ...] = ("bfloat16", "int8")
NETWORK = WavenetConfig(
    sample_rate_hz=RATE, dilations=(1, 2, 4, 8, 16, 32) * 2, residual_channels=32, dilation_channels=32,
    skip_channels=32,
)  # fmt: skip


def multiplied() -> list[SamplerPrecision]:
    """The precisions of this processor, float32 left out."""
    found: list[SamplerPrecision] = []
    for precision in ROUNDED:
        try:
            peak_flops(precision)
            found.append(precision)
        except NativeUnavailable:
            continue
    return found


@pytest.mark.skipif(not multiplied(), reason="this processor multiplies float32 only")
def test_no_preferred_precision_costs_half_a_percent(tmp_path: Path) -> None:
    recordings = []
    for number in range(10):
        soundfile.write(tmp_path / f"{number}.wav", voice(number), RATE)
        recordings.append(Recording(tmp_path / f"{number}.wav"))
    plan = TrainingPlan(network=NETWORK, batch=8, window_samples=250, audition_steps=(), steps=300, learning_rate=0.01)
    for _ in train(recordings[:8], tmp_path / "model", plan, threads=1):
        pass
    nats: dict[SamplerPrecision, float] = {}
    for precision in ("float32", *multiplied()):
        *_, last = evaluate(tmp_path / "model", recordings[8:], precision=precision)
        nats[precision] = last.nats
    assert nats["float32"] < np.log(256) - 1
    for precision in multiplied():
        assert nats[precision] <= 1.005 * nats["float32"], nats
        assert nats[precision] != nats["float32"]
