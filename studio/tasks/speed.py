"""Measures once a day how fast this worker trains, when it has nothing else to do."""

import socket
from datetime import timedelta
from typing import Any

from celery import signals
from django.utils import timezone

from generation.precision import fastest_precision
from studio.celery import app
from studio.jobs.models import Job
from studio.tasks import worker
from studio.wavenets.models import WorkerSpeed

TASK = "studio.tasks.measure_speed"
QUEUE = "train"
VALID = timedelta(days=1)


@app.task(name=TASK, acks_late=False)
def measure_if_idle() -> None:
    """Takes some seconds, and none when a job waits or the last measurement is fresh."""
    fresh = WorkerSpeed.objects.filter(hostname=socket.gethostname(), measured_at__gt=timezone.now() - VALID)
    busy = Job.objects.unfinished().filter(kind__in=[Job.Kind.TRAIN, Job.Kind.GENERATE])
    if fresh.exists() or busy.exists():
        return
    import torch

    from generation.speed import measure_speed

    flops = measure_speed(worker.threads(), precision=fastest_precision())
    device = "cuda" if torch.cuda.is_available() else "cpu"
    WorkerSpeed.objects.update_or_create(
        hostname=socket.gethostname(), defaults={"flops_per_second": flops, "device": device}
    )


@signals.worker_ready.connect
def when_ready(**_: Any) -> None:
    if QUEUE in app.amqp.queues.consume_from:
        app.send_task(TASK, queue=QUEUE)
