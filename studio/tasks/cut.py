"""Slices get a file of their own: when it is needed, or all of a recording's when that is to go."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from studio.jobs.models import Job
from studio.jobs.runner import JobError, Progress
from studio.library import actions, quota, slicings, workspace
from studio.library.announce import sample_changed
from studio.library.models import Sample
from studio.tasks import masters


def body(job: Job) -> Iterator[Progress]:
    """Every slice of the recording that is the job's subject."""
    parent = Sample.objects.filter(id=job.subject_id).first()
    if parent is None:
        raise JobError("The recording was deleted.")
    waiting = list(slicings.cut_parts(parent))
    for number, sample in enumerate(waiting):
        yield Progress(number / len(waiting), f"Copying “{sample.name}”")
        made = own_file(sample)
        yield Progress((number + 1) / len(waiting), "Copied", events=(sample_changed(made),))


def cancelled(job: Job) -> None:
    """What was copied stays copied."""


def own_file(sample: Sample) -> Sample:
    """The slice with a master of its own; `JobError` when its recording is not there any more."""
    parent = sample.parent
    if parent is None or sample.start_frame is None or sample.end_frame is None or not parent.master_file:
        raise JobError(f"The recording that “{sample.name}” was cut from is missing. Remove it.")
    with workspace.working_folder() as folder:
        source = workspace.local_path(parent.master_file, folder)
        writer = _written(source, folder, sample.start_frame, sample.end_frame)
        if sentence := quota.lacking(sample.owner, writer.master.stat().st_size):
            raise JobError(sentence)
        stored = actions.store_master(sample.id, writer.master, writer.peaks, writer.fields(), unless_stored=True)
    if stored is None:
        raise JobError(f"“{sample.name}” was deleted.")
    return stored


def ensure_file(sample_id: UUID) -> Sample | None:
    """The sample, with a file of its own if it was a slice without; None when it is gone."""
    sample = Sample.objects.select_related("parent", "owner").filter(id=sample_id).first()
    return own_file(sample) if sample is not None and sample.is_cut else sample


def _written(source: Path, folder: Path, start: int, end: int) -> masters.MasterWriter:
    import soundfile

    with soundfile.SoundFile(source) as file:
        shape = (file.samplerate, file.channels, end - start, masters.is_float(file))
        with masters.MasterWriter(folder, *shape) as writer:
            for block in masters.blocks(file, start, end):
                writer.write(block)
    return writer
