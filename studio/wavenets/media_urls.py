"""Addresses of the auditions', the models' and the takes' files."""

from django.urls import URLPattern, path

from studio.wavenets.card_views import WeightsMedia
from studio.wavenets.generation_views import TakeMedia
from studio.wavenets.views import AuditionMedia

urlpatterns: list[URLPattern] = [
    path("auditions/<uuid:audition_id>/audio", AuditionMedia.as_view()),
    path("auditions/<uuid:audition_id>/peaks", AuditionMedia.as_view(part="peaks")),
    path("wavenets/<uuid:wavenet_id>/weights", WeightsMedia.as_view()),
    path("takes/<uuid:take_id>/audio", TakeMedia.as_view()),
    path("takes/<uuid:take_id>/peaks", TakeMedia.as_view(part="peaks")),
]
