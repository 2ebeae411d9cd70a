"""Which project a request may touch: a stranger finds nothing, and a role says what a member may write."""

from typing import cast
from uuid import UUID

from django.shortcuts import get_object_or_404
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request

from studio.accounts.models import User
from studio.projects.models import Membership, Project


def person(request: Request) -> User:
    """Who sent it; the views that call this let nobody else in."""
    return cast(User, request.user)


def project_for_reading(request: Request, project_id: UUID) -> Project:
    return get_object_or_404(
        Project.objects.visible_to(person(request))
        .select_related("owner")
        .prefetch_related("memberships__user", "forked_from__memberships"),
        id=project_id,
    )


def project_for_editing(request: Request, project_id: UUID) -> Project:
    project = project_for_reading(request, project_id)
    role = role_of(request, project)
    if role not in Membership.EDITING:
        may = "comment" if role in Membership.COMMENTING else "look"
        raise PermissionDenied(f"You may {may} and listen here. To change something, ask the owner to let you edit.")
    return project


def project_for_commenting(request: Request, project_id: UUID) -> Project:
    project = project_for_reading(request, project_id)
    if role_of(request, project) not in Membership.COMMENTING:
        raise PermissionDenied("You may listen and read here. To comment, ask the owner to let you.")
    return project


def role_of(request: Request, project: Project) -> str:
    """The role of a member who asks."""
    return str(project.memberships.get(user=person(request)).role)


def project_for_owning(request: Request, project_id: UUID) -> Project:
    project = project_for_reading(request, project_id)
    if project.owner_id != person(request).id:
        raise PermissionDenied("Only the project's owner can do that.")
    return project
