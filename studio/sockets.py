"""Every websocket address of the site."""

from django.urls import URLPattern, path

from studio.collaboration.consumer import DocumentConsumer
from studio.jobs.consumer import EventsConsumer
from studio.wavenets.consumer import TakeConsumer

urlpatterns: list[URLPattern] = [
    path("ws/events", EventsConsumer.as_asgi()),
    path("ws/generations/<uuid:generation_id>", TakeConsumer.as_asgi()),
    path("ws/projects/<uuid:project_id>", DocumentConsumer.as_asgi()),
]
