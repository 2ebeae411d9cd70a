"""Every room is accessible in both themes and at phone width, and asks nobody else for anything."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Request

from tests.end_to_end import accessible
from tests.end_to_end.person import Person

pytestmark = pytest.mark.browser

ROOMS = ("/?stay", "/library", "/models", "/models/new", "/projects", "/renders", "editor")


@pytest.fixture(scope="module")
def editor(ada: Person) -> str:
    return f"/projects/{ada.fetch('/api/projects')['results'][0]['id']}"


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_is_accessible(ada: Person, editor: str, room: str) -> None:
    foreign: list[str] = []

    def seen(request: Request) -> None:
        if urlsplit(request.url).scheme.startswith("http") and not request.url.startswith(ada.url):
            foreign.append(request.url)

    ada.page.on("request", seen)
    path = editor if room == "editor" else room
    accessible.check_all(ada.page, room, lambda: ada.page.goto(path), 1200)
    ada.page.remove_listener("request", seen)
    assert not foreign
