"""The document's socket: members meet there, strangers do not get in, and nobody stays who was removed."""

import asyncio
import os
from contextlib import suppress
from typing import Any

import pytest
from pycrdt import Awareness, Doc, Map, create_awareness_message, create_update_message, read_message
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.studio.live import Studio
from tests.studio.shared_document import SharedDocument
from tests.studio.visitor import Refused, Visitor, close_code

TRACK = {"name": "Voices", "order": "a5"}


@pytest.fixture
def ada(running_studio: Studio) -> Visitor:
    return Visitor(running_studio)


@pytest.fixture
def project(ada: Visitor) -> str:
    return str(ada.post("/api/projects", name="Piece")["id"])


def member(running_studio: Studio, ada: Visitor, project: str, role: str, name: str = "bob") -> Visitor:
    """Somebody who came by an invitation."""
    visitor = Visitor(running_studio, name)
    token = ada.post(f"/api/projects/{project}/invitations", role=role)["token"]
    preview = visitor.get(f"/api/invitations/{token}")
    assert (preview["project_name"], preview["invited_by"], preview["role"]) == ("Piece", ada.name, role)
    assert visitor.post(f"/api/invitations/{token}/accept")["role"] == role
    return visitor


async def test_two_people_see_each_others_edits(running_studio: Studio, ada: Visitor, project: str) -> None:
    bob = member(running_studio, ada, project, "editor")
    async with ada.socket(f"/ws/projects/{project}") as one, bob.socket(f"/ws/projects/{project}") as two:
        first, second = SharedDocument(one), SharedDocument(two)
        await first.synchronise()
        await second.synchronise()
        assert set(first.content("tracks")) == {"track-1", "master"}
        await asyncio.gather(
            *(first.put("tracks", f"a{n}", TRACK) for n in range(20)),
            *(second.put("tracks", f"b{n}", TRACK) for n in range(20)),
        )
        await asyncio.gather(first.settle(), second.settle())
        await asyncio.gather(first.listen(1), second.listen(1))
        assert first.content("tracks") == second.content("tracks")
    assert set(ada.get(f"/api/projects/{project}/document")["tracks"]) == set(first.content("tracks"))
    assert len(first.content("tracks")) == 42


async def test_edits_made_while_away_arrive_with_the_first_exchange(ada: Visitor, project: str) -> None:
    async with ada.socket(f"/ws/projects/{project}") as socket:
        document = SharedDocument(socket)
        await document.synchronise()
    away = document.doc
    away.get("tracks", type=Map)["offline"] = Map(TRACK)
    async with ada.socket(f"/ws/projects/{project}") as socket:
        again = SharedDocument(socket)
        again.doc = away
        await again.synchronise()  # the server's own question is answered on the way
        await again.settle()
    assert "offline" in ada.get(f"/api/projects/{project}/document")["tracks"]


@pytest.mark.parametrize("role", ["listener", "commenter"])
async def test_those_who_may_not_edit_see_everything_and_are_refused(
    running_studio: Studio, ada: Visitor, project: str, role: str
) -> None:
    bob = member(running_studio, ada, project, role)
    async with ada.socket(f"/ws/projects/{project}") as one, bob.socket(f"/ws/projects/{project}") as two:
        first, second = SharedDocument(one), SharedDocument(two)
        await first.synchronise()
        await second.synchronise()
        await second.put("tracks", "forbidden", TRACK)
        await second.settle()
        await first.put("tracks", "allowed", TRACK)
        await first.settle()
        await asyncio.gather(first.listen(1), second.listen(1))
        assert "allowed" in second.content("tracks") and "forbidden" not in first.content("tracks")
        assert second.told == [{"type": "edit.refused"}] and first.told == []
    assert "forbidden" not in ada.get(f"/api/projects/{project}/document")["tracks"]
    with pytest.raises(Refused, match="403"):
        bob.post(f"/api/projects/{project}/renders")


async def test_a_change_of_role_counts_on_open_pages_at_once(
    running_studio: Studio, ada: Visitor, project: str
) -> None:
    bob, path = member(running_studio, ada, project, "editor"), f"/api/projects/{project}/document"
    async with bob.socket(f"/ws/projects/{project}") as socket:
        document = SharedDocument(socket)
        await document.synchronise()
        await document.put("tracks", "before", TRACK)
        await document.settle()
        for role, key in (("listener", "while"), ("editor", "after")):
            ada.ask("PATCH", f"/api/projects/{project}/members/{bob.id}", {"role": role})
            await document.put("tracks", key, TRACK)
            await document.settle()
        announced, refused = {"type": "project.changed", "what": "members"}, {"type": "edit.refused"}
        await document.listen(1)  # to all members it is told by the way of all messages, which may be longer
        assert [document.told.count(each) for each in (announced, refused)] == [2, 2]  # what follows builds on it
    assert set(ada.get(path)["tracks"]) == {"track-1", "master", "before"}
    async with bob.socket(f"/ws/projects/{project}") as socket:
        again = SharedDocument(socket)
        again.doc = document.doc
        await again.synchronise()
        await again.settle()
    assert set(ada.get(path)["tracks"]) == {"track-1", "master", "before", "while", "after"}


async def test_a_readers_answer_with_nothing_new_is_no_edit(running_studio: Studio, ada: Visitor, project: str) -> None:
    bob = member(running_studio, ada, project, "listener")
    async with ada.socket(f"/ws/projects/{project}") as one, bob.socket(f"/ws/projects/{project}") as two:
        first, second = SharedDocument(one), SharedDocument(two)
        await first.synchronise()
        await first.put("tracks", "gone", TRACK)
        before = first.doc.get_state()
        del first.doc.get("tracks", type=Map)["gone"]
        await one.send(create_update_message(first.doc.get_update(before)))
        await first.settle()
        await second.synchronise()
    async with bob.socket(f"/ws/projects/{project}") as socket:
        again = SharedDocument(socket)
        again.doc = second.doc
        await again.synchronise()  # its answer names the deletion
        await again.settle()
        assert again.told == []


@pytest.mark.parametrize(("who", "code"), [("mallory", 4404), (None, 4401)])
async def test_strangers_do_not_get_in(running_studio: Studio, project: str, who: str | None, code: int) -> None:
    stranger = Visitor(running_studio, who)
    async with stranger.socket(f"/ws/projects/{project}") as socket:
        assert await close_code(socket) == code
    with pytest.raises(Refused, match="404"):
        stranger.get(f"/api/projects/{project}")


async def test_other_sites_cannot_open_sockets(ada: Visitor, project: str) -> None:
    for path in (f"/ws/projects/{project}", "/ws/events"):
        with pytest.raises(InvalidStatus, match="403"):
            async with ada.socket(path, Origin="https://elsewhere.example"):
                pass


async def test_a_removed_member_is_out_at_once(running_studio: Studio, ada: Visitor, project: str) -> None:
    bob = member(running_studio, ada, project, "editor")
    async with bob.socket(f"/ws/projects/{project}") as socket:
        await SharedDocument(socket).synchronise()
        ada.ask("DELETE", f"/api/projects/{project}/members/{bob.id}")
        async with asyncio.timeout(3):
            assert await close_code(socket) == 4403
    async with bob.socket(f"/ws/projects/{project}") as socket:
        assert await close_code(socket) == 4404


async def test_a_deleted_project_closes_its_sockets(ada: Visitor, project: str) -> None:
    async with ada.socket(f"/ws/projects/{project}") as socket:
        await SharedDocument(socket).synchronise()
        ada.ask("DELETE", f"/api/projects/{project}")
        async with asyncio.timeout(3):
            assert await close_code(socket) == 4403


async def test_whoever_signs_out_is_out_soon(ada: Visitor, project: str) -> None:
    async with ada.socket(f"/ws/projects/{project}") as socket:
        await SharedDocument(socket).synchronise()
        ada.post("/api/account/sign-out")
        async with asyncio.timeout(13):
            assert await close_code(socket) == 4401


@pytest.mark.parametrize(
    "message",
    [
        create_update_message(b"\xff" * 30),
        b"\x00",
        b"\x00\x02",
        b"\x00\x00\x05abc",
        b"\x01\x09\xff",
        b"\x00\x02\xff\xff",
        b"\x64",
        b"\x64\x00\x00\x02\xff\xff",
    ],
)
async def test_malformed_messages_close_the_socket_and_change_nothing(
    ada: Visitor, project: str, message: bytes
) -> None:
    before = ada.get(f"/api/projects/{project}/document")
    async with ada.socket(f"/ws/projects/{project}") as socket:
        await SharedDocument(socket).synchronise()
        await socket.send(message)
        assert await close_code(socket) == 4400
    assert ada.get(f"/api/projects/{project}/document") == before


async def test_a_great_update_comes_in_parts(running_studio: Studio, ada: Visitor, project: str) -> None:
    bob = member(running_studio, ada, project, "listener")
    async with ada.socket(f"/ws/projects/{project}") as one, bob.socket(f"/ws/projects/{project}") as two:
        first, second = SharedDocument(one), SharedDocument(two)
        await first.synchronise()
        await second.synchronise()
        before = first.doc.get_state()
        first.doc.get("markers", type=Map)["great"] = Map({"seconds": 1.0, "name": "x" * 1_500_000})
        message = create_update_message(first.doc.get_update(before))
        pieces = [message[at : at + 250_000] for at in range(0, len(message), 250_000)]
        for left, piece in zip(range(len(pieces) - 1, -1, -1), pieces, strict=True):
            await one.send(bytes([100, left]) + piece)
        await first.settle()
        await second.listen(1)
        assert len(second.content("markers")["great"]["name"]) == 1_500_000


async def test_parts_without_an_end_are_cut_off(ada: Visitor, project: str) -> None:
    async with ada.socket(f"/ws/projects/{project}") as socket:
        await SharedDocument(socket).synchronise()
        with suppress(ConnectionClosed):
            for _ in range(60):
                await socket.send(bytes([100, 1]) + bytes(250_000))
        assert await close_code(socket) == 4400


async def test_a_message_of_fifty_megabytes_is_refused(ada: Visitor, project: str) -> None:
    async with ada.socket(f"/ws/projects/{project}") as socket:
        await SharedDocument(socket).synchronise()
        with suppress(ConnectionClosed):  # it may be closed before all is sent
            await socket.send(create_update_message(os.urandom(50 * 1024**2)))
        assert await close_code(socket) == 1009
    assert ada.get(f"/api/projects/{project}")["name"] == "Piece"


async def test_a_flood_is_cut_off(ada: Visitor, project: str) -> None:
    async with ada.socket(f"/ws/projects/{project}") as socket:
        await SharedDocument(socket).synchronise()
        with suppress(ConnectionClosed):
            for _ in range(1500):
                await socket.send(b"\x00\x02\x02\x00\x00")
        assert await close_code(socket) == 4429


async def test_newcomers_learn_who_is_here_and_who_left(running_studio: Studio, ada: Visitor, project: str) -> None:
    bob = member(running_studio, ada, project, "listener")
    here, seen = Awareness(Doc()), Awareness(Doc())
    here.set_local_state({"name": "ada"})
    async with bob.socket(f"/ws/projects/{project}") as late:
        async with ada.socket(f"/ws/projects/{project}") as socket:
            await SharedDocument(socket).synchronise()
            await socket.send(create_awareness_message(here.encode_awareness_update([here.client_id])))
            await asyncio.sleep(0.3)
            async with bob.socket(f"/ws/projects/{project}") as newcomer:
                assert await awareness_of(newcomer, seen) == {here.client_id: {"name": "ada"}}
        document = SharedDocument(late)
        await document.listen(1)
        for message in document.awareness:
            seen.apply_awareness_update(body_of(message), "socket")
        assert here.client_id not in seen.states


async def awareness_of(socket: Any, seen: Awareness) -> dict[int, Any]:
    """Whom a socket hears of in its first second."""
    document = SharedDocument(socket)
    await document.listen(1)
    for message in document.awareness:
        seen.apply_awareness_update(body_of(message), "socket")
    return {key: state for key, state in seen.states.items() if key != seen.client_id}


def body_of(message: bytes) -> bytes:
    return read_message(message[1:])
