"""The sounds that a wavenet may learn from or continue, and the classes that their tags make."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from studio.accounts.models import User
from studio.errors import Conflict, invalid
from studio.library.models import Sample

UNTAGGED = "untagged"
MOST_SAMPLES = 2000


@dataclass(frozen=True)
class Material:
    """Samples, each with its class (empty: none)."""

    samples: tuple[Sample, ...]
    class_names: tuple[str, ...]  # one for each sample

    @property
    def seconds(self) -> float:
        return sum(sample.duration_seconds or 0.0 for sample in self.samples)

    @property
    def classes(self) -> tuple[str, ...]:
        """Each name once, in the order that the network gives them."""
        return tuple(sorted({name for name in self.class_names if name}))

    def of_class(self, name: str) -> list[Sample]:
        return [sample for sample, own in zip(self.samples, self.class_names, strict=True) if own == name]


def usable(user: User, sample_ids: Sequence[UUID], field: str = "samples") -> list[Sample]:
    """These samples in this order: one's own or published ones, readable, their making not withdrawn.

    Raises a sentence that names the first that cannot be used; one that is not visible is not named.
    """
    visible = Sample.objects.visible_to(user).prefetch_related("tag_rows")
    found = {sample.id: sample for sample in visible.filter(id__in=list(sample_ids))}
    if len(found) < len(set(sample_ids)):
        raise invalid(field, "One of the sounds is not here any more, or is not yours to use. Take it out.")
    for sample in found.values():
        require_usable(user, sample)
    return [found[key] for key in dict.fromkeys(sample_ids)]


def require_usable(user: User, sample: Sample) -> None:
    """Every licence of the library lets others learn from a published sample; a private one is its owner's alone."""
    if sample.owner_id != user.id and not sample.is_public:
        raise Conflict(f"“{sample.name}” is private to {sample.owner.username}. Leave it out, or ask for it.")
    if sample.withdrawn_input:
        raise Conflict(f"“{sample.name}” was made from “{sample.withdrawn_input}”, which was withdrawn. Leave it out.")
    if sample.state != Sample.State.READY:
        raise Conflict(f"“{sample.name}” is not ready. Wait until it is read, or leave it out.")


def material_for(user: User, sample_ids: Sequence[UUID], classes_from: str) -> Material:
    """Resolves a plan's samples; with `classes_from="tag"` a sample's first tag is its class."""
    samples = tuple(usable(user, sample_ids))
    if classes_from == "none":
        return Material(samples, ("",) * len(samples))
    return Material(samples, tuple(_first_tag(sample) for sample in samples))


def _first_tag(sample: Sample) -> str:
    tags = [row.name for row in sample.tag_rows.all()]
    return tags[0] if tags else UNTAGGED
