"""Stores what training and generating give: checkpoints, auditions, the loss curve, takes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction

from studio.jobs.models import Job
from studio.library.actions import remove_files
from studio.wavenets.actions import storage_folder
from studio.wavenets.models import Audition, Checkpoint, Generation, Take, Wavenet

MOST_POINTS = 500

Point = tuple[int, float, float | None]


@dataclass(frozen=True)
class Sound:
    """A finished audio file with its peaks."""

    audio: Path
    peaks: Path
    sample_rate_hz: int
    frames: int


class Curve:
    """The loss over the steps, at most 500 points: the more there are, the fewer steps are kept."""

    def __init__(self, points: list[Any]) -> None:
        self._points: list[Point] = [(point[0], point[1], point[2]) for point in points]
        self._stride = 1
        self._thin()

    def add(self, step: int, loss_nats: float, validation_loss_nats: float | None) -> None:
        """A step that was rolled back is replaced by the one that took its place; validated steps are all kept."""
        while self._points and self._points[-1][0] >= step:
            self._points.pop()
        if step % self._stride == 0 or validation_loss_nats is not None or not self._points:
            self._points.append((step, round(loss_nats, 5), validation_loss_nats))
            self._thin()

    def points(self) -> list[list[Any]]:
        return [list(point) for point in self._points]

    def _thin(self) -> None:
        while len(self._points) > MOST_POINTS:
            self._stride *= 2
            first, last = self._points[0], self._points[-1]
            kept = [p for p in self._points[1:-1] if p[0] % self._stride == 0 or p[2] is not None]
            if len(kept) + 2 > MOST_POINTS:  # validated points alone are too many
                kept = kept[::2]
            self._points = [first, *kept, last]


def update_wavenet(wavenet_id: UUID, **fields: Any) -> bool:
    """False when it was deleted meanwhile."""
    return Wavenet.objects.filter(id=wavenet_id).update(**fields) == 1


def sync_checkpoints(wavenet_id: UUID, found: Mapping[int, tuple[Path, float | None]]) -> None:
    """Makes the rows and the stored files those that the engine keeps: step → weights and validation loss."""
    known = {row.step: row for row in Checkpoint.objects.filter(wavenet_id=wavenet_id)}
    for step in sorted(found.keys() - known.keys()):
        path, loss = found[step]
        with path.open("rb") as file:
            name = default_storage.save(f"{storage_folder(wavenet_id)}/{path.name}", File(file))
        row, created = Checkpoint.objects.get_or_create(
            wavenet_id=wavenet_id, step=step, defaults={"file": name, "validation_loss_nats": loss}
        )
        if not created and row.file.name != name:
            remove_files([name])
    # A generation that waits behind the training was promised its step: that goes with a later call.
    unfinished = [Job.Status.QUEUED, Job.Status.RUNNING]
    awaited = Generation.objects.filter(wavenet_id=wavenet_id, job__status__in=unfinished)
    for step in known.keys() - found.keys() - set(awaited.values_list("step", flat=True)):
        stored = str(known[step].file.name)
        known[step].delete()
        remove_files([stored])


def store_audition(wavenet_id: UUID, step: int, sound: Sound) -> Audition | None:
    """Keeps what the network said at a step; None when that was kept before."""
    if Audition.objects.filter(wavenet_id=wavenet_id, step=step).exists():
        return None
    folder = f"{storage_folder(wavenet_id)}/auditions"
    return Audition.objects.create(
        wavenet_id=wavenet_id, step=step, audio_file=_saved(folder, sound.audio),
        peaks_file=_saved(folder, sound.peaks), sample_rate_hz=sound.sample_rate_hz, frames=sound.frames,
    )  # fmt: skip


@transaction.atomic
def store_takes(
    generation: Generation,
    sounds: Sequence[Sound],
    join_frames: Sequence[int] = (),
    cleaned: Sequence[dict[str, Any]] = (),
) -> None:
    """Gives every voice its audio, and says where in it the prompt ends and what was cleaned, where that is known."""
    takes = list(Take.objects.select_for_update().filter(generation=generation).order_by("voice"))
    if not takes:
        return  # deleted meanwhile
    folder = f"generations/{generation.id}"
    for index, (take, sound) in enumerate(zip(takes, sounds, strict=True)):
        replaced = [name for name in (take.audio_file.name, take.peaks_file.name) if name]
        take.audio_file.name, take.peaks_file.name = _saved(folder, sound.audio), _saved(folder, sound.peaks)
        take.frames, take.sample_rate_hz = sound.frames, sound.sample_rate_hz
        take.join_frames = join_frames[index] if join_frames else 0
        take.cleaned = cleaned[index] if cleaned else {}
        take.save()
        remove_files(replaced)


def _saved(folder: str, path: Path) -> str:
    with path.open("rb") as file:
        return default_storage.save(f"{folder}/{path.name}", File(file))
