"""Addresses of this app: of single things, since deleting and publishing need to know what was made from what."""

from django.urls import URLPattern, path

from studio.sharing import views

urlpatterns: list[URLPattern] = [
    path("samples/<uuid:sample_id>", views.WholeSample.as_view()),
    path("samples/<uuid:thing_id>/descendants", views.SampleDescendants.as_view()),
    path("samples/<uuid:thing_id>/publish", views.PublishSample.as_view()),
    path("samples/<uuid:thing_id>/unpublish", views.UnpublishSample.as_view()),
    path("wavenets/<uuid:wavenet_id>", views.WholeWavenet.as_view()),
    path("wavenets/<uuid:thing_id>/descendants", views.WavenetDescendants.as_view()),
    path("wavenets/<uuid:thing_id>/publish", views.PublishWavenet.as_view()),
    path("wavenets/<uuid:thing_id>/unpublish", views.UnpublishWavenet.as_view()),
    path("renders/<uuid:render_id>", views.WholeRender.as_view()),
    path("renders/<uuid:thing_id>/publish", views.PublishRender.as_view()),
    path("renders/<uuid:thing_id>/unpublish", views.UnpublishRender.as_view()),
]
