"""Addresses of this app."""

from django.urls import URLPattern, path

from studio.catalogue import views

urlpatterns: list[URLPattern] = [
    path("catalogue/effects", views.Effects.as_view()),
    path("catalogue/licences", views.Licences.as_view()),
]
