"""Every room is accessible in both themes and at phone width, and asks nobody else for anything."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Request

from tests.end_to_end.person import Person
from tests.studio.live import REPOSITORY

pytestmark = pytest.mark.browser

AXE = (REPOSITORY / "frontend" / "node_modules" / "axe-core" / "axe.min.js").read_text()
ROOMS = ("/?stay", "/library", "/models", "/models/new", "/projects", "/renders", "editor")
CHECK = "async () => (await axe.run()).violations.map((v) => `${v.id}: ${v.nodes[0].html.slice(0, 200)}`)"


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
    for scheme in ("light", "dark"):
        for width in (1440, 1024, 390):
            ada.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            ada.page.set_viewport_size({"width": width, "height": 900})
            ada.page.goto(editor if room == "editor" else room)
            ada.page.wait_for_timeout(1200)
            ada.page.evaluate(AXE)
            assert ada.page.evaluate(CHECK) == [], f"{room}, {scheme}, {width}"
            overflow = ada.page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert overflow <= 0, f"{room} is {overflow} px too wide at {width}"
    ada.page.remove_listener("request", seen)
    assert not foreign
