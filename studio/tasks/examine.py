"""The doctor's visit: iterates the engine over a version of a dataset, and keeps the report."""

import statistics
from collections.abc import Iterator, Sequence

from generation.dataset import Recording
from generation.errors import EngineError
from generation.training_plan import TrainingPlan
from studio.jobs.models import Job
from studio.jobs.runner import JobError, Progress
from studio.tasks.files import local_path, working_folder
from studio.wavenets.dataset_models import DatasetMember, DatasetVersion
from studio.wavenets.datasets import store_report

VOICE_BAND_HZ = 4_000.0
MATCHING_SHARE = 0.97  # of the bar: comparing the files with each other comes after the last of them


def body(job: Job) -> Iterator[Progress]:
    """A version that is changed meanwhile keeps no report of what it was."""
    version = DatasetVersion.objects.filter(id=job.subject_id).first()
    if version is None:
        raise JobError("The dataset was deleted.")
    members = list(version.members.select_related("sample"))
    classed = all(member.class_name for member in members) and len({member.class_name for member in members}) > 1
    yield Progress(0.0, "Fetching the sounds")
    with working_folder(job) as work:
        recordings = []
        for member in members:
            if member.sample is None:
                raise JobError(f"“{member.sample_name}” was deleted. Leave it out of the dataset.")
            path = local_path(member.sample.master_file, work, member.sample_name)
            recordings.append(Recording(path, member.class_name if classed else None))
        try:
            yield from _visit(version, members, recordings)
        except EngineError as error:
            raise JobError(str(error)) from error


def cancelled(job: Job) -> None:
    """Nothing to tidy: a report is kept only when it is whole."""


def _visit(
    version: DatasetVersion, members: Sequence[DatasetMember], recordings: Sequence[Recording]
) -> Iterator[Progress]:
    from generation.doctor.examine import examine
    from generation.doctor.report import DoctorProgress

    threshold = version.silence_threshold_dbfs
    plan = TrainingPlan(preset=_preset(members), silence_threshold_dbfs=threshold)
    for told in examine(recordings, plan, names=distinct([member.sample_name for member in members])):
        if isinstance(told, DoctorProgress):
            message = f"Listening to {told.name} ({told.files_done} of {told.files})"
            yield Progress(MATCHING_SHARE * told.fraction, message, told.seconds_left)
            continue
        report = told.model_dump(mode="json")
        for file, member in zip(report["files"], members, strict=True):
            file["sample"] = str(member.sample_id)
        samples = [member.sample_id for member in members if member.sample_id is not None]
        if not store_report(version.id, samples, threshold, report):
            raise JobError("The dataset was changed while the doctor listened. Ask again.")


def _preset(members: Sequence[DatasetMember]) -> str:
    """The network for a voice, at a rate that hears what most of the sounds have."""
    bands = [member.sample.bandwidth_hz for member in members if member.sample and member.sample.bandwidth_hz]
    return "small" if bands and statistics.median(bands) > VOICE_BAND_HZ else "voice"


def distinct(names: Sequence[str]) -> list[str]:
    """The names, those that come again with a number behind them."""
    used: set[str] = set()
    found = []
    for name in names:
        number, shown = 1, name
        while shown in used:
            number += 1
            shown = f"{name} ({number})"
        used.add(shown)
        found.append(shown)
    return found
