"""Every write to datasets: making one, changing what is in it, taking what newly matches, asking the doctor."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from generation.held_out import Candidate, choose
from studio.accounts.models import User
from studio.errors import Conflict, invalid
from studio.jobs import actions as job_actions
from studio.jobs.models import Job
from studio.jobs.queue import create_job
from studio.library import names, queries
from studio.library.models import Sample
from studio.library.rights import is_withheld
from studio.wavenets.dataset_models import Dataset, DatasetMember, DatasetVersion
from studio.wavenets.material import MOST_SAMPLES, first_tag, usable

MOST_DATASETS = 1_000
TOO_MANY = f"That is more than {MOST_SAMPLES} sounds. Narrow the choice, or make two datasets."


@transaction.atomic
def create_dataset(
    owner: User, name: str, sample_ids: Sequence[UUID] = (), rule: Mapping[str, str] | None = None
) -> Dataset:
    """Makes a dataset and its first version: of these sounds, and of what the rule finds now."""
    if owner.datasets.count() >= MOST_DATASETS:
        raise Conflict(f"You have {MOST_DATASETS} datasets. Delete one that you do not need.")
    dataset = Dataset.objects.create(owner=owner, name=_clean(name), rule=dict(rule or {}))
    version = DatasetVersion.objects.create(dataset=dataset, number=1)
    chosen = {sample.id: sample for sample in usable(owner, sample_ids)} if sample_ids else {}
    found = matching(dataset) if dataset.rule else []
    chosen |= {sample.id: sample for sample in found}
    if not chosen:
        raise invalid("samples", "Nothing would be in it. Choose some sounds, or a search that finds some.")
    _add(version, chosen.values())
    _split(version)
    return dataset


@transaction.atomic
def change_dataset(dataset: Dataset, asked: Mapping[str, Any]) -> DatasetVersion:
    """Adds, removes and labels sounds, and sets the split and the silence threshold, as `asked` says.

    Changes the latest version where no model learned from it; else a new one follows.
    """
    version = _editable(dataset)
    if added := asked.get("add"):
        _add(version, usable(dataset.owner, added, field="add"))
        dataset.left_out.remove(*added)
    if removed := asked.get("remove"):
        version.members.filter(sample_id__in=removed).delete()
        if dataset.rule:
            dataset.left_out.add(*Sample.objects.visible_to(dataset.owner).filter(id__in=removed))
    if asked.get("remove_gone"):
        version.members.filter(sample=None).delete()
    for sample_id, class_name in asked.get("classes", {}).items():
        version.members.filter(sample_id=sample_id).update(class_name=names.clean(class_name, 200))
    for field in ("split_seed", "silence_threshold_dbfs"):
        if asked.get(field) is not None:
            setattr(version, field, asked[field])
    if not version.members.exists():
        raise invalid("remove", "Nothing would be left in it. Delete the dataset instead, or keep a sound.")
    version.save()
    _split(version)
    return version


@transaction.atomic
def take_new_matches(dataset: Dataset) -> DatasetVersion:
    """Adds what its rule has found since the latest version."""
    new = new_matches(dataset)
    if not new:
        raise Conflict("Nothing new matches. The latest version has all of it.")
    version = _editable(dataset)
    _add(version, new)
    _split(version)
    return version


def new_matches(dataset: Dataset) -> list[Sample]:
    """What its rule finds now and its latest version has not, less what was left out by hand."""
    if not dataset.rule:
        return []
    known = set(latest(dataset).members.values_list("sample_id", flat=True))
    return [sample for sample in matching(dataset) if sample.id not in known]


def matching(dataset: Dataset) -> list[Sample]:
    """What its rule finds now that its owner may learn from."""
    found = queries.listed(dataset.owner, {**dataset.rule, "state": "ready", "sort": "created_at"})
    own_or_public = [s for s in found[: MOST_SAMPLES + 1] if not is_withheld(s, dataset.owner)]
    if len(own_or_public) > MOST_SAMPLES:
        raise invalid("rule", TOO_MANY)
    left_out = set(dataset.left_out.values_list("id", flat=True))
    return [sample for sample in own_or_public if not sample.withdrawn_input and sample.id not in left_out]


def latest(dataset: Dataset) -> DatasetVersion:
    return dataset.versions.order_by("-number")[0]


def held_out(version: DatasetVersion) -> tuple[bool, ...]:
    """Of each of its sounds."""
    return tuple(version.members.values_list("held_out", flat=True))


def rename_dataset(dataset: Dataset, name: str) -> Dataset:
    dataset.name = _clean(name)
    dataset.save(update_fields=["name"])
    return dataset


@transaction.atomic
def delete_dataset(dataset: Dataset) -> None:
    """Removes the dataset and its reports. Its sounds stay, and so do the models, which know what they learned from."""
    versions = list(dataset.versions.values_list("id", flat=True))
    for job in Job.objects.filter(kind=Job.Kind.EXAMINE, subject_id__in=versions).unfinished():
        job_actions.cancel(job)
    dataset.delete()


@transaction.atomic
def ask_doctor(version: DatasetVersion) -> Job:
    """Queues the doctor's visit; the one that is under way where there is one."""
    version = DatasetVersion.objects.select_for_update().get(id=version.id)
    if version.job is not None and version.job.status in {Job.Status.QUEUED, Job.Status.RUNNING}:
        return version.job
    dataset = version.dataset
    title = f"The doctor listens to “{dataset.name}”"
    version.job = create_job(owner=dataset.owner, kind=Job.Kind.EXAMINE, subject_id=version.id, title=title)
    version.save(update_fields=["job"])
    return version.job


@transaction.atomic
def store_report(version_id: UUID, sample_ids: Sequence[UUID], threshold_dbfs: float, report: dict[str, Any]) -> bool:
    """Keeps the doctor's report; False when the version has changed since, and the report tells of another."""
    version = DatasetVersion.objects.select_for_update().filter(id=version_id).first()
    if version is None or version.silence_threshold_dbfs != threshold_dbfs:
        return False
    if list(version.members.values_list("sample_id", flat=True)) != list(sample_ids):
        return False
    version.report = report
    version.save(update_fields=["report"])
    return True


def _editable(dataset: Dataset) -> DatasetVersion:
    """The latest version, locked and without its report; a copy of it under the next number if it is in use."""
    Dataset.objects.select_for_update().get(id=dataset.id)
    version = latest(dataset)
    if version.is_used:
        members = list(version.members.all())
        version = DatasetVersion.objects.create(
            dataset=dataset, number=version.number + 1, split_seed=version.split_seed,
            silence_threshold_dbfs=version.silence_threshold_dbfs,
        )  # fmt: skip
        for member in members:
            member.pk, member.version = None, version
        DatasetMember.objects.bulk_create(members)
        return version
    if version.job is not None:
        job_actions.cancel(version.job)
    version.report, version.job = None, None
    version.save(update_fields=["report", "job"])
    return version


def _add(version: DatasetVersion, samples: Iterable[Sample]) -> None:
    known = set(version.members.values_list("sample_id", flat=True))
    new = [sample for sample in samples if sample.id not in known]
    if len(known) + len(new) > MOST_SAMPLES:
        raise invalid("samples", TOO_MANY)
    DatasetMember.objects.bulk_create(
        DatasetMember(version=version, sample=sample, sample_name=sample.name, class_name=first_tag(sample))
        for sample in new
    )


def _split(version: DatasetVersion) -> None:
    """Chooses anew what is held out: about a tenth of every class, whole files, the same for the same seed."""
    members = list(version.members.select_related("sample"))
    labels = {name: label for label, name in enumerate(sorted({member.class_name for member in members}))}
    candidates = [
        Candidate(str(member.id), labels[member.class_name], (member.sample and member.sample.duration_seconds) or 0.0)
        for member in members
    ]
    chosen = choose(candidates, None, version.split_seed)
    for index, member in enumerate(members):
        member.held_out = index in chosen
    DatasetMember.objects.bulk_update(members, ["held_out"])


def _clean(name: str) -> str:
    if not (cleaned := names.clean(name, 200)):
        raise invalid("name", "Give the dataset a name.")
    return cleaned
