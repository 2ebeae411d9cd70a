"""What a version of a dataset is, in figures and sentences: sums, classes, split, changes, permissions."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from studio.accounts.models import User
from studio.library.licences import KINDS, permits, title_of
from studio.library.models import Sample
from studio.library.rights import withheld
from studio.wavenets.dataset_models import DatasetMember, DatasetVersion

MOST_NAMED = 5


@dataclass(frozen=True)
class Changes:
    """What differs from the version before; the names of the first few."""

    added: int = 0
    removed: int = 0
    relabelled: int = 0
    added_names: list[str] = field(default_factory=list)
    removed_names: list[str] = field(default_factory=list)
    settings: list[str] = field(default_factory=list)  # sentences


def changes(before: DatasetVersion | None, after: DatasetVersion) -> Changes | None:
    """None for the first version."""
    if before is None:
        return None
    old = {_key(member): member for member in before.members.all()}
    new = {_key(member): member for member in after.members.all()}
    added = [member.sample_name for key, member in new.items() if key not in old]
    removed = [member.sample_name for key, member in old.items() if key not in new]
    relabelled = sum(member.class_name != old[key].class_name for key, member in new.items() if key in old)
    settings = []
    if before.silence_threshold_dbfs != after.silence_threshold_dbfs:
        settings.append(
            f"Silence is now under {after.silence_threshold_dbfs:g} dBFS, before under "
            f"{before.silence_threshold_dbfs:g} dBFS."
        )
    if before.split_seed != after.split_seed:
        settings.append("Other sounds are held out.")
    return Changes(len(added), len(removed), relabelled, added[:MOST_NAMED], removed[:MOST_NAMED], settings)


def _key(member: DatasetMember) -> Any:
    return member.sample_id or member.sample_name


def seconds_of(members: Sequence[DatasetMember]) -> float:
    return sum((member.sample.duration_seconds or 0.0) for member in members if member.sample is not None)


def classes_of(members: Sequence[DatasetMember]) -> list[dict[str, Any]]:
    """Every class by name, with its sounds and seconds; the one without a name last."""
    by_class: dict[str, list[DatasetMember]] = {}
    for member in members:
        by_class.setdefault(member.class_name, []).append(member)
    ordered = sorted(by_class.items(), key=lambda pair: (pair[0] == "", pair[0].casefold()))
    return [{"name": name, "sounds": len(some), "seconds": seconds_of(some)} for name, some in ordered]


def problem_of(member: DatasetMember, user: User) -> str:
    """Why it cannot be learned from now; empty when it can."""
    sample = member.sample
    if sample is None:
        return "It was deleted."
    if sample.owner_id != user.id and not sample.is_public:
        return "It is private now to whoever made it."
    if (held := withheld(sample, user)) is not None:
        return f"It holds “{held.name}”, which is private to {held.owner.username}."
    if sample.withdrawn_input:
        return f"It was made from “{sample.withdrawn_input}”, which was withdrawn."
    if sample.state != Sample.State.READY:
        return "It is not read yet." if sample.state == Sample.State.PROCESSING else "It could not be read."
    return ""


def permissions(members: Sequence[DatasetMember], user: User) -> dict[str, Any]:
    """Under which licences its sounds are, and what a model of it may be published under: the strictest decides."""
    samples = [member.sample for member in members if member.sample is not None]
    counted = Counter(sample.licence if sample.is_public else "" for sample in samples)
    private = counted.get("", 0)
    others = len({sample.owner_id for sample in samples} - {user.id})
    allowed = [] if private else [kind.id for kind in KINDS.values() if all(permits(one, kind.id) for one in counted)]
    if private:
        sentence = (
            f"{private} of {len(samples)} sounds {'is' if private == 1 else 'are'} private: a model of them stays "
            "yours alone until they are published."
        )
    elif allowed:
        titles = " or ".join(title_of(licence) for licence in allowed)
        sentence = f"A model of it may be published under {titles}."
    else:
        sentence = "These licences do not go together: a model of it can be used, and not published."
    return {
        "licences": [{"licence": one, "title": title_of(one) or "private", "sounds": n} for one, n in counted.items()],
        "publishable_under": allowed,
        "sentence": sentence,
        "other_people": others,
    }
