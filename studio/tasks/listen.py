"""Listening through a recording once, so that it can be sliced."""

from collections.abc import Iterator

from studio.jobs.models import Job
from studio.jobs.runner import JobError, Progress
from studio.library import slicings
from studio.library.models import Sample
from studio.tasks.files import local_path, working_folder
from studio.tasks.pace import timed

GONE = "The recording was deleted."


def body(job: Job) -> Iterator[Progress]:
    from mixing.analysis.listening import listening
    from mixing.errors import MixingError

    sample = Sample.objects.filter(id=job.subject_id).select_related("parent").first()
    if sample is None:
        raise JobError(GONE)
    with working_folder(job) as work:
        source = local_path(sample.master_file, work, sample.name)
        try:
            heard = yield from timed(listening(source, work), "Listening for where the sound changes")
        except MixingError as error:
            raise JobError(str(error)) from error
        files = {"character_file": heard.character, "boundaries_file": heard.boundaries, "tiles_file": heard.tiles}
        measured = {"levels": heard.levels, "hop_frames": heard.hop_frames, "threshold_dbfs": heard.threshold_dbfs}
        if not slicings.store_heard(sample.id, files, measured):
            raise JobError(GONE)


def cancelled(job: Job) -> None:
    """Nothing was kept; opening the slicer again listens anew."""
