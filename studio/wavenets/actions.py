"""Every write to wavenets that a person asks for: training one, going on with it, renaming and removing it."""

import shutil
from dataclasses import replace
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction

from studio.accounts.models import User
from studio.errors import Conflict, invalid
from studio.jobs import actions as job_actions
from studio.jobs.models import Job
from studio.jobs.queue import create_job
from studio.library import names
from studio.library.actions import remove_files
from studio.wavenets.datasets import create_dataset, held_out, latest
from studio.wavenets.models import Wavenet, WavenetInput
from studio.wavenets.planning import Planned

MOST_STEPS = 10_000_000


@transaction.atomic
def create_wavenet(owner: User, name: str, planned: Planned, preset: str, classes_from: str) -> Wavenet:
    """Makes the row and queues its training. Sounds that are in no dataset yet become one, under the model's name."""
    config, material = planned.config, planned.material
    if material.version is None:
        dataset = create_dataset(owner, name, [sample.id for sample in material.samples])
        material = replace(material, version=latest(dataset), held_out=held_out(latest(dataset)))
    wavenet = Wavenet.objects.create(
        owner=owner, name=_clean(name), preset=preset, classes=list(config.classes), classes_from=classes_from,
        sample_rate_hz=config.sample_rate_hz, receptive_field_samples=config.receptive_field_samples,
        receptive_field_ms=config.receptive_field_ms, parameter_count=config.parameter_count,
        steps_planned=planned.training.total_steps, dataset_version=material.version,
        plan=planned.training.model_dump(mode="json"),
    )  # fmt: skip
    out = material.held_out or (False,) * len(material.samples)
    WavenetInput.objects.bulk_create(
        WavenetInput(wavenet=wavenet, sample=sample, sample_name=sample.name, class_name=class_name, held_out=out)
        for sample, class_name, out in zip(material.samples, material.class_names, out, strict=True)
    )
    _queue(wavenet)
    return wavenet


@transaction.atomic
def resume(wavenet: Wavenet, steps: int | None = None) -> Wavenet:
    """Goes on from the newest checkpoint, to `steps` in all (as planned when None)."""
    wavenet = Wavenet.objects.select_for_update().get(id=wavenet.id)
    if wavenet.job is not None and wavenet.job.status in {Job.Status.QUEUED, Job.Status.RUNNING}:
        raise Conflict(f"“{wavenet.name}” is learning already.")
    require_whole(wavenet)
    if steps is not None and steps <= wavenet.steps_done:
        raise invalid("steps", f"It has learned for {wavenet.steps_done} steps. Give a number above that.")
    if steps is None and wavenet.steps_done >= wavenet.steps_planned:
        raise Conflict(f"“{wavenet.name}” has done all its {wavenet.steps_planned} steps. Give it more steps.")
    wavenet.steps_planned = steps or wavenet.steps_planned
    wavenet.plan = {**wavenet.plan, "steps": wavenet.steps_planned}
    _queue(wavenet)
    return wavenet


def require_whole(wavenet: Wavenet) -> None:
    """Raises Conflict when a sound that it learned from was withdrawn or deleted."""
    if wavenet.withdrawn_input:
        raise Conflict(
            f"“{wavenet.withdrawn_input}”, from which “{wavenet.name}” learned, was withdrawn. Train another one."
        )


def rename_wavenet(wavenet: Wavenet, name: str) -> Wavenet:
    wavenet.name = _clean(name)
    wavenet.save(update_fields=["name"])
    return wavenet


@transaction.atomic
def delete_wavenet(wavenet: Wavenet) -> None:
    """Removes the row, its files, its work, and what it generated that nobody kept. What was made from it and kept
    is for studio.sharing to mark."""
    wavenet_id = wavenet.id
    subjects = [wavenet.id, *wavenet.generations.values_list("id", flat=True)]
    for job in Job.objects.filter(subject_id__in=subjects).unfinished():
        job_actions.cancel(job)
    stored = files_of(wavenet)
    wavenet.delete()

    def remove() -> None:
        remove_files(stored)
        shutil.rmtree(training_folder(wavenet_id), ignore_errors=True)

    transaction.on_commit(remove)


def files_of(wavenet: Wavenet) -> list[str]:
    fields = [checkpoint.file for checkpoint in wavenet.checkpoints.all()]
    for audition in wavenet.auditions.all():
        fields += [audition.audio_file, audition.peaks_file]
    for generation in wavenet.generations.prefetch_related("takes"):
        for take in generation.takes.all():
            fields += [take.audio_file, take.peaks_file]
    return [field.name for field in fields if field.name]


def training_folder(wavenet_id: UUID) -> Path:
    """Where the engine works on a wavenet: it outlives whatever stops the worker."""
    return Path(settings.DATA_DIR) / "training" / str(wavenet_id)


def storage_folder(wavenet_id: UUID) -> str:
    return f"wavenets/{wavenet_id}"


def _queue(wavenet: Wavenet) -> None:
    wavenet.job = create_job(
        owner=wavenet.owner, kind=Job.Kind.TRAIN, subject_id=wavenet.id, title=f"Training “{wavenet.name}”"
    )
    wavenet.save()


def _clean(name: str) -> str:
    if not (cleaned := names.clean(name, 200)):
        raise invalid("name", "Give the model a name.")
    return cleaned
