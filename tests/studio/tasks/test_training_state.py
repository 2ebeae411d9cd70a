"""What it takes to go on exactly travels through the storage to another machine."""

from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from generation.architectures.wavenet_config import WavenetConfig
from generation.checkpoint import load_training_state, resumable_checkpoints
from studio.accounts.models import User
from studio.tasks.training_state import KeptState
from studio.wavenets.models import Checkpoint, Wavenet
from tests.generation.checkpoints import saved
from tests.generation.networks import lively_network

CONFIG = WavenetConfig(
    sample_rate_hz=8_000, dilations=(1, 2), residual_channels=4, dilation_channels=4, skip_channels=4
)


@pytest.fixture
def wavenet(person: User) -> Wavenet:
    return Wavenet.objects.create(
        owner=person, name="Model", preset="sketch", sample_rate_hz=8000, receptive_field_samples=5,
        receptive_field_ms=1.0, parameter_count=1000, steps_planned=10,
    )  # fmt: skip


def test_another_machine_goes_on(wavenet: Wavenet, tmp_path: Path) -> None:
    path = saved(lively_network(CONFIG), tmp_path / "here")
    KeptState(wavenet, path.parent).keep()
    wavenet.refresh_from_db()
    assert wavenet.state_step is None  # not every few seconds
    KeptState(wavenet, path.parent).keep(certainly=True)
    name = default_storage.save("wavenets/x.safetensors", ContentFile(path.read_bytes()))
    Checkpoint.objects.create(wavenet=wavenet, step=1, file=name)
    wavenet.refresh_from_db()

    there = tmp_path / "there"
    KeptState(wavenet, there).bring()
    (found,) = resumable_checkpoints(there)
    assert (
        found.step == 1
        and load_training_state(found)[1] == load_training_state(resumable_checkpoints(path.parent)[0])[1]
    )
    (there / "step-00000001.state.safetensors").write_bytes(b"newer")
    KeptState(wavenet, there).bring()  # what is here already stays
    assert (there / "step-00000001.state.safetensors").read_bytes() == b"newer"


def test_what_is_not_there_is_left(wavenet: Wavenet, tmp_path: Path) -> None:
    KeptState(wavenet, tmp_path / "none").bring()
    Wavenet.objects.update(state_file="gone", state_step=3)
    wavenet.refresh_from_db()
    KeptState(wavenet, tmp_path / "none").bring()
    Checkpoint.objects.create(wavenet=wavenet, step=3, file="gone too")
    KeptState(wavenet, tmp_path / "none").bring()
    assert resumable_checkpoints(tmp_path / "none") == []
