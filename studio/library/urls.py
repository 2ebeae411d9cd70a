"""Addresses of this app. A single sample's is in studio.sharing, which also deletes and publishes it."""

from django.urls import URLPattern, path

from studio.library import cleaning_views, collection_views, slicing_views, upload_views, views

urlpatterns: list[URLPattern] = [
    path("samples", views.Samples.as_view(), name="samples"),
    path("collections", collection_views.Collections.as_view(), name="collections"),
    path("collections/<uuid:collection_id>", collection_views.OneCollection.as_view(), name="collection"),
    path("collections/<uuid:collection_id>/add", collection_views.AddToCollection.as_view()),
    path("collections/<uuid:collection_id>/remove", collection_views.RemoveFromCollection.as_view()),
    path("samples/<uuid:sample_id>/alike", views.AlikeSamples.as_view(), name="alike-samples"),
    path("samples/<uuid:sample_id>/slicing", slicing_views.OneSlicing.as_view(), name="slicing"),
    path("samples/<uuid:sample_id>/slicing/find", slicing_views.FindSlices.as_view(), name="find-slices"),
    path("samples/<uuid:sample_id>/slicing/likeness", slicing_views.SliceLikeness.as_view(), name="slice-likeness"),
    path("samples/<uuid:sample_id>/slicing/keep", slicing_views.KeepSlices.as_view(), name="keep-slices"),
    path("samples/<uuid:sample_id>/slicing/copy", slicing_views.CopySlices.as_view(), name="copy-slices"),
    path("samples/<uuid:sample_id>/clean", cleaning_views.CleanSample.as_view(), name="clean-sample"),
    path("tags", views.Tags.as_view(), name="tags"),
    path("uploads", upload_views.Uploads.as_view(), name="uploads"),
    path("uploads/<uuid:upload_id>", upload_views.OneUpload.as_view(), name="upload"),
]
