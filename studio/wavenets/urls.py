"""Addresses of the models. A single model's is in studio.sharing, which also deletes and publishes it."""

from django.urls import URLPattern, path

from studio.wavenets import dataset_views, generation_views, views

urlpatterns: list[URLPattern] = [
    path("presets", views.Presets.as_view()),
    path("wavenets", views.Wavenets.as_view()),
    path("wavenets/estimate", views.EstimateWavenet.as_view()),
    path("wavenets/<uuid:wavenet_id>/resume", views.ResumeWavenet.as_view()),
    path("datasets", dataset_views.Datasets.as_view()),
    path("datasets/<uuid:dataset_id>", dataset_views.OneDataset.as_view()),
    path("datasets/<uuid:dataset_id>/change", dataset_views.ChangeDataset.as_view()),
    path("datasets/<uuid:dataset_id>/update", dataset_views.UpdateDataset.as_view()),
    path("datasets/<uuid:dataset_id>/versions/<int:number>", dataset_views.OneVersion.as_view()),
    path("datasets/<uuid:dataset_id>/versions/<int:number>/examine", dataset_views.ExamineVersion.as_view()),
    path("generations", generation_views.Generations.as_view()),
    path("generations/<uuid:generation_id>", generation_views.OneGeneration.as_view()),
    path("takes/<uuid:take_id>/keep", generation_views.KeepTake.as_view()),
]
