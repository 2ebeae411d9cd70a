"""Addresses of this app. A single sample's is in studio.sharing, which also deletes and publishes it."""

from django.urls import URLPattern, path

from studio.library import upload_views, views

urlpatterns: list[URLPattern] = [
    path("samples", views.Samples.as_view(), name="samples"),
    path("tags", views.Tags.as_view(), name="tags"),
    path("uploads", upload_views.Uploads.as_view(), name="uploads"),
    path("uploads/<uuid:upload_id>", upload_views.OneUpload.as_view(), name="upload"),
]
