"""Cleaning a recording where it is asked for: the original stays, the result is a new sample to compare with it."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from studio.errors import invalid
from studio.jobs.models import Job
from studio.jobs.queue import create_job
from studio.library import actions
from studio.library.announce import announce
from studio.library.models import Sample, SampleTag
from studio.library.rights import hold_the_same
from studio.library.slicings import PROVENANCE

LEVEL = "level"  # not an effect: a gain that is known once the whole was heard


def treatment_of(wanted: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The steps, in the order in which they are best done, each with its words."""
    steps: list[dict[str, Any]] = []
    if (hertz := wanted.get("high_pass_hz")) is not None:
        settings = {"mode": 1.0, "frequency_hz": hertz, "slope": 1.0}
        steps.append({"effect": "filter", "settings": settings, "words": f"High-pass at {hertz:g} Hz"})
    if (mains := wanted.get("hum_hz")) is not None:
        settings = {"mains": float(mains == 60)}
        steps.append({"effect": "hum_removal", "settings": settings, "words": f"Hum of {mains} Hz removed"})
    if (sigma := wanted.get("declick")) is not None:
        steps.append({"effect": "declick", "settings": {"threshold": sigma}, "words": "Clicks removed"})
    if (reduction := wanted.get("noise_db")) is not None:
        settings = {"reduction_db": reduction}
        steps.append({"effect": "noise_reduction", "settings": settings, "words": f"Noise lowered by {reduction:g} dB"})
    if (level := wanted.get("level_lufs")) is not None:
        steps.append({"effect": LEVEL, "settings": {"lufs": level}, "words": f"Level set to {level:g} LUFS"})
    if not steps:
        raise invalid("treatment", "Choose what is to be done: high-pass, hum, clicks, noise or level.")
    return steps


@transaction.atomic
def clean_sample(sample: Sample, wanted: Mapping[str, Any]) -> Sample:
    """Make the sample that will hold the result, and the job that works on it."""
    actions.require_ready(sample)
    made = Sample(
        owner=sample.owner,
        name=f"{sample.name}, cleaned"[:200],
        details=sample.details,
        parent=sample,
        parent_name=sample.name,
        treatment=treatment_of(wanted),
        markers=sample.markers,
        source_name=sample.source_name,
        source_format=sample.source_format,
        **{name: getattr(sample, name) for name in PROVENANCE},
    )
    made.save(force_insert=True)
    SampleTag.objects.bulk_create(SampleTag(sample=made, name=row.name) for row in sample.tag_rows.all())
    hold_the_same([made], sample)
    create_job(owner=sample.owner, kind=Job.Kind.CLEAN, subject_id=made.id, title=f"Cleaning “{sample.name}”")
    announce(made)
    return made
