"""The take room: takes drawn, heard while they grow, stopped, kept together; a voice played live and recorded."""

import re

import pytest
import soundfile
from playwright.sync_api import expect

from tests.conftest import speech_like
from tests.end_to_end import accessible, rooms
from tests.end_to_end.person import Person
from tests.studio.live import Studio
from tests.studio.tasks.planting import planted

pytestmark = pytest.mark.browser

PATIENCE_MS = 120_000


@pytest.fixture(scope="module")
def wavenet(ada: Person, studio: Studio, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A model of four classes that nobody trained, and a sound to continue."""
    path = tmp_path_factory.mktemp("prompt") / "seven.wav"
    soundfile.write(path, speech_like(1.24, 120, 5, 16_000), 16_000)
    ada.page.set_default_timeout(PATIENCE_MS)
    ada.upload([path])
    ada.wait_for(
        lambda: any(row["name"] == "seven" and row["state"] == "ready" for row in ada.everything("/api/samples")),
        "the prompt is read",
    )
    return planted(studio, "ada", "small", "george", "jackson", "lucas", "nicolas")


def press_curve(person: Person, number: int, across: float, down: float) -> None:
    """Put a point on the paper of a curve."""
    box = person.page.locator(".curve .paper").nth(number).bounding_box()
    assert box is not None
    person.page.mouse.click(box["x"] + across * box["width"], box["y"] + down * box["height"])


def test_eight_voices_follow_a_prompt_and_curves_and_are_kept(ada: Person, wavenet: str) -> None:
    page = ada.page
    page.goto(f"/models/{wavenet}/generate")
    rooms.choose_prompt(ada, "seven")
    mark = page.get_by_role("slider", name="Where the network goes on from the prompt")
    mark.focus()
    for _ in range(3):
        mark.press("ArrowLeft")
    press_curve(ada, 0, 0.3, 0.1)
    press_curve(ada, 0, 0.8, 0.62)
    press_curve(ada, 1, 0.9, 0.7)
    page.get_by_label("Voices").fill("8")
    page.get_by_label("Length").fill("3")
    page.get_by_label("Seed").fill("7")
    page.get_by_role("button", name="Generate 8 takes").click()
    ada.wait_for(lambda: bool(page.evaluate(rooms.TAKE_IS_HEARD)), "the first sound of the take")
    expect(page.get_by_role("button", name=re.compile("^Keep voice"))).to_have_count(8, timeout=PATIENCE_MS)

    made = ada.fetch(f"/api/generations?wavenet={wavenet}")["results"][0]
    assert made["settings"]["prompt_end_seconds"] == pytest.approx(0.94, abs=0.011)
    shares = [point[1] for point in made["settings"]["class_curve"]]
    assert shares[0] == {"george": 1.0} and any("lucas" in share or "jackson" in share for share in shares)
    assert made["settings"]["temperature_curve"] and made["prompt_name"] == "seven"

    page.get_by_role("button", name="Keep all 8").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name").fill("Babble")
    dialog.get_by_label(re.compile("^Collection")).fill("Cloud")
    dialog.get_by_role("button", name="Keep all").click()
    expect(page.get_by_role("link", name=re.compile(r"Voice \d is kept"))).to_have_count(8)
    assert [row["sample_count"] for row in ada.fetch("/api/collections")] == [8]


def test_a_growing_take_is_stopped_and_kept(ada: Person, wavenet: str) -> None:
    page = ada.page
    page.goto(f"/models/{wavenet}/generate")
    page.get_by_label("Voices").fill("16")
    page.get_by_label("Length").fill("120")
    page.get_by_role("button", name="Generate 16 takes").click()
    ada.wait_for(lambda: bool(page.evaluate(rooms.TAKE_IS_HEARD)), "the first sound of the take")
    page.get_by_role("button", name="Stop and keep").click()
    newest = page.get_by_test_id("generation").first
    expect(newest).to_have_attribute("data-growing", "false", timeout=PATIENCE_MS)
    expect(newest.get_by_text("Stopped after")).to_be_visible()
    expect(newest.get_by_test_id("take")).to_have_count(16)
    page.reload()
    expect(page.get_by_test_id("generation").first.get_by_test_id("take")).to_have_count(16)


def test_a_voice_is_played_moved_and_recorded(ada: Person, wavenet: str) -> None:
    page = ada.page
    page.goto(f"/models/{wavenet}/generate")
    page.get_by_role("button", name="Play it live").click()
    page.get_by_role("button", name="Play", exact=True).click()
    page.get_by_text("Sounding", exact=True).wait_for()
    page.get_by_label("Temperature", exact=True).fill("0.70")
    page.get_by_test_id("play").get_by_role("button", name="lucas").click()
    figures = page.get_by_test_id("play-figures")
    ada.wait_for(lambda: float(figures.get_attribute("data-played") or 0) > 2, "two seconds are heard")
    page.get_by_role("button", name="Stop and keep").click()
    newest = page.get_by_test_id("generation").first
    expect(newest.get_by_role("heading", name="A voice that was played")).to_be_visible(timeout=PATIENCE_MS)
    made = ada.fetch(f"/api/generations?wavenet={wavenet}")["results"][0]
    told: dict[str, object] = {}
    for _, change in made["settings"]["moves"]:
        told |= change
    assert told["temperature"] == 0.7 and told["classes"] == {"lucas": 1.0}
    assert made["takes"][0]["duration_seconds"] > 2


def test_the_room_is_accessible_at_every_width(ada: Person, wavenet: str) -> None:
    page = ada.page

    def arrive() -> None:
        page.goto(f"/models/{wavenet}/generate")
        page.get_by_test_id("take").first.wait_for()

    accessible.check_all(page, "the take room", arrive)
