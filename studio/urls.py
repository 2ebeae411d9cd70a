"""Every address of the site. Each app keeps its own; the single-page shell answers the rest."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from studio.shell import shell

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/", include("studio.accounts.urls")),
    path("api/", include("studio.jobs.urls")),
    path("api/", include("studio.library.urls")),
    path("api/", include("studio.wavenets.urls")),
    path("api/", include("studio.projects.urls")),
    path("api/", include("studio.catalogue.urls")),
    path("api/", include("studio.sharing.urls")),
    path("media/", include("studio.library.media_urls")),
    path("media/", include("studio.wavenets.media_urls")),
    path("media/", include("studio.projects.media_urls")),
    re_path(r"^(?!api/|media/|ws/|static/).*$", shell),
]
