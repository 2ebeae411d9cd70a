"""Every write to projects, their members and their samples."""

import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from mixing import project as records
from studio.accounts.models import User
from studio.collaboration import access, documents
from studio.errors import Conflict, invalid
from studio.jobs import actions as job_actions
from studio.jobs.models import Job
from studio.library import names
from studio.library.actions import discard_unmade, require_ready
from studio.library.models import Sample
from studio.library.rights import require_none_withheld
from studio.projects.models import Invitation, Membership, Project, ProjectSample

MOST_MEMBERS = 50
MOST_INVITATIONS = 50


@transaction.atomic
def create_project(owner: User, name: str, document: records.Project | None = None) -> Project:
    """An arrangement of one's own; with the default tracks and mastering chain unless a document is given."""
    project = Project.objects.create(owner=owner, name=_clean(name))
    Membership.objects.create(project=project, user=owner, role=Membership.Role.OWNER)
    documents.store_new(project.id, document or records.new_project())
    return project


def rename_project(project: Project, name: str) -> Project:
    project.name = _clean(name)
    project.save(update_fields=["name"])
    access.tell(project.id, "name")
    return project


@transaction.atomic
def delete_project(project: Project) -> None:
    """Removes the arrangement and stops the work on it. Finished renders stay their owners', begun ones go."""
    project_id = project.id
    for job in Job.objects.filter(project=project).unfinished():
        job_actions.cancel(job)
    project.renders.filter(master_file="").delete()
    for sample_id in project.bounces.filter(sample__state=Sample.State.PROCESSING).values_list("sample_id", flat=True):
        discard_unmade(sample_id)
    project.delete()
    transaction.on_commit(lambda: access.membership_ended(project_id, None))


def invite(project: Project, by: User, role: str, valid_days: int | None = None) -> Invitation:
    """A link that makes its bearers members; without days it counts until it is withdrawn."""
    if project.invitations.open().count() >= MOST_INVITATIONS:
        raise Conflict("There are too many open invitations. Withdraw some of them first.")
    return Invitation.objects.create(
        project=project, created_by=by, role=role, token=secrets.token_urlsafe(32),
        expires_at=None if valid_days is None else timezone.now() + timedelta(days=valid_days),
    )  # fmt: skip


@transaction.atomic
def accept(invitation: Invitation, user: User) -> Project:
    """Makes the person a member. Whoever is one already keeps the greater role."""
    require_open(invitation)
    project = Project.objects.select_for_update().get(id=invitation.project_id)
    membership = Membership.objects.filter(project=project, user=user).first()
    if membership is None:
        if project.memberships.count() >= MOST_MEMBERS:
            raise Conflict(f"“{project.name}” has {MOST_MEMBERS} members, which is the most. Ask its owner.")
        Membership.objects.create(project=project, user=user, role=invitation.role)
    elif _rank(invitation.role) > _rank(membership.role):
        membership.role = invitation.role
        membership.save(update_fields=["role"])
    access.tell(project.id, "members")
    return project


def require_open(invitation: Invitation) -> None:
    """`Conflict` when the invitation has expired."""
    if invitation.expires_at is not None and invitation.expires_at <= timezone.now():
        raise Conflict(
            f"This invitation counted until {invitation.expires_at:%-d %B %Y}. "
            f"Ask {invitation.created_by.username} for a new link."
        )


def change_role(project: Project, membership: Membership, role: str) -> Membership:
    """What a member may do from now on, on open pages too: every edit is asked for its author's role."""
    if membership.role == Membership.Role.OWNER:
        raise Conflict("The owner’s role cannot be changed. Hand the project over to somebody else first.")
    membership.role = role
    membership.save(update_fields=["role"])
    access.tell(project.id, "members")
    return membership


@transaction.atomic
def hand_over(project: Project, to: Membership) -> Project:
    """Makes another member the owner; the owner until now goes on as an editor."""
    project = Project.objects.select_for_update().get(id=project.id)
    if to.role == Membership.Role.OWNER:
        raise Conflict(f"“{project.name}” is {to.user.username}’s already.")
    project.memberships.filter(role=Membership.Role.OWNER).update(role=Membership.Role.EDITOR)
    to.role = Membership.Role.OWNER
    to.save(update_fields=["role"])
    project.owner = to.user
    project.save(update_fields=["owner"])
    access.tell(project.id, "members")
    return project


@transaction.atomic
def remove_member(project: Project, membership: Membership) -> None:
    """Ends a membership at once, open sockets included. What the person brought in stays for the others."""
    if membership.role == Membership.Role.OWNER:
        raise Conflict("The owner cannot leave the project. Hand it over to another member first, or delete it.")
    user_id = membership.user_id
    membership.delete()
    access.tell(project.id, "members")
    transaction.on_commit(lambda: access.membership_ended(project.id, user_id))


def bring_sample(project: Project, sample: Sample, by: User) -> ProjectSample:
    """Lets the members hear and place a sample: one's own, or one that is published."""
    if sample.owner_id != by.id and not sample.is_public:
        raise Conflict(f"“{sample.name}” is private to its owner. Only its owner can bring it into another project.")
    require_none_withheld(sample, by, known_in=project)
    require_ready(sample)
    return ProjectSample.objects.get_or_create(project=project, sample=sample, defaults={"added_by": by})[0]


def take_sample_out(project_sample: ProjectSample) -> None:
    """Its clips stay in the document and are silent."""
    project_sample.delete()


def _rank(role: str) -> int:
    """Greater for whoever may do more."""
    return -Membership.Role.values.index(role)


def _clean(name: str) -> str:
    if not (cleaned := names.clean(name, 200)):
        raise invalid("name", "Give the project a name.")
    return cleaned
