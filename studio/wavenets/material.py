"""The sounds that a wavenet may learn from or continue, and the classes that their tags make."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from studio.accounts.models import User
from studio.errors import Conflict, invalid
from studio.library.models import Sample
from studio.library.rights import require_none_withheld
from studio.wavenets.dataset_models import DatasetVersion

UNTAGGED = "untagged"
MOST_SAMPLES = 2000


@dataclass(frozen=True)
class Material:
    """Samples, each with its class (empty: none)."""

    samples: tuple[Sample, ...]
    class_names: tuple[str, ...]  # one for each sample
    version: DatasetVersion | None = None  # of the dataset that they are
    held_out: tuple[bool, ...] = ()  # one for each sample of a dataset: validated on, never trained on
    kept: tuple[float | None, ...] = ()  # seconds over the silence threshold, as far as the doctor has measured

    @property
    def seconds(self) -> float:
        return sum(sample.duration_seconds or 0.0 for sample in self.samples)

    @property
    def kept_seconds(self) -> float | None:
        """What is really used; None until the doctor has listened."""
        known = [seconds for seconds in self.kept if seconds is not None]
        return sum(known) if known and len(known) == len(self.samples) else None

    @property
    def used_seconds(self) -> float:
        """What is known of what will be used: all of it while nobody has measured the silence."""
        return self.seconds if self.kept_seconds is None else self.kept_seconds

    @property
    def trained_seconds(self) -> float | None:
        """Less what is held out; None without a split of its own, which the engine then chooses."""
        if not any(self.held_out):
            return None
        return sum(seconds for seconds, out in zip(self.seconds_of_each, self.held_out, strict=True) if not out)

    @property
    def seconds_of_each(self) -> list[float]:
        """Audible where that is known."""
        kept = self.kept or (None,) * len(self.samples)
        return [
            (sample.duration_seconds or 0.0) if seconds is None else seconds
            for sample, seconds in zip(self.samples, kept, strict=True)
        ]

    @property
    def classes(self) -> tuple[str, ...]:
        """Each name once, in the order that the network gives them."""
        return tuple(sorted({name for name in self.class_names if name}))

    def of_class(self, name: str) -> list[Sample]:
        return [sample for sample, own in zip(self.samples, self.class_names, strict=True) if own == name]

    def class_seconds(self, name: str) -> float:
        """Audible where that is known."""
        return sum(s for s, own in zip(self.seconds_of_each, self.class_names, strict=True) if own == name)


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
    require_none_withheld(sample, user)
    if sample.withdrawn_input:
        raise Conflict(f"“{sample.name}” was made from “{sample.withdrawn_input}”, which was withdrawn. Leave it out.")
    if sample.state != Sample.State.READY:
        raise Conflict(f"“{sample.name}” is not ready. Wait until it is read, or leave it out.")


def material_for(user: User, sample_ids: Sequence[UUID], classes_from: str) -> Material:
    """Resolves a plan's samples; with `classes_from="tag"` a sample's first tag is its class."""
    samples = tuple(usable(user, sample_ids))
    if classes_from == "none":
        return Material(samples, ("",) * len(samples))
    return Material(samples, tuple(first_tag(sample) or UNTAGGED for sample in samples))


def material_of(user: User, version: DatasetVersion, classes_from: str) -> Material:
    """Resolves a version of a dataset; with `classes_from="tag"` with the classes that its sounds have in it."""
    members = list(version.members.all())
    for member in members:
        if member.sample_id is None:
            raise Conflict(f"“{member.sample_name}” was deleted. Leave it out of the dataset.")
    samples = tuple(usable(user, [member.sample_id for member in members if member.sample_id], field="dataset_version"))
    named = classes_from != "none"
    classes = tuple((member.class_name or UNTAGGED) if named else "" for member in members)
    report = {file["sample"]: file["kept_seconds"] for file in (version.report or {}).get("files", ())}
    kept = tuple(report.get(str(sample.id)) for sample in samples)
    return Material(samples, classes, version, tuple(member.held_out for member in members), kept)


def first_tag(sample: Sample) -> str:
    """Empty without tags."""
    tags = [row.name for row in sample.tag_rows.all()]
    return tags[0] if tags else ""
