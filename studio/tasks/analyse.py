"""Reading a sample: the body lives with the library, which owns samples."""

from collections.abc import Iterator

from studio.jobs.models import Job
from studio.jobs.runner import Progress
from studio.library.actions import fail_sample
from studio.library.sweep import STOPPED


def body(job: Job) -> Iterator[Progress]:
    from studio.library.analysis import analyse_sample

    yield from analyse_sample(job.subject_id)


def cancelled(job: Job) -> None:
    fail_sample(job.subject_id, STOPPED)
