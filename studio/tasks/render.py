"""Rendering an arrangement: iterates the mixing engine and keeps the mix, the master and the report."""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mixing.errors import MixingError
from mixing.project import Project
from studio.jobs.closing import closed_after
from studio.jobs.events import RenderProgressed
from studio.jobs.models import Job
from studio.jobs.runner import JobError, Progress
from studio.projects import renders
from studio.projects.models import Render
from studio.tasks.files import local_path, mixing_cache, working_folder
from studio.tasks.sounds import peaks_file

if TYPE_CHECKING:
    from mixing.progress import RenderFinished

MESSAGES = {
    "preparing": "Preparing the sounds",
    "mixing": "Mixing",
    "mastering": "Mastering",
    "checking": "Checking the master",
}


def body(job: Job) -> Iterator[Progress]:
    render = Render.objects.filter(id=job.subject_id).select_related("owner", "project").first()
    if render is None:
        raise JobError("The render was deleted.")
    yield Progress(0.0, MESSAGES["preparing"])
    with working_folder(job) as work:
        try:
            yield from _render(render, work)
        except MixingError as error:
            raise JobError(str(error)) from error


def cancelled(job: Job) -> None:
    """Nothing to tidy: a render has files only when they are whole."""


def _render(render: Render, work: Path) -> Iterator[Progress]:
    from mixing.progress import RenderFinished
    from mixing.render import Outputs
    from mixing.render import render as run

    project, media = _with_media(render, work)
    mix, master = work / "mix.wav", work / "master.wav"
    finished: RenderFinished | None = None
    cache = mixing_cache()
    with closed_after(run(project, media, Outputs(mix=mix, master=master), cache)) as events:
        for event in events:
            if isinstance(event, RenderFinished):
                finished = event
                continue
            told = RenderProgressed(
                render_id=render.id, stage=event.stage, at_seconds=event.at_seconds, peak_dbfs=event.peak_dbfs
            )
            yield Progress(0.98 * event.fraction, MESSAGES[event.stage], event.seconds_left, (told,))
    if finished is None:
        raise JobError("The render ended without a result. Try again.")
    peaks = peaks_file(master, work)
    renders.store_render(
        render,
        {"mix": mix, "master": master, "peaks": peaks},
        _report(finished, project),
        finished.report["duration_seconds"],
    )


def _with_media(render: Render, work: Path) -> tuple[Project, dict[str, Path]]:
    """The document, and the file of each sample in it. Clips whose sample is gone meanwhile are left out."""
    project = Project.model_validate(render.document)
    media = {
        str(row.sample.id): local_path(row.sample.master_file, work, row.sample_name)
        for row in render.inputs.select_related("sample")
        if row.sample is not None and str(row.sample.id) in project.sample_ids
    }
    clips = {key: clip for key, clip in project.clips.items() if clip.sample in media}
    if gone := len(project.clips) - len(clips):
        render.left_out = [*render.left_out, renders.missing_sentence(gone)]
        render.save(update_fields=["left_out"])
    return project.model_copy(update={"clips": clips}), media


def _report(finished: "RenderFinished", project: Project) -> dict[str, Any]:
    """What the pages draw: all that the engine tells, the measurements of both files, the master's loudness over
    time, and the names of the devices that it tells of, since not everybody who hears a render sees its project."""
    report: dict[str, Any] = {**finished.report}
    hop = finished.report["hop_seconds"]
    curve = [
        [round(index * hop, 3), value, None] for index, value in enumerate(finished.report["master_short_term_lufs"])
    ]
    for name, measured in (("mix", finished.mix), ("master", finished.master)):
        if measured is not None:
            report[name] = asdict(measured)
    limiter = finished.report["limiter"]
    return report | {
        "curve": curve,
        "ceiling_dbtp": limiter["ceiling_dbtp"] if limiter else None,
        "target_lufs": project.master.target_lufs,
        "devices": _named(project, {*finished.report["stages"], *finished.report["added"]}),
    }


def _named(project: Project, keys: set[str]) -> dict[str, dict[str, str]]:
    """The effect of each device, and the name of the track or clip that it belongs to."""
    named = {}
    for key in sorted(keys & project.devices.keys()):
        device = project.devices[key]
        owner = project.clips.get(device.clip) if device.clip else project.tracks.get(device.track)
        named[key] = {"effect": device.effect, "on": owner.name if owner else ""}
    return named
