"""A track with a device that only the server can play is bounced in place, heard, undone, frozen and unfrozen."""

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from mixing.outputs import Bounce, Outputs, Tap
from mixing.project import Project
from mixing.render import render
from tests.end_to_end.person import Person, expect
from tests.end_to_end.timeline import Timeline

pytestmark = pytest.mark.browser

TRACK = "Bursts"
RATE_HZ = 44_100
OFF_DB = -60.0


@pytest.fixture(scope="module")
def timeline(ada: Person) -> Timeline:
    """The first piece, with a pitch shift on one of its tracks."""
    page = ada.page
    found = Timeline(ada, ada.fetch("/api/projects")["results"][0]["id"])
    page.goto(f"/projects/{found.project}")
    expect(page.locator("#timeline [role=row]").first).to_be_attached()
    head(ada, TRACK).click(position={"x": 60, "y": 12})
    page.get_by_role("group", name="Whose devices").get_by_role("button", name=TRACK).click()
    page.get_by_role("button", name="Device", exact=True).click()
    page.get_by_role("menuitem", name=re.compile("^Pitch shift", re.I)).click()
    device = page.get_by_role("region", name=re.compile("^Pitch shift", re.I))
    device.get_by_role("button", name=re.compile("^Preset")).click()
    page.get_by_role("menuitemradio", name="Giant").click()
    ada.wait_for(lambda: devices_of(found, TRACK) == [("pitch_shift", {"semitones": -5})], "the device is there", 20)
    return found


def head(person: Person, track: str) -> Any:
    return person.page.get_by_test_id("track-head").filter(has_text=re.compile(f"{track}(?!,)")).first


def tracks(timeline: Timeline) -> dict[str, dict[str, Any]]:
    """By their names, with their ids."""
    return {row["name"]: {**row, "id": key} for key, row in timeline.document()["tracks"].items()}


def devices_of(timeline: Timeline, track: str) -> list[tuple[str, dict[str, float]]]:
    devices = timeline.document()["devices"].values()
    of = tracks(timeline)[track]["id"]
    return [(one["effect"], one.get("parameters", {})) for one in devices if one.get("track") == of]


def order_of(timeline: Timeline) -> list[str]:
    rows = sorted((row.get("order", "a0"), row["name"]) for row in tracks(timeline).values() if row["id"] != "master")
    return [name for _, name in rows]


def downloaded(person: Person, address: str, path: Path) -> Path:
    path.write_bytes(person.context.request.get(f"{person.url}{address}").body())
    return path


def rendered(timeline: Timeline, document: dict[str, Any], tap: Tap, folder: Path) -> np.ndarray:
    """What the engine itself makes of the track."""
    samples = timeline.person.fetch(f"/api/projects/{timeline.project}/samples")
    media = {one["id"]: downloaded(timeline.person, one["audio_url"], folder / one["id"]) for one in samples}
    project = Project.model_validate(document)
    source = next(key for key, row in project.tracks.items() if row.name == TRACK)
    outputs = Outputs(bounces=(Bounce(folder / "wanted.wav", source, tap, 32),))
    for _ in render(project, media, outputs, folder / "cache"):
        pass
    return np.asarray(soundfile.read(folder / "wanted.wav", always_2d=True)[0])


def off_db(heard: np.ndarray, wanted: np.ndarray) -> float:
    return float(20 * np.log10(max(float((heard - wanted).std()), 1e-12) / float(wanted.std())))


def the_clip_on(timeline: Timeline, name: str) -> dict[str, Any]:
    (clip,) = [one for one in timeline.clips.values() if one["track"] == tracks(timeline)[name]["id"]]
    return clip


def test_a_track_is_bounced_wet_in_place(ada: Person, timeline: Timeline, tmp_path: Path) -> None:
    page, before = ada.page, timeline.document()
    head(ada, TRACK).get_by_role("button", name=f"More for {TRACK}").click()
    page.get_by_role("menuitem", name=re.compile("^Bounce…")).click()
    panel = page.get_by_role("complementary", name="Bounce")
    assert panel.get_by_label("Track", exact=True).evaluate("one => one.selectedOptions[0].text") == TRACK
    panel.get_by_role("button", name="Wet").press("Enter")
    panel.get_by_label("In place").check()
    expect(panel.get_by_text(f"“{TRACK}” is muted")).to_be_visible()
    panel.get_by_label("Name").fill("Giant bursts")
    panel.get_by_role("button", name="Bounce", exact=True).click()
    expect(panel.get_by_text("It stands on the track “Giant bursts”.")).to_be_visible(timeout=120_000)

    ada.wait_for(lambda: "Giant bursts" in tracks(timeline), "the new track is there", 20)
    order = order_of(timeline)
    assert order.index("Giant bursts") == order.index(TRACK) + 1
    assert tracks(timeline)[TRACK]["mute"] is True
    clip = the_clip_on(timeline, "Giant bursts")
    sample = ada.fetch(f"/api/samples/{clip['sample']}")
    assert (sample["state"], sample["origin"], sample["category"]) == ("ready", "bounced", "bounces")
    known = sample["bounce"]
    assert (known["track_name"], known["tap"]) == (TRACK, "wet")
    assert len(known["credits"]) > 0

    heard = np.asarray(soundfile.read(downloaded(ada, sample["audio_url"], tmp_path / "heard"), always_2d=True)[0])
    wanted = rendered(timeline, before, "wet", tmp_path)
    start = round(clip["start_seconds"] * RATE_HZ)
    assert len(heard) == round(clip["duration_seconds"] * RATE_HZ) > RATE_HZ
    assert heard.std() > 0.001
    assert off_db(heard, wanted[start : start + len(heard)]) < OFF_DB


def test_undo_brings_the_track_back(ada: Person, timeline: Timeline) -> None:
    timeline.press("Escape")
    ada.page.evaluate("document.activeElement?.blur()")
    timeline.press("Control+z")
    ada.wait_for(lambda: "Giant bursts" not in tracks(timeline), "the new track is gone", 20)
    assert not tracks(timeline)[TRACK].get("mute")
    assert devices_of(timeline, TRACK) == [("pitch_shift", {"semitones": -5})]
    names = {one["name"] for one in ada.fetch(f"/api/projects/{timeline.project}/samples")}
    assert "Giant bursts" in names  # the sound stays


def test_a_track_is_frozen_and_unfrozen_by_keyboard(ada: Person, timeline: Timeline, tmp_path: Path) -> None:
    page, before = ada.page, timeline.document()
    head(ada, TRACK).click(position={"x": 60, "y": 12})
    command(ada, "freeze the track")
    frozen = f"{TRACK}, frozen"
    ada.wait_for(lambda: frozen in tracks(timeline), "it is frozen", 120)
    assert tracks(timeline)[TRACK]["mute"] is True
    clip = the_clip_on(timeline, frozen)
    sample = ada.fetch(f"/api/samples/{clip['sample']}")
    heard = np.asarray(soundfile.read(downloaded(ada, sample["audio_url"], tmp_path / "heard"), always_2d=True)[0])
    start = round(clip["start_seconds"] * RATE_HZ)
    assert off_db(heard, rendered(timeline, before, "post", tmp_path)[start : start + len(heard)]) < OFF_DB

    page.get_by_label("Close the bounce panel").click()
    page.evaluate("document.activeElement?.blur()")
    command(ada, "unfreeze the track")
    ada.wait_for(lambda: frozen not in tracks(timeline), "it is unfrozen", 20)
    assert not tracks(timeline)[TRACK].get("mute")


def test_what_holds_nothing_says_so(ada: Person, timeline: Timeline) -> None:
    page = ada.page
    command(ada, "add a track")
    ada.wait_for(lambda: any(re.match(r"Track \d", name) for name in tracks(timeline)), "there is a track", 20)
    command(ada, "bounce…")
    panel = page.get_by_role("complementary", name="Bounce")
    panel.get_by_role("button", name="Bounce", exact=True).click()
    expect(panel.get_by_text(re.compile(r"There is nothing on “Track \d” to bounce\."))).to_be_visible()


def command(person: Person, title: str) -> None:
    """Do something by its name."""
    page = person.page
    page.keyboard.press("Control+k")
    page.get_by_label("Search the commands").fill(title)
    page.keyboard.press("Enter")
