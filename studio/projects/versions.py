"""Every write to versions, and making a project of one's own from another."""

from django.db import transaction

from mixing.project import tolerant_project
from studio.accounts.models import User
from studio.collaboration import access, documents, snapshots
from studio.errors import Conflict, invalid
from studio.library import names
from studio.library.models import Sample
from studio.library.rights import is_withheld
from studio.projects import actions
from studio.projects.models import Project, ProjectSample, Version

MOST_VERSIONS = 300


def keep(project: Project, by: User, name: str) -> Version:
    """Keeps the arrangement as it is now under a name."""
    _require_room(project)
    made = snapshots.keep(project.id, Version.Kind.NAMED, name=_clean(name), created_by=by)
    access.tell(project.id, "versions")
    return made


def keep_before_restoring(version: Version, by: User) -> Version:
    """Keeps what another version is about to take the place of, so that no work is lost by it."""
    name = f"Before “{version.name or f'{version.created_at:%-d %B, %H:%M}'}” came back"
    made = snapshots.keep(version.project_id, Version.Kind.REPLACED, name=name[:200], created_by=by)
    access.tell(version.project_id, "versions")
    return made


def rename(version: Version, name: str) -> Version:
    """A name makes an automatic version one that stays."""
    version.name = _clean(name)
    if version.kind == Version.Kind.AUTOMATIC:
        version.kind = Version.Kind.NAMED
    version.save(update_fields=["name", "kind"])
    access.tell(version.project_id, "versions")
    return version


def forget(version: Version) -> None:
    """The arrangement stays as it is; renders made of the version keep their own copy of it."""
    project_id = version.project_id
    version.delete()
    access.tell(project_id, "versions")


@transaction.atomic
def fork(project: Project, by: User, name: str, version: Version | None = None) -> tuple[Project, int]:
    """A project of one's own that begins as another one is, or was, and credits it.

    Sounds that one may not bring in oneself, private ones of others, stay behind; their number is told.
    """
    document, _ = tolerant_project(documents.read(project.id) if version is None else version.document)
    made = actions.create_project(by, name or f"{project.name}, copy", document)
    made.forked_from, made.forked_from_name = project, project.name
    made.forked_from_owner = project.owner.username
    made.save(update_fields=["forked_from", "forked_from_name", "forked_from_owner"])
    placed = Sample.objects.filter(project_samples__project=project, id__in=document.sample_ids)
    carried = [sample for sample in placed if not is_withheld(sample, by)]
    ProjectSample.objects.bulk_create(ProjectSample(project=made, sample=sample, added_by=by) for sample in carried)
    return made, len(document.sample_ids) - len(carried)


def _require_room(project: Project) -> None:
    if project.versions.exclude(kind=Version.Kind.AUTOMATIC).count() >= MOST_VERSIONS:
        raise Conflict(f"“{project.name}” has {MOST_VERSIONS} versions, which is the most. Delete old ones first.")


def _clean(name: str) -> str:
    if not (cleaned := names.clean(name, 200)):
        raise invalid("name", "Give the version a name.")
    return cleaned
