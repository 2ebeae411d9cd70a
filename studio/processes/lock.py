"""One studio a data folder: a lock that the kernel drops when its process ends, however it ends."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management.base import CommandError


@contextmanager
def only_studio(data: Path) -> Iterator[None]:
    """Holds the folder; `CommandError` when another studio does."""
    handle = os.open(data / "studio.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise CommandError(
            f"A studio is already running on {data}. Stop it first, or set OVERHEAR_DATA to another folder."
        ) from None
    else:
        yield
    finally:
        os.close(handle)
