"""Addresses of the jobs."""

from django.urls import URLPattern, path

from studio.jobs import views

urlpatterns: list[URLPattern] = [
    path("jobs", views.Jobs.as_view()),
    path("jobs/<uuid:job_id>", views.OneJob.as_view()),
    path("jobs/<uuid:job_id>/cancel", views.CancelJob.as_view()),
]
