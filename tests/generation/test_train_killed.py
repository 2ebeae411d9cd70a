"""Kill -9 at any moment, in the middle of a checkpoint too: what is left is whole, and goes on as if nothing was."""

import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from generation.architectures.wavenet_config import WavenetConfig
from generation.checkpoint import (
    TrainingState,
    checkpoint_path,
    checkpoints,
    load_checkpoint,
    load_training_state,
    read_header,
    save_checkpoint,
    state_path,
)
from generation.dataset import Recording
from generation.train import train
from generation.training_plan import TrainingPlan

REPOSITORY = Path(__file__).resolve().parents[2]


def test_a_killed_training_goes_on_exactly(recordings: list[Recording], tmp_path: Path, quick: TrainingPlan) -> None:
    """A checkpoint after every step, so that most of the kills fall into the writing of one."""
    plan = quick.model_copy(
        update={"steps": 60, "checkpoint_every_seconds": 0.0, "ema_decay": 0.9, "validation_every_steps": 1_000}
    )
    folder, random = tmp_path / "killed", np.random.default_rng(0)
    arguments = [str(folder), plan.model_dump_json(), *(str(recording.path) for recording in recordings[:20])]
    command = [sys.executable, "-m", "tests.generation.distributed_training", *arguments]
    for _ in range(2):
        with subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            steps = [line for line in (process.stdout.readline() for _ in range(12)) if "Stepped" in line]
            time.sleep(random.uniform(0.0, 0.05))
            process.kill()
        told = int(steps[-1].split()[1])
        found = checkpoints(folder)
        assert found[0].step >= told - 1, "more was lost than since the last checkpoint"
        for header in found:
            load_checkpoint(header.path)
        load_training_state(found[0])
    list(train(recordings[:20], folder, plan, threads=1))
    list(train(recordings[:20], tmp_path / "straight", plan, threads=1))
    paths = [checkpoint_path(place, 60) for place in (folder, tmp_path / "straight")]
    killed, straight = (load_checkpoint(path).weights for path in paths)
    assert all(weight.tobytes() == straight[name].tobytes() for name, weight in killed.items())
    (moments, _), (others, _) = (load_training_state(read_header(path)) for path in paths)
    assert all(array.tobytes() == others[name].tobytes() for name, array in moments.items())
    assert not list(folder.glob("*.part"))


@pytest.mark.parametrize("call", range(1, 9))
def test_a_write_torn_at_any_call_leaves_the_checkpoint_before(
    tmp_path: Path, tiny_config: WavenetConfig, monkeypatch: pytest.MonkeyPatch, call: int
) -> None:
    """Every call to the file system while a checkpoint is written fails once, as if the power went there."""
    weights = {name: np.full(shape, 0.5, np.float32) for name, shape in tiny_config.parameter_shapes.items()}
    moments = {f"{slot}.{name}": weight for name, weight in weights.items() for slot in ("mean", "square")}

    def save(step: int) -> None:
        save_checkpoint(
            tmp_path, tiny_config, step, weights, moments, TrainingState(0, 5.0, 5.0, "x"),
            validation_loss_nats=None, auditioned=False,
        )  # fmt: skip

    save(1)
    left = call

    class PowerCut(BaseException):
        pass

    def counted(function: object) -> object:
        def run(*arguments: object, **more: object) -> object:
            nonlocal left
            left -= 1
            if left == 0:
                raise PowerCut
            return function(*arguments, **more)  # type: ignore[operator]

        return run

    with monkeypatch.context() as torn:
        for name in ("fsync", "replace", "open"):
            torn.setattr(f"generation.weight_file.os.{name}", counted(getattr(__import__("os"), name)))
        with pytest.raises(PowerCut):
            save(2)
    newest = next(header for header in checkpoints(tmp_path) if state_path(header.path).exists())
    load_checkpoint(newest.path)
    assert load_training_state(newest)[1] == TrainingState(0, 5.0, 5.0, "x")
    save(3)
    assert not list(tmp_path.glob("*.part"))
    assert all(state_path(header.path).exists() for header in checkpoints(tmp_path))
    assert len(list(tmp_path.glob("*.state.safetensors"))) == len(checkpoints(tmp_path))
