"""The mixer by hand: devices and sends in its strips, two settings compared, a chain copied, the mix measured."""

import re

import pytest

from tests.end_to_end.person import Person, expect
from tests.end_to_end.timeline import Timeline

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def mixer(ada: Person) -> Timeline:
    """Ada's first piece, whose first two tracks play from the start, with its mixer open."""
    project = ada.fetch("/api/projects")["results"][0]["id"]
    ada.page.goto(f"/projects/{project}")
    ada.page.get_by_role("button", name="Mix and master").click()
    expect(ada.page.get_by_role("region", name=re.compile("^Strip of")).first).to_be_visible()
    return Timeline(ada, project)


def devices_of(mixer: Timeline, name: str) -> list[dict[str, object]]:
    document = mixer.document()
    (track,) = [key for key, row in document["tracks"].items() if row["name"] == name]
    found = [row for row in document["devices"].values() if row.get("track") == track]
    return sorted(found, key=lambda row: row["order"])


def add(mixer: Timeline, track: str, effect: str) -> None:
    page, before = mixer.page, len(devices_of(mixer, track))
    page.get_by_role("button", name=f"Add a device or a send to {track}", exact=True).click()
    page.get_by_role("menuitem", name=re.compile(f"^{effect}")).click()
    mixer.person.wait_for(lambda: len(devices_of(mixer, track)) == before + 1, f"{effect} is on {track}", 10)


def test_a_strip_tells_what_is_heard_only_in_renders(mixer: Timeline) -> None:
    page = mixer.page
    page.get_by_role("region", name="Strip of Air").click()
    add(mixer, "Air", "Noise reduction")
    page.get_by_role("group", name="Whose devices").get_by_role("button", name="Air").click()
    device = page.get_by_role("region", name="Noise reduction")
    expect(device).to_contain_text("Heard in renders and bounces")
    add(mixer, "Air", "Compressor")
    expect(page.get_by_role("region", name="Compressor")).not_to_contain_text("Heard in renders and bounces")
    strip = page.get_by_role("region", name="Strip of Air")
    strip.get_by_role("button", name="Noise reduction is on").click()
    mixer.person.wait_for(lambda: devices_of(mixer, "Air")[0].get("enabled") is False, "it is bypassed", 10)


def test_two_settings_are_compared_and_a_chain_is_copied(mixer: Timeline) -> None:
    page = mixer.page
    page.get_by_role("button", name=re.compile("^Compare two settings")).click()
    ratio = page.get_by_role("region", name="Compressor").get_by_label("Ratio, in figures")
    before = ratio.input_value()
    ratio.fill("7")
    ratio.press("Enter")
    expect(ratio).to_have_value(re.compile("^7"))
    page.get_by_role("button", name="Compare two settings of these devices, B is heard").click()
    expect(ratio).to_have_value(before)
    page.get_by_role("button", name="Compare two settings of these devices, A is heard").click()
    expect(ratio).to_have_value(re.compile("^7"))
    page.get_by_role("button", name="Copy all").click()
    page.get_by_role("region", name="Strip of Bursts").click()
    page.get_by_role("group", name="Whose devices").get_by_role("button", name="Bursts").click()
    page.get_by_role("button", name="Paste 2").click()
    mixer.person.wait_for(lambda: len(devices_of(mixer, "Bursts")) == 2, "the chain is pasted", 10)
    assert [row["effect"] for row in devices_of(mixer, "Bursts")] == ["noise_reduction", "compressor"]


def test_a_send_is_set_in_the_strip(mixer: Timeline) -> None:
    page = mixer.page
    page.keyboard.press("Control+k")
    page.get_by_label("Search the commands").fill("send the track to a new reverb")
    page.keyboard.press("Enter")
    level = page.get_by_label("Level of the send from Bursts to Reverb, in dB")
    level.fill("-7.5")
    level.press("Enter")

    def levels() -> list[float]:
        return [row["gain_db"] for row in mixer.document()["sends"].values()]

    mixer.person.wait_for(lambda: levels() == [-7.5], "the send has its level", 10)


def test_the_mix_is_measured_while_it_plays(mixer: Timeline) -> None:
    page = mixer.page
    figures = page.get_by_label("Loudness of the mix")
    expect(figures).to_contain_text("−∞")
    page.get_by_role("button", name="Play", exact=True).click()
    expect(figures).to_contain_text(re.compile(r"I\s*−\d+\.\d"), timeout=20_000)
    meter = page.get_by_role("img", name=re.compile("^Level of Bursts, peak −"))
    expect(meter).to_be_visible(timeout=10_000)
    page.get_by_role("button", name="Pause", exact=True).click()
