"""Files for the engines: stored ones brought to the disk, made ones with their peaks."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.db.models.fields.files import FieldFile

from studio.jobs.models import Job
from studio.jobs.runner import JobError
from studio.library.models import Sample
from studio.tasks.cut import ensure_file
from studio.wavenets.actions import training_folder
from studio.wavenets.imports import expire_imports
from studio.wavenets.models import Wavenet


@contextmanager
def working_folder(job: Job) -> Iterator[Path]:
    """A folder in the data folder that is gone afterwards; what a killed worker left is removed here or by `sweep`."""
    for left in _parent().glob(f"{job.id}-*"):
        shutil.rmtree(left, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(dir=_parent(), prefix=f"{job.id}-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sweep() -> None:
    """Removes the working folders of jobs that do not run, and what a deleted wavenet was still learning; forgets
    models that never arrived, and what the mixing engine keeps beyond its share of the disk."""
    from mixing.kept import trim

    expire_imports()
    trim(mixing_cache(), settings.MIXING_CACHE_BYTES)
    for folder in _parent().iterdir():
        if not Job.objects.filter(id=folder.name[:36], status=Job.Status.RUNNING).exists():
            shutil.rmtree(folder, ignore_errors=True)
    trained = training_folder(uuid4()).parent
    for folder in trained.iterdir() if trained.is_dir() else ():
        if not Wavenet.objects.filter(id=folder.name).exists():
            shutil.rmtree(folder, ignore_errors=True)


def mixing_cache() -> Path:
    """Where renders find what earlier ones resampled and stretched."""
    return Path(settings.DATA_DIR) / "cache" / "media"


def _parent() -> Path:
    parent = Path(settings.DATA_DIR) / "work"
    parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    return parent


def local_path(stored: FieldFile, folder: Path, name: str) -> Path:
    """Where a stored file lies on this disk; fetched into `folder` when the storage is elsewhere.

    A slice whose sound lies in its recording gets a file of its own here, where it is used for the first time.
    Raises `JobError` when it is not there; `name` is what people call it.
    """
    sample = stored.instance
    if isinstance(sample, Sample) and sample.is_cut and (cut := ensure_file(sample.id)) is not None:
        stored = cut.master_file
    try:
        path = Path(stored.path)
        if path.is_file():
            return path
    except NotImplementedError:
        path = folder / f"{uuid4().hex}-{Path(stored.name or '').name}"
        try:
            with stored.open("rb") as source, path.open("wb") as target:
                shutil.copyfileobj(source, target)
        except OSError as error:
            raise JobError(f"The sound of “{name}” could not be fetched. Try again.") from error
        return path
    except ValueError:
        pass
    raise JobError(f"The sound of “{name}” is missing. Remove it, or upload it again.")
