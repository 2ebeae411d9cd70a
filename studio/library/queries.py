"""Finding samples: what is visible, narrowed by scope, words and kinds, in an order."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Count, ExpressionWrapper, F, FloatField, Q, QuerySet
from django.db.models.functions import Lower

from studio.accounts.models import User
from studio.errors import invalid
from studio.library import names
from studio.library.models import Collection, Sample, SampleQuerySet, SampleTag

SORTS: dict[str, list[Any]] = {
    "-created_at": ["-created_at", "id"],
    "created_at": ["created_at", "id"],
    "name": [Lower("name"), "id"],
    "-name": [Lower("name").desc(), "id"],
    "duration": [F("seconds").asc(nulls_last=True), "id"],
    "-duration": [F("seconds").desc(nulls_last=True), "id"],
}
CHOICES = {"category": Sample.Category, "origin": Sample.Origin, "state": Sample.State}
MOST_WORDS = 12


def with_relations(samples: QuerySet[Sample]) -> QuerySet[Sample]:
    """With what the serializer reads, in a fixed number of queries."""
    related = samples.select_related("owner", "prompt", "parent", "bounce").defer("bounce__document")
    return related.prefetch_related("tag_rows", "ingredients__sample")


def listed(user: User | None, wanted: Mapping[str, str]) -> QuerySet[Sample]:
    """The samples that `wanted` (query parameters) asks for, among those visible to the user, in its order."""
    return with_relations(_sorted(narrowed(user, wanted), wanted.get("sort") or "-created_at").distinct())


def narrowed(user: User | None, wanted: Mapping[str, str]) -> QuerySet[Sample]:
    """The same as they come, some perhaps twice."""
    samples = _in_scope(user, wanted)
    for field, choices in CHOICES.items():
        if value := wanted.get(field, ""):
            if value not in choices.values:
                raise invalid(field, f"“{value}” is no {field}. Use one of: {', '.join(choices.values)}.")
            samples = samples.filter(_category(user, value) if field == "category" else Q(**{field: value}))
    if collection := wanted.get("collection", ""):
        samples = samples.filter(collections__in=_collections(user, collection))
    if tag := names.clean(wanted.get("tag", ""), 60):
        samples = samples.filter(tag_rows__name__iexact=tag)
    for word in names.clean(wanted.get("search", ""), 400).split()[:MOST_WORDS]:
        samples = samples.filter(_matches(word))
    return samples


def tags_of(user: User) -> Iterable[Mapping[str, Any]]:
    """The words on one's own samples, the most frequent first."""
    rows = SampleTag.objects.filter(sample__owner=user).values("name")
    return rows.annotate(count=Count("id")).order_by("-count", "name")


def _in_scope(user: User | None, wanted: Mapping[str, str]) -> SampleQuerySet:
    samples = Sample.objects.visible_to(user)
    match wanted.get("scope", ""):
        case "":
            return samples
        case "mine":
            return samples.filter(owner=user) if user else samples.none()
        case "public":
            return samples.filter(published_at__isnull=False)
        case "project":
            try:
                project = UUID(wanted.get("project", ""))
            except ValueError:
                raise invalid("project", "Say which project: its id.") from None
            if user is None:
                return samples.none()
            return samples.filter(project_samples__project=project, project_samples__project__memberships__user=user)
        case other:
            raise invalid("scope", f"“{other}” is no scope. Use mine, public or project.")


def _collections(user: User | None, wanted: str) -> QuerySet[Collection]:
    try:
        return Collection.objects.visible_to(user).filter(id=UUID(wanted))
    except ValueError:
        raise invalid("collection", "Say which collection: its id.") from None


def _category(user: User | None, category: str) -> Q:
    """As it is served: another person's “mine” counts as “users”."""
    mine = Q(category=Sample.Category.MINE)
    own = Q(owner=user) if user else Q(pk__in=[])
    if category == Sample.Category.MINE:
        return mine & own
    if category == Sample.Category.USERS:
        return Q(category=Sample.Category.USERS) | (mine & ~own)
    return Q(category=category)


def _matches(word: str) -> Q:
    return (
        Q(name__icontains=word)
        | Q(details__icontains=word)
        | Q(tag_rows__name__icontains=word)
        | Q(owner__username__icontains=word)
    )


def _sorted(samples: QuerySet[Sample], sort: str) -> QuerySet[Sample]:
    if sort not in SORTS:
        raise invalid("sort", f"“{sort}” is no order. Use one of: {', '.join(SORTS)}.")
    if "duration" in sort:
        length = ExpressionWrapper(F("frames") * 1.0 / F("sample_rate_hz"), output_field=FloatField())
        samples = samples.annotate(seconds=length)
    return samples.order_by(*SORTS[sort])
