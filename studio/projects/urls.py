"""Addresses of the projects. A single render's is in studio.sharing, which also deletes and publishes it."""

from django.urls import URLPattern, path

from studio.projects import (
    bounce_views,
    comment_views,
    people_views,
    render_views,
    sample_views,
    stretch_views,
    version_views,
    views,
)
from studio.projects.sign_up import SignUp
from studio.projects.starter_views import Starter

urlpatterns: list[URLPattern] = [
    path("account/sign-up", SignUp.as_view()),
    path("starter", Starter.as_view()),
    path("projects", views.Projects.as_view()),
    path("projects/<uuid:project_id>", views.OneProject.as_view()),
    path("projects/<uuid:project_id>/document", views.ProjectDocument.as_view()),
    path("projects/<uuid:project_id>/samples", sample_views.ProjectSamples.as_view()),
    path("projects/<uuid:project_id>/samples/<uuid:sample_id>", sample_views.OneProjectSample.as_view()),
    path("projects/<uuid:project_id>/invitations", people_views.Invitations.as_view()),
    path("projects/<uuid:project_id>/invitations/<str:token>", people_views.OneInvitation.as_view()),
    path("projects/<uuid:project_id>/members/<uuid:user_id>", people_views.OneMember.as_view()),
    path("projects/<uuid:project_id>/comments", comment_views.Comments.as_view()),
    path("projects/<uuid:project_id>/comments/seen", comment_views.CommentsSeen.as_view()),
    path("projects/<uuid:project_id>/comments/<uuid:comment_id>", comment_views.OneComment.as_view()),
    path("projects/<uuid:project_id>/versions", version_views.Versions.as_view()),
    path("projects/<uuid:project_id>/versions/<uuid:version_id>", version_views.OneVersion.as_view()),
    path(
        "projects/<uuid:project_id>/versions/<uuid:version_id>/differences", version_views.VersionDifferences.as_view()
    ),
    path("projects/<uuid:project_id>/history", version_views.History.as_view()),
    path("projects/<uuid:project_id>/fork", version_views.Fork.as_view()),
    path("projects/<uuid:project_id>/owner", people_views.Owner.as_view()),
    path("projects/<uuid:project_id>/renders", render_views.ProjectRenders.as_view()),
    path("projects/<uuid:project_id>/bounces", bounce_views.ProjectBounces.as_view()),
    path("projects/<uuid:project_id>/stretched", stretch_views.StretchedSounds.as_view()),
    path("invitations/<str:token>", people_views.InvitationPreview.as_view()),
    path("invitations/<str:token>/accept", people_views.AcceptInvitation.as_view()),
    path("renders", render_views.Renders.as_view()),
]
