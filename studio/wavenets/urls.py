"""Addresses of the models. A single model's is in studio.sharing, which also deletes and publishes it."""

from django.urls import URLPattern, path

from studio.wavenets import card_views, dataset_views, generation_views, import_views, run_views, views

urlpatterns: list[URLPattern] = [
    path("presets", views.Presets.as_view()),
    path("wavenets", views.Wavenets.as_view()),
    path("wavenets/estimate", views.EstimateWavenet.as_view()),
    path("wavenets/queue", run_views.TrainingQueue.as_view()),
    path("wavenets/<uuid:wavenet_id>/resume", run_views.ResumeWavenet.as_view()),
    path("wavenets/<uuid:wavenet_id>/pause", run_views.PauseWavenet.as_view()),
    path("wavenets/<uuid:wavenet_id>/extend", run_views.ExtendWavenet.as_view()),
    path("wavenets/<uuid:wavenet_id>/fork", run_views.ForkWavenet.as_view()),
    path("wavenets/<uuid:wavenet_id>/run", run_views.WavenetRun.as_view()),
    path("wavenets/<uuid:wavenet_id>/card", card_views.WavenetCard.as_view()),
    path("auditions/<uuid:audition_id>", run_views.OneAudition.as_view()),
    path("uploads/wavenets", import_views.ModelUploads.as_view()),
    path("uploads/wavenets/<uuid:model_upload_id>", import_views.OneModelUpload.as_view()),
    path("datasets", dataset_views.Datasets.as_view()),
    path("datasets/<uuid:dataset_id>", dataset_views.OneDataset.as_view()),
    path("datasets/<uuid:dataset_id>/change", dataset_views.ChangeDataset.as_view()),
    path("datasets/<uuid:dataset_id>/update", dataset_views.UpdateDataset.as_view()),
    path("datasets/<uuid:dataset_id>/versions/<int:number>", dataset_views.OneVersion.as_view()),
    path("datasets/<uuid:dataset_id>/versions/<int:number>/examine", dataset_views.ExamineVersion.as_view()),
    path("generations", generation_views.Generations.as_view()),
    path("generations/<uuid:generation_id>", generation_views.OneGeneration.as_view()),
    path("generations/<uuid:generation_id>/stop", generation_views.StopGeneration.as_view()),
    path("generations/<uuid:generation_id>/keep", generation_views.KeepTakes.as_view()),
    path("play", generation_views.PlayVoice.as_view()),
    path("samples/<uuid:sample_id>/take", generation_views.SampleTake.as_view()),
    path("takes/<uuid:take_id>/keep", generation_views.KeepTake.as_view()),
]
