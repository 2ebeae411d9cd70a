"""Every write to wavenets that a person asks for: training one, pausing and going on with it, describing and removing
it. Forks are in `forks`, models of other sites in `imports`."""

import shutil
from dataclasses import replace
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction

from studio.accounts.models import User
from studio.errors import Conflict, invalid
from studio.jobs import actions as job_actions
from studio.jobs.allowance import require_training_time
from studio.jobs.models import Job
from studio.jobs.queue import create_job
from studio.library import names
from studio.library.actions import remove_files
from studio.wavenets.datasets import create_dataset, held_out, latest
from studio.wavenets.models import Audition, Wavenet, WavenetInput
from studio.wavenets.planning import Planned, needs_of

MOST_STEPS = 10_000_000


@transaction.atomic
def create_wavenet(owner: User, name: str, planned: Planned, preset: str, classes_from: str) -> Wavenet:
    """Makes the row and queues its training. Sounds that are in no dataset yet become one, under the model's name."""
    require_training_time(owner)
    config, material = planned.config, planned.material
    if material.version is None:
        dataset = create_dataset(owner, name, [sample.id for sample in material.samples])
        material = replace(material, version=latest(dataset), held_out=held_out(latest(dataset)))
    wavenet = Wavenet.objects.create(
        owner=owner, name=clean_name(name), preset=preset, classes=list(config.classes), classes_from=classes_from,
        sample_rate_hz=config.sample_rate_hz, receptive_field_samples=config.receptive_field_samples,
        receptive_field_ms=config.receptive_field_ms, parameter_count=config.parameter_count,
        steps_planned=planned.training.total_steps, dataset_version=material.version,
        plan=planned.training.model_dump(mode="json"),
    )  # fmt: skip
    begin(wavenet, replace(planned, material=material))
    return wavenet


def begin(wavenet: Wavenet, planned: Planned) -> None:
    """Notes what a new model learns from, and queues its training."""
    material = planned.material
    out = material.held_out or (False,) * len(material.samples)
    WavenetInput.objects.bulk_create(
        WavenetInput(wavenet=wavenet, sample=sample, sample_name=sample.name, class_name=class_name, held_out=out)
        for sample, class_name, out in zip(material.samples, material.class_names, out, strict=True)
    )
    _queue(wavenet)


@transaction.atomic
def resume(wavenet: Wavenet, steps: int | None = None) -> Wavenet:
    """Goes on from the newest checkpoint, to `steps` in all (as planned when None)."""
    wavenet = Wavenet.objects.select_for_update().get(id=wavenet.id)
    if is_learning(wavenet):
        raise Conflict(f"“{wavenet.name}” is learning already.")
    require_trained_here(wavenet)
    require_whole(wavenet)
    if steps is not None and steps <= wavenet.steps_done:
        raise invalid("steps", f"It has learned for {wavenet.steps_done} steps. Give a number above that.")
    if steps is None and wavenet.steps_done >= wavenet.steps_planned:
        raise Conflict(f"“{wavenet.name}” has done all its {wavenet.steps_planned} steps. Give it more steps.")
    require_training_time(wavenet.owner)
    _plan_steps(wavenet, steps or wavenet.steps_planned)
    _queue(wavenet)
    return wavenet


@transaction.atomic
def pause(wavenet: Wavenet) -> Wavenet:
    """Frees the worker after this step, or the place in the queue; everything is kept, to go on from."""
    wavenet = Wavenet.objects.select_for_update().get(id=wavenet.id)
    if wavenet.job is None or not is_learning(wavenet):
        raise Conflict(f"“{wavenet.name}” is not learning now.")
    wavenet.paused = True
    wavenet.save(update_fields=["paused"])
    job_actions.cancel(wavenet.job)
    return wavenet


@transaction.atomic
def extend(wavenet: Wavenet, further_steps: int) -> Wavenet:
    """Lets it learn so many steps more than planned: a running one goes on without an end, another one goes on now."""
    wavenet = Wavenet.objects.select_for_update().get(id=wavenet.id)
    steps = max(wavenet.steps_planned, wavenet.steps_done) + further_steps
    if steps > MOST_STEPS:
        raise invalid("steps", f"That makes {steps} steps in all; {MOST_STEPS} is the most.")
    if not is_learning(wavenet):
        return resume(wavenet, steps)
    _plan_steps(wavenet, steps)
    wavenet.save(update_fields=["steps_planned", "plan"])  # its worker reads them every now and then
    return wavenet


def is_learning(wavenet: Wavenet) -> bool:
    return wavenet.job is not None and wavenet.job.status in {Job.Status.QUEUED, Job.Status.RUNNING}


def require_trained_here(wavenet: Wavenet) -> None:
    """Raises Conflict for a model of another site: what it takes to go on exactly did not come with it."""
    if wavenet.imported_card is not None:
        raise Conflict(
            f"“{wavenet.name}” came from another site without its recordings. Fork it, with sounds of your own."
        )


def require_whole(wavenet: Wavenet) -> None:
    """Raises Conflict when a sound that it learned from was withdrawn or deleted."""
    if wavenet.withdrawn_input:
        raise Conflict(
            f"“{wavenet.withdrawn_input}”, from which “{wavenet.name}” learned, was withdrawn. Train another one."
        )


def describe_wavenet(wavenet: Wavenet, name: str | None, good_for: str | None) -> Wavenet:
    """Renames it, and says what it is good for; None leaves either as it is."""
    if name is not None:
        wavenet.name = clean_name(name)
    if good_for is not None:
        wavenet.good_for = good_for.strip()
    wavenet.save(update_fields=["name", "good_for"])
    return wavenet


def note_audition(audition: Audition, note: str) -> Audition:
    """What its owner hears in it."""
    audition.note = note.strip()
    audition.save(update_fields=["note"])
    return audition


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
    fields = [wavenet.start_file, wavenet.state_file, *(checkpoint.file for checkpoint in wavenet.checkpoints.all())]
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


def _plan_steps(wavenet: Wavenet, steps: int) -> None:
    wavenet.steps_planned = steps
    wavenet.plan = {**wavenet.plan, "steps": steps}


def _queue(wavenet: Wavenet) -> None:
    wavenet.paused = False
    needs_gpu, needs_memory_bytes = needs_of(wavenet)
    wavenet.job = create_job(
        owner=wavenet.owner, kind=Job.Kind.TRAIN, subject_id=wavenet.id, title=f"Training “{wavenet.name}”",
        needs_gpu=needs_gpu, needs_memory_bytes=needs_memory_bytes,
    )  # fmt: skip
    wavenet.save()


def clean_name(name: str) -> str:
    if not (cleaned := names.clean(name, 200)):
        raise invalid("name", "Give the model a name.")
    return cleaned
