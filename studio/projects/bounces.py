"""Every write to bounces: asking for one, keeping what was made of it, forgetting what was stopped."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction

from mixing.errors import MixingError
from mixing.project import MASTER_ID, Clip, tolerant_project
from mixing.project import Project as Document
from mixing.routing import routes, routes_to, sounding_clips
from studio.accounts.models import User
from studio.collaboration import documents
from studio.errors import Conflict, invalid
from studio.jobs.models import Job
from studio.jobs.queue import create_job
from studio.library import actions as library_actions
from studio.library import names
from studio.library.announce import announce
from studio.library.models import Ingredient, Sample
from studio.projects import renders
from studio.projects.models import Bounce, Project, ProjectSample

NO_WET_MIX = "The mix is bounced as it is heard, or dry, before its devices: it has no sound of its devices alone."


@dataclass(frozen=True)
class Wanted:
    """What of an arrangement is bounced: of one track all that sounds, or some clips alone, or what is in a region."""

    source: str  # a track; "master" is the mix
    tap: str = Bounce.Tap.POST
    region: tuple[float, float] | None = None  # in seconds
    clips: Collection[str] | None = None  # their ids; None: all
    name: str = ""


@transaction.atomic
def ask_for_bounce(project: Project, owner: User, wanted: Wanted) -> Bounce:
    """Takes the arrangement as it is now and queues the bounce of one track. Samples not brought in are left out."""
    document, left_out = tolerant_project(documents.read(project.id))
    track = document.tracks.get(wanted.source)
    if track is None:
        raise invalid("track", "That track is not in the arrangement any more. Choose another one.")
    if wanted.source == MASTER_ID and wanted.tap == Bounce.Tap.WET:
        raise invalid("tap", NO_WET_MIX)
    clips = _sounding(document, wanted)
    samples = {str(sample.id): sample for sample in renders.usable(project, {clip.sample for clip in clips.values()})}
    kept = {key: clip for key, clip in clips.items() if clip.sample in samples}
    if len(kept) < len(clips):
        left_out.append(renders.missing_sentence(len(clips) - len(kept)))
    if not kept:
        raise Conflict(f"There is nothing on “{track.name}” to bounce: its sounds are not in the project.")
    name = names.clean(wanted.name, 200) or f"{track.name}, {'bounced' if wanted.tap == 'post' else wanted.tap}"
    sample = Sample.objects.create(
        owner=owner, name=name[:200], origin=Sample.Origin.BOUNCED, category=Sample.Category.BOUNCES
    )
    bounce = Bounce.objects.create(
        sample=sample, project=project, project_name=project.name,
        document=only(document, kept).model_dump(mode="json"),
        source=wanted.source, track_name=track.name, tap=wanted.tap, left_out=left_out,
        region=None if wanted.region is None else list(wanted.region),
    )  # fmt: skip
    placed = [sample for key, sample in sorted(samples.items()) if any(clip.sample == key for clip in kept.values())]
    Ingredient.objects.bulk_create(Ingredient(made=sample, **credited) for credited in renders.sounding_in(placed))
    title = f"Bouncing “{track.name}”"
    create_job(owner=owner, kind=Job.Kind.BOUNCE, subject_id=sample.id, title=title, project=project)
    announce(sample)
    return bounce


@transaction.atomic
def keep(bounce: Bounce, master: Path, peaks: Path, fields: Mapping[str, Any], start_seconds: float) -> Sample | None:
    """The sample gets its sound, and the members of the project may place it; None when it was deleted meanwhile."""
    told = {"start_seconds": start_seconds, "left_out": bounce.left_out}
    if not Bounce.objects.filter(sample_id=bounce.sample_id).update(**told):
        return None
    shared = Project.objects.filter(bounces=bounce, memberships__user=bounce.sample.owner_id)
    if project := shared.first():
        added = {"added_by_id": bounce.sample.owner_id}
        ProjectSample.objects.get_or_create(project=project, sample_id=bounce.sample_id, defaults=added)
    return library_actions.store_master(bounce.sample.id, master, peaks, dict(fields))


def _sounding(document: Document, wanted: Wanted) -> dict[str, Clip]:
    """The clips that are heard in what is bounced. `Conflict` when there are none."""
    track = document.tracks[wanted.source]
    nothing = f"There is nothing on “{track.name}” to bounce."
    chosen = document
    if wanted.clips is not None:
        chosen = only(document, {key: clip for key, clip in document.clips.items() if key in set(wanted.clips)})
    if wanted.source == MASTER_ID and track.mute:
        raise Conflict(f"“{track.name}” is muted: unmute it, then bounce it.")
    try:
        by = routes(chosen) if wanted.source == MASTER_ID else routes_to(chosen, wanted.source)
        found = sounding_clips(chosen, by)
    except MixingError as error:
        raise Conflict(nothing) from error
    if wanted.region is not None:
        found = {key: clip for key, clip in found.items() if clip.start_seconds < wanted.region[1]}
    if not found:
        raise Conflict(f"{nothing[:-1]} there.")
    return found


def only(document: Document, clips: Mapping[str, Clip]) -> Document:
    """The arrangement with these clips alone, and nothing that hung on the others."""
    return tolerant_project(document.model_copy(update={"clips": dict(clips)}).model_dump())[0]
