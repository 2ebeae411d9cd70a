"""Reads an uploaded sample: decodes it in a child process, keeps the master, and stores what was measured."""

import logging
from collections.abc import Generator
from pathlib import Path
from uuid import UUID

from django.conf import settings

from mixing.decode import Decoded, DecodeError, Limits, decoding
from studio.jobs.runner import JobError, Progress
from studio.library import actions, quota, workspace
from studio.library.announce import sample_changed
from studio.library.models import Sample

UNEXPECTED = "Reading it failed on the server. Upload it again; if it fails again, tell the person who runs this site."

logger = logging.getLogger(__name__)


def analyse_sample(sample_id: UUID) -> Generator[Progress, None, None]:
    """The body of an analysis. Ends with the sample ready, or failed with a sentence and a JobError of the same."""
    sample = Sample.objects.filter(id=sample_id).select_related("owner").first()
    if sample is None or sample.state == Sample.State.READY:  # deleted, or read before its worker died
        return
    if not sample.source_file:
        raise JobError(sample.problem or UNEXPECTED)
    yield Progress(0.0, "Reading the file")
    try:
        with workspace.working_folder() as folder:
            source = workspace.local_path(sample.source_file, folder)
            decoded = yield from _decoded(source, folder, sample.source_name or sample.name)
            yield Progress(0.98, "Keeping the sound")
            kept = _keep(sample, decoded)
    except DecodeError as error:
        actions.fail_sample(sample_id, str(error))
        raise JobError(str(error)) from error
    except Exception:
        logger.exception("sample %s could not be read", sample_id)
        actions.fail_sample(sample_id, UNEXPECTED)
        raise JobError(UNEXPECTED) from None
    if kept is not None:
        yield Progress(1.0, "Ready", events=(sample_changed(kept),), urgent=True)


def _decoded(source: Path, folder: Path, name: str) -> Generator[Progress, None, Decoded]:
    limits = Limits(frames_times_channels=settings.MAX_DECODED_FRAMES_TIMES_CHANNELS)
    steps = decoding(source, folder / "decoded", limits=limits, name=name)
    try:
        while True:
            yield Progress(0.95 * next(steps), "Reading and measuring")
    except StopIteration as stop:
        decoded: Decoded = stop.value
        return decoded
    finally:
        steps.close()


def _keep(sample: Sample, decoded: Decoded) -> Sample | None:
    """Store the master unless it does not fit; compressed files grow when they are decoded."""
    more_bytes = decoded.master.stat().st_size - sample.source_bytes
    if sentence := quota.lacking(sample.owner, more_bytes):
        raise DecodeError(sentence)
    measured = ("frames", "sample_rate_hz", "channels", "bandwidth_hz", "integrated_lufs", "true_peak_dbtp", "voicing")
    fields = {name: getattr(decoded, name) for name in (*measured, "portrait", "source_sha256", "master_sha256")}
    return actions.store_master(sample.id, decoded.master, decoded.peaks, fields | {"source_format": decoded.format})
