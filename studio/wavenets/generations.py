"""Every write to generations: asking for takes, keeping one as a sample, removing them."""

import secrets
from typing import Any
from uuid import UUID

from django.core.files import File
from django.db import transaction

from studio.accounts.models import User
from studio.errors import Conflict, invalid
from studio.jobs import actions as job_actions
from studio.jobs.models import Job
from studio.jobs.queue import create_job
from studio.library.actions import create_sample, remove_files
from studio.library.models import Sample
from studio.wavenets.actions import require_whole
from studio.wavenets.material import usable
from studio.wavenets.models import Generation, Take, Wavenet

MOST_TAKE_SECONDS = 3600.0


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
    prompt = _prompt(owner, asked.get("prompt"))
    seed = asked.get("random_seed")
    generation = Generation.objects.create(
        owner=owner, wavenet=wavenet, step=_step(wavenet, asked.get("step")), seconds=asked["seconds"],
        voices=asked["voices"], temperature=asked["temperature"], class_name=class_name, prompt=prompt,
        prompt_name=prompt.name if prompt else "", random_seed=secrets.randbelow(2**31) if seed is None else seed,
    )  # fmt: skip
    Take.objects.bulk_create(
        Take(generation=generation, voice=voice, sample_rate_hz=wavenet.sample_rate_hz)
        for voice in range(1, generation.voices + 1)
    )
    what = "a take" if generation.voices == 1 else f"{generation.voices} takes"
    title = f"Generating {what} with “{wavenet.name}”"
    generation.job = create_job(owner=owner, kind=Job.Kind.GENERATE, subject_id=generation.id, title=title)
    generation.save(update_fields=["job"])
    return generation


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
    return sample


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


def _prompt(owner: User, sample_id: UUID | None) -> Sample | None:
    return None if sample_id is None else usable(owner, [sample_id], field="prompt")[0]


def _default_name(take: Take) -> str:
    generation = take.generation
    return f"{generation.wavenet.name}, step {generation.step}, take {take.voice}"
