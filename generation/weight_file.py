"""Files of named float32 arrays (safetensors): written whole or not at all, verified before anything is allocated.

Nothing in such a file can run: it is a length, a JSON header and numbers.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol, TypeVar

import numpy as np
import numpy.typing as npt
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file

from generation.errors import EngineError

MAX_HEADER_BYTES = 4_000_000
"""A thousand classes with the longest names, twice over, take less."""
LENGTH_BYTES = 8

T = TypeVar("T")

Arrays = dict[str, npt.NDArray[np.float32]]


class CheckpointError(EngineError):
    """A checkpoint that cannot be used, and why."""


class TensorSlice(Protocol):
    def get_shape(self) -> list[int]: ...
    def get_dtype(self) -> str: ...


class TensorFile(Protocol):
    """What is used of an open safetensors file."""

    def metadata(self) -> dict[str, str] | None: ...
    def keys(self) -> list[str]: ...
    def get_slice(self, name: str) -> TensorSlice: ...
    def get_tensor(self, name: str) -> npt.NDArray[np.float32]: ...


def write_arrays(path: Path, arrays: Arrays, metadata: dict[str, str]) -> None:
    """Writes the file; it appears under its name only when it is whole and on the disk."""
    part = path.with_name(path.name + ".part")
    save_file({name: np.ascontiguousarray(array) for name, array in arrays.items()}, part, metadata)
    _settle(part, path)


def replace_text(path: Path, text: str) -> None:
    """Writes a small text file whole or not at all."""
    part = path.with_name(path.name + ".part")
    part.write_text(text, encoding="utf-8")
    _settle(part, path)


def _settle(part: Path, path: Path) -> None:
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    os.replace(part, path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def opened(path: Path, read: Callable[[TensorFile], T]) -> T:
    """What `read` makes of the open file; `CheckpointError` in one line for a file that is not whole or no such."""
    try:
        _require_plausible(path)
        with safe_open(path, framework="numpy") as file:
            return read(file)
    except FileNotFoundError:
        raise CheckpointError(f"{path.name} does not exist.") from None
    except (SafetensorError, OSError, UnicodeDecodeError, MemoryError):
        raise CheckpointError(f"{path.name} is not a whole checkpoint: it is damaged or of another kind.") from None


def verify_outline(path: Path, file: TensorFile, shapes: Mapping[str, tuple[int, ...]]) -> None:
    """Raises `CheckpointError` unless the file holds exactly these names, in float32 and these shapes."""
    if set(file.keys()) != set(shapes):
        raise CheckpointError(f"{path.name} is damaged: its weights are not those of its configuration.")
    for name, shape in shapes.items():
        part = file.get_slice(name)
        if tuple(part.get_shape()) != shape or part.get_dtype() != "F32":
            raise CheckpointError(
                f"{path.name} is damaged: {name} is {part.get_dtype()} {tuple(part.get_shape())}, not F32 {shape}."
            )


def finite_arrays(path: Path, file: TensorFile, names: Mapping[str, tuple[int, ...]]) -> Arrays:
    """Reads verified arrays; `CheckpointError` when one holds NaN or infinity."""
    arrays = {name: file.get_tensor(name) for name in names}
    for name, array in arrays.items():
        if not np.isfinite(array).all():
            raise CheckpointError(f"{path.name} is damaged: {name} holds values that are not finite.")
    return arrays


def _require_plausible(path: Path) -> None:
    """A plain file whose header's length is bounded and inside of it, before a parser sees it."""
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise CheckpointError(f"{path.name} is no file.")
    with path.open("rb") as file:
        length = int.from_bytes(file.read(LENGTH_BYTES), "little")
    if status.st_size < LENGTH_BYTES or length > min(MAX_HEADER_BYTES, status.st_size - LENGTH_BYTES):
        raise CheckpointError(f"{path.name} is not a whole checkpoint: it is damaged or of another kind.")
