"""Addresses of the models. A single model's is in studio.sharing, which also deletes and publishes it."""

from django.urls import URLPattern, path

from studio.wavenets import generation_views, views

urlpatterns: list[URLPattern] = [
    path("presets", views.Presets.as_view()),
    path("wavenets", views.Wavenets.as_view()),
    path("wavenets/estimate", views.EstimateWavenet.as_view()),
    path("wavenets/<uuid:wavenet_id>/resume", views.ResumeWavenet.as_view()),
    path("generations", generation_views.Generations.as_view()),
    path("generations/<uuid:generation_id>", generation_views.OneGeneration.as_view()),
    path("generations/<uuid:generation_id>/stop", generation_views.StopGeneration.as_view()),
    path("generations/<uuid:generation_id>/keep", generation_views.KeepTakes.as_view()),
    path("play", generation_views.PlayVoice.as_view()),
    path("samples/<uuid:sample_id>/take", generation_views.SampleTake.as_view()),
    path("takes/<uuid:take_id>/keep", generation_views.KeepTake.as_view()),
]
