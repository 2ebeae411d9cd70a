"""Every write to comments. Each is announced over the project's socket."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from studio.accounts.models import User
from studio.collaboration import access
from studio.errors import Conflict, invalid
from studio.projects.models import Comment, Membership, Project

MOST_COMMENTS = 5000


def add(project: Project, by: User, text: str, **place: Any) -> Comment:
    """Says something at a place: `seconds`, `track` and `clip`, or none of them for the whole piece."""
    if project.comments.count() >= MOST_COMMENTS:
        raise Conflict(f"“{project.name}” has {MOST_COMMENTS} comments, which is the most. Delete old ones first.")
    comment = Comment.objects.create(project=project, author=by, text=_clean(text), **place)
    _announce(comment)
    return comment


@transaction.atomic
def answer(comment: Comment, by: User, text: str) -> Comment:
    """Adds to the thread of a comment, at its end, and opens it again where it was resolved."""
    first = comment.parent or comment
    if first.resolved_at is not None:
        _set(first, resolved_at=None, resolved_by=None)
    return add(first.project, by, text, parent=first)


def rewrite(comment: Comment, text: str) -> Comment:
    return _set(comment, text=_clean(text), edited_at=timezone.now())


def resolve(comment: Comment, by: User, resolved: bool) -> Comment:
    """Marks a whole thread as done with, or opens it again."""
    if comment.parent_id is not None:
        raise Conflict("A thread is resolved as a whole, at its first comment.")
    return _set(comment, resolved_at=timezone.now() if resolved else None, resolved_by=by if resolved else None)


@transaction.atomic
def remove(comment: Comment) -> None:
    """Deletes a comment; of the first of a thread the words alone, for the others' answers are theirs."""
    comment = Comment.objects.select_for_update().get(id=comment.id)
    if comment.replies.exists():
        _set(comment, text="", deleted_at=timezone.now())
        return
    comment.delete()
    first = comment.parent
    if first is not None and first.deleted_at is not None and not first.replies.exists():
        first.delete()
    access.tell(comment.project_id, "comments")


def see(membership: Membership) -> None:
    """Notes that a member has read what was said until now."""
    membership.comments_seen_at = timezone.now()
    membership.save(update_fields=["comments_seen_at"])


def _set(comment: Comment, **fields: Any) -> Comment:
    for name, value in fields.items():
        setattr(comment, name, value)
    comment.save(update_fields=list(fields))
    _announce(comment)
    return comment


def _announce(comment: Comment) -> None:
    access.tell(comment.project_id, "comments")


def _clean(text: str) -> str:
    if not (cleaned := text.strip()):
        raise invalid("text", "Write what you hear.")
    return cleaned
