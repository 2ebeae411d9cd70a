"""Tells the people concerned that a sample changed."""

from typing import Literal
from uuid import UUID

from django.contrib.auth import get_user_model

from studio.jobs.events import SampleChanged
from studio.jobs.publish import publish
from studio.library.models import Sample

State = Literal["processing", "ready", "failed", "deleted"]


def audience(sample: Sample) -> set[UUID]:
    """The owner, and the members of the projects that the sample was brought into."""
    members = get_user_model().objects.filter(memberships__project__project_samples__sample=sample)
    return {sample.owner_id, *members.values_list("id", flat=True)}


def sample_changed(sample: Sample) -> SampleChanged:
    return SampleChanged(id=sample.id, state=Sample.State(sample.state).value)


def announce(sample: Sample) -> None:
    publish(audience(sample), sample_changed(sample))


def announce_deleted(sample_id: UUID, people: set[UUID]) -> None:
    publish(people, SampleChanged(id=sample_id, state="deleted"))
