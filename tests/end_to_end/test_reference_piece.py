"""The reference piece's shape, made by two people in two browsers at once: one document, and one sound."""

import hashlib
import re
from pathlib import Path
from typing import Any

import pytest

from mixing.project import tolerant_project
from tests.end_to_end.person import Person, expect

pytestmark = pytest.mark.browser

SCRIPT = Path(__file__).with_name("reference_piece.js")
EDITS_EACH = 100
CONNECTION = "JSON.stringify(overhear.bench.provider.connection)"
CLIPS_A_LANE = {
    "Noise C": 12, "Noise L": 13, "Noise R": 13, "Babbling C": 26, "Babbling L": 27, "Babbling R": 22,
    "Cloud": 238, "Reverb return": 7,
}  # fmt: skip


@pytest.fixture(scope="module")
def project(ada: Person, ben: Person) -> str:
    """An empty project of Ada's, open on her page and on Ben's, who may edit it."""
    page = ada.page
    page.goto("/projects")
    page.get_by_role("button", name="New project").click()
    page.get_by_label("Name", exact=True).fill("Reference")
    page.get_by_role("button", name="Begin", exact=True).click()
    page.wait_for_url(re.compile(r"/projects/[0-9a-f-]{36}"))
    found = page.url.rsplit("/", 1)[1]
    page.get_by_role("button", name="Share").click()
    page.get_by_role("button", name="Can edit").click()
    page.get_by_role("button", name="Make a link").click()
    link = page.get_by_role("dialog").locator("input.link").first.input_value()
    page.keyboard.press("Escape")
    ben.page.goto(link)
    ben.page.get_by_role("button", name="Join").click()
    for person in (ada, ben):
        expect(person.page.get_by_text(re.compile("^Saved"))).to_be_visible()
        person.page.evaluate(SCRIPT.read_text())
    return found


@pytest.fixture(scope="module")
def sounds(ada: Person, project: str) -> list[str]:
    """Three sounds of the starter, brought into the project."""
    ready = [one for one in ada.everything("/api/samples?scope=public") if one["state"] == "ready"]
    ids = [one["id"] for one in sorted(ready, key=lambda one: (one["duration_seconds"], one["id"]))[-3:]]
    ada.page.evaluate("async (ids) => { for (const id of ids) await overhear.bench.samples.bringById(id); }", ids)
    return ids


def documents(ada: Person, ben: Person, project: str) -> list[Any]:
    """As both pages have it, and as the server has it: without what leads to something that another has removed."""
    pages = [person.page.evaluate("overhear.document") for person in (ada, ben)]
    assert all(clip["track"] in page["tracks"] for page in pages for clip in page["clips"].values())
    whole = [tolerant_project(page)[0].model_dump(mode="json") for page in pages]
    server = ada.fetch(f"/api/projects/{project}/document")
    return [{kind: one[kind] for kind in pages[0]} for one in (*whole, server)]


def settle(ada: Person, ben: Person, project: str) -> Any:
    """The one document, once all have everything."""

    def one() -> bool:
        first, second, third = documents(ada, ben, project)
        return bool(first == second == third)

    try:
        ada.wait_for(one, "all have one document", seconds=30)
    except AssertionError as error:
        raise AssertionError(f"{error}\n{differences(ada, ben, project)}") from None
    return documents(ada, ben, project)[0]


def differences(ada: Person, ben: Person, project: str) -> str:
    """What the pages and the server do not agree on, and what the pages think of it."""
    names, found = ("ada", "ben", "server"), documents(ada, ben, project)
    lines = [f"{person.name}: {person.page.evaluate(CONNECTION)}" for person in (ada, ben)]
    for kind in found[0]:
        rows = [one[kind] for one in found]
        for key in sorted({key for row in rows for key in row}):
            values = [row.get(key) for row in rows]
            if not values[0] == values[1] == values[2]:
                lines += [f"{kind} {key}", *(f"  {name}: {value}" for name, value in zip(names, values, strict=True))]
    return "\n".join(lines[:60])


def test_two_people_make_it_with_its_figures(ada: Person, ben: Person, project: str, sounds: list[str]) -> None:
    for chapter in range(ada.page.evaluate("piece.chapters")):
        (ada, ben)[chapter % 2].page.evaluate("([n, sounds]) => piece.make(n, sounds)", [chapter, sounds])
        settle(ada, ben, project)
    document = settle(ada, ben, project)
    assert ada.page.evaluate("piece.lanes()") == CLIPS_A_LANE
    assert len(document["clips"]) == 358
    assert sum(clip["reverse"] for clip in document["clips"].values()) == 103
    assert [len(document[kind]) for kind in ("envelopes", "points", "sends")] == [3, 13, 1]
    assert sum(bool(device["clip"]) for device in document["devices"].values()) == 6


def test_two_hundred_edits_at_the_same_time_leave_one_document(ada: Person, ben: Person, project: str) -> None:
    before = settle(ada, ben, project)
    for seed, person in enumerate((ada, ben), start=1):
        person.page.evaluate("([count, seed]) => piece.begin(count, seed)", [EDITS_EACH, seed])
    assert [person.page.evaluate("edited") for person in (ada, ben)] == [EDITS_EACH, EDITS_EACH]
    assert settle(ada, ben, project) != before


def test_each_renders_the_same_sound(ada: Person, ben: Person, project: str) -> None:
    sums, before = [], settle(ada, ben, project)
    for person in (ada, ben):
        made = person.page.evaluate(
            """async (project) => {
                const token = document.cookie.match(/csrftoken=([^;]+)/)[1];
                const headers = { "X-CSRFToken": token, "Content-Type": "application/json" };
                const asked = { method: "POST", headers, body: "{}" };
                return (await fetch(`/api/projects/${project}/renders`, asked)).json();
            }""",
            project,
        )

        def done(person: Person = person, render: str = made["id"]) -> bool:
            found = person.fetch(f"/api/renders/{render}")
            assert found["job"]["status"] not in ("failed", "cancelled"), found["job"]["error"]
            return bool(found["mix_url"])

        person.wait_for(done, f"{person.name}'s render is done")
        parts = [person.context.request.get(f"/media/renders/{made['id']}/{part}").body() for part in ("mix", "master")]
        assert all(parts)
        sums.append([hashlib.sha256(part).hexdigest() for part in parts])
    assert settle(ada, ben, project) == before
    assert sums[0] == sums[1]
