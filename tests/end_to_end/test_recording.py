"""What the microphone gives is what arrives: sample by sample, with its markers; a closed tab loses nothing."""

import io
from collections.abc import Iterator
from typing import Literal

import numpy as np
import pytest
import soundfile
from playwright.sync_api import Browser, sync_playwright

from tests.end_to_end.browser import ARGUMENTS, find
from tests.end_to_end.person import Person, expect
from tests.end_to_end.test_pages import AXE, CHECK
from tests.studio.live import Studio

pytestmark = pytest.mark.browser

RATE_HZ = 44_100  # of the browser's own microphone, at which nothing is resampled
SECONDS = 120  # more than the stories take: after its end the file is silent


@pytest.fixture(scope="module")
def played() -> np.ndarray:
    """16-bit noise, mono: any two stretches of it differ."""
    return np.random.default_rng(1).integers(-20_000, 20_000, SECONDS * RATE_HZ).astype(np.int16)


@pytest.fixture(scope="module")
def browser(played: np.ndarray, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Its microphone plays a file."""
    path = tmp_path_factory.mktemp("microphone") / "played.wav"
    soundfile.write(path, played, RATE_HZ, subtype="PCM_16")
    with sync_playwright() as playwright:
        fed = [*ARGUMENTS, f"--use-file-for-fake-audio-capture={path}%noloop"]
        chromium = playwright.chromium.launch(executable_path=find(), args=fed)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def eve(browser: Browser, studio: Studio) -> Iterator[Person]:
    person = Person(browser, studio.url, "eve")
    person.sign_up()
    yield person
    person.close()


def start(person: Person) -> None:
    page = person.page
    page.goto("/library?record")
    page.get_by_role("button", name="Start recording").click()
    page.wait_for_timeout(1500)


def heard(person: Person, name: str) -> tuple[np.ndarray, dict[str, object]]:
    expect(person.sample_row(name)).to_have_attribute("data-state", "ready", timeout=60_000)
    (row,) = [each for each in person.everything("/api/samples?scope=mine") if each["name"] == name]
    body = person.context.request.get(f"{person.url}{row['audio_url']}").body()
    frames, rate_hz = soundfile.read(io.BytesIO(body), dtype="int32", always_2d=True)
    assert rate_hz == RATE_HZ
    return frames[:, 0] >> 16, row


def record(person: Person, name: str) -> tuple[np.ndarray, list[float]]:
    page = person.page
    page.goto("/library?record")
    page.get_by_text("Format", exact=True).click()
    page.get_by_label("Channels").select_option("mono")
    page.get_by_role("button", name="Start recording").click()
    page.wait_for_timeout(1200)
    page.keyboard.press("m")
    page.wait_for_timeout(800)
    page.get_by_role("button", name="Mark").click()
    page.get_by_role("button", name="Pause").click()
    page.wait_for_timeout(500)
    page.get_by_role("button", name="Stop and listen").click()
    page.get_by_role("dialog").get_by_label("Name").fill(name)
    page.get_by_role("button", name="Keep it").click()
    found, row = heard(person, name)
    markers = row["markers"]
    assert isinstance(markers, list)
    return found[np.flatnonzero(found)[0] :], markers  # a microphone may be silent until its first samples come


def test_what_arrives_is_what_was_played(eve: Person, played: np.ndarray) -> None:
    found, markers = record(eve, "Exact")
    if not is_exact(found, played):  # on a busy machine the played microphone itself may stumble, but not twice
        found, markers = record(eve, "Exact, once more")
    assert len(found) > 1.5 * RATE_HZ
    assert is_exact(found, played), f"{len(found)} samples arrived, which begin with {found[:8]}"
    assert len(markers) == 2
    assert 0.5 < markers[0] < markers[1] <= len(found) / RATE_HZ + 0.1


def is_exact(found: np.ndarray, played: np.ndarray) -> bool:
    """Whether the recording is one stretch of what was played, sample by sample."""
    starts = np.flatnonzero(played[: len(played) - len(found)] == found[0])
    return any(np.array_equal(played[at : at + len(found)], found) for at in starts)


def test_a_closed_tab_loses_nothing(eve: Person) -> None:
    start(eve)
    eve.page.wait_for_timeout(6000)  # some parts have reached the device's storage
    eve.page.close(run_before_unload=False)
    eve.reopen()
    eve.page.goto("/library")
    expect(eve.page.get_by_text("1 recording waits on this device.")).to_be_visible()
    eve.page.get_by_role("button", name="Listen and keep").click()
    eve.page.get_by_role("dialog").get_by_label("Name").fill("Rescued")
    eve.page.get_by_role("dialog").get_by_role("button", name="Keep it").click()
    found, _ = heard(eve, "Rescued")
    assert len(found) > 2 * RATE_HZ
    expect(eve.page.get_by_text("waits on this device")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_recorder_is_accessible_at_every_width(eve: Person, scheme: Literal["light", "dark"]) -> None:
    page = eve.page
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.goto("/library?record")
    names = ("Start recording", "Stop and listen", "Keep it")  # before, during, after
    for at, name in enumerate(names):
        expect(page.get_by_role("button", name=name)).to_be_enabled()
        for width in (1440, 1024, 390):
            page.set_viewport_size({"width": width, "height": 900})
            page.wait_for_timeout(300)
            page.evaluate(AXE)
            assert page.evaluate(CHECK) == [], f"{name}, {scheme}, {width}"
            dialog = page.get_by_role("dialog").evaluate("(it) => it.scrollWidth - it.clientWidth")
            assert dialog <= 0, f"{name}: {dialog} px too wide at {width}"
        if at < 2:
            page.get_by_role("button", name=name).click()
            page.wait_for_timeout(500)
    page.get_by_role("button", name="Throw away").click()
    page.get_by_role("button", name="Throw it away for good").click()
