"""Clears away what was left unfinished: abandoned uploads, samples whose reading was stopped, working folders.

It also draws, a few at a time, the portraits of samples that are older than portraits are.
"""

import shutil
from datetime import timedelta
from pathlib import Path

from django.db.models import Exists, OuterRef
from django.utils import timezone

from studio.jobs.models import Job
from studio.library import actions, alike, parts, uploads, workspace
from studio.library.models import Sample, Upload

ABANDONED = timedelta(hours=24)
LONGEST_READING = timedelta(hours=6)
PORTRAITS_A_ROUND = 5  # some seconds' work: lost jobs wait for it
STOPPED = "Reading it was stopped before it was done. Upload it again."


def expire_uploads() -> int:
    """Forget uploads that got no byte for a day, and files of uploads that have no row; return how many.

    Finished rows are kept as long, so that a client that missed the last answer can still ask for its sample.
    """
    deadline = timezone.now() - ABANDONED
    expired = 0
    for upload in Upload.objects.filter(created_at__lt=deadline):
        if _touched_after(parts.path_of(upload.id), deadline.timestamp()):
            continue
        uploads.cancel_upload(upload)
        expired += 1
    known = {str(upload_id) for upload_id in Upload.objects.values_list("id", flat=True)}
    for path in parts.folder().iterdir():
        if path.name not in known and not _touched_after(path, deadline.timestamp()):
            path.unlink(missing_ok=True)
    return expired


def settle_samples() -> int:
    """Fail the samples that wait for a job which was cancelled or given up; return how many. Bounces go."""
    kinds = (Job.Kind.ANALYSE, Job.Kind.CLEAN, Job.Kind.BOUNCE)
    working = Job.objects.filter(subject_id=OuterRef("id"), kind__in=kinds).unfinished()
    just_made = timezone.now() - timedelta(minutes=1)
    waiting = Sample.objects.filter(state=Sample.State.PROCESSING, created_at__lt=just_made)
    stuck = list(waiting.exclude(Exists(working)).values_list("id", "origin"))
    for sample_id, origin in stuck:
        if origin == Sample.Origin.BOUNCED:
            actions.discard_unmade(sample_id)
        else:
            actions.fail_sample(sample_id, STOPPED)
    return len(stuck)


def clear_workspaces() -> int:
    """Remove the working folders of decoders that were killed with their worker; return how many."""
    deadline = (timezone.now() - LONGEST_READING).timestamp()
    stale = [path for path in workspace.folder().iterdir() if not _touched_after(path, deadline)]
    for path in stale:
        shutil.rmtree(path, ignore_errors=True)
    return len(stale)


def sweep() -> None:
    """All of it. For the reaper; any number of them may run."""
    expire_uploads()
    settle_samples()
    clear_workspaces()
    alike.draw_missing(PORTRAITS_A_ROUND)


def _touched_after(path: Path, deadline: float) -> bool:
    try:
        return path.stat().st_mtime > deadline
    except FileNotFoundError:
        return False
