"""Addresses of the renders' files."""

from django.urls import URLPattern, path

from studio.projects.render_views import RenderMedia
from studio.projects.stretch_views import StretchedMedia

urlpatterns: list[URLPattern] = [
    path("renders/<uuid:render_id>/mix", RenderMedia.as_view(part="mix")),
    path("renders/<uuid:render_id>/master", RenderMedia.as_view(part="master")),
    path("renders/<uuid:render_id>/peaks", RenderMedia.as_view(part="peaks")),
    path("projects/<uuid:project_id>/stretched/<uuid:stretched_id>", StretchedMedia.as_view()),
]
