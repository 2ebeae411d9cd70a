"""Two people in two browsers make one piece: roles, comments, edits kept offline, versions, and honest undo."""

import re

import pytest
from playwright.sync_api import Page, WebSocketRoute

from tests.end_to_end.person import Person, expect
from tests.end_to_end.timeline import Timeline

pytestmark = pytest.mark.browser


class Line:
    """The connection of a page to the document's socket, which can be cut as a train in a tunnel does."""

    def __init__(self, page: Page) -> None:
        self.up = True
        self.ends: list[WebSocketRoute] = []
        page.route_web_socket(re.compile("/ws/projects/"), self.opened)

    def opened(self, route: WebSocketRoute) -> None:
        if self.up:
            self.ends += [route, route.connect_to_server()]
        else:
            route.close()

    def cut(self) -> None:
        self.up = False
        for end in self.ends:
            end.close()
        self.ends.clear()


@pytest.fixture(scope="module")
def line(ada: Person) -> Line:
    return Line(ada.page)


@pytest.fixture(scope="module")
def project(ada: Person, line: Line) -> str:
    """Ada's first piece, open on her page."""
    found: str = ada.fetch("/api/projects")["results"][0]["id"]
    ada.page.goto(f"/projects/{found}")
    expect(ada.page.get_by_text(re.compile("^Saved"))).to_be_visible()
    return found


@pytest.fixture(scope="module")
def hers(ada: Person, project: str) -> Timeline:
    return Timeline(ada, project)


@pytest.fixture(scope="module")
def his(ada: Person, ben: Person, project: str) -> Timeline:
    """Ben's page, after he came by a link that lets him comment."""
    page = ada.page
    page.get_by_role("button", name="Share").click()
    page.get_by_role("button", name="Can comment").click()
    page.get_by_role("button", name="Make a link").click()
    link = page.get_by_role("dialog").locator("input.link").first.input_value()
    page.keyboard.press("Escape")
    ben.page.goto(link)
    expect(ben.page.get_by_text(re.compile("The link counts until"))).to_be_visible()
    ben.page.get_by_role("button", name="Join").click()
    expect(ben.page.get_by_text("You can listen and comment")).to_be_visible()
    return Timeline(ben, project)


def start_of(timeline: Timeline, clip: str) -> float:
    return float(timeline.clips[clip]["start_seconds"])


def a_clip(timeline: Timeline, number: int = 0) -> str:
    """One of the bursts, by time."""
    clips = sorted(timeline.clips.items(), key=lambda entry: (entry[1]["start_seconds"], entry[0]))
    return [key for key, clip in clips if clip["duration_seconds"] > 0.5][number]


def test_a_commenter_comments_by_keyboard_and_the_other_sees_it_at_once(hers: Timeline, his: Timeline) -> None:
    his.show_all()
    his.press("c")
    his.page.keyboard.type("More air before the voice?")
    his.press("Enter")
    pin = hers.page.get_by_role("button", name=re.compile(f"^Comment by {his.person.name}, 0:00.0, new"))
    expect(pin).to_be_visible()
    expect(hers.page.get_by_role("button", name="Comments, 1 new")).to_be_visible()
    pin.click()
    panel = hers.page.get_by_test_id("comment-panel")
    expect(panel).to_contain_text("More air before the voice?")
    panel.get_by_role("button", name="Answer").click()
    hers.page.keyboard.type("Moved it by 1.4 s")
    hers.press("Enter")
    expect(his.page.get_by_test_id("comment-panel")).to_contain_text("Moved it by 1.4 s")
    panel.get_by_role("button", name="Resolve").click()
    expect(panel.get_by_role("article")).to_have_count(0)
    expect(his.page.get_by_test_id("comment-panel")).to_contain_text(f"resolved by {hers.person.name}")


def test_who_may_only_comment_cannot_edit_until_the_owner_says_so(hers: Timeline, his: Timeline) -> None:
    clip = a_clip(his)
    before = start_of(his, clip)
    his.click(clip)
    his.press("ArrowRight")
    his.page.wait_for_timeout(800)
    assert start_of(his, clip) == before
    page = hers.page
    page.get_by_role("button", name="Share").click()
    page.get_by_label(f"What {his.person.name} may do").select_option("editor")
    expect(his.page.get_by_text("You can listen and comment")).to_have_count(0)
    page.keyboard.press("Escape")
    his.click(clip)
    his.press("ArrowRight")
    his.until(lambda clips: clips[clip]["start_seconds"] != before, "the editor's clip has moved")


def test_what_is_changed_offline_outlives_the_page_and_is_joined(hers: Timeline, his: Timeline, line: Line) -> None:
    mine, theirs = a_clip(hers, 0), a_clip(hers, 3)
    before, other = start_of(hers, mine), start_of(his, theirs)
    line.cut()
    expect(hers.page.get_by_text("Offline.", exact=True)).to_be_visible(timeout=40_000)
    hers.click(mine)
    for _ in range(3):
        hers.press("ArrowRight")
    expect(hers.page.get_by_text(re.compile("^Offline. 3 changes kept"))).to_be_visible()
    his.click(theirs)
    his.press("ArrowRight")
    his.until(lambda clips: clips[theirs]["start_seconds"] != other, "the other goes on meanwhile")
    hers.page.wait_for_timeout(500)
    hers.page.goto("about:blank")
    line.up = True
    hers.page.goto(f"/projects/{hers.project}")
    clips = hers.until(lambda clips: clips[mine]["start_seconds"] > before, "the changes that were kept have come")
    assert clips[theirs]["start_seconds"] != other
    expect(hers.page.get_by_text(re.compile("^Saved"))).to_be_visible()


def test_a_version_comes_back_as_one_step_and_nothing_is_lost(hers: Timeline, his: Timeline) -> None:
    page, clip = hers.page, a_clip(hers)
    hers.show_all()
    hers.press("h")
    page.get_by_label("Name of the version to keep").fill("Draft")
    page.get_by_role("button", name="Keep", exact=True).click()
    panel = page.get_by_test_id("version-panel")
    expect(panel).to_contain_text("Draft")
    count, before = len(hers.clips), start_of(hers, clip)
    hers.click(clip)
    hers.press("Delete")
    hers.until(lambda clips: clip not in clips, "the clip is deleted")
    panel.get_by_role("button", name="Compare").first.click()
    expect(panel.get_by_role("region", name=re.compile("since Draft"))).to_contain_text("removed 1 clip")
    expect(page.get_by_test_id("comparison").locator(".gone")).to_have_count(1)
    panel.get_by_role("button", name="Restore").first.click()
    after = hers.until(lambda clips: clip in clips, "the version is back")
    assert (len(after), after[clip]["start_seconds"]) == (count, before)
    expect(page.get_by_text("“Draft” is back.")).to_be_visible()
    expect(panel).to_contain_text("Before “Draft” came back")
    hers.show_all()
    hers.press("Control+z")
    hers.until(lambda clips: clip not in clips, "undo brings back what stood there")
    hers.press("Control+Shift+z")
    hers.until(lambda clips: clip in clips, "and redo the version")
    page.get_by_role("button", name="Who did what").click()
    expect(panel.get_by_role("list", name="Who did what")).to_contain_text(f"{hers.person.name} removed clip “")
