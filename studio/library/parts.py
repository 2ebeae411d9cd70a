"""The bytes of unfinished uploads, in the data folder: a file's length is how far its upload is.

Nothing else keeps count, so a server killed in the middle of a write resumes from what is on the disk.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Protocol
from uuid import UUID

from django.conf import settings

CHUNK_BYTES = 256 * 1024


class Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


class Busy(Exception):
    """Another request is writing to this part."""


class WrongOffset(Exception):
    """The bytes offered do not follow those that are here."""


def folder() -> Path:
    path = Path(settings.DATA_DIR) / "uploads"
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def path_of(upload_id: UUID) -> Path:
    return folder() / str(upload_id)


def create(upload_id: UUID) -> None:
    path_of(upload_id).touch(mode=0o600)


def size_bytes(upload_id: UUID) -> int:
    """How many bytes are here; 0 when there is no file."""
    try:
        return path_of(upload_id).stat().st_size
    except FileNotFoundError:
        return 0


def append(upload_id: UUID, offset_bytes: int, length_bytes: int, body: Readable) -> int:
    """Write what follows `offset_bytes`, never past `length_bytes`; return the new size.

    Raises WrongOffset, or Busy when another request is writing.
    """
    with _locked(path_of(upload_id)) as file:
        here = file.seek(0, 2)
        if here != offset_bytes:
            raise WrongOffset
        while here < length_bytes and (chunk := body.read(min(CHUNK_BYTES, length_bytes - here))):
            file.write(chunk)
            here += len(chunk)
        return here


def remove(upload_id: UUID) -> None:
    path_of(upload_id).unlink(missing_ok=True)


@contextmanager
def _locked(path: Path) -> Iterator[IO[bytes]]:
    with path.open("ab", buffering=0) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy from None
        yield file
