"""The stored document of a project: Yjs updates appended as they come, now and then merged to one snapshot.

No document lives in a process, so that any number of processes serve one project.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from pycrdt import Doc, Map, get_state, get_update, merge_updates

from mixing import project as records
from studio.collaboration import changes, differences
from studio.collaboration.differences import COLLECTIONS
from studio.collaboration.models import DocumentUpdate
from studio.projects.models import Project

COMPACT_AT = 200
EMPTY = b"\x00\x00"
NO_DELETIONS = b"\x00"


class MalformedUpdate(ValueError):
    """Bytes that are no Yjs update."""


def load(project_id: UUID) -> bytes:
    """The whole document as one Yjs update; `EMPTY` when there is none."""
    rows = DocumentUpdate.objects.filter(project_id=project_id).order_by("id").values_list("data", flat=True)
    return _merged([bytes(data) for data in rows])


def missing(document: bytes, state: bytes) -> bytes:
    """What of a document somebody with this state vector has not seen; `MalformedUpdate` for bytes that are none."""
    try:
        return get_update(document, state)
    except BaseException as error:
        raise _malformed(error) from None


def adds(document: bytes, update: bytes) -> bool:
    """Whether an update has anything that the document has not: an answer to a question always names all deletions."""
    doc = Doc[Any]()
    doc.apply_update(document)
    news: list[bool] = []
    doc.observe(lambda event: news.append(event.before_state != event.after_state or event.delete_set != NO_DELETIONS))
    doc.apply_update(update)
    return any(news)


def state_of(document: bytes) -> bytes:
    """The state vector of a document."""
    return get_state(document)


def append(project_id: UUID, update: bytes, author_id: UUID | None = None) -> None:
    """Stores an update, `MalformedUpdate` unless it is one; compacts when there are many."""
    check(update)
    DocumentUpdate.objects.create(project_id=project_id, data=update, author_id=author_id)
    if DocumentUpdate.objects.filter(project_id=project_id).count() > COMPACT_AT:
        compact(project_id)


def check(update: bytes) -> None:
    """`MalformedUpdate` unless the bytes can be applied and merged."""
    try:
        Doc[Any]().apply_update(update)
        merge_updates(EMPTY, update)
    except BaseException as error:
        raise _malformed(error) from None


def compact(project_id: UUID) -> None:
    """Merges all stored updates to one. The project's row is locked: two that compacted at once would each delete
    what the other merged."""
    with transaction.atomic():
        if not Project.objects.select_for_update().filter(id=project_id).exists():
            return
        describe_locked(project_id)
        rows = list(DocumentUpdate.objects.filter(project_id=project_id).order_by("id").values_list("id", "data"))
        if len(rows) < 2:
            return
        # Doc.get_update() would drop updates whose predecessor has not come yet; merging keeps them.
        merged = _merged([bytes(data) for _, data in rows])
        DocumentUpdate.objects.create(project_id=project_id, data=merged, is_snapshot=True, is_described=True)
        DocumentUpdate.objects.filter(id__in=[key for key, _ in rows]).delete()


def describe(project_id: UUID) -> None:
    """Writes down who did what with the updates that have come since this was last asked."""
    if not DocumentUpdate.objects.filter(project_id=project_id, is_described=False).exists():
        return
    with transaction.atomic():
        if Project.objects.select_for_update().filter(id=project_id).exists():
            describe_locked(project_id)


def describe_locked(project_id: UUID) -> None:
    """The same for whoever holds the project's row: an update is told of once."""
    rows = list(DocumentUpdate.objects.filter(project_id=project_id).order_by("id"))
    fresh = [row for row in rows if not row.is_described]
    if not fresh:
        return
    known = _merged([bytes(row.data) for row in rows if row.is_described])
    for row, deeds in zip(fresh, differences.of_updates(known, [bytes(row.data) for row in fresh]), strict=True):
        if deeds:
            changes.write(project_id, row.author_id, deeds, row.created_at)
    DocumentUpdate.objects.filter(id__in=[row.id for row in fresh]).update(is_described=True)


def new_document(project: records.Project) -> bytes:
    """The Yjs update that makes an arrangement: its records, each with the fields that differ from the defaults."""
    doc = Doc[Any]()
    with doc.transaction():
        for name in COLLECTIONS:
            doc[name] = Map({key: _as_map(record) for key, record in getattr(project, name).items()})
        doc["master"] = _as_map(project.master)
    return doc.get_update()


def read(project_id: UUID) -> dict[str, Any]:
    """The document as plain data, as it is, valid or not: see `mixing.project.tolerant_project`."""
    return content(load(project_id))


def content(update: bytes) -> dict[str, Any]:
    doc = Doc[Any]()
    maps = {name: doc.get(name, type=Map) for name in (*COLLECTIONS, "master")}
    doc.apply_update(update)
    return {name: found.to_py() or {} for name, found in maps.items()}


def store_new(project_id: UUID, project: records.Project) -> None:
    """Gives a project without a document its first one."""
    DocumentUpdate.objects.create(
        project_id=project_id, data=new_document(project), is_snapshot=True, is_described=True
    )


def _as_map(record: records.Record) -> Map[Any]:
    fields: Mapping[str, Any] = record.model_dump(exclude_defaults=True)
    return Map({name: Map(value) if isinstance(value, dict) else value for name, value in fields.items()})


def _merged(updates: list[bytes]) -> bytes:
    if not updates:
        return EMPTY
    return updates[0] if len(updates) == 1 else merge_updates(*updates)


def _malformed(error: BaseException) -> BaseException:
    """The library's own panics are not `Exception`s; what stops a process is let through."""
    if isinstance(error, KeyboardInterrupt | SystemExit | GeneratorExit):
        return error
    return MalformedUpdate(f"That is no Yjs update: {error}")
