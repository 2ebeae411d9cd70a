"""Stores what training and generating give: checkpoints, auditions, log lines, takes."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from studio.jobs.models import Job
from studio.library.actions import remove_files
from studio.wavenets.actions import storage_folder
from studio.wavenets.models import Audition, Checkpoint, Generation, Take, TrainingLine, Wavenet

MOST_LINES = 400


@dataclass(frozen=True)
class Sound:
    """A finished audio file with its peaks."""

    audio: Path
    peaks: Path
    sample_rate_hz: int
    frames: int


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
        kept = {"sha256": sha256_of(path), "size_bytes": path.stat().st_size}
        row, created = Checkpoint.objects.get_or_create(
            wavenet_id=wavenet_id, step=step, defaults={"file": name, "validation_loss_nats": loss, **kept}
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


def keep_state(wavenet_id: UUID, step: int, path: Path) -> None:
    """Stores a training state in place of the one before."""
    row = Wavenet.objects.filter(id=wavenet_id).only("state_file", "state_step").first()
    if row is None or row.state_step == step:
        return
    before, name = row.state_file.name, _saved(f"{storage_folder(wavenet_id)}/state", path)
    if Wavenet.objects.filter(id=wavenet_id).update(state_file=name, state_step=step):
        remove_files([before] if before else [])
    else:
        remove_files([name])


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def complete_hash(checkpoint: Checkpoint) -> Checkpoint:
    """The row with its hash and size, which older rows lack."""
    if not checkpoint.sha256:
        digest = hashlib.sha256()
        with checkpoint.file.open("rb") as file:
            for block in file.chunks():
                digest.update(block)
        checkpoint.sha256, checkpoint.size_bytes = digest.hexdigest(), checkpoint.file.size
        checkpoint.save(update_fields=["sha256", "size_bytes"])
    return checkpoint


def log(wavenet_id: UUID, level: str, step: int, text: str) -> TrainingLine | None:
    """Adds a line to the log; None when the model was deleted."""
    try:
        with transaction.atomic():
            if not Wavenet.objects.filter(id=wavenet_id).exists():
                return None
            line = TrainingLine.objects.create(wavenet_id=wavenet_id, level=level, step=step, text=text[:500])
    except IntegrityError:
        return None
    lines = TrainingLine.objects.filter(wavenet_id=wavenet_id)
    if line.id % 50 == 0 and (oldest := lines.order_by("-id").values_list("id", flat=True)[MOST_LINES:][:1]):
        lines.filter(id__lte=oldest[0]).delete()
    return line


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
