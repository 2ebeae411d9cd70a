"""Every address of the site × everybody who may come: what each is answered. A route that is missing here fails."""

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from asgiref.testing import ApplicationCommunicator
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.test import AsyncClient
from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework.test import APIClient

from mixing.project import Clip, new_project
from studio.accounts.models import User
from studio.collaboration import snapshots
from studio.jobs.models import Job
from studio.library import uploads
from studio.library.models import Licence, Sample
from studio.projects import actions as project_actions
from studio.projects.models import Comment, Invitation, Membership, Project, ProjectSample, Render, RenderInput, Version
from studio.sockets import urlpatterns as socket_patterns
from studio.wavenets.models import Audition, Checkpoint, Generation, Take, Wavenet
from tests.studio.conftest import MakePerson, MakeSample

ROLES = ("anonymous", "stranger", "listener", "editor", "owner")

# method and route → what the anonymous, a stranger, a listener, an editor and the owner are answered about private
# things of a shared project. A former member is answered as a stranger. The member to be removed is the listener,
# who may leave; 409: another's private sample is heard in the project and used nowhere else.
PRIVATE = """
GET    api/account                                             200 200 200 200 200
POST   api/account/sign-in                                     200 200 200 200 200
POST   api/account/sign-out                                    204 204 204 204 204
POST   api/account/sign-up                                     201 201 201 201 201
GET    api/starter                                             200 200 200 200 200
GET    api/catalogue/effects                                   200 200 200 200 200
GET    api/catalogue/licences                                  200 200 200 200 200
GET    api/presets                                             401 200 200 200 200
GET    api/tags                                                401 200 200 200 200

GET    api/jobs                                                401 200 200 200 200
GET    api/jobs/<uuid:job_id>                                  404 404 200 200 200
POST   api/jobs/<uuid:job_id>/cancel                           404 404 403 403 200

GET    api/samples                                             401 200 200 200 200
GET    api/samples/<uuid:sample_id>                            404 404 200 200 200
PATCH  api/samples/<uuid:sample_id>                            404 404 403 403 200
DELETE api/samples/<uuid:sample_id>                            404 404 403 403 204
GET    api/samples/<uuid:thing_id>/descendants                 404 404 403 403 200
POST   api/samples/<uuid:thing_id>/publish                     404 404 403 403 200
POST   api/samples/<uuid:thing_id>/unpublish                   404 404 403 403 200
POST   api/uploads                                             401 201 201 201 201
HEAD   api/uploads/<uuid:upload_id>                            404 404 404 404 200
PATCH  api/uploads/<uuid:upload_id>                            404 404 404 404 204
DELETE api/uploads/<uuid:upload_id>                            404 404 404 404 204

GET    api/wavenets                                            401 200 200 200 200
POST   api/wavenets                                            401 400 409 409 201
POST   api/wavenets/estimate                                   401 400 409 409 200
GET    api/wavenets/<uuid:wavenet_id>                          404 404 404 404 200
PATCH  api/wavenets/<uuid:wavenet_id>                          404 404 404 404 200
DELETE api/wavenets/<uuid:wavenet_id>                          404 404 404 404 204
POST   api/wavenets/<uuid:wavenet_id>/resume                   404 404 404 404 200
GET    api/wavenets/<uuid:thing_id>/descendants                404 404 404 404 200
POST   api/wavenets/<uuid:thing_id>/publish                    404 404 404 404 200
POST   api/wavenets/<uuid:thing_id>/unpublish                  404 404 404 404 200
GET    api/generations                                         401 200 200 200 200
POST   api/generations                                         401 404 404 404 201
GET    api/generations/<uuid:generation_id>                    404 404 404 404 200
DELETE api/generations/<uuid:generation_id>                    404 404 404 404 204
POST   api/takes/<uuid:take_id>/keep                           404 404 404 404 200

GET    api/projects                                            401 200 200 200 200
POST   api/projects                                            401 201 201 201 201
GET    api/projects/<uuid:project_id>                          404 404 200 200 200
PATCH  api/projects/<uuid:project_id>                          404 404 403 403 200
DELETE api/projects/<uuid:project_id>                          404 404 403 403 204
GET    api/projects/<uuid:project_id>/document                 404 404 200 200 200
GET    api/projects/<uuid:project_id>/samples                  404 404 200 200 200
POST   api/projects/<uuid:project_id>/samples                  404 404 403 409 201
DELETE api/projects/<uuid:project_id>/samples/<uuid:sample_id> 404 404 403 204 204
GET    api/projects/<uuid:project_id>/invitations              404 404 403 403 200
POST   api/projects/<uuid:project_id>/invitations              404 404 403 403 201
DELETE api/projects/<uuid:project_id>/invitations/<str:token>  404 404 403 403 204
PATCH  api/projects/<uuid:project_id>/members/<uuid:user_id>   404 404 403 403 200
DELETE api/projects/<uuid:project_id>/members/<uuid:user_id>   404 404 204 403 204
POST   api/projects/<uuid:project_id>/owner                    404 404 403 403 200
GET    api/projects/<uuid:project_id>/versions                 404 404 200 200 200
POST   api/projects/<uuid:project_id>/versions                 404 404 403 201 201
GET    api/projects/<uuid:project_id>/versions/<uuid:version_id> 404 404 200 200 200
PATCH  api/projects/<uuid:project_id>/versions/<uuid:version_id> 404 404 403 200 200
DELETE api/projects/<uuid:project_id>/versions/<uuid:version_id> 404 404 403 403 204
GET    api/projects/<uuid:project_id>/versions/<uuid:version_id>/differences 404 404 200 200 200
GET    api/projects/<uuid:project_id>/history                  404 404 200 200 200
POST   api/projects/<uuid:project_id>/fork                     404 404 201 201 201
GET    api/projects/<uuid:project_id>/comments                 404 404 200 200 200
POST   api/projects/<uuid:project_id>/comments                 404 404 403 201 201
POST   api/projects/<uuid:project_id>/comments/seen            404 404 204 204 204
PATCH  api/projects/<uuid:project_id>/comments/<uuid:comment_id> 404 404 403 403 200
DELETE api/projects/<uuid:project_id>/comments/<uuid:comment_id> 404 404 403 403 204
POST   api/projects/<uuid:project_id>/renders                  404 404 403 201 201
GET    api/invitations/<str:token>                             401 200 200 200 200
POST   api/invitations/<str:token>/accept                      401 200 200 200 200
GET    api/renders                                             200 200 200 200 200
GET    api/renders/<uuid:render_id>                            404 404 200 200 200
PATCH  api/renders/<uuid:render_id>                            404 404 403 403 200
DELETE api/renders/<uuid:render_id>                            404 404 403 403 204
POST   api/renders/<uuid:thing_id>/publish                     404 404 403 403 409
POST   api/renders/<uuid:thing_id>/unpublish                   404 404 403 403 200

GET    media/samples/<uuid:sample_id>/audio                    404 404 200 200 200
GET    media/samples/<uuid:sample_id>/peaks                    404 404 200 200 200
GET    media/auditions/<uuid:audition_id>/audio                404 404 404 404 200
GET    media/auditions/<uuid:audition_id>/peaks                404 404 404 404 200
GET    media/takes/<uuid:take_id>/audio                        404 404 404 404 200
GET    media/takes/<uuid:take_id>/peaks                        404 404 404 404 200
GET    media/renders/<uuid:render_id>/mix                      404 404 200 200 200
GET    media/renders/<uuid:render_id>/master                   404 404 200 200 200
GET    media/renders/<uuid:render_id>/peaks                    404 404 200 200 200
"""

# The same once the things are published: everybody may see and hear them, and only the owner may change them.
PUBLIC = """
GET    api/samples/<uuid:sample_id>                            200 200 200 200 200
PATCH  api/samples/<uuid:sample_id>                            403 403 403 403 200
DELETE api/samples/<uuid:sample_id>                            403 403 403 403 204
GET    api/samples/<uuid:thing_id>/descendants                 403 403 403 403 200
POST   api/samples/<uuid:thing_id>/publish                     403 403 403 403 200
POST   api/samples/<uuid:thing_id>/unpublish                   403 403 403 403 200
GET    api/wavenets/<uuid:wavenet_id>                          200 200 200 200 200
PATCH  api/wavenets/<uuid:wavenet_id>                          403 403 403 403 200
DELETE api/wavenets/<uuid:wavenet_id>                          403 403 403 403 204
GET    api/wavenets/<uuid:thing_id>/descendants                403 403 403 403 200
POST   api/generations                                         401 201 201 201 201
GET    api/generations/<uuid:generation_id>                    404 404 404 404 200
POST   api/takes/<uuid:take_id>/keep                           404 404 404 404 200
GET    api/renders/<uuid:render_id>                            200 200 200 200 200
PATCH  api/renders/<uuid:render_id>                            403 403 403 403 200
DELETE api/renders/<uuid:render_id>                            403 403 403 403 204
POST   api/projects/<uuid:project_id>/samples                  404 404 403 201 201
GET    media/samples/<uuid:sample_id>/audio                    200 200 200 200 200
GET    media/samples/<uuid:sample_id>/peaks                    200 200 200 200 200
GET    media/auditions/<uuid:audition_id>/audio                200 200 200 200 200
GET    media/auditions/<uuid:audition_id>/peaks                200 200 200 200 200
GET    media/takes/<uuid:take_id>/audio                        404 404 404 404 200
GET    media/renders/<uuid:render_id>/mix                      200 200 200 200 200
GET    media/renders/<uuid:render_id>/master                   200 200 200 200 200
GET    media/renders/<uuid:render_id>/peaks                    200 200 200 200 200
"""

# Close codes of the sockets; 0 stays open.
SOCKETS = """
ws/events                     4401    0    0    0    0
ws/projects/<uuid:project_id> 4401 4404    0    0    0
"""

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
    job: Job
    upload_id: str
    invitation: Invitation
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
            "<uuid:sample_id>": self.sample.id,
            "<uuid:upload_id>": self.upload_id,
            "<uuid:wavenet_id>": self.wavenet.id,
            "<uuid:generation_id>": self.generation.id,
            "<uuid:take_id>": self.take.id,
            "<uuid:audition_id>": self.audition.id,
            "<uuid:project_id>": self.project.id,
            "<uuid:render_id>": self.render.id,
            "<uuid:user_id>": self.listener.id,
            "<str:token>": self.invitation.token,
            "<uuid:comment_id>": self.comment.id,
            "<uuid:version_id>": self.version.id,
        }
        if "<uuid:thing_id>" in route:
            values["<uuid:thing_id>"] = things[route.split("/")[1]]
        for name, value in values.items():
            route = route.replace(name, str(value))
        return f"/{route}"

    def body(self, request: str) -> dict[str, Any]:
        plan = {"samples": [str(self.sample.id)], "preset": self.wavenet.preset, "steps": 10, "classes_from": "none"}
        asked = {"wavenet": str(self.wavenet.id), "seconds": 1, "voices": 1, "temperature": 1.0}
        bodies: dict[str, dict[str, Any]] = {
            "POST api/account/sign-in": {"name": "ada", "password": "a long password"},
            "POST api/account/sign-up": {"name": "newcomer", "password": "a long password"},
            "POST api/wavenets": {"name": "Model", **plan},
            "POST api/wavenets/estimate": plan,
            "POST api/wavenets/<uuid:wavenet_id>/resume": {"steps": 1000},
            "POST api/generations": asked,
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


def stored(name: str) -> str:
    return default_storage.save(name, ContentFile(b"0123456789"))


@pytest.fixture
def world(make_person: MakePerson, make_sample: MakeSample) -> World:
    people = {role: make_person({"owner": "ada"}.get(role, role)) for role in (*ROLES[1:], "former")}
    owner = people["owner"]
    sample = make_sample(owner, frames=80_000)
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
        job=Job.objects.create(owner=owner, project=project, kind="render", subject_id=render.id, title="Mixing"),
        upload_id=str(uploads.begin_upload(owner, length_bytes=10, name="a.wav", origin="recorded", tags=[]).id),
        invitation=project_actions.invite(project, owner, "listener"),
        comment=Comment.objects.create(project=project, author=owner, text="Louder"),
        version=snapshots.keep(project.id, Version.Kind.NAMED, name="Morning", created_by=owner),
    )


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
        if "api/uploads" in route:
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
