"""Loaded models, kept by a worker between takes: the second take of a model begins at once."""

from collections import OrderedDict
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from studio.jobs.runner import JobError
from studio.tasks.files import local_path
from studio.wavenets.models import Checkpoint as CheckpointRow
from studio.wavenets.models import Generation

if TYPE_CHECKING:
    from generation.checkpoint import Checkpoint

MOST_MODELS = 4
MOST_BYTES = 256 * 1024**2


class ModelCache:
    """The models that were used last, within bounds; one is kept however large it is."""

    def __init__(self, most_models: int = MOST_MODELS, most_bytes: int = MOST_BYTES) -> None:
        self._kept: OrderedDict[UUID, Checkpoint] = OrderedDict()
        self._most_models, self._most_bytes = most_models, most_bytes

    def get(self, key: UUID) -> "Checkpoint | None":
        if key in self._kept:
            self._kept.move_to_end(key)
        return self._kept.get(key)

    def put(self, key: UUID, model: "Checkpoint") -> None:
        self._kept[key] = model
        while len(self._kept) > 1 and (len(self._kept) > self._most_models or self._bytes() > self._most_bytes):
            self._kept.popitem(last=False)

    def _bytes(self) -> int:
        return sum(array.nbytes for model in self._kept.values() for array in model.weights.values())


_cache = ModelCache()


def model_of(generation: Generation, work: Path) -> "Checkpoint":
    """The weights at the generation's step. Raises `JobError` when they are gone, or may not be used any more."""
    from generation.checkpoint import load_checkpoint

    wavenet = generation.wavenet
    if wavenet.withdrawn_input:
        raise JobError(f"“{wavenet.withdrawn_input}”, from which “{wavenet.name}” learned, was withdrawn.")
    row = CheckpointRow.objects.filter(wavenet=wavenet, step=generation.step).first()
    if row is None:
        raise JobError(f"The checkpoint at step {generation.step} is gone. Choose another one.")
    if (kept := _cache.get(row.id)) is not None:
        return kept
    model = load_checkpoint(local_path(row.file, work, wavenet.name))
    _cache.put(row.id, model)
    return model
