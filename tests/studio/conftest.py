"""What every test of the site may use: people, clients and a data folder of its own."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
import pytest
import soundfile
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from rest_framework.test import APIClient

from mixing.analysis.peaks import peaks_of
from studio.accounts.models import User
from studio.library.models import Sample
from tests.studio.live import begun, running_studio
from tests.studio.postgres import postgres_url

__all__ = ["begun", "postgres_url", "running_studio"]

MakePerson = Callable[[str], User]
MakeClient = Callable[[User | None], APIClient]
MakeSample = Callable[..., Sample]


@pytest.fixture(autouse=True)
def private_data(settings: Any, tmp_path: Path) -> Path:
    """Every test keeps its files in a folder of its own, and its cache in memory."""
    folder = tmp_path / "data"
    folder.mkdir()
    settings.DATA_DIR = folder
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": folder / "media"},
        },
    }
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": str(tmp_path)}
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return folder


@pytest.fixture
def make_person(db: None) -> MakePerson:
    """Make somebody with a given name; the password is `a long password`."""

    def make(name: str) -> User:
        return User.objects.create_user(username=name, password="a long password")

    return make


@pytest.fixture
def person(make_person: MakePerson) -> User:
    return make_person("ada")


@pytest.fixture
def stranger(make_person: MakePerson) -> User:
    return make_person("mallory")


@pytest.fixture
def client_of() -> MakeClient:
    """A client signed in as somebody; of `None`, an anonymous one."""

    def make(user: User | None) -> APIClient:
        client = APIClient()
        if user is not None:
            client.force_login(user)
        return client

    return make


@pytest.fixture
def make_sample(private_data: Path) -> MakeSample:
    """Make a sample that is ready, with a real master (half a second of noise) and its peaks.

    `make_sample(owner, name, **fields)`; with `licence` it is published.
    """

    def make(owner: User, name: str = "Kitchen", **fields: Any) -> Sample:
        audio = 0.1 * np.random.default_rng(len(name)).standard_normal((1, 4000)).astype(np.float32)
        master = io.BytesIO()
        soundfile.write(master, audio.T, 8000, format="FLAC", subtype="PCM_24")
        sample = Sample(id=uuid4(), owner=owner, name=name, state=Sample.State.READY, frames=4000, channels=1)
        sample.sample_rate_hz, sample.master_bytes = 8000, len(master.getvalue())
        sample.origin, sample.category = Sample.Origin.RECORDED, Sample.Category.MINE
        files = {"master_file": ("master.flac", master.getvalue()), "peaks_file": ("peaks", peaks_of([audio]))}
        for field, (file_name, content) in files.items():
            stored = default_storage.save(f"samples/{sample.id}/{file_name}", ContentFile(content))
            getattr(sample, field).name = stored
        for field, value in fields.items():
            setattr(sample, field, value)
        if sample.licence:
            sample.published_at = timezone.now()
        sample.save()
        return sample

    return make
