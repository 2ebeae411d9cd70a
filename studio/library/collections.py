"""Every write to collections, and finding them."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import Count, F, FloatField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Cast

from studio.accounts.models import User
from studio.errors import Conflict, invalid
from studio.library import names
from studio.library.models import Collection, CollectionSample, Sample

MOST_SAMPLES = 10_000
MOST_COLLECTIONS = 1_000
LONGEST_NAME = 200


@transaction.atomic
def create_collection(owner: User, name: str, sample_ids: Sequence[UUID] = ()) -> Collection:
    """Makes a collection of samples that the owner may hear, in this order."""
    if owner.collections.count() >= MOST_COLLECTIONS:
        raise Conflict(f"You have {MOST_COLLECTIONS} collections. Delete one that you do not need.")
    collection = Collection.objects.create(owner=owner, name=_clean(name))
    if sample_ids:
        add_to_collection(collection, sample_ids)
    return collection


@transaction.atomic
def add_to_collection(collection: Collection, sample_ids: Sequence[UUID]) -> int:
    """Puts samples at its end; how many were not in it yet. Raises a sentence when its owner may not hear one."""
    wanted = list(dict.fromkeys(sample_ids))
    Collection.objects.select_for_update().get(id=collection.id)
    heard = set(Sample.objects.visible_to(collection.owner).filter(id__in=wanted).values_list("id", flat=True))
    if len(heard) < len(wanted):
        raise invalid("samples", "One of the sounds is not here any more, or is not yours to hear. Leave it out.")
    known = set(collection.rows.values_list("sample_id", flat=True))
    new = [sample_id for sample_id in wanted if sample_id not in known]
    if len(known) + len(new) > MOST_SAMPLES:
        raise invalid("samples", f"A collection holds at most {MOST_SAMPLES} samples. Begin another one.")
    CollectionSample.objects.bulk_create(CollectionSample(collection=collection, sample_id=each) for each in new)
    return len(new)


def remove_from_collection(collection: Collection, sample_ids: Sequence[UUID]) -> int:
    """Takes samples out, which stay in the library; how many were in it."""
    return collection.rows.filter(sample_id__in=list(sample_ids)).delete()[0]


def rename_collection(collection: Collection, name: str) -> Collection:
    collection.name = _clean(name)
    collection.save(update_fields=["name"])
    return collection


def delete_collection(collection: Collection) -> None:
    """Removes the collection; its samples stay in the library."""
    collection.delete()


def with_figures(collections: QuerySet[Collection], user: User | None) -> QuerySet[Collection]:
    """With `sample_count` and `seconds` of those samples that the user can still hear."""
    heard = CollectionSample.objects.filter(
        collection=OuterRef("pk"), sample__in=Sample.objects.visible_to(user).values("id")
    )
    of_each = heard.order_by().values("collection")
    length = Cast(F("sample__frames"), FloatField()) / F("sample__sample_rate_hz")
    return collections.annotate(
        sample_count=Subquery(of_each.annotate(n=Count("id")).values("n")),
        seconds=Subquery(of_each.annotate(s=Sum(length, filter=Q(sample__frames__isnull=False))).values("s")),
    )


def _clean(name: str) -> str:
    if not (cleaned := names.clean(name, LONGEST_NAME)):
        raise invalid("name", "Give the collection a name.")
    return cleaned
