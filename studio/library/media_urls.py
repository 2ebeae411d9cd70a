"""Addresses of the samples' files."""

from django.urls import URLPattern, path

from studio.library import views

urlpatterns: list[URLPattern] = [
    path("samples/<uuid:sample_id>/audio", views.SampleAudio.as_view(), name="sample-audio"),
    path("samples/<uuid:sample_id>/peaks", views.SamplePeaks.as_view(), name="sample-peaks"),
]
