"""The one Celery task: takes a job by its id and runs the body of its kind."""

from uuid import UUID

from studio.celery import app
from studio.jobs.models import Job
from studio.jobs.queue import TASK
from studio.jobs.runner import run
from studio.tasks import analyse, clean, cut, generate, listen, render, speed, train, worker

BODIES = {
    Job.Kind.ANALYSE: analyse,
    Job.Kind.LISTEN: listen,
    Job.Kind.CUT: cut,
    Job.Kind.CLEAN: clean,
    Job.Kind.TRAIN: train,
    Job.Kind.GENERATE: generate,
    Job.Kind.RENDER: render,
}


@app.task(name=TASK)
def run_job(job_id: str) -> None:
    """Does nothing when the job is another worker's or finished: messages may come twice."""
    job = Job.objects.filter(id=UUID(job_id)).first()
    if job is None:
        return
    kind = BODIES[Job.Kind(job.kind)]
    run(job.id, kind.body, worker.is_stopping)
    job.refresh_from_db()
    if job.status == Job.Status.CANCELLED:
        kind.cancelled(job)
    if job.kind in {Job.Kind.TRAIN, Job.Kind.GENERATE}:
        speed.measure_if_idle()
