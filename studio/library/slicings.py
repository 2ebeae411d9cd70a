"""Every write to slicings: listening through a recording, saving how it is cut, making samples of its slices."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F

from studio.accounts.models import User
from studio.errors import Conflict, invalid
from studio.jobs.models import Job
from studio.jobs.queue import create_job
from studio.library import actions, names
from studio.library.announce import announce
from studio.library.models import Sample, SampleTag, Slicing
from studio.library.rights import hold_the_same

CHANGED_ELSEWHERE = "These slices were changed in another window. Reload this page to go on with those."
MOST_KEPT = 2000
SHORTEST_SECONDS = 0.005
# A slice was made by what its recording was made by.
PROVENANCE = (
    "origin", "category", "withdrawn_input", "wavenet_id", "wavenet_name", "training_steps",
    "receptive_field_samples", "receptive_field_ms", "prompt_id", "temperature", "random_seed", "class_name",
)  # fmt: skip


def open_slicing(sample: Sample) -> Slicing:
    """The slicing of a sample, made on the first visit, and the job that listens through it unless one does."""
    actions.require_ready(sample)
    with transaction.atomic():
        slicing, _ = Slicing.objects.get_or_create(sample=sample)
        Slicing.objects.select_for_update().get(sample=sample)  # two windows make one job
        if not slicing.is_heard and not unfinished(sample).exists():
            title = f"Listening through “{sample.name}”"
            create_job(owner=sample.owner, kind=Job.Kind.LISTEN, subject_id=sample.id, title=title)
    return slicing


def unfinished(sample: Sample) -> Any:
    return Job.objects.filter(subject_id=sample.id, kind=Job.Kind.LISTEN).unfinished()


def store_heard(sample_id: UUID, files: Mapping[str, Path], fields: Mapping[str, Any]) -> bool:
    """Keep what was heard; `files` by their field. False when the sample was deleted meanwhile."""
    stored: dict[str, str] = {}
    try:
        with transaction.atomic():
            slicing = Slicing.objects.select_for_update().filter(sample=sample_id).first()
            if slicing is None:
                return False
            replaced = actions.slicing_files_of(slicing.sample)
            for field, path in files.items():
                with actions.MovedFile(path) as file:
                    stored[field] = default_storage.save(f"samples/{sample_id}/{path.name}", file)
            Slicing.objects.filter(sample=sample_id).update(**stored, **fields)
    except BaseException:
        actions.remove_files(stored.values())
        raise
    actions.remove_files(replaced)
    return True


def save_document(sample: Sample, version: int, document: Mapping[str, Any]) -> int:
    """Save how it is cut over the version that the page had; returns the new one. Raises Conflict over a newer one."""
    saved = Slicing.objects.filter(sample=sample, version=version).update(
        document=dict(document), version=F("version") + 1
    )
    if not saved:
        raise Conflict(CHANGED_ELSEWHERE)
    return version + 1


def remember(sample: Sample, known: Mapping[str, list[list[float]]]) -> None:
    """Keep what the labels sound like, for the person's other recordings."""
    Slicing.objects.filter(sample=sample).update(known=dict(known))


def known_elsewhere(sample: Sample) -> dict[str, list[list[float]]]:
    """What the same person's labels sound like in their other recordings."""
    found: dict[str, list[list[float]]] = {}
    others = Slicing.objects.filter(sample__owner=sample.owner).exclude(sample=sample).exclude(known={})
    for known in others.order_by("-changed_at").values_list("known", flat=True)[:50]:
        for label, portraits in known.items():
            found.setdefault(label, []).extend(portraits)
    return found


def keep_slices(sample: Sample, slices: Sequence[Mapping[str, Any]]) -> list[Sample]:
    """Make a sample of each slice (`start`, `end` in frames, `name`, `label`, `category`); nothing is copied."""
    actions.require_ready(sample)
    frames, rate_hz = sample.frames or 0, sample.sample_rate_hz or 1
    for one in slices:
        if one["end"] > frames or one["end"] - one["start"] < SHORTEST_SECONDS * rate_hz:
            raise invalid("slices", "A slice is shorter than 5 ms, or reaches beyond the end. Move its boundaries.")
    parent, offset = _root(sample)
    with transaction.atomic():
        # Held, so that nobody deletes the recording while slices of it are made.
        if not Sample.objects.select_for_update().filter(id=parent.id).exists():
            raise Conflict("The recording was deleted meanwhile.")
        made = [_slice(sample, parent, offset, one) for one in slices]
        Sample.objects.bulk_create(made)
        hold_the_same(made, sample)
        SampleTag.objects.bulk_create(
            SampleTag(sample=row, name=label)
            for row, one in zip(made, slices, strict=True)
            if (label := names.clean(one.get("label", ""), actions.LONGEST_TAG))
        )
        for row in made[:1]:  # one announcement makes the pages fetch
            announce(row)
    return made


def _slice(sample: Sample, parent: Sample, offset: int, one: Mapping[str, Any]) -> Sample:
    fields = {name: getattr(sample, name) for name in PROVENANCE}
    if one.get("category"):
        fields["category"] = one["category"]
    return Sample(
        owner=sample.owner,
        name=names.clean(one["name"], 200) or "slice",
        state=Sample.State.READY,
        parent=parent,
        parent_name=parent.name,
        start_frame=offset + one["start"],
        end_frame=offset + one["end"],
        frames=one["end"] - one["start"],
        sample_rate_hz=sample.sample_rate_hz,
        channels=sample.channels,
        bandwidth_hz=sample.bandwidth_hz,
        voicing=one.get("voicing"),
        portrait=one.get("portrait"),
        source_name=sample.source_name,
        source_format=sample.source_format,
        **fields,
    )


def _root(sample: Sample) -> tuple[Sample, int]:
    """The recording that has the file, and where the sample begins in it."""
    if sample.is_cut and sample.parent is not None:
        return sample.parent, sample.start_frame or 0
    return sample, 0


def copy_slices(owner: User, parent: Sample) -> Job:
    """The job that gives every slice of a recording a file of its own, so that the recording may go."""
    title = f"Copying the slices of “{parent.name}”"
    return create_job(owner=owner, kind=Job.Kind.CUT, subject_id=parent.id, title=title)


def cut_parts(parent: Sample) -> "Iterable[Sample]":
    """The slices of a recording that have no file of their own."""
    return Sample.objects.filter(parent=parent, master_file="", start_frame__isnull=False).select_related("parent")
