"""Every write to generations: asking for takes, keeping one as a sample, removing them."""

import secrets
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.core.files import File
from django.db import transaction

from studio.accounts.models import User
from studio.errors import Conflict, invalid
from studio.jobs import actions as job_actions
from studio.jobs.models import Job
from studio.jobs.queue import create_job
from studio.library.actions import create_sample, remove_files, set_tags
from studio.library.collections import add_to_collection, create_collection
from studio.library.models import Collection, Sample
from studio.wavenets.actions import require_whole
from studio.wavenets.material import usable
from studio.wavenets.models import Generation, Take, Wavenet
from studio.wavenets.take_records import record_take
from studio.wavenets.take_settings import settings_for

MOST_TAKE_SECONDS = 3600.0
MOST_PLAYED_SECONDS = 600.0


@transaction.atomic
def ask_for_takes(owner: User, wavenet: Wavenet, asked: dict[str, Any]) -> Generation:
    """Queues takes as a validated GenerationRequest says; raises a sentence for what is not possible."""
    require_whole(wavenet)
    if asked["seconds"] * asked["voices"] > MOST_TAKE_SECONDS:
        raise invalid("seconds", "That is more than an hour of sound at once. Ask for fewer voices or fewer seconds.")
    class_name = asked.get("class_name", "")
    if class_name and class_name not in wavenet.classes:
        known = ", ".join(wavenet.classes[:12]) or "none"
        raise invalid("class_name", f"“{wavenet.name}” knows no class “{class_name}”. Its classes: {known}.")
    generation = _created(owner, wavenet, asked, class_name=class_name)
    what = "a take" if generation.voices == 1 else f"{generation.voices} takes"
    _queue(generation, Job.Kind.GENERATE, f"Generating {what} with “{wavenet.name}”")
    return generation


@transaction.atomic
def ask_to_play(owner: User, wavenet: Wavenet, asked: dict[str, Any]) -> Generation:
    """Queues a voice that sounds until it is stopped; whatever else its owner plays ends."""
    require_whole(wavenet)
    playing = Generation.objects.filter(owner=owner, live=True, job__in=Job.objects.unfinished())
    for other in playing.select_related("job"):
        stop_generation(other)
    asked = {**asked, "voices": 1, "seconds": MOST_PLAYED_SECONDS}
    generation = _created(owner, wavenet, asked, class_name=asked.get("class_name", ""), live=True)
    _queue(generation, Job.Kind.PLAY, f"Playing “{wavenet.name}”")
    return generation


def stop_generation(generation: Generation) -> Generation:
    """Ends it and keeps what is there; one that waits for its worker is cancelled."""
    Generation.objects.filter(id=generation.id).update(stop_requested=True)
    if generation.job is not None and generation.job.status == Job.Status.QUEUED:
        job_actions.cancel(generation.job)
    generation.refresh_from_db()
    return generation


def _created(owner: User, wavenet: Wavenet, asked: dict[str, Any], **fields: Any) -> Generation:
    options = settings_for(wavenet, asked)
    prompt, contour = _sample(owner, asked, "prompt"), _sample(owner, asked, "contour")
    end = options.prompt_end_seconds
    if prompt is not None and end is not None and not 0.0 < end <= (prompt.duration_seconds or 0.0) + 0.01:
        raise invalid("prompt_end_seconds", f"“{prompt.name}” has no sound before that moment. Move the mark.")
    seed = asked.get("random_seed")
    generation = Generation.objects.create(
        owner=owner, wavenet=wavenet, step=_step(wavenet, asked.get("step")), seconds=asked["seconds"],
        voices=asked["voices"], temperature=asked["temperature"], prompt=prompt, contour=contour,
        prompt_name=prompt.name if prompt else "", contour_name=contour.name if contour else "",
        random_seed=secrets.randbelow(2**31) if seed is None else seed, settings=options.stored(), **fields,
    )  # fmt: skip
    Take.objects.bulk_create(
        Take(generation=generation, voice=voice, sample_rate_hz=wavenet.sample_rate_hz)
        for voice in range(1, generation.voices + 1)
    )
    return generation


def _queue(generation: Generation, kind: Job.Kind, title: str) -> None:
    generation.job = create_job(owner=generation.owner, kind=kind, subject_id=generation.id, title=title)
    generation.save(update_fields=["job"])


@transaction.atomic
def keep_take(take: Take, name: str = "") -> Sample:
    """Makes a sample of a take, with all that is known of its making; the one that was made before, if it was."""
    take = Take.objects.select_for_update().get(id=take.id)
    if take.kept_as is not None:
        return take.kept_as
    generation, wavenet = take.generation, take.generation.wavenet
    if not take.audio_file:
        raise Conflict("This take has no sound yet. Wait until it is generated.")
    require_whole(wavenet)
    with take.audio_file.open("rb") as audio:
        sample = create_sample(
            owner=generation.owner, name=name or _default_name(take), origin=Sample.Origin.GENERATED,
            category=Sample.Category.WAVENET, source=File(audio), source_name=f"take-{take.voice}.wav",
            wavenet=wavenet, wavenet_name=wavenet.name, training_steps=generation.step,
            receptive_field_samples=wavenet.receptive_field_samples, receptive_field_ms=wavenet.receptive_field_ms,
            prompt=generation.prompt, temperature=generation.temperature, random_seed=generation.random_seed,
            class_name=generation.class_name,
            withdrawn_input="" if generation.prompt else generation.prompt_name,  # a prompt that is gone was withdrawn
        )  # fmt: skip
    take.kept_as = sample
    take.save(update_fields=["kept_as"])
    record_take(sample, take)
    return sample


@transaction.atomic
def keep_takes(
    generation: Generation, name: str = "", tags: Sequence[str] = (), collection_name: str = ""
) -> list[Sample]:
    """Makes a sample of every take that has sound, numbered under one name; together in a collection where one is
    named, which is made unless its owner has it."""
    kept = []
    for take in generation.takes.exclude(audio_file=""):
        fresh = take.kept_as is None
        sample = keep_take(take, f"{name} {take.voice:02d}" if name else "")
        if fresh and tags:
            set_tags(sample, tags)
        kept.append(sample)
    if not kept:
        raise Conflict("These takes have no sound yet. Wait until they are generated.")
    if collection_name:
        ids = [sample.id for sample in kept]
        collection = Collection.objects.filter(owner=generation.owner, name=collection_name).first()
        if collection is None:
            create_collection(generation.owner, collection_name, ids)
        else:
            add_to_collection(collection, ids)
    return kept


@transaction.atomic
def delete_generation(generation: Generation) -> None:
    """Removes the takes that nobody kept, and stops the work on them. Kept ones stay as samples."""
    if generation.job is not None:
        job_actions.cancel(generation.job)
    fields = [field for take in generation.takes.all() for field in (take.audio_file, take.peaks_file)]
    stored = [field.name for field in fields if field.name]
    generation.delete()
    transaction.on_commit(lambda: remove_files(stored))


def _step(wavenet: Wavenet, asked: int | None) -> int:
    checkpoints = wavenet.checkpoints.order_by("-step").values_list("step", flat=True)
    if not checkpoints:
        raise Conflict(f"“{wavenet.name}” has learned nothing yet. Wait for its first checkpoint.")
    if asked is None:
        return checkpoints[0]
    if asked not in checkpoints:
        raise invalid("step", f"There is no checkpoint at step {asked}. Choose one of the listed ones.")
    return asked


def _sample(owner: User, asked: dict[str, Any], field: str) -> Sample | None:
    sample_id: UUID | None = asked.get(field)
    return None if sample_id is None else usable(owner, [sample_id], field=field)[0]


def _default_name(take: Take) -> str:
    generation = take.generation
    return f"{generation.wavenet.name}, step {generation.step}, take {take.voice}"
