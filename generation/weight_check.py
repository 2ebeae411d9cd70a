"""Checks a stranger's weights, byte by byte, against the card that came with them; nothing large is allocated.

`python -m generation.weight_check WEIGHTS CARD` is the child process in which a site does so, within limits: it prints
one line of JSON. `checked_in_child` starts it.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

from generation.errors import EngineError

MAX_HEADER_BYTES = 4_000_000
MEMORY_BYTES = 2 * 1024**3  # of address space, most of which the libraries map
CPU_SECONDS = 60
WALL_SECONDS = 120.0
BLOCK_BYTES = 1 << 22
KNOWN_METADATA = {"format", "config", "step", "validation_loss_nats", "auditioned", "card"}
ROOT = Path(__file__).resolve().parent.parent
PASSED_ON = ("PATH", "HOME", "LANG", "TMPDIR", "LD_LIBRARY_PATH")


class WeightsRefused(EngineError):
    """Weights that are not what their card says; the message is one line."""


def checked_in_child(weights: Path, card: Path) -> None:
    """Raises `WeightsRefused` unless the file is whole, finite and just what the card says."""
    environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    environment |= {"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, "-P", "-m", "generation.weight_check", str(weights.resolve()), str(card.resolve())]
    try:
        done = subprocess.run(
            command, env=environment, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, timeout=WALL_SECONDS,
            start_new_session=True, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise WeightsRefused("Checking these weights takes too long: they are not of this studio.") from None
    try:
        answer: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        raise WeightsRefused("These weights cannot be read: they are damaged.") from None
    if error := answer.get("error"):
        raise WeightsRefused(str(error))


def check(weights: Path, card: Path) -> None:
    """What the child does; raises `EngineError` in one line."""
    from generation.architectures.wavenet_config import WavenetConfig
    from generation.checkpoint import FORMAT
    from generation.model_card import ModelCard

    told = ModelCard.from_json(card.read_bytes())
    header, begins = _header(weights)
    metadata = _metadata(header.pop("__metadata__", None))
    if metadata.get("format") != FORMAT:
        raise WeightsRefused(f"The weights are not of this studio's format, {FORMAT}.")
    if WavenetConfig.from_json(metadata.get("config", "")) != told.architecture:
        raise WeightsRefused(
            "The weights are of another network than the card says. Choose the files that belong together."
        )
    if metadata.get("step") != str(told.step):
        raise WeightsRefused(
            "The weights are of another step than the card says. Choose the files that belong together."
        )
    _require_layout(header, told.architecture.parameter_shapes, weights.stat().st_size - begins)
    _require_content(weights, begins, told.sha256)


def _header(path: Path) -> tuple[dict[str, Any], int]:
    """The header, and where the weights begin."""
    size = path.stat().st_size
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        if size < 8 or length > size - 8:
            raise WeightsRefused("The weights are cut off: their header says that there is more than the file holds.")
        if length > MAX_HEADER_BYTES:
            raise WeightsRefused(f"The header of the weights is longer than {MAX_HEADER_BYTES // 10**6} MB.")
        text = file.read(length)
    try:
        header = json.loads(text.decode(), object_pairs_hook=_without_duplicates, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        if isinstance(error, _Duplicate):
            raise WeightsRefused(f"The header of the weights names {str(error)[:80]} twice.") from None
        raise WeightsRefused("The weights are no safetensors file: their header cannot be read.") from None
    if not isinstance(header, dict):
        raise WeightsRefused("The weights are no safetensors file: their header cannot be read.")
    return header, 8 + length


class _Duplicate(ValueError):
    pass


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise _Duplicate(repr(name))
        found[name] = value
    return found


def _no_constant(text: str) -> Any:
    raise ValueError(text)


def _metadata(found: Any) -> dict[str, str]:
    if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
        raise WeightsRefused("The weights say nothing of the network that they are of.")
    if unknown := sorted(set(found) - KNOWN_METADATA):
        raise WeightsRefused(f"The header of the weights holds what nobody here knows: {repr(unknown[0])[:80]}.")
    return found


def _require_layout(header: dict[str, Any], shapes: dict[str, tuple[int, ...]], data_bytes: int) -> None:
    """Exactly these arrays, in float32, one after the other without a hole, from the first byte to the last."""
    if unknown := sorted(header.keys() - shapes.keys()):
        raise WeightsRefused(f"The weights hold an array that the network does not have: {repr(unknown[0])[:80]}.")
    if missing := sorted(shapes.keys() - header.keys()):
        raise WeightsRefused(f"The weights lack an array of the network: {missing[0]}.")
    at = 0
    for begin, end, name in sorted(_place(name, header[name], shape) for name, shape in shapes.items()):
        if begin != at:
            way = "overlaps another array" if begin < at else "lies behind a hole"
            raise WeightsRefused(f"{name} {way} in the file.")
        at = end
    if data_bytes < at:
        raise WeightsRefused(f"The weights are cut off: {at - data_bytes} bytes are missing.")
    if data_bytes > at:
        raise WeightsRefused(f"{data_bytes - at} bytes follow the weights that are not part of them.")


def _place(name: str, entry: Any, shape: tuple[int, ...]) -> tuple[int, int, str]:
    """Where an array begins and ends among the data."""
    if not isinstance(entry, dict) or set(entry) != {"dtype", "shape", "data_offsets"}:
        raise WeightsRefused(f"The header of the weights is damaged at {name}.")
    if entry["dtype"] != "F32" or entry["shape"] != list(shape):
        raise WeightsRefused(f"{name} is not of the shape {list(shape)} in float32 that the card says.")
    offsets = entry["data_offsets"]
    if not isinstance(offsets, list) or len(offsets) != 2 or not all(type(offset) is int for offset in offsets):
        raise WeightsRefused(f"The header of the weights is damaged at {name}.")
    length = 4 * math.prod(shape)
    if offsets[1] - offsets[0] != length:
        raise WeightsRefused(f"{name} should take {length} bytes; its place in the file has another length.")
    return offsets[0], offsets[1], name


def _require_content(path: Path, begins: int, sha256: str) -> None:
    """Finite numbers, and the very file that the card is of; read in blocks."""
    import numpy as np

    digest = hashlib.sha256()
    with path.open("rb") as file:
        digest.update(file.read(begins))
        while block := file.read(BLOCK_BYTES):
            digest.update(block)
            if not np.isfinite(np.frombuffer(block, "<f4")).all():
                raise WeightsRefused("Some of the weights are not finite numbers: the network would only crash.")
    if digest.hexdigest() != sha256:
        raise WeightsRefused("The weights are not those that the card is of: their hash is another. Fetch both again.")


def _confine() -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 5))
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    if sys.platform == "linux":  # elsewhere it does not bound what is mapped
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


def main() -> int:
    _confine()
    answer: dict[str, str] = {}
    try:
        check(Path(sys.argv[1]), Path(sys.argv[2]))
    except EngineError as error:
        answer = {"error": " ".join(str(error).split())}
    except (MemoryError, OSError):
        answer = {"error": "These weights cannot be read: they are damaged."}
    print(json.dumps(answer))
    return 0


if __name__ == "__main__":
    sys.exit(main())
