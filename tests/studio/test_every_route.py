"""Every address of the site × everybody who may come: what each is answered. A route that is missing here fails."""

import asyncio
import io
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
import pytest
from asgiref.sync import sync_to_async
from asgiref.testing import ApplicationCommunicator
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.test import AsyncClient
from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework.test import APIClient

from generation.architectures.wavenet_config import WavenetConfig
from generation.model_card import ModelCard
from mixing.project import Clip, new_project
from studio.accounts.models import User
from studio.collaboration import snapshots
from studio.jobs.models import Job
from studio.library import parts, uploads
from studio.library.collections import create_collection
from studio.library.models import Collection, Licence, Sample, Slicing
from studio.projects import actions as project_actions
from studio.projects.models import (
    Comment,
    Invitation,
    Membership,
    Project,
    ProjectSample,
    Render,
    RenderInput,
    StretchedSound,
    Version,
)
from studio.sockets import urlpatterns as socket_patterns
from studio.wavenets.datasets import create_dataset
from studio.wavenets.models import Audition, Checkpoint, Dataset, Generation, ModelUpload, Take, Wavenet
from tests.studio.conftest import MakePerson, MakeSample
from tests.studio.route_table import PRIVATE, PUBLIC, SOCKETS

ROLES = ("anonymous", "stranger", "listener", "editor", "owner")

SHELL = "^(?!api/|media/|ws/|static/).*$"


def rows(table: str) -> dict[str, tuple[int, ...]]:
    """First words of each line → the five numbers behind them."""
    words = [line.split() for line in table.splitlines() if line.strip()]
    return {" ".join(line[:-5]): tuple(map(int, line[-5:])) for line in words}


def routes(patterns: list[Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Every (method, route) that some view answers."""
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
            continue
        assert isinstance(pattern, URLPattern)
        view = getattr(pattern.callback, "cls", None)
        methods = [name.upper() for name in ("get", "head", "post", "put", "patch", "delete") if hasattr(view, name)]
        yield from ((method, route) for method in methods or ["GET"])


def test_no_route_is_missing_here() -> None:
    served = {f"{method} {route}" for method, route in routes(get_resolver().url_patterns)}
    assert served - {f"GET {SHELL}"} == set(rows(PRIVATE))
    assert set(rows(PUBLIC)) < served
    assert {str(pattern.pattern) for pattern in socket_patterns} == set(rows(SOCKETS))


@dataclass
class World:
    """One of everything, of an owner who shares a project with a listener and an editor."""

    people: dict[str, User | None]
    project: Project
    sample: Sample
    wavenet: Wavenet
    audition: Audition
    generation: Generation
    take: Take
    render: Render
    stretched: StretchedSound
    job: Job
    upload_id: str
    model_upload_id: str
    invitation: Invitation
    collection: Collection
    dataset: Dataset
    comment: Comment
    version: Version

    @property
    def listener(self) -> User:
        person = self.people["listener"]
        assert person is not None
        return person

    def address(self, route: str) -> str:
        things = {"samples": self.sample.id, "wavenets": self.wavenet.id, "renders": self.render.id}
        values = {
            "<uuid:job_id>": self.job.id,
            "<uuid:dataset_id>": self.dataset.id,
            "<int:number>": 1,
            "<uuid:collection_id>": self.collection.id,
            "<uuid:sample_id>": self.sample.id,
            "<uuid:upload_id>": self.upload_id,
            "<uuid:model_upload_id>": self.model_upload_id,
            "<uuid:wavenet_id>": self.wavenet.id,
            "<uuid:generation_id>": self.generation.id,
            "<uuid:take_id>": self.take.id,
            "<uuid:audition_id>": self.audition.id,
            "<uuid:project_id>": self.project.id,
            "<uuid:render_id>": self.render.id,
            "<uuid:stretched_id>": self.stretched.id,
            "<uuid:user_id>": self.listener.id,
            "<str:token>": self.invitation.token,
            "<uuid:comment_id>": self.comment.id,
            "<uuid:version_id>": self.version.id,
        }
        if "<uuid:thing_id>" in route:
            values["<uuid:thing_id>"] = things[route.split("/")[1]]
        for name, value in values.items():
            route = route.replace(name, str(value))
        if route.endswith("/part"):
            route += "?start=0&end=100"
        return f"/{route}"

    def body(self, request: str) -> dict[str, Any]:
        span = {"start": 0, "end": 2000}
        wishes = {
            "threshold_dbfs": -50, "fineness": 0.5, "least_seconds": 0.1, "most_seconds": 30, "room_seconds": 0,
        }  # fmt: skip
        plan = {"samples": [str(self.sample.id)], "preset": self.wavenet.preset, "steps": 10, "classes_from": "none"}
        asked = {"wavenet": str(self.wavenet.id), "seconds": 1, "voices": 1, "temperature": 1.0}
        bodies: dict[str, dict[str, Any]] = {
            "POST api/account/sign-in": {"name": "ada", "password": "a long password"},
            "POST api/account/sign-up": {"name": "newcomer", "password": "a long password"},
            "POST api/collections": {"name": "Shelf"},
            "POST api/collections/<uuid:collection_id>/add": {"samples": [str(self.sample.id)]},
            "POST api/collections/<uuid:collection_id>/remove": {"samples": [str(self.sample.id)]},
            "POST api/datasets": {"name": "Voices", "samples": [str(self.sample.id)]},
            "POST api/datasets/<uuid:dataset_id>/change": {"split_seed": 7},
            "PUT api/samples/<uuid:sample_id>/slicing": {
                "version": 0,
                "document": {"wishes": wishes, "labels": [], "slices": []},
            },
            "POST api/samples/<uuid:sample_id>/slicing/find": wishes,
            "POST api/samples/<uuid:sample_id>/slicing/likeness": {"unknown": [span], "known": []},
            "POST api/samples/<uuid:sample_id>/slicing/keep": {"slices": [{**span, "name": "Steps"}]},
            "POST api/samples/<uuid:sample_id>/clean": {"high_pass_hz": 80},
            "POST api/projects/<uuid:project_id>/stretched": {"parts": []},
            "POST api/projects/<uuid:project_id>/bounces": {"track": "track-1"},
            "POST api/wavenets": {"name": "Model", **plan},
            "POST api/wavenets/estimate": plan,
            "POST api/wavenets/<uuid:wavenet_id>/resume": {"steps": 1000},
            "POST api/wavenets/<uuid:wavenet_id>/extend": {"steps": 10},
            "POST api/wavenets/<uuid:wavenet_id>/fork": {"name": "Fork", "steps": 9, "samples": plan["samples"]},
            "PATCH api/auditions/<uuid:audition_id>": {"note": "A hum"},
            "POST api/uploads/wavenets": {"card": CARD.model_dump_json(), "length_bytes": CARD.weights_bytes + 900},
            "POST api/generations": asked,
            "POST api/play": asked,
            "POST api/projects": {"name": "Piece"},
            "POST api/projects/<uuid:project_id>/samples": {"sample": str(self.sample.id)},
            "POST api/projects/<uuid:project_id>/invitations": {"role": "listener"},
            "PATCH api/projects/<uuid:project_id>/members/<uuid:user_id>": {"role": "commenter"},
            "POST api/projects/<uuid:project_id>/comments": {"text": "Softer", "seconds": 2},
            "PATCH api/projects/<uuid:project_id>/comments/<uuid:comment_id>": {"text": "Softer"},
            "POST api/projects/<uuid:project_id>/versions": {"name": "Evening"},
            "POST api/projects/<uuid:project_id>/owner": {"member": str(self.listener.id)},
        }
        if request.startswith("PATCH") and request not in bodies:
            return {"name": "Renamed"}
        if request.endswith("/publish"):
            return {"licence": Licence.CC0}
        return bodies.get(request, {})

    def publish(self) -> None:
        for kind in (Sample, Wavenet, Render):
            kind._default_manager.update(licence=Licence.CC0, published_at=self.job.created_at)


def npy(array: np.ndarray) -> bytes:
    file = io.BytesIO()
    np.save(file, array)
    return file.getvalue()


def stored(name: str) -> str:
    return default_storage.save(name, ContentFile(b"0123456789"))


def stretched_of(sample: Sample) -> StretchedSound:
    """As it is when it was made."""
    return StretchedSound.objects.create(
        key="0" * 64, sample=sample, offset_seconds=0.0, duration_seconds=0.1, speed=2.0, semitones=0.0,
        preserve_pitch=True, loop=False, audio_file=sample.master_file.name,
    )  # fmt: skip


@pytest.fixture
def world(make_person: MakePerson, make_sample: MakeSample) -> World:
    people = {role: make_person({"owner": "ada"}.get(role, role)) for role in (*ROLES[1:], "former")}
    owner = people["owner"]
    sample = make_sample(owner, frames=80_000)
    heard = {
        "tiles_file": stored("tiles"),
        "character_file": default_storage.save("character", ContentFile(bytes(34 * 50))),
        "boundaries_file": default_storage.save("boundaries", ContentFile(npy(np.zeros((2, 0))))),
    }
    Slicing.objects.create(sample=sample, hop_frames=80, **heard)
    clips = {"clip-1": Clip(track="track-1", sample=str(sample.id), start_seconds=0, duration_seconds=0.5)}
    project = project_actions.create_project(owner, "Piece", new_project().model_copy(update={"clips": clips}))
    for role in ("listener", "editor", "former"):
        Membership.objects.create(project=project, user=people[role], role="editor" if role == "former" else role)
    Membership.objects.filter(user=people["former"]).delete()
    ProjectSample.objects.create(project=project, sample=sample, added_by=owner)
    wavenet, audition = trained(owner)
    generation = Generation.objects.create(
        owner=owner, wavenet=wavenet, step=10, seconds=1, voices=1, temperature=1, random_seed=1
    )
    take = Take.objects.create(generation=generation, voice=1, sample_rate_hz=8000, frames=10)
    take.audio_file.name, take.peaks_file.name = stored("takes/1.wav"), stored("takes/1.peaks")
    take.save()
    render = Render.objects.create(owner=owner, project=project, name="Evening", document={})
    for field in ("mix_file", "master_file", "peaks_file"):
        getattr(render, field).name = stored(f"renders/{field}.wav")
    render.save()
    RenderInput.objects.create(render=render, sample=sample, sample_name=sample.name, owner_name="ada")
    return World(
        people={"anonymous": None, **people},
        project=project,
        sample=sample,
        wavenet=wavenet,
        audition=audition,
        generation=generation,
        take=take,
        render=render,
        stretched=stretched_of(sample),
        job=Job.objects.create(owner=owner, project=project, kind="render", subject_id=render.id, title="Mixing"),
        model_upload_id=str(expected_model(owner)),
        upload_id=str(uploads.begin_upload(owner, length_bytes=10, name="a.wav", origin="recorded", tags=[]).id),
        invitation=project_actions.invite(project, owner, "listener"),
        collection=create_collection(owner, "Shelf"),
        dataset=create_dataset(owner, "Voices", [sample.id]),
        comment=Comment.objects.create(project=project, author=owner, text="Louder"),
        version=snapshots.keep(project.id, Version.Kind.NAMED, name="Morning", created_by=owner),
    )


CARD = ModelCard(
    format="overhear-card-1", name="Model", step=1, sha256="0" * 64, size_bytes=0,
    architecture=WavenetConfig(sample_rate_hz=8000, dilations=(1, 2)),
)  # fmt: skip


def expected_model(owner: User) -> UUID:
    """A model of another site of which nothing has arrived."""
    upload = ModelUpload.objects.create(owner=owner, name="Model", card={}, length_bytes=20)
    parts.create(upload.id)
    return upload.id


def trained(owner: User) -> tuple[Wavenet, Audition]:
    wavenet = Wavenet.objects.create(
        owner=owner, name="Model", preset="sketch", sample_rate_hz=8000, receptive_field_samples=1024,
        receptive_field_ms=128.0, parameter_count=1000, steps_planned=100, steps_done=10, plan={},
    )  # fmt: skip
    Checkpoint.objects.create(wavenet=wavenet, step=10, file=stored("wavenets/10"))
    audition = Audition.objects.create(
        wavenet=wavenet, step=10, audio_file=stored("auditions/10.wav"), peaks_file=stored("auditions/10.peaks"),
        sample_rate_hz=8000, frames=10,
    )  # fmt: skip
    return wavenet, audition


def answer(world: World, request: str, role: str) -> int:
    """What somebody is answered; nothing of it stays."""
    client = APIClient()
    if user := world.people[role]:
        client.force_login(user)
    method, route = request.split()
    address = world.address(route)
    with transaction.atomic():
        if "api/uploads" in route and method != "GET" and request != "POST api/uploads/wavenets":
            headers = {"Tus-Resumable": "1.0.0", "Upload-Length": "10", "Upload-Offset": "0"}
            kind = "application/offset+octet-stream"
            status = client.generic(method, address, "0123456789", kind, headers=headers).status_code
        elif method in {"GET", "HEAD"}:
            response = client.generic(method, address)
            status = response.status_code
            response.close()
        else:
            status = getattr(client, method.lower())(address, world.body(request), format="json").status_code
        transaction.set_rollback(True)
    return int(status)


@pytest.mark.django_db
@pytest.mark.parametrize("request_line", rows(PRIVATE))
def test_private_things(request_line: str, world: World) -> None:
    answers = tuple(answer(world, request_line, role) for role in ROLES)
    assert answers == rows(PRIVATE)[request_line]
    assert answer(world, request_line, "former") == answers[1]


@pytest.mark.django_db
@pytest.mark.parametrize("request_line", rows(PUBLIC))
def test_published_things(request_line: str, world: World) -> None:
    world.publish()
    assert tuple(answer(world, request_line, role) for role in ROLES) == rows(PUBLIC)[request_line]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("route", rows(SOCKETS))
def test_sockets(route: str, world: World, settings: Any) -> None:
    settings.CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
    expected = rows(SOCKETS)[route]

    async def visit() -> list[int]:
        return [await close_code(world, route, role) for role in (*ROLES, "former")]

    codes = asyncio.run(visit())
    assert codes == [*expected, expected[1]]


async def close_code(world: World, route: str, role: str) -> int:
    """With what code the server closes the socket at once; 0 when it stays open."""
    from studio.asgi import application

    client = AsyncClient()
    if user := world.people[role]:
        await sync_to_async(client.force_login)(user)
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    headers = [(b"origin", b"http://localhost"), (b"host", b"localhost"), (b"cookie", cookies.encode())]
    scope = {"type": "websocket", "path": world.address(route), "query_string": b"", "headers": headers}
    socket: Any = ApplicationCommunicator(application, scope)  # type: ignore[no-untyped-call]
    await socket.send_input({"type": "websocket.connect"})
    assert (await socket.receive_output())["type"] == "websocket.accept"  # a refused handshake tells no code
    code = 0
    if not await socket.receive_nothing(timeout=0.4):
        event = await socket.receive_output()
        code = event["code"] if event["type"] == "websocket.close" else 0
    await socket.send_input({"type": "websocket.disconnect", "code": 1000})
    with suppress(TimeoutError, asyncio.CancelledError):
        await socket.wait()
    return int(code)
