"""Several processes are one trainer: the same weights, one writer, and one end for all."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from generation.architectures.wavenet import Wavenet
from generation.checkpoint import checkpoint_path, checkpoints, load_checkpoint
from generation.dataset import Recording
from generation.distributed import World, WorldError
from generation.train import train
from generation.training_plan import TrainingPlan
from generation.windows import Batch

REPOSITORY = Path(__file__).resolve().parents[2]


def started(module: str, *arguments: str) -> list[subprocess.Popen[str]]:
    """Two processes of a module with the environment that torchrun gives them, on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    world = {"WORLD_SIZE": "2", "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(port), "OMP_NUM_THREADS": "1"}
    return [
        subprocess.Popen(
            [sys.executable, "-m", module, *arguments], cwd=REPOSITORY, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True, env={**os.environ, **world, "RANK": str(rank), "LOCAL_RANK": str(rank)},
        )
        for rank in range(2)
    ]  # fmt: skip


def training(recordings: list[Recording], folder: Path, plan: TrainingPlan) -> list[subprocess.Popen[str]]:
    paths = [str(recording.path) for recording in recordings]
    return started("tests.generation.distributed_training", str(folder), plan.model_dump_json(), *paths)


def ended(processes: list[subprocess.Popen[str]]) -> list[list[str]]:
    """What each process told, when both have ended well."""
    told = [process.communicate(timeout=120) for process in processes]
    assert [process.returncode for process in processes] == [0, 0], told
    return [[line.strip() for line in out.splitlines()] for out, _ in told]


def test_two_processes_train_as_one(recordings: list[Recording], tmp_path: Path, quick: TrainingPlan) -> None:
    """A batch of 3 in shares of 2 and 1: the gradients are of the whole batch, up to rounding.

    By SGD, whose steps are as near as the gradients are: Adam makes a whole step of a gradient that is all rounding.
    """
    plan = quick.model_copy(
        update={
            "steps": 12, "batch": 3, "ema_decay": 0.9, "audition_steps": (12,), "audition_seconds": 0.1,
            "optimiser": "sgd", "learning_rate": 0.1,
        }
    )  # fmt: skip
    first, other = ended(training(recordings[:40], tmp_path / "two", plan))
    list(train(recordings[:40], tmp_path / "one", plan, threads=1))
    together, alone = (load_checkpoint(checkpoint_path(tmp_path / name, 12)).weights for name in ("two", "one"))
    apart = {name: float(np.abs(together[name] - alone[name]).max()) for name in alone}
    assert max(apart.values()) < 1e-5, apart
    moved = Wavenet(plan.config(), torch.Generator().manual_seed(plan.seed)).weights()
    assert max(float(np.abs(moved[name] - alone[name]).max()) for name in moved) > 1e-2
    assert other == [f"TrainingStepped {step}" for step in range(1, 13)]
    assert [line for line in first if line.startswith("TrainingStepped")] == other
    assert first[0] == "TrainingStarted" and first[-1] == "TrainingFinished" and "AuditionMade" in first
    assert [header.step for header in checkpoints(tmp_path / "two")] == [12, 0]


def test_all_roll_back_together(recordings: list[Recording], tmp_path: Path, quick: TrainingPlan) -> None:
    plan = quick.model_copy(update={"steps": 12, "batch": 2, "learning_rate": 0.4, "clip_norm": None})
    first, other = ended(training(recordings[:40], tmp_path, plan))
    assert "TrainingRolledBack" in first
    assert [line for line in first if line.startswith("TrainingStepped")] == other
    assert other[-1] == "TrainingStepped 12"


def test_stopping_the_second_stops_both_and_saves(
    recordings: list[Recording], tmp_path: Path, quick: TrainingPlan
) -> None:
    """On the command line, as `torchrun` would start it; the signal reaches one process only."""
    assert quick.network is not None
    (tmp_path / "tiny.json").write_text(quick.network.model_copy(update={"classes": ()}).to_json())
    folder = tmp_path / "sounds"
    folder.mkdir()
    for recording in recordings[:20]:
        (folder / recording.path.name).write_bytes(recording.path.read_bytes())
    arguments = ["train", str(folder), str(tmp_path / "m"), "--network", str(tmp_path / "tiny.json"), "--batch", "2"]
    arguments += ["--window", "400", "--steps", "100000", "--threads", "1", "--json", "--yes"]
    processes = started("generation", *arguments)
    assert processes[0].stdout is not None
    for line in processes[0].stdout:
        if '"TrainingStepped"' in line and '"step": 5,' in line:
            processes[1].send_signal(signal.SIGTERM)
            break
    told = [process.communicate(timeout=60) for process in processes]
    assert [process.returncode for process in processes] == [1, 1], told
    assert all("--resume" in error.splitlines()[-1] and "Traceback" not in error for _, error in told), told
    assert told[1][0] == ""
    assert checkpoints(tmp_path / "m")[0].step >= 5


def test_shares_are_all_of_the_batch() -> None:
    samples = np.arange(21, dtype=np.uint8).reshape(3, 7)
    batch = Batch(samples, np.arange(7), np.arange(21, dtype=np.float32).reshape(3, 7, 1))
    shares = [World(rank, 3).share(batch) for rank in range(3)]
    assert sorted(np.concatenate([share.samples[0] for share in shares])) == list(range(7))
    assert all((share.samples[0] == share.labels).all() and share.labels.size >= 2 for share in shares)
    assert all((share.controls[..., 0] == share.samples).all() for share in shares)


def test_a_batch_too_small_to_share_is_refused(
    recordings: list[Recording], tmp_path: Path, quick: TrainingPlan
) -> None:
    events = train(recordings, tmp_path, quick.model_copy(update={"batch": 1}), world=World(0, 2))
    with pytest.raises(WorldError, match="--batch 2"):
        next(events)
