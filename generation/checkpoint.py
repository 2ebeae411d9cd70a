"""Checkpoints: a network's weights with its configuration, and beside them what it takes to train on exactly.

Weights are `step-00001000.safetensors`, the optimiser's state `step-00001000.state.safetensors`; no pickle anywhere.
A file appears under its name only when it is whole and on the disk. The state is written first, so that weights
that exist can always be trained on.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from generation.architectures.wavenet_config import WavenetConfig
from generation.card import Card
from generation.weight_file import Arrays as Arrays
from generation.weight_file import CheckpointError as CheckpointError
from generation.weight_file import TensorFile, finite_arrays, opened, replace_text, verify_outline, write_arrays

FORMAT = "overhear-wavenet-1"
KEPT = 3
MAX_STEP = 10**8
KNOWN_SLOTS = frozenset({"mean", "square", "momentum", "raw"})


@dataclass(frozen=True)
class Header:
    """What a checkpoint says of itself, read without its weights."""

    path: Path
    config: WavenetConfig
    step: int
    validation_loss_nats: float | None
    auditioned: bool
    card: Card | None = None


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
    optimiser: str = "adam"
    slots: tuple[str, ...] = ("mean", "square")
    """The arrays kept beside each trained weight, of the optimiser (and `raw`, of an average's own weights)."""
    seconds_spent: float = 0.0
    """Wall-clock time of the run so far, over all that resumed it."""


def checkpoint_path(directory: Path, step: int) -> Path:
    return directory / f"step-{step:08d}.safetensors"


def state_path(weights_path: Path) -> Path:
    return weights_path.with_suffix(".state.safetensors")


def checkpoint_of(state: Path) -> Path:
    """The weights that a training state belongs to: the inverse of `state_path`."""
    return state.with_name(state.name.replace(".state.", "."))


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
    keep: int = KEPT,
    card: Card | None = None,
) -> Path:
    """Writes both files atomically, forgets the checkpoints that nobody needs, and returns the weights' path.

    `moments` are the arrays of the state's slots, `SLOT.NAME`. Of the older checkpoints the last `keep` stay whole,
    and the weights of the best and of the auditioned.
    """
    directory.mkdir(parents=True, exist_ok=True)
    path = checkpoint_path(directory, step)
    header = {
        "format": FORMAT,
        "config": config.to_json(),
        "step": str(step),
        "validation_loss_nats": json.dumps(validation_loss_nats),
        "auditioned": json.dumps(auditioned),
    }
    if card is not None:
        header["card"] = card.model_dump_json()
    write_arrays(state_path(path), moments, {"format": FORMAT, "step": str(step), "state": json.dumps(asdict(state))})
    write_arrays(path, weights, header)
    if card is not None:
        replace_text(directory / "card.md", card.markdown())
    _prune(directory, keep)
    return path


def read_header(path: Path) -> Header:
    """Verifies the file's outline (format, configuration, names, shapes, types) without reading a weight."""
    return opened(path, lambda file: _verified_header(path, file))


def load_checkpoint(path: Path) -> Checkpoint:
    """The verified weights of a checkpoint; raises `CheckpointError` in one line for anything else."""

    def read(file: TensorFile) -> Checkpoint:
        header = _verified_header(path, file)
        return Checkpoint(header, finite_arrays(path, file, header.config.parameter_shapes))

    return opened(path, read)


def load_training_state(header: Header) -> tuple[Arrays, TrainingState]:
    """The arrays of the optimiser and of an average (`SLOT.NAME`), and the rest of the state beside the weights."""
    path = state_path(header.path)

    def read(file: TensorFile) -> tuple[Arrays, TrainingState]:
        metadata = file.metadata() or {}
        if metadata.get("format") != FORMAT or metadata.get("step") != str(header.step):
            raise CheckpointError(f"{path.name} is not the training state of step {header.step}.")
        state = _parsed_state(path, metadata.get("state", ""))
        shapes = {
            f"{slot}.{name}": shape for name, shape in trained_shapes(header.config).items() for slot in state.slots
        }
        verify_outline(path, file, shapes)
        return finite_arrays(path, file, shapes), state

    return opened(path, read)


def trained_shapes(config: WavenetConfig) -> dict[str, tuple[int, ...]]:
    """The weights that training moves: all, or all but the biases of a network without."""
    shapes = config.parameter_shapes
    return {name: shape for name, shape in shapes.items() if config.biases or not name.endswith("_bias")}


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


def _prune(directory: Path, keep: int) -> None:
    """Keeps the last ones whole, the best, and the weights that an audition was made with; clears what a kill left."""
    headers = checkpoints(directory)
    best = _best(headers)
    for header in headers[keep:]:
        state_path(header.path).unlink(missing_ok=True)
        if header != best and not header.auditioned:
            header.path.unlink(missing_ok=True)
    for left in (*directory.glob("step-*.safetensors.part"), *directory.glob("step-*.state.safetensors")):
        if left.suffix == ".part" or not checkpoint_of(left).exists():
            left.unlink(missing_ok=True)


def _verified_header(path: Path, file: TensorFile) -> Header:
    metadata = file.metadata() or {}
    if metadata.get("format") != FORMAT:
        raise CheckpointError(f"{path.name} is not a checkpoint of this engine (format {FORMAT}).")
    try:
        config = WavenetConfig.from_json(metadata.get("config", ""))
        step = int(metadata.get("step", ""))
        loss = json.loads(metadata.get("validation_loss_nats", "null"))
        auditioned = json.loads(metadata.get("auditioned", "false"))
        card = Card.model_validate_json(metadata["card"]) if "card" in metadata else None
    except (ValueError, RecursionError) as error:
        raise CheckpointError(f"{path.name} is damaged: {error}".splitlines()[0]) from None
    sound = loss is None or (type(loss) is float and 0.0 <= loss < 1e6)
    if not 0 <= step <= MAX_STEP or not sound or not isinstance(auditioned, bool):
        raise CheckpointError(f"{path.name} is damaged: its step or its loss makes no sense.")
    verify_outline(path, file, config.parameter_shapes)
    return Header(path, config, step, loss, auditioned, card)


def _parsed_state(path: Path, text: str) -> TrainingState:
    try:
        values = json.loads(text)
        state = TrainingState(**{**values, "slots": tuple(values.get("slots", ("mean", "square")))})
        numbers = (state.rollbacks, state.smoothed_loss_nats, state.lowest_loss_nats, state.seconds_spent)
        known = set(state.slots) <= KNOWN_SLOTS and len(set(state.slots)) == len(state.slots)
        if known and all(isinstance(number, int | float) and np.isfinite(number) for number in numbers):
            return state
    except (ValueError, TypeError, AttributeError, RecursionError):
        pass
    raise CheckpointError(f"{path.name} is damaged: its training state cannot be read.")
