"""Every write to stretched sounds: asking for them, storing what was made, forgetting those long unused."""

import hashlib
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from studio.accounts.models import User
from studio.jobs.models import Job
from studio.jobs.queue import create_job
from studio.library.models import Sample
from studio.projects.models import Project, StretchedSound

UNUSED = timedelta(days=30)
AGAIN = timedelta(minutes=1)  # after which what could not be made may be tried once more


@dataclass(frozen=True)
class Part:
    """What a clip plays: a part of a sample at its speed and pitch, or all of it where it loops."""

    sample: UUID
    offset_seconds: float
    duration_seconds: float
    speed: float
    semitones: float
    preserve_pitch: bool
    loop: bool

    def key(self, content: str) -> str:
        """Names what is made of the sample while this is its content."""
        place = (0.0, 0.0) if self.loop else (self.offset_seconds, self.duration_seconds)
        return hashlib.sha256(repr((str(self.sample), content, *place, *astuple(self)[3:])).encode()).hexdigest()


@transaction.atomic
def ask(project: Project, person: User, parts: Sequence[Part]) -> list[StretchedSound | None]:
    """A row for each part, None where its sample cannot be used; those that are not there yet are queued together."""
    usable = Sample.objects.filter(project_samples__project=project, state=Sample.State.READY)
    samples = {sample.id: sample for sample in usable.filter(id__in={part.sample for part in parts})}
    found = [_row(samples[part.sample], part) if part.sample in samples else None for part in parts]
    rows = {row.id: row for row in found if row is not None}
    StretchedSound.objects.filter(id__in=rows).update(used_at=timezone.now())
    wanting = [row for row in rows.values() if _is_wanting(row)]
    if wanting:
        title = f"Stretching {len(wanting)} clip{'s' if len(wanting) > 1 else ''} of “{project.name}”"
        job = create_job(owner=person, kind=Job.Kind.STRETCH, subject_id=project.id, title=title, project=project)
        for row in wanting:
            row.job, row.problem = job, ""
        StretchedSound.objects.bulk_update(wanting, ["job", "problem"])
    return [None if row is None else rows[row.id] for row in found]


def _row(sample: Sample, part: Part) -> StretchedSound:
    fields = {name: getattr(part, name) for name in Part.__dataclass_fields__ if name != "sample"}
    key = part.key(sample.master_sha256)
    row, _ = StretchedSound.objects.select_related("job").get_or_create(key=key, defaults={"sample": sample, **fields})
    return row


def _is_wanting(row: StretchedSound) -> bool:
    if row.audio_file:
        return False
    if row.job is None:
        return True
    if row.job.status in {Job.Status.QUEUED, Job.Status.RUNNING}:
        return False
    return row.job.finished_at is None or row.job.finished_at < timezone.now() - AGAIN


def store(row: StretchedSound, path: Path) -> None:
    """Keep what was made."""
    with path.open("rb") as file:
        name = default_storage.save(f"stretched/{row.id}{path.suffix}", File(file))
    if not StretchedSound.objects.filter(id=row.id).update(audio_file=name, problem=""):
        default_storage.delete(name)  # its sample was deleted meanwhile


def fail(row: StretchedSound, problem: str) -> None:
    """Say why it could not be made."""
    StretchedSound.objects.filter(id=row.id).update(problem=problem[:300])


def sweep() -> int:
    """Forget what nobody played for long, and files that have no row; return how many rows went."""
    old = list(StretchedSound.objects.filter(used_at__lt=timezone.now() - UNUSED))
    for row in old:
        row.delete()
        if row.audio_file.name:
            default_storage.delete(row.audio_file.name)
    try:
        _, names = default_storage.listdir("stretched")
    except FileNotFoundError:
        return len(old)
    known = set(StretchedSound.objects.exclude(audio_file="").values_list("audio_file", flat=True))
    for name in names:
        stored = f"stretched/{name}"
        if stored not in known and default_storage.get_modified_time(stored) < timezone.now() - AGAIN:
            default_storage.delete(stored)
    return len(old)
