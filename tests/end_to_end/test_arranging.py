"""Arranging by keyboard alone, with what a screen reader is told; the tools for clouds; and what sounds alike."""

import re
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


def test_a_clip_has_devices_of_its_own_and_is_heard_alone(ada: Person, timeline: Timeline) -> None:
    page = ada.page
    page.locator("#timeline [role=row]").first.focus()
    page.keyboard.press("ArrowRight")
    clip = page.locator("#timeline [role=row]:focus").get_attribute("data-clip")
    page.get_by_role("group", name="Whose devices").get_by_role("button", name="Clip", exact=True).click()
    page.get_by_role("button", name="Device", exact=True).click()
    page.get_by_role("menuitem", name="Filter").first.click()
    expect(page.get_by_role("region", name="Filter")).to_be_visible()

    def given() -> list[str]:
        return [row["effect"] for row in timeline.document()["devices"].values() if row.get("clip") == clip]

    ada.wait_for(lambda: given() == ["filter"], "the clip has its device", 10)
    page.locator(f"#timeline [data-clip={clip}]").focus()
    page.keyboard.press("q")
    expect(page.locator("[role=status].sr")).to_contain_text("alone")
    track = page.evaluate("(clip) => overhear.bench.arrangement.clips.get(clip).track", clip)
    heard = "(track) => overhear.bench.transport.level(track)[0] > -80"
    ada.wait_for(lambda: page.evaluate(heard, track), "it is heard", 20)
    levels = page.evaluate("""overhear.bench.arrangement.rowsInOrder.map(
        (row) => [row.id, overhear.bench.transport.level(row.id)[0]])""")
    assert [key for key, level in levels if level > -90] == [track]
    page.keyboard.press("q")
    assert not page.evaluate("overhear.bench.playing || overhear.bench.transport.auditioning")
    timeline.press("Control+z")
    ada.wait_for(lambda: given() == [], "the device is gone", 10)


def test_a_fader_moved_while_it_plays_writes_its_envelope(ada: Person, timeline: Timeline) -> None:
    page = ada.page
    page.get_by_test_id("track-head").first.click(position={"x": 40, "y": 10})
    track = page.evaluate("overhear.bench.track")
    before = timeline.document()
    page.locator("#timeline").focus()
    page.keyboard.press("w")
    page.keyboard.press("Space")
    ada.wait_for(lambda: page.evaluate("overhear.bench.playing && overhear.bench.now_seconds > 0.3"), "it plays", 20)
    box = page.get_by_label(f"Fader of {before['tracks'][track]['name']}", exact=True).bounding_box()
    assert box is not None
    across, down = box["x"] + box["width"] / 2, box["y"] + box["height"] * 0.3
    page.mouse.move(across, down)
    page.mouse.down()
    for step in range(12):
        page.mouse.move(across, down + step * box["height"] * 0.04)
        page.wait_for_timeout(60)
    page.mouse.up()
    page.get_by_role("button", name="Pause", exact=True).click()

    def drawn() -> list[tuple[float, float]]:
        found = timeline.document()
        wanted = (track, "gain_db")
        of = next((key for key, one in found["envelopes"].items() if (one["target"], one["parameter"]) == wanted), "")
        return sorted((p["seconds"], p["value"]) for p in found["points"].values() if p["envelope"] == of)

    ada.wait_for(lambda: len(drawn()) >= 3, "the envelope is written", 10)
    values = [value for _, value in drawn()]
    usual = before["tracks"][track].get("gain_db", 0.0)
    assert values[0] == values[-1] == pytest.approx(usual)
    assert min(values) < usual - 6
    timeline.press("w", "Control+z")
    ada.wait_for(lambda: timeline.document() == before, "all of it is undone", 10)


def test_more_like_a_clip_is_found_and_put_in_its_place(ada: Person, timeline: Timeline) -> None:
    page = ada.page
    page.locator("#timeline [role=row]").first.focus()
    page.keyboard.press("ArrowRight")
    clip = page.locator("#timeline [role=row]:focus").get_attribute("data-clip")
    assert clip is not None
    before = timeline.clips
    own = before[clip]["sample"]
    like = [one for one in ada.fetch(f"/api/samples/{own}/alike") if one["likeness"] >= 0.35]
    assert like and own not in [one["id"] for one in like]

    page.keyboard.press("y")
    panel = page.get_by_role("complementary", name="Library")
    chip, lines = panel.get_by_role("button", name="Like “"), panel.locator("[data-sample]")
    expect(lines).to_have_count(len(like))
    assert [line.get_attribute("data-sample") for line in lines.all()] == [one["id"] for one in like]
    expect(lines.first).to_be_focused()
    expect(lines.first).to_have_accessible_name(re.compile(rf"{round(100 * like[0]['likeness'])}\s% alike"))
    expect(lines.first.get_by_text(f"{like[0]['likeness']:.2f}".lstrip("0"), exact=True)).to_be_visible()
    lines.first.get_by_role("button", name="Replace").click()
    timeline.until(lambda clips: clips[clip]["sample"] == like[0]["id"], "the most similar is in its place")
    page.locator(f"#timeline [data-clip={clip}]").focus()
    page.keyboard.press("Control+z")
    timeline.until(lambda clips: clips == before, "that is undone")

    expect(chip).to_be_visible()
    page.keyboard.press("Escape")
    expect(chip).to_have_count(0)
    page.get_by_role("button", name="More for the selected clips").click()
    page.get_by_role("menuitem", name="More like this in the library").click()
    expect(chip).to_be_visible()
    panel.get_by_label("Search the library").fill("a")
    expect(chip).to_have_count(0)


def test_a_card_tells_what_sounds_like_its_sample(ada: Person, timeline: Timeline) -> None:
    page = ada.page
    samples = {clip["sample"] for clip in timeline.clips.values()}
    found = {sample: ada.fetch(f"/api/samples/{sample}/alike") for sample in samples}
    sample, like = next((sample, like) for sample, like in found.items() if like and like[0]["likeness"] >= 0.35)
    like = [one for one in like if one["likeness"] >= 0.35]
    page.goto(f"/library?sample={sample}")
    card = page.get_by_role("complementary", name=re.compile("^Sample: "))
    rows = card.get_by_role("heading", name="Sounds like this").locator("xpath=..").get_by_role("listitem")
    expect(rows).to_have_count(min(5, len(like)))
    expect(rows.first).to_contain_text(f"{round(100 * like[0]['likeness'])}\u202f% alike")
    rows.first.get_by_role("link", name=like[0]["name"], exact=True).click()
    heading = card.get_by_role("heading", level=2)
    expect(heading).to_have_text(like[0]["name"])
    expect(heading).to_be_focused()
