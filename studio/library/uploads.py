"""Every write to uploads: beginning one, taking its bytes, making its sample, forgetting it.

The packaged tus server keeps a database of its own and takes each piece as one `bytes`; here an upload has an
owner, a promise on a quota and a sample that it becomes, all in one transaction with the row, and its body is
streamed. What is left of the protocol is these functions and the view.
"""

from collections.abc import Iterable
from uuid import UUID

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from rest_framework.exceptions import NotFound

from studio.accounts.models import User
from studio.errors import NOT_HERE, Conflict, TooLarge, invalid
from studio.library import actions, names, parts, quota
from studio.library.models import Sample, Upload

MOST_MARKERS = 500
ORIGINS = {Sample.Origin.RECORDED, Sample.Origin.EXTERNAL}


def begin_upload(
    owner: User, *, length_bytes: int | None, name: str, origin: str, tags: Iterable[str], markers: Iterable[float] = ()
) -> Upload:
    """Promise the space and make the row. Raises TooLarge or ValidationError with a sentence.

    Without a length it is open, as a recording that is still being made: each piece is promised as it comes.
    """
    name = names.file_name(name)
    if length_bytes is not None:
        _require_length(name, length_bytes)
    if origin not in ORIGINS:
        raise invalid("origin", "Say where the file comes from: “recorded” or “external”.")
    joined = ",".join(filter(None, (names.clean(tag.replace(",", " "), actions.LONGEST_TAG) for tag in tags)))
    with transaction.atomic():
        User.objects.select_for_update().get(id=owner.id)  # two uploads at once share one quota
        quota.require_space(owner, length_bytes or 0)
        upload = Upload.objects.create(
            owner=owner,
            name=name,
            origin=origin,
            tags=joined[:600],
            markers=sorted(markers)[:MOST_MARKERS],
            length_bytes=length_bytes or 0,
            is_open=length_bytes is None,
        )
        parts.create(upload.id)
    return upload


def make_room(upload: Upload, offset: int, coming_bytes: int) -> None:
    """Promise an open upload the bytes that follow `offset`. Raises TooLarge, or Conflict when others come next."""
    with transaction.atomic():
        row = _locked(upload)
        if row.is_open:
            if offset != parts.size_bytes(row.id):
                raise Conflict(_continue_from(row))
            _promise(row, max(row.length_bytes, offset + coming_bytes))
            row.save(update_fields=["length_bytes"])
    upload.is_open, upload.length_bytes = row.is_open, row.length_bytes


def settle_length(upload: Upload, length_bytes: int, name: str | None = None, markers: Iterable[float] = ()) -> None:
    """Say how long an open upload is, what it is called and what was marked in it. It is not open any more."""
    with transaction.atomic():
        row = _locked(upload)
        if row.is_open:
            here = parts.size_bytes(row.id)
            if length_bytes < here:
                raise invalid("Upload-Length", f"{here} bytes have arrived: the upload cannot be shorter.")
            row.name = names.file_name(name) if name else row.name
            row.markers = sorted(markers)[:MOST_MARKERS] or row.markers
            _require_length(row.name, length_bytes)
            _promise(row, length_bytes)
            row.is_open = False
            row.save(update_fields=["name", "markers", "length_bytes", "is_open"])
        elif row.length_bytes != length_bytes:
            raise Conflict(f"The upload has {row.length_bytes} bytes, which were settled before.")
    for field in ("name", "markers", "length_bytes", "is_open"):
        setattr(upload, field, getattr(row, field))


def offset_bytes(upload: Upload) -> int:
    """How many bytes of it have arrived."""
    if is_made(upload):
        return upload.length_bytes
    return min(parts.size_bytes(upload.id), upload.length_bytes)


def receive(upload: Upload, offset: int, body: parts.Readable) -> int:
    """Take the bytes that follow `offset`; return how many have arrived. The last byte makes the sample.

    An open upload has no last byte: `make_room` first, and `settle_length` in the end.
    """
    if not is_made(upload):
        if not parts.path_of(upload.id).exists():
            parts.create(upload.id)
        try:
            arrived = parts.append(upload.id, offset, upload.length_bytes, body)
        except parts.WrongOffset:
            raise Conflict(_continue_from(upload)) from None
        Upload.objects.filter(id=upload.id).update(offset_bytes=arrived)
        upload.offset_bytes = arrived
    if is_complete(upload):
        finish_upload(upload)
    return offset_bytes(upload)


def is_complete(upload: Upload) -> bool:
    """Whether every byte has arrived."""
    return not upload.is_open and offset_bytes(upload) == upload.length_bytes


def is_made(upload: Upload) -> bool:
    """Whether its file is stored already, with its sample or about to get it."""
    return upload.sample_id is not None or (not upload.is_open and _stored(upload))


def finish_upload(upload: Upload) -> Sample:
    """Make the sample of a complete upload; once only, however often it is called.

    The sample has the upload's id. A server killed between storing the file and writing the row leaves the
    file in its place, and the next request finds it there.
    """
    with transaction.atomic():
        row = Upload.objects.select_for_update().select_related("owner").get(id=upload.id)
        if row.sample is None:
            _store(row)
            row.sample = actions.create_sample(
                owner=row.owner,
                name=names.stem(row.name),
                origin=row.origin,
                category=Sample.Category.MINE,
                source=None,
                source_name=row.name,
                tags=row.tags.split(","),
                sample_id=row.id,
                markers=row.markers,
            )
            row.offset_bytes = row.length_bytes
            row.save(update_fields=["sample", "offset_bytes"])
    upload.sample, upload.offset_bytes = row.sample, row.offset_bytes
    return row.sample


def cancel_upload(upload: Upload) -> None:
    """Forget the upload and its bytes; a sample made of it stays."""
    upload_id = upload.id
    with transaction.atomic():
        upload.delete()
        transaction.on_commit(lambda: _forget(upload_id))


def _require_length(name: str, length_bytes: int) -> None:
    if length_bytes == 0:
        raise invalid("filename", f"“{name}” is empty. Choose a file with sound in it.")
    if length_bytes > settings.MAX_UPLOAD_BYTES:
        limit = settings.MAX_UPLOAD_BYTES / quota.GIB
        raise TooLarge(f"“{name}” is larger than {limit:.0f} GB. Cut it into smaller files.")


def _locked(upload: Upload) -> Upload:
    """The row as it is now, with its owner's held: two uploads at once share one quota."""
    User.objects.select_for_update().get(id=upload.owner_id)
    row = Upload.objects.select_for_update().select_related("owner").filter(id=upload.id).first()
    if row is None:
        raise NotFound(NOT_HERE)  # it was cancelled meanwhile
    return row


def _promise(row: Upload, length_bytes: int) -> None:
    """Have room for so many bytes in all."""
    if length_bytes > row.length_bytes:
        _require_length(row.name, length_bytes)
        quota.require_space(row.owner, length_bytes - row.length_bytes)
    row.length_bytes = length_bytes


def _continue_from(upload: Upload) -> str:
    return f"The upload is at byte {offset_bytes(upload)}. Continue from there."


def _store(upload: Upload) -> None:
    """Bring a complete upload to where its sample expects the file."""
    if not _stored(upload):
        place = actions.source_path(upload.id)
        default_storage.delete(place)  # a copy that was interrupted
        with actions.MovedFile(parts.path_of(upload.id)) as part:
            default_storage.save(place, part)


def _stored(upload: Upload) -> bool:
    place = actions.source_path(upload.id)
    return default_storage.exists(place) and default_storage.size(place) == upload.length_bytes


def _forget(upload_id: UUID) -> None:
    parts.remove(upload_id)
    if not Sample.objects.filter(id=upload_id).exists():
        actions.remove_files([actions.source_path(upload_id)])
