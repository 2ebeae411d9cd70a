"""What people do in each room of the studio, as clicks and keys."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.end_to_end.person import Person, expect

Record = dict[str, Any]

TAKE_IS_HEARD = "performance.getEntriesByName('take.heard').length > 0"


def record(person: Person, name: str, seconds: float) -> None:
    """Record from the microphone (the browser's own test tone), listen, name and keep it."""
    page = person.page
    page.goto("/library")
    page.get_by_role("button", name="Record").first.click()
    page.get_by_role("button", name="Start recording").click()
    page.wait_for_timeout(seconds * 1000)
    page.get_by_role("button", name="Stop and listen").click()
    page.get_by_role("dialog").get_by_label("Name").fill(name)
    page.get_by_role("button", name="Keep it").click()
    expect(person.sample_row(name)).to_have_attribute("data-state", "ready", timeout=60_000)


def ready_samples(person: Person) -> list[Record]:
    return [row for row in person.everything("/api/samples?scope=mine") if row["state"] == "ready"]


def upload_all(person: Person, files: Sequence[Path]) -> None:
    before = len(ready_samples(person))
    person.upload(files)
    expect(person.page.get_by_text("Uploading:").first).to_be_visible()
    person.wait_for(lambda: len(ready_samples(person)) >= before + len(files), "the uploads are read")


def choose_found(person: Person, search: str) -> None:
    """Tick everything that a search in the library finds."""
    page = person.page
    page.goto("/library")
    with page.expect_response(lambda answer: "/api/samples?" in answer.url and "search=" in answer.url):
        page.get_by_label("Search", exact=True).fill(search)
    page.wait_for_timeout(300)
    page.get_by_role("checkbox", name=re.compile("^Choose all")).check()


def tag_found(person: Person, search: str, tag: str) -> None:
    """Give a tag to everything that a search finds."""
    page = person.page
    choose_found(person, search)
    page.get_by_role("group", name="The chosen samples").get_by_role("button", name="Tag").click()
    page.get_by_role("dialog").get_by_label("Add a tag").fill(tag)
    page.get_by_role("dialog").get_by_label("Add a tag").press("Enter")
    page.get_by_role("dialog").get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def train(person: Person, search: str, name: str, steps: int, by_tag: bool) -> str:
    """Plan a training on what a search finds, read its cost, start it; the model's id."""
    page = person.page
    choose_found(person, search)
    page.get_by_role("button", name=re.compile("^Train on th")).click()
    page.get_by_text("Sketch", exact=True).first.click()
    if by_tag:
        page.get_by_role("button", name=re.compile("^One for each")).click()
    page.get_by_label("Steps", exact=True).fill(str(steps))
    page.get_by_label("Name of the model").fill(name)
    plan = page.get_by_role("complementary", name="The plan")
    expect(plan).to_contain_text("Through all recordings")
    expect(plan).to_contain_text(re.compile(r"\d+(\.\d+)? ?(s|min)\b"))
    mean_it(person)
    page.get_by_role("button", name="Start training").click()
    page.wait_for_url(re.compile(r"/models/[0-9a-f-]{36}$"))
    return page.url.rsplit("/", 1)[1]


def mean_it(person: Person) -> None:
    """Tick every mistake that the plan is said to be, once it is reckoned."""
    page = person.page
    page.wait_for_timeout(600)
    expect(page.locator("section[aria-labelledby=cost]")).to_have_attribute("aria-busy", "false")
    for box in page.get_by_role("list", name="Mistakes in this plan").get_by_role("checkbox").all():
        box.check()


def generate(person: Person, wavenet: str, voices: int, seconds: float, seed: int, prompt: str = "") -> None:
    """Ask for takes and wait until each can be heard."""
    page = person.page
    page.goto(f"/models/{wavenet}/generate")
    page.get_by_label("Voices").fill(str(voices))
    page.get_by_label("Length").fill(str(seconds))
    page.get_by_label("Seed").fill(str(seed))
    if prompt:
        choose_prompt(person, prompt)
    page.get_by_role("button", name=re.compile("^Generate")).click()
    expect(page.get_by_role("button", name=re.compile(r"^Keep voice"))).to_have_count(voices, timeout=120_000)


def choose_prompt(person: Person, name: str) -> None:
    page = person.page
    page.get_by_role("button", name=re.compile("prompt", re.I)).first.click()
    page.get_by_label(re.compile("search", re.I)).last.fill(name)
    page.get_by_role("dialog").get_by_role("button", name=re.compile(f"^(?!Play).*{re.escape(name)}")).first.click()


def keep_take(person: Person, voice: int, name: str) -> None:
    page = person.page
    page.get_by_role("button", name=f"Keep voice {voice}").click()
    page.get_by_role("dialog").get_by_label("Name").fill(name)
    page.get_by_role("dialog").get_by_role("button", name=re.compile("Keep")).last.click()
    expect(page.get_by_role("link", name=re.compile(f"Voice {voice} is kept"))).to_be_visible()


def new_project(person: Person, name: str) -> str:
    page = person.page
    page.goto("/projects")
    page.get_by_role("button", name="New project").click()
    page.get_by_role("dialog").get_by_label("Name").fill(name)
    page.get_by_role("dialog").locator("button.primary").click()
    page.wait_for_url(re.compile(r"/projects/[0-9a-f-]{36}$"))
    return page.url.rsplit("/", 1)[1]


def invite(person: Person) -> str:
    """The address of a fresh invitation to the open project."""
    page = person.page
    page.get_by_role("button", name="Share").click()
    page.get_by_role("button", name="Make a link").click()
    link = page.get_by_role("dialog").locator("input.link").first.input_value()
    page.keyboard.press("Escape")
    return link


def choose_from_menu(person: Person, name: str, item: str) -> None:
    """Choose from the “more” menu of what is shown."""
    person.page.get_by_role("button", name=re.compile(f"^More.*{re.escape(name)}")).click()
    person.page.get_by_role("menuitem", name=re.compile(f"^{item}")).click()


def publish(person: Person, licence: str) -> None:
    """Publish under a licence in the dialog that is open."""
    dialog = person.page.get_by_role("dialog")
    dialog.get_by_text(licence, exact=True).click()
    dialog.get_by_role("button", name="Publish").click()


def publish_found(person: Person, search: str, licence: str) -> None:
    """Publish everything that a search in the library finds."""
    choose_found(person, search)
    person.page.get_by_role("group", name="The chosen samples").get_by_role("button", name="Publish").click()
    publish(person, licence)
    expect(person.page.get_by_role("dialog")).to_have_count(0, timeout=30_000)


def is_at_work(person: Person, wavenet: str) -> bool:
    """Whether a model's training goes on."""
    return person.fetch(f"/api/wavenets/{wavenet}")["job"]["status"] in ("queued", "running")
