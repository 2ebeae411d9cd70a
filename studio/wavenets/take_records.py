"""How a kept take was made, in full, and the look for copies of what its model learned from."""

from typing import Any
from uuid import UUID

from django.db import transaction

from studio.accounts.models import User
from studio.jobs.models import Job
from studio.jobs.queue import create_job
from studio.library.models import Sample
from studio.wavenets.models import Take, TakeRecord


def record_take(sample: Sample, take: Take) -> TakeRecord:
    """Writes down how it was made, and queues the look for copies, without which it cannot be shared."""
    generation, wavenet = take.generation, take.generation.wavenet
    record = TakeRecord.objects.create(
        sample=sample,
        record={
            "model": wavenet.name, "step": generation.step, "preset": wavenet.preset,
            "sample_rate_hz": wavenet.sample_rate_hz, "receptive_field_samples": wavenet.receptive_field_samples,
            "receptive_field_ms": wavenet.receptive_field_ms, "voice": take.voice, "voices": generation.voices,
            "seconds": generation.seconds, "temperature": generation.temperature, "class_name": generation.class_name,
            "random_seed": generation.random_seed, "bootstrapped": bool(generation.prompt_name),
            "contour_name": generation.contour_name, "live": generation.live, "settings": generation.settings,
            "join_seconds": take.join_frames / take.sample_rate_hz, "cleaned": take.cleaned,
        },
    )  # fmt: skip
    ask_for_check(record)
    return record


def record_of(sample: Sample) -> TakeRecord:
    """The record of a generated sample; an empty one for samples that were kept before there were records."""
    return TakeRecord.objects.get_or_create(sample=sample)[0]


@transaction.atomic
def ask_for_check(record: TakeRecord) -> TakeRecord:
    """Queues the look for copies, unless it was done or is under way."""
    record = TakeRecord.objects.select_for_update().select_related("sample__owner", "job").get(id=record.id)
    under_way = record.job is not None and record.job.status in {Job.Status.QUEUED, Job.Status.RUNNING}
    if record.leak is None and not under_way:
        sample = record.sample
        title = f"Looking for copies in “{sample.name}”"
        record.job = create_job(owner=sample.owner, kind=Job.Kind.CHECK, subject_id=sample.id, title=title)
        record.save(update_fields=["job"])
    return record


def store_check(sample_id: UUID, leak: dict[str, Any]) -> None:
    """Keeps what was found: `sentence`, `copied_seconds`, `copied_share` and `passages`."""
    TakeRecord.objects.filter(sample_id=sample_id).update(leak=leak)


def corpus_of(sample: Sample, user: User | None) -> tuple[list[str], int]:
    """The names of what its model learned from, as far as somebody may see them, and how many there were."""
    if sample.wavenet is None:
        return [], 0
    rows = sample.wavenet.inputs.all()
    visible = Sample.objects.visible_to(user).filter(wavenet_inputs__wavenet=sample.wavenet)
    return list(visible.distinct().order_by("name").values_list("name", flat=True)), rows.count()


def begin_missing_check(sample: Sample) -> None:
    """Starts the look for copies of a generated sample that nobody has looked at."""
    if _must_be_checked(sample) and record_of(sample).leak is None:
        ask_for_check(record_of(sample))


def copies_obstacle(sample: Sample, despite_copies: bool) -> str:
    """Why a generated sample may not be shared (yet); "" when it may."""
    if not _must_be_checked(sample):
        return ""
    record = TakeRecord.objects.filter(sample=sample).first()
    if record is None or record.leak is None:
        return (
            f"“{sample.name}” is being held against what its model learned from. Publish it once that is done: "
            "nothing that repeats a recording is shared unnoticed."
        )
    if record.leak["copied_seconds"] > 0 and not despite_copies:
        return f"“{sample.name}” repeats what its model learned from: {record.leak['sentence']}"
    return ""


def _must_be_checked(sample: Sample) -> bool:
    return bool(sample.origin == Sample.Origin.GENERATED and sample.wavenet_id)
