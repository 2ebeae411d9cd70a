"""Addresses of this app. A single sample's is in studio.sharing, which also deletes and publishes it."""

from django.urls import URLPattern, path

from studio.library import collection_views, upload_views, views

urlpatterns: list[URLPattern] = [
    path("samples", views.Samples.as_view(), name="samples"),
    path("collections", collection_views.Collections.as_view(), name="collections"),
    path("collections/<uuid:collection_id>", collection_views.OneCollection.as_view(), name="collection"),
    path("collections/<uuid:collection_id>/add", collection_views.AddToCollection.as_view()),
    path("collections/<uuid:collection_id>/remove", collection_views.RemoveFromCollection.as_view()),
    path("tags", views.Tags.as_view(), name="tags"),
    path("uploads", upload_views.Uploads.as_view(), name="uploads"),
    path("uploads/<uuid:upload_id>", upload_views.OneUpload.as_view(), name="upload"),
]
