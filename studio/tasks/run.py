"""The one Celery task: takes a job by its id and runs the body of its kind."""

import itertools
from uuid import UUID

from studio.celery import app
from studio.jobs.fair import candidates, should_yield
from studio.jobs.fitting import ANY, tell_waiting
from studio.jobs.models import Job
from studio.jobs.queue import TASK
from studio.jobs.runner import run
from studio.tasks import (
    analyse,
    bounce,
    check,
    clean,
    cut,
    examine,
    generate,
    listen,
    play,
    render,
    speed,
    stretch,
    train,
    worker,
)

BODIES = {
    Job.Kind.ANALYSE: analyse,
    Job.Kind.LISTEN: listen,
    Job.Kind.CUT: cut,
    Job.Kind.CLEAN: clean,
    Job.Kind.TRAIN: train,
    Job.Kind.GENERATE: generate,
    Job.Kind.PLAY: play,
    Job.Kind.CHECK: check,
    Job.Kind.RENDER: render,
    Job.Kind.BOUNCE: bounce,
    Job.Kind.STRETCH: stretch,
    Job.Kind.EXAMINE: examine,
}


@app.task(name=TASK)
def run_job(job_id: str) -> None:
    """Runs the job whose turn it is among those that wait for this kind of work; nothing when there is none.

    The message's own job only says which kind: messages may come twice, and a fairer one may wait. A job whose worker
    died comes first, for its message was sent again for its sake.
    """
    sent = Job.objects.filter(id=UUID(job_id)).first()
    if sent is None:
        return
    kind = BODIES[Job.Kind(sent.kind)]
    machine = worker.machine() if sent.kind == Job.Kind.TRAIN else ANY
    if sent.status == Job.Status.CANCELLED and sent.started_at is None:
        kind.cancelled(sent)  # nobody else does: it ended while it waited
    first = [sent] if sent.status == Job.Status.RUNNING else []
    for job in itertools.chain(first, candidates(sent.kind, machine)):

        def yielding(running: Job, worked_seconds: float) -> bool:
            return should_yield(running, worked_seconds, machine)

        if run(job.id, kind.body, worker.is_stopping, yielding) is None:
            continue  # another worker was quicker
        job.refresh_from_db()
        if job.status == Job.Status.CANCELLED:
            kind.cancelled(job)
        break
    if sent.kind == Job.Kind.TRAIN:
        tell_waiting(sent.kind, machine)
        speed.measure_if_idle()
