"""Addresses of the samples' files."""

from django.urls import URLPattern, path

from studio.library import slicing_views, views

urlpatterns: list[URLPattern] = [
    path("samples/<uuid:sample_id>/audio", views.SampleAudio.as_view(), name="sample-audio"),
    path("samples/<uuid:sample_id>/peaks", views.SamplePeaks.as_view(), name="sample-peaks"),
    path("samples/<uuid:sample_id>/tiles", slicing_views.SampleTiles.as_view(), name="sample-tiles"),
    path("samples/<uuid:sample_id>/part", slicing_views.SamplePart.as_view(), name="sample-part"),
]
