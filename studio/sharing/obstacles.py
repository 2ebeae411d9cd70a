"""What stands in the way of publishing: nothing is more visible, nor more permissive, than what it was made from."""

from studio.library.licences import KINDS, permits, title_of
from studio.library.models import Sample
from studio.projects.models import Render
from studio.sharing.lineage import Input, Thing, inputs_of
from studio.wavenets.models import Wavenet
from studio.wavenets.take_records import copies_obstacle


def obstacles(thing: Thing, licence: str, despite_copies: bool = False) -> list[str]:
    """One sentence for each thing that stands in the way of publishing under this licence; empty when it may be.

    despite_copies: its owner knows that it repeats what its model learned from, and wants to share it all the same.
    """
    copies = copies_obstacle(thing, despite_copies) if isinstance(thing, Sample) else ""
    found = [sentence for sentence in [_unfinished(thing), copies, _imported(thing, licence)] if sentence]
    for made_from in inputs_of(thing):
        if sentence := _objection(made_from, thing, licence):
            found.append(sentence)
    if thing.withdrawn_input and not found:
        found.append(_withdrawn(thing.withdrawn_input))
    return found


def _unfinished(thing: Thing) -> str:
    match thing:
        case Sample() if thing.state != Sample.State.READY:
            return f"“{thing.name}” has no sound yet. Publish it once it was read."
        case Wavenet() if not thing.checkpoints.exists():
            return f"“{thing.name}” has not learned anything yet. Publish it once it has a checkpoint."
        case Render() if not thing.master_file:
            return f"“{thing.name}” has no sound yet. Publish it once it is rendered."
    return ""


def _imported(thing: Thing, licence: str) -> str:
    """A model of another site may be shared as that site's card allows, and not where that says nothing."""
    if not isinstance(thing, Wavenet) or thing.imported_card is None:
        return ""
    stated = str(thing.imported_card.get("licence", ""))
    if not stated:
        return f"The card that came with “{thing.name}” names no licence. Ask its owner for one that lets you share it."
    if permits(stated, licence):
        return ""
    return f"“{thing.name}” came under {stated[:60]}, which does not allow {title_of(licence)}."


def _objection(made_from: Input, thing: Thing, licence: str) -> str:
    source = made_from.thing
    if source is None:
        return _withdrawn(made_from.name)
    if not source.is_public:
        if source.owner_id == thing.owner_id:
            return f"“{source.name}” is private. Publish it first, or leave it out."
        return f"“{source.name}” is private. Ask {source.owner.username} to publish it, or leave it out."
    if not permits(source.licence, licence):
        allowed = " or ".join(kind.title for kind in KINDS.values() if permits(source.licence, kind.id))
        return (
            f"“{source.name}” is under {title_of(source.licence)}, which does not allow {title_of(licence)}. "
            f"Choose {allowed}."
        )
    return ""


def _withdrawn(name: str) -> str:
    return f"“{name}” was withdrawn by its owner, so what was made from it cannot be shared."
