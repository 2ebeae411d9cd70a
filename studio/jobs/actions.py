"""What a person may do to a job."""

from studio.jobs.models import Job
from studio.jobs.publish import publish_job


def cancel(job: Job) -> Job:
    """Ends a queued job at once, and asks the worker of a running one to stop; a finished one stays as it is."""
    ended = Job.objects.filter(id=job.id, status=Job.Status.QUEUED).update(
        status=Job.Status.CANCELLED, cancel_requested=True, message=""
    )
    if not ended:
        Job.objects.filter(id=job.id, status=Job.Status.RUNNING).update(cancel_requested=True)
    job.refresh_from_db()
    publish_job(job)
    return job
