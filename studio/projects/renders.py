"""Every write to renders: asking for one, renaming it, storing what came of it, removing it."""

from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from mixing.project import tolerant_project
from studio.accounts.models import User
from studio.collaboration import access, documents, snapshots
from studio.errors import Conflict, invalid
from studio.jobs import actions as job_actions
from studio.jobs.models import Job
from studio.jobs.queue import create_job
from studio.library import names
from studio.library.models import Ingredient, Licence, Sample
from studio.projects.models import Project, Render, RenderInput, Version

FILES = ("mix_file", "master_file", "peaks_file")


@transaction.atomic
def ask_for_render(project: Project, owner: User, name: str = "") -> Render:
    """Takes the arrangement as it is now and queues its mixing. Samples that were not brought in are left out."""
    document, left_out = tolerant_project(documents.read(project.id))
    if not document.clips:
        raise Conflict("There is nothing to render yet: place a sound on a track first.")
    samples = {str(sample.id): sample for sample in usable(project, document.sample_ids)}
    missing = sorted(key for key, clip in document.clips.items() if clip.sample not in samples)
    if missing:
        left_out.append(missing_sentence(len(missing)))
        document = document.model_copy(update={"clips": {k: c for k, c in document.clips.items() if k not in missing}})
    if not document.clips:
        raise Conflict("None of the sounds placed here can be used yet: bring them into the project first.")
    render = Render.objects.create(
        project=project, owner=owner, document=document.model_dump(mode="json"), left_out=left_out,
        name=names.clean(name, 200) or f"{project.name}, {timezone.now():%d %B %Y, %H:%M}",
    )  # fmt: skip
    placed = [sample for key, sample in sorted(samples.items()) if key in document.sample_ids]
    RenderInput.objects.bulk_create(RenderInput(render=render, **credited) for credited in sounding_in(placed))
    render.version = snapshots.keep(project.id, Version.Kind.RENDERED, name=render.name, created_by=owner)
    title = f"Mixing “{render.name}”"
    render.job = create_job(owner=owner, kind=Job.Kind.RENDER, subject_id=render.id, title=title, project=project)
    render.save(update_fields=["job", "version"])
    access.tell(project.id, "versions")
    return render


def rename_render(render: Render, name: str) -> Render:
    if not (cleaned := names.clean(name, 200)):
        raise invalid("name", "Give the render a name.")
    render.name = cleaned
    render.save(update_fields=["name"])
    return render


def store_render(render: Render, files: Mapping[str, Path], report: dict[str, Any], duration_seconds: float) -> None:
    """Keeps the files of a finished render (`mix`, `master`, `peaks`) and its report; replaces those of an earlier try.

    The site's own piece is published at once.
    """
    replaced = files_of(render)
    stored = {}
    for field, path in files.items():
        with path.open("rb") as file:
            stored[f"{field}_file"] = default_storage.save(f"renders/{render.id}/{path.name}", File(file))
    fields: dict[str, Any] = {**stored, "report": report, "duration_seconds": duration_seconds}
    if render.owner.is_site:
        fields |= {"licence": Licence.CC0, "published_at": timezone.now()}
    kept = Render.objects.filter(id=render.id).update(**fields)  # unless it was deleted meanwhile
    remove_files(replaced if kept else list(stored.values()))


@transaction.atomic
def delete_render(render: Render) -> None:
    """Removes the row and its files, and cancels its work."""
    if render.job is not None:
        job_actions.cancel(render.job)
    stored = files_of(render)
    render.delete()
    transaction.on_commit(lambda: remove_files(stored))


def files_of(render: Render) -> list[str]:
    return [name for field in FILES if (name := getattr(render, field).name)]


def remove_files(stored: list[str]) -> None:
    """Deletes stored files, and the folder that this leaves empty."""
    for name in stored:
        default_storage.delete(name)
    for folder in {str(PurePosixPath(name).parent) for name in stored}:
        try:
            default_storage.delete(folder)
        except OSError:  # newer files are in it
            continue


def sounding_in(placed: Sequence[Sample]) -> list[dict[str, Any]]:
    """The fields that credit these samples, and after them whatever was bounced into them; each sample once."""
    found: list[dict[str, Any]] = [
        {"sample": one, "sample_name": one.name, "owner_name": one.owner.username, "licence": one.licence}
        for one in placed
    ]
    seen = {one.id for one in placed}
    for row in Ingredient.objects.filter(made__in=placed).select_related("sample"):
        if row.sample is None or row.sample.id not in seen:
            found.append({name: getattr(row, name) for name in ("sample", "sample_name", "owner_name")})
            found[-1]["licence"] = row.sample.licence if row.sample else row.licence
            seen |= {row.sample.id} if row.sample else set()
    return found


def usable(project: Project, sample_ids: set[str]) -> list[Sample]:
    """The samples of clips that were brought into the project and can be read."""
    brought = Sample.objects.filter(project_samples__project=project, state=Sample.State.READY).select_related("owner")
    return [sample for sample in brought if str(sample.id) in sample_ids]


def missing_sentence(count: int) -> str:
    if count == 1:
        return "One clip was left out: its sound is not in the project, or could not be read."
    return f"{count} clips were left out: their sounds are not in the project, or could not be read."
