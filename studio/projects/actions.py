"""Every write to projects, their members and their samples."""

import secrets

from django.db import transaction

from mixing import project as records
from studio.accounts.models import User
from studio.collaboration import access, documents
from studio.errors import Conflict, invalid
from studio.jobs import actions as job_actions
from studio.jobs.models import Job
from studio.library import names
from studio.library.actions import require_ready
from studio.library.models import Sample
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
    return project


@transaction.atomic
def delete_project(project: Project) -> None:
    """Removes the arrangement and stops the work on it. Finished renders stay their owners', begun ones go."""
    project_id = project.id
    for job in Job.objects.filter(project=project).unfinished():
        job_actions.cancel(job)
    project.renders.filter(master_file="").delete()
    project.delete()
    transaction.on_commit(lambda: access.membership_ended(project_id, None))


def invite(project: Project, by: User, role: str) -> Invitation:
    if project.invitations.count() >= MOST_INVITATIONS:
        raise Conflict("There are too many open invitations. Withdraw some of them first.")
    return Invitation.objects.create(project=project, created_by=by, role=role, token=secrets.token_urlsafe(32))


@transaction.atomic
def accept(invitation: Invitation, user: User) -> Project:
    """Makes the person a member. Whoever is one already keeps the greater role."""
    project = Project.objects.select_for_update().get(id=invitation.project_id)
    membership = Membership.objects.filter(project=project, user=user).first()
    if membership is None:
        if project.memberships.count() >= MOST_MEMBERS:
            raise Conflict(f"“{project.name}” has {MOST_MEMBERS} members, which is the most. Ask its owner.")
        Membership.objects.create(project=project, user=user, role=invitation.role)
    elif membership.role == Membership.Role.VIEWER and invitation.role == Membership.Role.EDITOR:
        membership.role = invitation.role
        membership.save(update_fields=["role"])
    return project


@transaction.atomic
def remove_member(project: Project, membership: Membership) -> None:
    """Ends a membership at once, open sockets included. What the person brought in stays for the others."""
    if membership.role == Membership.Role.OWNER:
        raise Conflict("The owner cannot leave the project. Delete it instead.")
    user_id = membership.user_id
    membership.delete()
    transaction.on_commit(lambda: access.membership_ended(project.id, user_id))


def bring_sample(project: Project, sample: Sample, by: User) -> ProjectSample:
    """Lets the members hear and place a sample: one's own, or one that is published."""
    if sample.owner_id != by.id and not sample.is_public:
        raise Conflict(f"“{sample.name}” is private to its owner. Only its owner can bring it into another project.")
    require_ready(sample)
    return ProjectSample.objects.get_or_create(project=project, sample=sample, defaults={"added_by": by})[0]


def take_sample_out(project_sample: ProjectSample) -> None:
    """Its clips stay in the document and are silent."""
    project_sample.delete()


def _clean(name: str) -> str:
    if not (cleaned := names.clean(name, 200)):
        raise invalid("name", "Give the project a name.")
    return cleaned
