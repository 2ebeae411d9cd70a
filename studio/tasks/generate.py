"""Generating takes: iterates the engine, lets them be heard as they grow, and gives every voice its file in the end."""

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from generation.errors import EngineError
from studio.jobs.events import TakesGrew
from studio.jobs.models import Job
from studio.jobs.runner import JobError, Progress
from studio.tasks import take_cleaning, worker
from studio.tasks.files import working_folder
from studio.tasks.model_cache import model_of
from studio.tasks.sounds import sound_of
from studio.tasks.take_request import request_of
from studio.wavenets import results
from studio.wavenets.models import Generation
from studio.wavenets.sounding import Sounding
from studio.wavenets.take_settings import TakeSettings

if TYPE_CHECKING:
    from generation.audio import WavWriter
    from generation.take import Take

FIRST_SECONDS, LAST_SECONDS, GROWTH = 0.06, 0.5, 1.5
"""Blocks are short at first, so that something is heard soon, and then grow."""
LOOK_SECONDS = 0.25
"""How often a generation looks whether it was told to stop."""
SILENT = "The takes are silent: train longer, raise the temperature or give a prompt."
SILENT_AMPLITUDE = 1e-3


def body(job: Job) -> Iterator[Progress]:
    """A stopped one begins anew, and gives the same takes: its random seed is part of the request."""
    rows = Generation.objects.select_related("wavenet", "prompt", "contour", "job")
    generation = rows.filter(id=job.subject_id).first()
    if generation is None:
        raise JobError("The request was deleted.")
    yield Progress(0.0, "Loading the model")
    sounding = Sounding(generation.id)
    try:
        with working_folder(job) as work:
            yield from _takes(generation, sounding, work)
    except EngineError as error:
        raise JobError(str(error)) from error
    finally:
        sounding.end()
        sounding.close()


def cancelled(job: Job) -> None:
    """Nothing to tidy: takes have files only when they are whole."""


def lengths(generation: Generation, settings: TakeSettings) -> list[float]:
    """How long each voice is, in seconds: drawn by the seed where lengths may differ."""
    if settings.least_seconds is None:
        return [generation.seconds] * generation.voices
    drawn = random.Random(f"{generation.random_seed} lengths")
    return [drawn.uniform(settings.least_seconds, generation.seconds) for _ in range(generation.voices)]


@dataclass
class _Voices:
    """The files of all voices while they grow."""

    writers: "list[WavWriter]"
    left: list[int]
    """Samples that each voice still wants."""
    loudest: float = 0.0
    made: int = 0
    started: float = field(default_factory=time.monotonic)


def _takes(generation: Generation, sounding: Sounding, work: Path) -> Iterator[Progress]:
    from generation.audio import WavWriter
    from generation.coding import decode
    from generation.take import open_take

    settings = TakeSettings.model_validate(generation.settings)
    model = model_of(generation, work)
    take = open_take(model, request_of(generation, settings, work), threads=worker.threads())
    rate = take.config.sample_rate_hz
    kept = decode(take.config, take.prompt.samples)[None] if settings.keep_prompt else None
    join = 0 if kept is None else kept.shape[1]
    paths = [work / f"take-{voice}.wav" for voice in range(1, generation.voices + 1)]
    wanted = [max(1, round(seconds * rate)) for seconds in lengths(generation, settings)]
    sounding.begin(
        sample_rate_hz=rate, voices=generation.voices, samples=[join + count for count in wanted], join_samples=join
    )
    voices = _Voices([WavWriter(path, rate) for path in paths], wanted)
    if kept is not None:
        for writer in voices.writers:
            writer.write(kept[0])
        sounding.block(0, kept.repeat(generation.voices, axis=0))
    yield from _grow(generation, take, voices, sounding, join)
    for writer in voices.writers:
        writer.commit()
    sounding.end()
    yield Progress(0.98, "Keeping the takes")
    cleaned = [take_cleaning.clean(path, settings.declick, settings.trim, join) for path in paths]
    joins = [max(0, join - done.cut_frames) for done in cleaned]
    results.store_takes(generation, [sound_of(path, work) for path in paths], joins, [done.told() for done in cleaned])
    notices = [*take.warnings, *([SILENT] if voices.loudest < SILENT_AMPLITUDE else [])]
    if voices.made < max(wanted):
        notices.append(f"Stopped after {voices.made / rate:.1f} s.")
    Generation.objects.filter(id=generation.id).update(notice=" ".join(notices)[:300])


def _grow(generation: Generation, take: "Take", voices: _Voices, sounding: Sounding, join: int) -> Iterator[Progress]:
    """Makes the voices until each is as long as it should be, or somebody has heard enough."""
    import numpy as np

    rate, total, size, looked = take.config.sample_rate_hz, max(voices.left), FIRST_SECONDS, time.monotonic()
    while take.position_samples < total:
        first = take.position_samples
        audio = take.next(min(total - first, max(1, round(size * rate))))
        sounding.block(join + first, audio)
        voices.made = take.position_samples
        for voice, writer in enumerate(voices.writers):
            if (count := min(voices.left[voice], audio.shape[1])) > 0:
                writer.write(audio[voice, :count])
                voices.left[voice] -= count
        voices.loudest = max(voices.loudest, float(np.sqrt(np.mean(audio**2, axis=1)).max()))
        size = min(LAST_SECONDS, size * GROWTH)
        seconds, whole = voices.made / rate, total / rate
        pace = (time.monotonic() - voices.started) / seconds
        grown = TakesGrew(generation_id=generation.id, done_seconds=seconds, total_seconds=whole)
        message = f"{seconds:.1f} of {whole:.1f} s"
        yield Progress(0.98 * seconds / whole, message, pace * (whole - seconds), (grown,))
        if time.monotonic() - looked > LOOK_SECONDS:
            looked = time.monotonic()
            if Generation.objects.filter(id=generation.id, stop_requested=True).exists():
                return
