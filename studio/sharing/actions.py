"""Every write that changes who may see a thing: publishing, taking back, and deleting what others were made from."""

from django.db import transaction
from django.utils import timezone

from studio.errors import Conflict
from studio.library import actions as library_actions
from studio.library.announce import announce
from studio.library.licences import title_of
from studio.library.models import Sample
from studio.projects import renders
from studio.projects.models import Render
from studio.sharing.lineage import Thing, descendants_of, inputs_of
from studio.sharing.obstacles import obstacles
from studio.wavenets import actions as wavenet_actions
from studio.wavenets.models import Wavenet
from studio.wavenets.take_records import begin_missing_check

MARK_LENGTH = 300
MOST_SENTENCES = 3  # of those that stand in the way; nobody reads sixty


def publish(thing: Thing, licence: str, despite_copies: bool = False) -> Thing:
    """Let everybody see and hear it under a licence. Raises Conflict that names what stands in the way.

    A generated sample that was not held against its model's recordings yet is, from now on: a refusal undoes nothing
    of that.
    """
    if isinstance(thing, Sample):
        begin_missing_check(thing)
    with transaction.atomic():
        return _publish(thing, licence, despite_copies)


def _publish(thing: Thing, licence: str, despite_copies: bool) -> Thing:
    _lock(thing)
    if thing.is_public and thing.licence != licence:
        raise Conflict(f"It is published under {title_of(thing.licence)} already. Take it back first.")
    in_the_way = obstacles(thing, licence, despite_copies)
    if in_the_way:
        more = len(in_the_way) - MOST_SENTENCES
        rest = [f"And {more} more stand in the way."] if more > 0 else []
        raise Conflict(" ".join(in_the_way[:MOST_SENTENCES] + rest))
    if not thing.is_public:
        thing.licence, thing.published_at, thing.withdrawn_input = licence, timezone.now(), ""
        _save(thing)
        _restore_descendants(thing)
    return thing


@transaction.atomic
def unpublish(thing: Thing) -> Thing:
    """Take it back: private again, out of projects that its owner has no part in; its descendants with it."""
    _lock(thing)
    if thing.is_public:
        thing.licence, thing.published_at = "", None
        _save(thing)
        if isinstance(thing, Sample):
            thing.project_samples.exclude(project__memberships__user=thing.owner).delete()
        withdraw_descendants(thing)
    return thing


@transaction.atomic
def delete_sample(sample: Sample) -> None:
    """Remove a sample and its files; what was made from it stays with its owners, marked and private."""
    withdraw_descendants(sample)
    library_actions.delete_sample(sample)


@transaction.atomic
def delete_wavenet(wavenet: Wavenet) -> None:
    """Remove a model, its checkpoints and the takes nobody kept; kept ones stay, marked and private."""
    withdraw_descendants(wavenet)
    wavenet_actions.delete_wavenet(wavenet)


def delete_render(render: Render) -> None:
    """Remove a render and its files. Nothing is made from renders."""
    renders.delete_render(render)


def withdraw_descendants(thing: Thing) -> None:
    """Make everything that was made from it private, and mark it with the name of what was withdrawn."""
    for descendant in descendants_of(thing):
        descendant.licence, descendant.published_at = "", None
        descendant.withdrawn_input = descendant.withdrawn_input or thing.name[:MARK_LENGTH]
        _save(descendant)


def _restore_descendants(thing: Thing) -> None:
    """What was marked only because this was taken back may be published again, by its owner."""
    for descendant in descendants_of(thing):
        gone = any(made_from.thing is None or made_from.thing.withdrawn_input for made_from in inputs_of(descendant))
        if descendant.withdrawn_input == thing.name[:MARK_LENGTH] and not gone:
            descendant.withdrawn_input = ""
            _save(descendant)


def _save(thing: Thing) -> None:
    thing.save(update_fields=["licence", "published_at", "withdrawn_input"])
    if isinstance(thing, Sample):
        announce(thing)


def _lock(thing: Thing) -> None:
    """Hold the rows of the thing and of its inputs: one may not be taken back while the other is published."""
    rows: list[Thing] = [thing, *(one.thing for one in inputs_of(thing) if one.thing is not None)]
    for row in sorted(rows, key=lambda one: one.id):
        type(row)._default_manager.select_for_update().filter(id=row.id).first()
    thing.refresh_from_db(fields=["licence", "published_at", "withdrawn_input"])
