"""Every write to the library: making, editing and deleting samples, and storing what was measured."""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import Any, TypeAlias
from uuid import UUID, uuid4

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction

from studio.accounts.models import User
from studio.errors import Conflict
from studio.jobs import actions as job_actions
from studio.jobs.models import Job
from studio.jobs.queue import create_job
from studio.library import names
from studio.library.announce import announce, announce_deleted, audience
from studio.library.models import Sample, SampleTag, Slicing

BinaryFile: TypeAlias = "File[bytes]"

JOBS = (Job.Kind.ANALYSE, Job.Kind.LISTEN, Job.Kind.CUT, Job.Kind.CLEAN, Job.Kind.BOUNCE)  # whose subject is a sample
MOST_TAGS = 30
LONGEST_TAG = 60
LONGEST_DETAILS = 2000


class MovedFile(File):  # type: ignore[type-arg]
    """A local file that a storage on the same disk takes over by renaming it."""

    def __init__(self, path: Path) -> None:
        super().__init__(path.open("rb"), name=path.name)
        self.path = path

    def temporary_file_path(self) -> str:
        return str(self.path)


def create_sample(
    *,
    owner: User,
    name: str,
    origin: str,
    category: str,
    source: "BinaryFile | None",
    source_name: str,
    tags: Iterable[str] = (),
    sample_id: UUID | None = None,
    analyse: bool = True,
    **provenance: Any,
) -> Sample:
    """Make a sample of a file as it came, and the job that decodes it.

    `source`: the file, or None when it is stored at `source_path(sample_id)` already. `provenance`: further
    fields of the row (`details`, `wavenet`, `training_steps`, …). With `analyse=False` the caller iterates
    `studio.library.analysis.analyse_sample` itself.
    """
    sample = Sample(
        id=sample_id or uuid4(),
        owner=owner,
        name=names.clean(name, 200) or "sound",
        origin=origin,
        category=category,
        source_name=names.file_name(source_name),
        **provenance,
    )
    path = source_path(sample.id)
    sample.source_file.name = default_storage.save(path, source) if source else path
    sample.source_bytes = default_storage.size(sample.source_file.name)
    try:
        return _insert(sample, tags, analyse)
    except BaseException:
        if source:
            remove_files([sample.source_file.name])
        raise


def _insert(sample: Sample, tags: Iterable[str], analyse: bool) -> Sample:
    with transaction.atomic():
        sample.save(force_insert=True)
        set_tags(sample, tags)
        if analyse:
            title = f"Reading “{sample.name}”"
            create_job(owner=sample.owner, kind=Job.Kind.ANALYSE, subject_id=sample.id, title=title)
        announce(sample)
    return sample


def source_path(sample_id: UUID) -> str:
    """Where the file as it came is stored: never under the name that somebody gave it."""
    return f"samples/{sample_id}/source"


@transaction.atomic
def edit_sample(sample: Sample, *, tags: Iterable[str] | None = None, **fields: str) -> Sample:
    """Change its `name`, `details`, `category` and tags."""
    for field, value in fields.items():
        setattr(sample, field, value)
    if fields:
        sample.save(update_fields=list(fields))
    if tags is not None:
        set_tags(sample, tags)
    announce(sample)
    return sample


def set_tags(sample: Sample, tags: Iterable[str]) -> None:
    """Replace its tags by these, each once, in their order."""
    cleaned = list(dict.fromkeys(filter(None, (names.clean(tag, LONGEST_TAG) for tag in tags))))[:MOST_TAGS]
    sample.tag_rows.all().delete()
    SampleTag.objects.bulk_create(SampleTag(sample=sample, name=name) for name in cleaned)
    # Rows that were fetched before are stale now.
    getattr(sample, "_prefetched_objects_cache", {}).pop("tag_rows", None)


@transaction.atomic
def delete_sample(sample: Sample) -> None:
    """Remove the row, its files and its unfinished job. What was made from it is for studio.sharing to mark."""
    require_no_slices(sample)
    people = audience(sample)
    sample.uploads.all().delete()  # nobody resumes what is gone
    for job in Job.objects.filter(subject_id=sample.id, kind__in=JOBS).unfinished():
        job_actions.cancel(job)
    stored = files_of(sample) + slicing_files_of(sample)
    sample_id = sample.id
    sample.delete()
    transaction.on_commit(lambda: remove_files(stored))
    announce_deleted(sample_id, people)


def require_no_slices(sample: Sample) -> None:
    """Raise Conflict while slices have their sound in this sample's file alone."""
    Sample.objects.select_for_update().filter(id=sample.id).first()  # nobody cuts one meanwhile
    count = sample.parts.filter(master_file="", start_frame__isnull=False).count()
    if count:
        slices = "1 slice" if count == 1 else f"{count} slices"
        raise Conflict(
            f"{slices} of “{sample.name}” have their sound in it. Delete them first, or copy them in the slicer."
        )


def files_of(sample: Sample) -> list[str]:
    return [field.name for field in (sample.source_file, sample.master_file, sample.peaks_file) if field.name]


def slicing_files_of(sample: Sample) -> list[str]:
    """What its slicing is drawn and found from."""
    slicing = Slicing.objects.filter(sample=sample).first()
    return [getattr(slicing, name).name for name in Slicing.FILES if getattr(slicing, name)] if slicing else []


def remove_files(stored: Iterable[str]) -> None:
    """Delete stored files, and the folders that this leaves empty."""
    for name in stored:
        default_storage.delete(name)
        with suppress(OSError):  # not empty yet
            default_storage.delete(str(PurePosixPath(name).parent))


def require_ready(sample: Sample) -> None:
    """Raise Conflict unless its audio can be used."""
    if sample.state != Sample.State.READY:
        raise Conflict(f"“{sample.name}” is not ready yet. Wait until it was read.")


def store_master(
    sample_id: UUID, master: Path, peaks: Path, fields: dict[str, Any], *, unless_stored: bool = False
) -> Sample | None:
    """Keep the decoded master, its peaks and what was measured; None when the sample was deleted meanwhile.

    `unless_stored`: one that another worker stored meanwhile stays.
    """
    stored: list[str] = []
    try:
        with transaction.atomic():
            sample = Sample.objects.select_for_update().filter(id=sample_id).first()
            if sample is None:
                return None
            if unless_stored and sample.master_file:
                return sample
            replaced = files_of(sample)
            sample.master_bytes = master.stat().st_size
            for path, name in ((master, f"master{master.suffix}"), (peaks, "peaks")):
                with MovedFile(path) as file:
                    stored.append(default_storage.save(f"samples/{sample_id}/{name}", file))
            sample.master_file.name, sample.peaks_file.name = stored
            sample.source_file.name = ""
            sample.state, sample.problem = Sample.State.READY, ""
            for field, value in fields.items():
                setattr(sample, field, value)
            sample.save()
            announce(sample)
    except BaseException:
        remove_files(stored)
        raise
    remove_files(replaced)
    return sample


def keep_portrait(sample: Sample, portrait: bytes) -> None:
    """Keep what an older sample sounds like, unless that came with a new master meanwhile."""
    sample.portrait = portrait
    Sample.objects.filter(id=sample.id, portrait__isnull=True).update(portrait=portrait)


def discard_unmade(sample_id: UUID) -> None:
    """Forget a sample whose making was stopped, as if nobody had asked for it. One that is made stays."""
    with transaction.atomic():
        sample = Sample.objects.select_for_update().filter(id=sample_id, state=Sample.State.PROCESSING).first()
        if sample is None:
            return
        people, stored = audience(sample), files_of(sample)
        sample.delete()
        announce_deleted(sample_id, people)
    remove_files(stored)


def fail_sample(sample_id: UUID, problem: str) -> None:
    """Say why it could not be read, and remove its files."""
    with transaction.atomic():
        sample = Sample.objects.select_for_update().filter(id=sample_id).first()
        if sample is None:
            return
        stored = files_of(sample)
        sample.state, sample.problem = Sample.State.FAILED, problem
        sample.source_file.name = sample.master_file.name = sample.peaks_file.name = ""
        sample.save()
        announce(sample)
    remove_files(stored)
