"""Arranging by keyboard alone, with what a screen reader is told; and the tools for clouds, by their panel."""

from typing import Any

import pytest

from tests.end_to_end.person import Person, expect
from tests.end_to_end.timeline import Timeline

pytestmark = pytest.mark.browser


@pytest.fixture
def timeline(ada: Person) -> Timeline:
    project = ada.fetch("/api/projects")["results"][0]["id"]
    ada.page.goto(f"/projects/{project}")
    expect(ada.page.locator("#timeline [role=row]").first).to_be_attached()
    found = Timeline(ada, project)
    found.until(lambda clips: len(clips) > 20, "the piece is there")
    return found


def test_a_clip_is_arranged_by_keyboard_alone(ada: Person, timeline: Timeline) -> None:
    page = ada.page
    rows = page.locator("#timeline [role=row]")
    expect(rows.first).to_contain_text("clips")
    rows.first.focus()
    page.keyboard.press("ArrowRight")
    clip = page.locator("#timeline [role=row]:focus").get_attribute("data-clip")
    assert clip is not None
    before = timeline.clips[clip]
    expect(page.locator("#timeline [role=row]:focus")).to_contain_text("seconds long")

    timeline.press("Alt+ArrowRight", "Alt+ArrowRight", "Alt+ArrowRight", "<", "+", "r", "Shift+PageUp")
    timeline.until(lambda clips: clips[clip].get("semitones") == 1, "the edits arrive")
    after = timeline.clips[clip]
    assert after["start_seconds"] == pytest.approx(before["start_seconds"] + 0.03, abs=1e-6)
    assert after["pan"] == pytest.approx(before.get("pan", 0.0) - 0.1)
    assert (after["reverse"], after["gain_db"]) == (True, before.get("gain_db", 0.0) + 1)
    row = page.locator("#timeline [role=row]:focus")
    expect(row).to_contain_text("reversed")
    expect(row).to_contain_text("pitch 1.00 semitones")
    expect(page.locator("[role=status].sr")).to_contain_text("Pitch of")

    timeline.press("Alt+ArrowDown")
    timeline.until(lambda clips: clips[clip]["track"] != before["track"], "it is on the track below")
    timeline.press(*["Control+z"] * 8)
    assert timeline.until(lambda clips: clips[clip] == before, "all of it is undone")


def test_a_cloud_comes_back_with_its_seed(ada: Person, timeline: Timeline) -> None:
    page = ada.page
    page.keyboard.press("Control+k")
    page.get_by_label("Search the commands").fill("select all clips")
    page.keyboard.press("Enter")
    page.keyboard.press("d")
    panel = page.get_by_role("complementary", name="Cloud tools")
    before = timeline.clips

    def pans(seed: int) -> dict[str, Any]:
        panel.get_by_label("Seed").fill(str(seed))
        panel.get_by_label("Seed").press("Tab")
        known = timeline.clips
        panel.get_by_role("button", name="Randomise", exact=True).last.click()
        timeline.until(lambda clips: clips != known, "the pans are scattered")
        return {key: clip.get("pan", 0.0) for key, clip in timeline.clips.items()}

    first, other, again = pans(5), pans(6), pans(5)
    assert first == again != other
    assert len(set(first.values())) > 20
    page.get_by_label("Close the cloud tools").click()
    timeline.press("Control+z", "Control+z", "Control+z")
    timeline.until(lambda clips: clips == before, "three steps are undone")


def test_envelopes_and_markers_are_put_by_hand(ada: Person, timeline: Timeline) -> None:
    page = ada.page
    page.get_by_test_id("track-head").first.click(position={"x": 60, "y": 12})
    page.keyboard.press("Control+k")
    page.get_by_label("Search the commands").fill("automate the track's width")
    page.keyboard.press("Enter")
    lane = page.get_by_test_id("envelope-head")
    expect(lane).to_have_count(1)
    box, paper = lane.bounding_box(), timeline.paper.bounding_box()
    assert box is not None and paper is not None
    page.mouse.dblclick(paper["x"] + 300, box["y"] + box["height"] - 10)
    ada.wait_for(lambda: len(timeline.document()["points"]) == 2, "a second point is put", 20)
    page.keyboard.press("k")
    ada.wait_for(lambda: len(timeline.document()["markers"]) == 1, "a marker is put", 20)
    expect(page.get_by_test_id("marker")).to_have_count(1)
