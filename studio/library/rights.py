"""What may be used where it was not meant for: nobody's private sound travels inside of a bounce."""

from collections.abc import Iterable
from uuid import UUID

from django.db import models

from studio.accounts.models import User
from studio.errors import Conflict
from studio.library.models import Ingredient, Sample


def withheld(sample: Sample, user: User, known_in: models.Model | None = None) -> Sample | None:
    """The private sound of somebody else that a sample is or holds; None where it is free to use.

    `known_in`: a project; what was brought into it is known to its members already.
    """
    if sample.is_public:
        return None  # and so is all that it holds
    if sample.owner_id != user.id:
        return sample
    if sample.origin != Sample.Origin.BOUNCED:
        return None
    brought: set[UUID] = set()
    if known_in is not None:
        held = Sample.objects.filter(project_samples__project=known_in.pk, ingredient_of__made=sample)
        brought = set(held.values_list("id", flat=True))
    for row in sample.ingredients.select_related("sample__owner"):
        one = row.sample
        if one is not None and one.owner_id != user.id and not one.is_public and one.id not in brought:
            return one
    return None


def is_withheld(sample: Sample, user: User) -> bool:
    return withheld(sample, user) is not None


def require_none_withheld(sample: Sample, user: User, known_in: models.Model | None = None) -> None:
    """Raise Conflict that names the private sound that a bounce holds."""
    held = withheld(sample, user, known_in)
    if held is not None:
        raise Conflict(
            f"“{sample.name}” holds “{held.name}”, which is private to {held.owner.username}. "
            "It stays in the project that it was bounced in."
        )


def hold_the_same(made: Iterable[Sample], source: Sample) -> None:
    """Parts and cleaned copies of a bounce hold what it holds."""
    rows = list(source.ingredients.all())
    Ingredient.objects.bulk_create(
        Ingredient(
            made=one,
            sample_id=row.sample_id,
            sample_name=row.sample_name,
            owner_name=row.owner_name,
            licence=row.licence,
        )
        for one in made
        for row in rows
    )
