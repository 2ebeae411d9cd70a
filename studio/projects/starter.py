"""The small piece that greets people: its sounds, published by the site itself, and a copy for everybody who joins.

The folder `starter/` beside this file holds the audio files and `piece.json`: `name`, `samples` (file, name,
details, category, origin, tags and what is known of their making) and `document`, an arrangement whose clips name
the files.
"""

import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.core.files import File
from django.db import connection, transaction
from django.utils import timezone

from mixing import project as records
from studio.accounts.models import User
from studio.jobs.models import Job
from studio.library.actions import create_sample
from studio.library.models import Licence, Sample
from studio.projects import actions
from studio.projects.models import Project, ProjectSample, Render
from studio.projects.renders import ask_for_render

FOLDER = Path(__file__).resolve().parent / "starter"
SITE_NAME = "overhear"
MADE_OF = (
    "training_steps", "receptive_field_samples", "receptive_field_ms", "temperature", "random_seed", "wavenet_name",
)  # fmt: skip


def piece() -> dict[str, Any] | None:
    """What `piece.json` says; None where there is no starter folder."""
    path = FOLDER / "piece.json"
    return json.loads(path.read_text()) if path.is_file() else None


def install() -> None:
    """Imports the starter's sounds as published samples and asks for one render of the piece; does each once."""
    described = piece()
    if described is None:
        return
    site = site_account()
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(lambda entry: _import(site, entry), described["samples"]))
    project = Project.objects.filter(owner=site).first() or _give(site)
    if latest_render() is None and not Job.objects.filter(owner=site, kind=Job.Kind.RENDER).unfinished().exists():
        ask_for_render(project, site, described["name"])


def give_first_piece(user: User) -> Project | None:
    """A project of one's own that holds the piece; None where there is no starter."""
    return None if piece() is None else _give(user)


def document() -> tuple[str, records.Project, list[Sample]]:
    """The piece's name, its arrangement with the ids of the samples in it, and these samples."""
    described = piece()
    if described is None:
        return "", records.new_project(), []
    found = {entry["file"]: sample_id(entry["file"]) for entry in described["samples"]}
    ready = Sample.objects.filter(id__in=found.values(), state=Sample.State.READY)
    return described["name"], _with_ids(described["document"], found), list(ready)


def latest_render() -> Render | None:
    """The newest finished render of the site's own piece."""
    return Render.objects.filter(owner__is_site=True, published_at__isnull=False).first()


def site_account() -> User:
    """The account that owns the starter's sounds; nobody can sign in to it."""
    user = User.objects.filter(is_site=True).first()
    if user is None:
        user = User(username=SITE_NAME, is_site=True)
        user.set_unusable_password()
        user.save()
    return user


def sample_id(file: str) -> UUID:
    """The same on every site, so that importing twice is found out."""
    return uuid5(NAMESPACE_URL, f"overhear:starter:{file}")


def _import(site: User, entry: dict[str, Any]) -> None:
    """One file, in a thread of its own."""
    try:
        _import_once(site, entry, sample_id(entry["file"]))
    finally:
        connection.close()


def _import_once(site: User, entry: dict[str, Any], key: UUID) -> None:
    if Sample.objects.filter(id=key, state=Sample.State.READY).exists():
        return
    Sample.objects.filter(id=key).delete()  # a first start that was interrupted
    from studio.library.analysis import analyse_sample  # web processes need no decoder

    with (FOLDER / entry["file"]).open("rb") as file:
        create_sample(
            owner=site, name=entry["name"], origin=entry["origin"], category=entry["category"], source=File(file),
            source_name=entry["file"], tags=entry.get("tags", []), sample_id=key, analyse=False,
            details=entry.get("details", ""), **{name: entry[name] for name in MADE_OF if name in entry},
        )  # fmt: skip
    for _ in analyse_sample(key):
        continue
    Sample.objects.filter(id=key).update(licence=Licence.CC0, published_at=timezone.now())


@transaction.atomic
def _give(user: User) -> Project:
    name, arrangement, samples = document()
    project = actions.create_project(user, name, arrangement)
    ProjectSample.objects.bulk_create(ProjectSample(project=project, sample=sample) for sample in samples)
    return project


def _with_ids(arrangement: dict[str, Any], found: dict[str, UUID]) -> records.Project:
    clips = {
        key: {**clip, "sample": str(found.get(clip["sample"], clip["sample"]))}
        for key, clip in arrangement.get("clips", {}).items()
    }
    return records.Project.model_validate({**arrangement, "clips": clips})
