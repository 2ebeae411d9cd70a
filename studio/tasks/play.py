"""Playing a voice: it sounds in a thread, while this job keeps its lease and is fair to whoever waits.

Played voices have processes of their own beside training and rendering. One may sound for ten minutes; as soon as
somebody waits for a take or a voice, for two.
"""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from generation.errors import EngineError
from studio.jobs.models import Job
from studio.jobs.runner import JobError, Progress
from studio.tasks.files import working_folder
from studio.tasks.model_cache import model_of
from studio.tasks.sounds import sound_of
from studio.tasks.take_request import request_of
from studio.tasks.voice import Voice
from studio.wavenets import results
from studio.wavenets.models import Generation
from studio.wavenets.sounding import Sounding
from studio.wavenets.take_settings import TakeSettings

FAIR_SECONDS = 120.0
"""A voice that has sounded so long makes room for whoever waits."""
LOOK_SECONDS = 0.4
LOOK_FOR_OTHERS_SECONDS = 3.0
SHORTEST_SECONDS = 0.3


def body(job: Job) -> Iterator[Progress]:
    rows = Generation.objects.select_related("wavenet", "prompt", "contour", "job")
    generation = rows.filter(id=job.subject_id).first()
    if generation is None:
        raise JobError("The voice was deleted.")
    if job.attempts > 1:
        raise JobError("The voice broke off with its worker. Start it again.")
    yield Progress(0.0, "Loading the model")
    sounding = Sounding(generation.id, live=True)
    try:
        with working_folder(job) as work:
            yield from _played(generation, sounding, work)
    except EngineError as error:
        raise JobError(str(error)) from error
    finally:
        sounding.end()
        sounding.close()


def cancelled(job: Job) -> None:
    """Nothing to tidy: what was played is thrown away."""


def _played(generation: Generation, sounding: Sounding, work: Path) -> Iterator[Progress]:
    from generation.take import open_take

    settings = TakeSettings.model_validate(generation.settings)
    model = model_of(generation, work)
    take = open_take(model, request_of(generation, settings, work), threads=1)
    rate = take.config.sample_rate_hz
    total = round(generation.seconds * rate)
    sounding.begin(sample_rate_hz=rate, voices=1, samples=[total], join_samples=0, live=True)
    voice = Voice(take, sounding, work / "take-1.wav", generation.seconds)
    voice.start()
    try:
        yield from _watch(generation, voice)
    finally:
        voice.finish("Stopped.")
        voice.join()
    sounding.end(reason=voice.reason)
    if voice.error:
        raise JobError(voice.error)
    notices = [*take.warnings, *([] if voice.reason == "Stopped." else [voice.reason])]
    kept: dict[str, Any] = {"notice": " ".join(notices)[:300], "seconds": voice.recorded_seconds}
    if voice.recorded_seconds >= SHORTEST_SECONDS:
        results.store_takes(generation, [sound_of(work / "take-1.wav", work)])
        kept["settings"] = {**generation.settings, "moves": voice.moves}
    Generation.objects.filter(id=generation.id).update(**kept)


def _watch(generation: Generation, voice: Voice) -> Iterator[Progress]:
    looked = time.monotonic()
    while voice.is_alive():
        fraction = voice.made_seconds / generation.seconds
        yield Progress(fraction, f"Sounding for {voice.made_seconds:.0f} s", generation.seconds - voice.made_seconds)
        voice.join(LOOK_SECONDS)
        if Generation.objects.filter(id=generation.id, stop_requested=True).exists():
            voice.finish("Stopped.")
        if voice.made_seconds > FAIR_SECONDS and time.monotonic() - looked > LOOK_FOR_OTHERS_SECONDS:
            looked = time.monotonic()
            if _somebody_waits():
                voice.finish("It ended after two minutes because others were waiting.")


def _somebody_waits() -> bool:
    waiting = Job.objects.filter(status=Job.Status.QUEUED, kind__in=[Job.Kind.GENERATE, Job.Kind.PLAY])
    return waiting.exists()
