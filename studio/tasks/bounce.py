"""Bouncing a track: iterates the mixing engine, and keeps what sounded there as a sample."""

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import soundfile
from django.conf import settings

from mixing.errors import MixingError
from mixing.project import MASTER_ID, Project
from studio.jobs.closing import closed_after
from studio.jobs.models import Job
from studio.jobs.runner import JobError, Progress
from studio.library import quota
from studio.library.actions import discard_unmade
from studio.library.announce import sample_changed
from studio.library.models import Sample
from studio.projects import bounces, renders
from studio.projects.models import Bounce
from studio.tasks import masters
from studio.tasks.files import local_path, working_folder
from studio.tasks.pace import timed

if TYPE_CHECKING:
    from mixing.outputs import Outputs, Tap

RENDERING = 0.9  # of the time
SILENCE_DBFS = -90.0
QUIET = 10 ** (-40 / 20)  # 24 bits would leave little of what peaks lower
MESSAGES = {"preparing": "Preparing the sounds", "mixing": "Bouncing", "mastering": "Mastering", "checking": "Checking"}


@dataclass(frozen=True)
class Sounding:
    """Where in a file something sounds, and how loud."""

    first: int
    end: int
    peak: float


def body(job: Job) -> Iterator[Progress]:
    bounce = Bounce.objects.filter(sample_id=job.subject_id).select_related("sample__owner").first()
    if bounce is None:
        raise JobError("The bounce was deleted.")
    if bounce.sample.state == Sample.State.READY:
        return
    try:
        with working_folder(job) as work:
            kept = yield from _bounced(bounce, work)
    except MixingError as error:
        discard_unmade(job.subject_id)
        raise JobError(str(error)) from error
    except Exception:
        discard_unmade(job.subject_id)
        raise
    if kept is not None:
        yield Progress(1.0, "Ready", events=(sample_changed(kept),), urgent=True)


def cancelled(job: Job) -> None:
    """As if nobody had asked for it."""
    discard_unmade(job.subject_id)


def _bounced(bounce: Bounce, work: Path) -> Generator[Progress, None, Sample | None]:
    yield Progress(0.0, MESSAGES["preparing"])
    sound = work / "sound.wav"
    yield from _rendered(bounce, sound, work)
    with soundfile.SoundFile(sound) as file:
        heard = yield from timed(_heard(file), "Listening", (RENDERING, RENDERING + 0.03))
        if heard.peak < 10 ** (SILENCE_DBFS / 20):
            raise JobError(f"“{bounce.track_name}” is silent there, so nothing was bounced.")
        whole = bounce.region is not None or bounce.source == MASTER_ID
        first, end = (0, file.frames) if whole else (heard.first, heard.end)
        writer = yield from timed(_written(file, first, end, heard.peak, work), "Measuring", (RENDERING + 0.03, 0.98))
    yield Progress(0.98, "Keeping the sound")
    if sentence := quota.lacking(bounce.sample.owner, writer.master.stat().st_size):
        raise JobError(sentence)
    start = (bounce.region[0] if bounce.region else 0.0) + first / writer.rate_hz
    return bounces.keep(bounce, writer.master, writer.peaks, writer.fields(), start)


def _rendered(bounce: Bounce, sound: Path, work: Path) -> Iterator[Progress]:
    from mixing.progress import RenderFinished
    from mixing.render import render

    project, media = _with_media(bounce, work)
    cache = Path(settings.DATA_DIR) / "cache" / "media"
    with closed_after(render(project, media, _outputs(bounce, sound), cache)) as events:
        for event in events:
            if not isinstance(event, RenderFinished):
                yield Progress(RENDERING * event.fraction, MESSAGES[event.stage], event.seconds_left)


def _outputs(bounce: Bounce, sound: Path) -> "Outputs":
    """As floating point, so that nothing is turned down."""
    from mixing.outputs import Bounce as Tapped
    from mixing.outputs import Outputs

    region = None if bounce.region is None else (bounce.region[0], bounce.region[1])
    if bounce.source != MASTER_ID:
        return Outputs(bounces=(Tapped(sound, bounce.source, cast("Tap", bounce.tap), 32),), region=region)
    if bounce.tap == Bounce.Tap.DRY:
        return Outputs(mix=sound, mix_bit_depth=32, region=region)
    return Outputs(master=sound, master_bit_depth=32, region=region)


def _with_media(bounce: Bounce, work: Path) -> tuple[Project, dict[str, Path]]:
    """The document, and the file of each sample in it. Clips whose sample is gone meanwhile are left out."""
    project = Project.model_validate(bounce.document)
    media = {
        str(row.sample.id): local_path(row.sample.master_file, work, row.sample_name)
        for row in bounce.sample.ingredients.select_related("sample")
        if row.sample is not None and str(row.sample.id) in project.sample_ids
    }
    clips = {key: clip for key, clip in project.clips.items() if clip.sample in media}
    if gone := len(project.clips) - len(clips):
        bounce.left_out = [*bounce.left_out, renders.missing_sentence(gone)]
        project = bounces.only(project, clips)
    return project, media


def _heard(file: soundfile.SoundFile) -> Generator[float, None, Sounding]:
    first, end, at, peak = file.frames, 0, 0, 0.0
    least = 10 ** (SILENCE_DBFS / 20)
    for block in masters.blocks(file, 0, file.frames):
        levels: Any = np.abs(block).max(axis=0)
        peak = max(peak, float(levels.max(initial=0.0)))
        loud = np.flatnonzero(levels >= least)
        if loud.size:
            first, end = min(first, at + int(loud[0])), at + int(loud[-1]) + 1
        at += block.shape[1]
        yield at / file.frames
    return Sounding(first, end, peak)


def _written(
    file: soundfile.SoundFile, first: int, end: int, peak: float, folder: Path
) -> Generator[float, None, masters.MasterWriter]:
    floats = peak >= 1.0 or peak < QUIET
    with masters.MasterWriter(folder, int(file.samplerate), int(file.channels), end - first, floats) as writer:
        for block in masters.blocks(file, first, end):
            writer.write(block)
            yield writer.frames / (end - first)
    return writer
