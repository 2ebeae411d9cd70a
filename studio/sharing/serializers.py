"""What sharing and deleting would mean, as the pages see it."""

from typing import Any

from rest_framework import serializers

from studio.accounts.models import User
from studio.library.models import Licence, Sample
from studio.projects.models import Project, Render
from studio.sharing.lineage import Thing, descendants_of, is_visible, projects_with
from studio.wavenets.models import Wavenet


class PublicationSerializer(serializers.Serializer[Any]):
    """`despite_copies`: share a generated sample though it repeats what its model learned from."""

    licence = serializers.ChoiceField(choices=Licence.choices)
    despite_copies = serializers.BooleanField(required=False, default=False)


class NamedSerializer(serializers.Serializer[Any]):
    """A thing by its name."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    mine = serializers.BooleanField()


class DescendantsSerializer(serializers.Serializer[Any]):
    """What was made from a thing, and what deleting it means."""

    wavenets = NamedSerializer(many=True)
    samples = NamedSerializer(many=True)
    renders = NamedSerializer(many=True)
    projects = NamedSerializer(many=True)
    sentence = serializers.CharField()


def descendants_shown(thing: Thing, user: User) -> dict[str, Any]:
    """The Descendants answer. Other people's private things are counted in the sentence, never named."""
    made = descendants_of(thing)
    projects = projects_with(thing)

    def named(kind: type[Thing] | type[Project]) -> list[dict[str, Any]]:
        found: list[Thing | Project] = [one for one in [*made, *projects] if isinstance(one, kind)]
        seen = [one for one in found if is_visible(one, user)]
        return [{"id": one.id, "name": one.name, "mine": one.owner_id == user.id} for one in seen]

    return {
        "wavenets": named(Wavenet),
        "samples": named(Sample),
        "renders": named(Render),
        "projects": named(Project),
        "sentence": _sentence(thing, made, len(projects)),
    }


def _sentence(thing: Thing, made: list[Thing], projects: int) -> str:
    kinds = (("model", Wavenet), ("sample", Sample), ("render", Render))
    counts = [(word, sum(isinstance(one, kind) for one in made)) for word, kind in kinds]
    parts = [f"Deleting “{thing.name}” cannot be undone."]
    if made:
        listed = _listed([_counted(number, word) for word, number in counts if number])
        was, it = ("was", "it stays, marked,") if len(made) == 1 else ("were", "they stay, marked,")
        parts.append(f"{listed} {was} made from it: {it} and can no longer be shared.")
    if projects:
        parts.append(f"Its clips fall silent in {_counted(projects, 'project')}.")
    if not made and not projects:
        parts.append("Nothing was made from it, and it is placed nowhere.")
    return " ".join(parts)


def _counted(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
