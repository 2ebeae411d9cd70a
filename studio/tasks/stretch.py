"""Stretching clips for editors to play: iterates the mixing engine and keeps each sound."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import soundfile

from mixing.audio import RATE_HZ
from mixing.errors import MixingError
from mixing.records import Clip
from studio.jobs.models import Job
from studio.jobs.runner import JobError, Progress
from studio.projects import stretches
from studio.projects.models import StretchedSound
from studio.tasks.files import local_path, mixing_cache, working_folder


def body(job: Job) -> Iterator[Progress]:
    rows = list(StretchedSound.objects.filter(job=job, audio_file="").select_related("sample"))
    failed = ""
    with working_folder(job) as work:
        for number, row in enumerate(rows):
            message = f"Clip {number + 1} of {len(rows)}"
            yield Progress(number / len(rows), message)
            try:
                for share in _made(row, work):
                    yield Progress((number + share) / len(rows), message)
            except (MixingError, JobError) as error:
                failed = str(error)
                stretches.fail(row, failed)
    if failed and not StretchedSound.objects.filter(id__in=[row.id for row in rows]).exclude(audio_file="").exists():
        raise JobError(failed)


def cancelled(job: Job) -> None:
    """Nothing to tidy: what is not there is asked for again when it is played."""
    del job


def _made(row: StretchedSound, work: Path) -> Iterator[float]:
    from mixing.materials import gathering

    clip = Clip(
        track="one", sample="one", start_seconds=0.0, offset_seconds=row.offset_seconds,
        duration_seconds=max(row.duration_seconds, 1.0 / RATE_HZ), speed=row.speed, semitones=row.semitones,
        preserve_pitch=row.preserve_pitch, loop=row.loop, name=row.sample.name,
    )  # fmt: skip
    media = {"one": local_path(row.sample.master_file, work, row.sample.name)}
    materials = yield from gathering({"one": clip}, media, mixing_cache())
    sound = np.asarray(materials["one"].source)
    # Over full scale only floating point keeps what is there.
    loud = bool(sound.size) and float(np.abs(sound).max()) >= 1.0
    path = work / f"{row.id}{'.wav' if loud else '.flac'}"
    soundfile.write(path, sound, RATE_HZ, subtype="FLOAT" if loud else "PCM_24")
    stretches.store(row, path)
    path.unlink()
