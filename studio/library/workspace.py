"""A folder of its own for each decoding, inside the data folder: private, on the disk of the library, swept."""

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from django.conf import settings
from django.db.models.fields.files import FieldFile

CHUNK_BYTES = 1024 * 1024


def folder() -> Path:
    path = Path(settings.DATA_DIR) / "decoding"
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


@contextmanager
def working_folder() -> Iterator[Path]:
    """An empty folder that is gone afterwards, whatever happened."""
    path = Path(mkdtemp(dir=folder()))
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def local_path(stored: FieldFile, into: Path) -> Path:
    """Where a stored file lies on this machine's disk; fetched into the folder when its storage is elsewhere."""
    try:
        return Path(stored.path)
    except NotImplementedError:  # a storage without local files
        copy = into / "source"
        with stored.open("rb") as source, copy.open("wb") as target:
            shutil.copyfileobj(source, target, CHUNK_BYTES)
        return copy


def sha256_of(path: Path) -> str:
    """The hash of a file's content."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
