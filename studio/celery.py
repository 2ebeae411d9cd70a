"""The Celery application: jobs travel as ids, the database rows are the truth."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studio.settings")

app = Celery("overhear")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["studio.tasks"], related_name="run")
