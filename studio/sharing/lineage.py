"""What was made from what: the inputs of a thing, and everything that descends from it."""

from dataclasses import dataclass
from uuid import UUID

from studio.accounts.models import User
from studio.library.models import Sample
from studio.projects.models import Project, Render
from studio.wavenets.models import Wavenet

Thing = Sample | Wavenet | Render


@dataclass(frozen=True)
class Input:
    """Something that a thing was made from; `thing` is None once it is gone."""

    name: str
    thing: Sample | Wavenet | None


def inputs_of(thing: Thing) -> list[Input]:
    """What it was made from directly; what those were made from had to be published by the same rule."""
    match thing:
        case Sample():
            made_with = [thing.wavenet, thing.prompt]
            mixed = thing.ingredients.select_related("sample__owner")
            return [
                *(Input(one.name, one) for one in made_with if one is not None),
                *(Input(row.sample.name if row.sample else row.sample_name, row.sample) for row in mixed),
            ]
        case Wavenet():
            rows = thing.inputs.select_related("sample__owner")
            learned = [Input(row.sample.name if row.sample else row.sample_name, row.sample) for row in rows]
            if thing.forked_from_step is None:
                return learned
            began = thing.forked_from
            return [Input(began.name if began else thing.forked_from_name, began), *learned]
        case Render():
            sounds = thing.inputs.select_related("sample__owner")
            return [Input(row.sample.name if row.sample else row.sample_name, row.sample) for row in sounds]


def children_of(thing: Thing) -> list[Thing]:
    """What was made from it directly."""
    match thing:
        case Sample():
            return [
                *Wavenet.objects.filter(inputs__sample=thing).select_related("owner").distinct(),
                *Sample.objects.filter(prompt=thing).select_related("owner"),
                *Sample.objects.filter(ingredients__sample=thing).select_related("owner").distinct(),
                *Render.objects.filter(inputs__sample=thing).select_related("owner").distinct(),
            ]
        case Wavenet():
            forks = Wavenet.objects.filter(forked_from=thing).select_related("owner")
            return [*Sample.objects.filter(wavenet=thing).select_related("owner"), *forks]
        case Render():
            return []


def descendants_of(thing: Thing) -> list[Thing]:
    """Everything that was made from it, and from that, each once, the nearest first."""
    seen: set[UUID] = {thing.id}
    found: list[Thing] = []
    waiting: list[Thing] = [thing]
    while waiting:
        for child in children_of(waiting.pop(0)):
            if child.id not in seen:
                seen.add(child.id)
                found.append(child)
                waiting.append(child)
    return found


def projects_with(thing: Thing) -> list[Project]:
    """The projects that a sample was brought into; none for other things."""
    if not isinstance(thing, Sample):
        return []
    return list(Project.objects.filter(project_samples__sample=thing))


def is_visible(thing: Thing | Project, user: User) -> bool:
    """Whether its name may be told to this person."""
    return bool(type(thing).objects.visible_to(user).filter(id=thing.id).exists())
