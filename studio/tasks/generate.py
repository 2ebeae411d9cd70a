"""Generating takes: iterates the engine, and gives every voice its file when all are whole."""

from collections.abc import Iterator
from pathlib import Path

from generation.errors import EngineError
from studio.jobs.closing import closed_after
from studio.jobs.events import TakesGrew
from studio.jobs.models import Job
from studio.jobs.runner import JobError, Progress
from studio.tasks import worker
from studio.tasks.files import local_path, working_folder
from studio.tasks.sounds import sound_of
from studio.wavenets import results
from studio.wavenets.models import Checkpoint, Generation


def body(job: Job) -> Iterator[Progress]:
    """A stopped one begins anew, and gives the same takes: its random seed is part of the request."""
    generation = Generation.objects.filter(id=job.subject_id).select_related("wavenet", "prompt").first()
    if generation is None:
        raise JobError("The request was deleted.")
    yield Progress(0.0, "Loading the model")
    with working_folder(job) as work:
        try:
            yield from _takes(generation, work)
        except EngineError as error:
            raise JobError(str(error)) from error


def cancelled(job: Job) -> None:
    """Nothing to tidy: takes have files only when they are whole."""


def _takes(generation: Generation, work: Path) -> Iterator[Progress]:
    from generation.generate import GenerationRequest, generate, write_takes

    model = _checkpoint(generation, work)
    request = GenerationRequest(
        seconds=generation.seconds, voices=generation.voices, temperature=generation.temperature,
        seed=generation.random_seed, class_name=generation.class_name or None, prompt_path=_prompt(generation, work),
    )  # fmt: skip
    paths = [work / f"take-{voice}.wav" for voice in range(1, generation.voices + 1)]
    notices: list[str] = []
    total = generation.seconds
    with closed_after(write_takes(generate(model, request, threads=worker.threads()), paths)) as blocks:
        for block in blocks:
            notices.extend(block.warnings)
            done = block.fraction * total
            grown = TakesGrew(generation_id=generation.id, done_seconds=done, total_seconds=total)
            message = f"{done:.1f} of {total:.1f} s"
            yield Progress(0.98 * block.fraction, message, block.seconds_left, (grown,))
    results.store_takes(generation, [sound_of(path, work) for path in paths])
    Generation.objects.filter(id=generation.id).update(notice=" ".join(notices)[:300])


def _checkpoint(generation: Generation, work: Path) -> Path:
    wavenet = generation.wavenet
    if wavenet.withdrawn_input:
        raise JobError(f"“{wavenet.withdrawn_input}”, from which “{wavenet.name}” learned, was withdrawn.")
    row = Checkpoint.objects.filter(wavenet=wavenet, step=generation.step).first()
    if row is None:
        raise JobError(f"The checkpoint at step {generation.step} is gone. Choose another one.")
    return local_path(row.file, work, wavenet.name)


def _prompt(generation: Generation, work: Path) -> Path | None:
    if generation.prompt is None:
        if generation.prompt_name:
            raise JobError(f"The prompt “{generation.prompt_name}” was deleted. Choose another one.")
        return None
    return local_path(generation.prompt.master_file, work, generation.prompt_name)
