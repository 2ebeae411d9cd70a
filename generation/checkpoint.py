"""Checkpoints: a network's weights with its configuration, and beside them what it takes to train on exactly.

Weights are `step-00001000.safetensors`, the optimiser's state `step-00001000.state.safetensors`; no pickle anywhere.
A file appears under its name only when it is whole and on the disk. The state is written first, so that weights
that exist can always be trained on.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol, TypeVar

import numpy as np
import numpy.typing as npt
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file

from generation.architectures.wavenet_config import WavenetConfig
from generation.errors import EngineError

FORMAT = "overhear-wavenet-1"
KEPT = 3
MAX_STEP = 10**8

T = TypeVar("T")

Arrays = dict[str, npt.NDArray[np.float32]]


class TensorSlice(Protocol):
    def get_shape(self) -> list[int]: ...
    def get_dtype(self) -> str: ...


class TensorFile(Protocol):
    """What is used of an open safetensors file."""

    def metadata(self) -> dict[str, str] | None: ...
    def keys(self) -> list[str]: ...
    def get_slice(self, name: str) -> TensorSlice: ...
    def get_tensor(self, name: str) -> npt.NDArray[np.float32]: ...


class CheckpointError(EngineError):
    """A checkpoint that cannot be used, and why."""


@dataclass(frozen=True)
class Header:
    """What a checkpoint says of itself, read without its weights."""

    path: Path
    config: WavenetConfig
    step: int
    validation_loss_nats: float | None
    auditioned: bool


@dataclass(frozen=True)
class Checkpoint:
    """A network's weights, verified against its configuration."""

    header: Header
    weights: Arrays


@dataclass(frozen=True)
class TrainingState:
    """What the next step depends on beside the weights; the data order follows from seed, step and rollbacks."""

    rollbacks: int
    smoothed_loss_nats: float
    lowest_loss_nats: float
    dataset_fingerprint: str


def checkpoint_path(directory: Path, step: int) -> Path:
    return directory / f"step-{step:08d}.safetensors"


def state_path(weights_path: Path) -> Path:
    return weights_path.with_suffix(".state.safetensors")


def save_checkpoint(
    directory: Path,
    config: WavenetConfig,
    step: int,
    weights: Arrays,
    moments: Arrays,
    state: TrainingState,
    *,
    validation_loss_nats: float | None,
    auditioned: bool,
) -> Path:
    """Writes both files atomically, forgets the checkpoints that nobody needs, and returns the weights' path."""
    directory.mkdir(parents=True, exist_ok=True)
    path = checkpoint_path(directory, step)
    header = {
        "format": FORMAT,
        "config": config.to_json(),
        "step": str(step),
        "validation_loss_nats": json.dumps(validation_loss_nats),
        "auditioned": json.dumps(auditioned),
    }
    _write(state_path(path), moments, {"format": FORMAT, "step": str(step), "state": json.dumps(asdict(state))})
    _write(path, weights, header)
    _prune(directory)
    return path


def read_header(path: Path) -> Header:
    """Verifies the file's outline (format, configuration, names, shapes, types) without reading a weight."""
    return _opened(path, lambda file: _verified_header(path, file))


def load_checkpoint(path: Path) -> Checkpoint:
    """The verified weights of a checkpoint; raises `CheckpointError` in one line for anything else."""

    def read(file: TensorFile) -> Checkpoint:
        header = _verified_header(path, file)
        return Checkpoint(
            header, _finite(path, {name: file.get_tensor(name) for name in header.config.parameter_shapes})
        )

    return _opened(path, read)


def load_training_state(header: Header) -> tuple[Arrays, TrainingState]:
    """Adam's moments (`mean.NAME`, `square.NAME`) and the rest of the state beside a checkpoint's weights."""
    path = state_path(header.path)
    shapes = {
        f"{moment}.{name}": shape
        for name, shape in header.config.parameter_shapes.items()
        for moment in ("mean", "square")
    }

    def read(file: TensorFile) -> tuple[Arrays, TrainingState]:
        metadata = file.metadata() or {}
        if metadata.get("format") != FORMAT or metadata.get("step") != str(header.step):
            raise CheckpointError(f"{path.name} is not the training state of step {header.step}.")
        _verify_outline(path, file, shapes)
        state = _parsed_state(path, metadata.get("state", ""))
        return _finite(path, {name: file.get_tensor(name) for name in shapes}), state

    return _opened(path, read)


def resumable_checkpoints(directory: Path) -> list[Header]:
    """The usable checkpoints with a training state, newest first; broken files are passed over."""
    return [header for header in checkpoints(directory) if state_path(header.path).exists()]


def checkpoints(directory: Path) -> list[Header]:
    """The usable checkpoints of a directory, newest first; broken or half-written files are passed over."""
    headers = []
    for path in sorted(directory.glob("step-*.safetensors"), reverse=True):
        if path.name.endswith(".state.safetensors"):
            continue
        try:
            headers.append(read_header(path))
        except CheckpointError:
            continue
    return sorted(headers, key=lambda header: -header.step)


def find_checkpoint(model: Path) -> Path:
    """The checkpoint that a path means: the file itself, or a directory's best one (lowest validation loss)."""
    if not model.exists():
        raise CheckpointError(f"{model} does not exist: give a checkpoint or the folder of a training run.")
    if not model.is_dir():
        return model
    found = checkpoints(model)
    if not found:
        raise CheckpointError(f"{model} holds no usable checkpoint: train a model into it first.")
    return (_best(found) or found[0]).path


def _best(headers: list[Header]) -> Header | None:
    measured = [header for header in headers if header.validation_loss_nats is not None]
    return min(measured, key=lambda header: header.validation_loss_nats or 0.0, default=None)


def _prune(directory: Path) -> None:
    """Keeps the last three whole, the best, and the weights that an audition was made with."""
    headers = checkpoints(directory)
    best = _best(headers)
    for header in headers[KEPT:]:
        state_path(header.path).unlink(missing_ok=True)
        if header != best and not header.auditioned:
            header.path.unlink(missing_ok=True)


def _write(path: Path, arrays: Arrays, metadata: dict[str, str]) -> None:
    part = path.with_name(path.name + ".part")
    save_file({name: np.ascontiguousarray(array) for name, array in arrays.items()}, part, metadata)
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    os.replace(part, path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _opened(path: Path, read: Callable[[TensorFile], T]) -> T:
    try:
        with safe_open(path, framework="numpy") as file:
            return read(file)
    except FileNotFoundError:
        raise CheckpointError(f"{path.name} does not exist.") from None
    except (SafetensorError, OSError, UnicodeDecodeError, MemoryError):
        raise CheckpointError(f"{path.name} is not a whole checkpoint: it is damaged or of another kind.") from None


def _verified_header(path: Path, file: TensorFile) -> Header:
    metadata = file.metadata() or {}
    if metadata.get("format") != FORMAT:
        raise CheckpointError(f"{path.name} is not a checkpoint of this engine (format {FORMAT}).")
    try:
        config = WavenetConfig.from_json(metadata.get("config", ""))
        step = int(metadata.get("step", ""))
        loss = json.loads(metadata.get("validation_loss_nats", "null"))
        auditioned = json.loads(metadata.get("auditioned", "false"))
    except (ValueError, RecursionError) as error:
        raise CheckpointError(f"{path.name} is damaged: {error}".splitlines()[0]) from None
    sound = loss is None or (type(loss) is float and 0.0 <= loss < 1e6)
    if not 0 <= step <= MAX_STEP or not sound or not isinstance(auditioned, bool):
        raise CheckpointError(f"{path.name} is damaged: its step or its loss makes no sense.")
    _verify_outline(path, file, config.parameter_shapes)
    return Header(path, config, step, loss, auditioned)


def _verify_outline(path: Path, file: TensorFile, shapes: Mapping[str, tuple[int, ...]]) -> None:
    if set(file.keys()) != set(shapes):
        raise CheckpointError(f"{path.name} is damaged: its weights are not those of its configuration.")
    for name, shape in shapes.items():
        part = file.get_slice(name)
        if tuple(part.get_shape()) != shape or part.get_dtype() != "F32":
            raise CheckpointError(
                f"{path.name} is damaged: {name} is {part.get_dtype()} {tuple(part.get_shape())}, not F32 {shape}."
            )


def _finite(path: Path, arrays: Arrays) -> Arrays:
    for name, array in arrays.items():
        if not np.isfinite(array).all():
            raise CheckpointError(f"{path.name} is damaged: {name} holds values that are not finite.")
    return arrays


def _parsed_state(path: Path, text: str) -> TrainingState:
    try:
        state = TrainingState(**json.loads(text))
        numbers = (state.rollbacks, state.smoothed_loss_nats, state.lowest_loss_nats)
        if all(isinstance(number, int | float) and np.isfinite(number) for number in numbers):
            return state
    except (ValueError, TypeError, RecursionError):
        pass
    raise CheckpointError(f"{path.name} is damaged: its training state cannot be read.")
