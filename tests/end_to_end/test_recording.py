"""What the microphone gives is what arrives, most of it before the end; what is thrown away is gone everywhere."""

import re
from collections.abc import Iterator

import numpy as np
import pytest
from playwright.sync_api import Browser, Request

from tests.end_to_end import accessible
from tests.end_to_end.microphone import RATE_HZ, fetch, heard, keep, share_of, start, stretches, witness
from tests.end_to_end.person import Person, expect
from tests.studio.live import Studio

pytestmark = pytest.mark.browser

SECONDS = 180  # more than the stories take: after its end the file is silent
FRAME_BYTES = 3
SLOW_MICROPHONE = """
const { mediaDevices } = navigator;
const opened = new Promise((resolve) => { window.openMicrophone = resolve; });
const getUserMedia = mediaDevices.getUserMedia.bind(mediaDevices);
mediaDevices.getUserMedia = async (wanted) => { await opened; return getUserMedia(wanted); };
"""


@pytest.fixture(scope="module")
def played() -> np.ndarray:
    """16-bit noise, mono: any two stretches of it differ."""
    return np.random.default_rng(1).integers(-20_000, 20_000, SECONDS * RATE_HZ).astype(np.int16)


@pytest.fixture(scope="module")
def eve(browser: Browser, studio: Studio) -> Iterator[Person]:
    person = Person(browser, studio.url, "eve", bypass_csp=True)
    witness(person)
    person.sign_up()
    yield person
    person.close()


class Watch:
    """Where on the server the newest recording arrives."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.address = ""
        person.context.on("request", self._see)

    def _see(self, request: Request) -> None:
        if request.method == "PATCH" and "/api/uploads/" in request.url:
            self.address = request.url

    def seconds(self) -> float:
        """How much of it is there; less than nothing when it is not there at all."""
        if not self.address:
            return -1
        answer = self.person.context.request.head(self.address, headers={"Tus-Resumable": "1.0.0"})
        if answer.status == 404:
            return -1
        return (int(answer.headers["upload-offset"]) - 44) / (FRAME_BYTES * RATE_HZ)


@pytest.fixture
def watch(eve: Person) -> Watch:
    return Watch(eve)


def test_what_was_heard_arrives_and_most_of_it_before_the_end(eve: Person, played: np.ndarray, watch: Watch) -> None:
    page = eve.page
    start(eve)
    page.wait_for_timeout(1200)
    page.keyboard.press("m")
    page.wait_for_timeout(800)
    page.get_by_role("button", name="Mark").click()
    page.get_by_role("button", name="Pause").click()
    page.wait_for_timeout(500)
    page.get_by_role("button", name="Go on").click()
    page.wait_for_timeout(8000)
    expect(page.get_by_test_id("safe")).to_have_text(re.compile(r"^All but \d+\ss is on the server\.$"))
    before = watch.seconds()
    take = keep(eve, "Exact")
    seconds = len(take.found) / RATE_HZ
    assert seconds > 9 and before > 0.6 * seconds, f"{before:.1f} of {seconds:.1f} s had arrived"
    assert len(stretches(take.found, take.heard)) == 2, "one before the pause, one after it, without a gap"
    assert share_of(take.found, played) > 0.5
    markers = take.row["markers"]
    assert isinstance(markers, list) and len(markers) == 2
    assert 0.5 < markers[0] < markers[1] < 3


def test_a_lost_connection_loses_nothing(eve: Person, watch: Watch) -> None:
    page = eve.page
    start(eve)
    eve.wait_for(lambda: watch.seconds() > 1, "the first part arrives", 20)
    eve.context.set_offline(True)
    page.wait_for_timeout(5000)
    expect(page.get_by_test_id("safe")).to_contain_text("The connection is lost")
    page.get_by_role("button", name="Pause").click()
    page.wait_for_timeout(300)
    eve.context.set_offline(False)
    expect(page.get_by_test_id("safe")).to_have_text("All of it is on the server.", timeout=30_000)
    take = keep(eve, "Through a tunnel")
    assert len(take.found) > 5 * RATE_HZ and len(stretches(take.found, take.heard)) == 1


def test_a_closed_tab_loses_nothing(eve: Person, watch: Watch) -> None:
    page = eve.page
    start(eve)
    eve.wait_for(lambda: watch.seconds() > 1, "the first part arrives", 20)
    eve.context.set_offline(True)
    page.wait_for_timeout(5000)  # further parts reach the device's storage only
    given = heard(page)
    page.close(run_before_unload=False)
    eve.context.set_offline(False)
    before = watch.seconds()
    page = eve.reopen()
    page.goto("/models")  # any page
    eve.wait_for(lambda: watch.seconds() > before + 2, "what was left is sent by itself", 20)
    page.goto("/library")
    expect(page.get_by_text("1 recording waits on this device.")).to_be_visible()
    page.get_by_role("button", name="Listen and keep").click()
    page.get_by_role("dialog").get_by_label("Name").fill("Rescued")
    page.get_by_role("dialog").get_by_role("button", name="Keep it").click()
    found, _ = fetch(eve, "Rescued")
    witnessed = found[: -2 * RATE_HZ]  # it went on while the witness was asked
    assert len(witnessed) > 3 * RATE_HZ and len(stretches(witnessed, given)) == 1
    expect(page.get_by_text("waits on this device")).to_have_count(0)


def record_a_little(person: Person, watch: Watch) -> None:
    """Until it waits to be heard and kept."""
    start(person)
    person.wait_for(lambda: watch.seconds() > 1, "the first part arrives", 20)
    person.page.get_by_role("button", name="Stop and listen").click()
    expect(person.page.get_by_role("button", name="Keep it")).to_be_visible()


def throw_away(person: Person) -> None:
    person.page.get_by_role("button", name="Throw away").click()
    person.page.get_by_role("button", name="Throw it away for good").click()
    expect(person.page.get_by_role("button", name="Start recording")).to_be_visible()


def test_what_is_thrown_away_leaves_the_server_too(eve: Person, watch: Watch) -> None:
    start(eve)
    eve.wait_for(lambda: watch.seconds() > 1, "the first part arrives", 20)
    eve.page.get_by_role("button", name="Stop and listen").click()
    throw_away(eve)
    eve.wait_for(lambda: watch.seconds() < 0, "it is gone", 10)


def test_what_is_thrown_away_without_a_connection_goes_on_the_next_visit(eve: Person, watch: Watch) -> None:
    start(eve)
    eve.wait_for(lambda: watch.seconds() > 1, "the first part arrives", 20)
    eve.page.get_by_role("button", name="Stop and listen").click()
    expect(eve.page.get_by_role("button", name="Throw away")).to_be_visible()
    eve.context.set_offline(True)
    throw_away(eve)
    eve.context.set_offline(False)
    assert watch.seconds() > 1
    eve.page.goto("/library")
    eve.wait_for(lambda: watch.seconds() < 0, "it is gone", 10)
    expect(eve.page.get_by_text("waits on this device")).to_have_count(0)


def test_what_was_left_here_is_for_nobody_else(eve: Person, watch: Watch) -> None:
    page = eve.page
    record_a_little(eve, watch)
    cookies = eve.context.cookies()
    eve.context.clear_cookies()
    other = Person.__new__(Person)
    other.__dict__.update({**eve.__dict__, "name": "mallory"})  # another account in the same browser
    other.sign_up()
    expect(page.get_by_role("button", name="Record").first).to_be_visible()
    page.wait_for_timeout(1000)
    expect(page.get_by_text("waits on this device")).to_have_count(0)
    eve.context.clear_cookies()
    eve.context.add_cookies(cookies)  # type: ignore[arg-type]
    page.goto("/library?record")
    expect(page.get_by_text("Not kept yet")).to_be_visible()
    throw_away(eve)
    eve.wait_for(lambda: watch.seconds() < 0, "it is gone", 10)


def test_an_opening_microphone_takes_nobody_from_what_they_do(eve: Person, watch: Watch) -> None:
    record_a_little(eve, watch)
    eve.page.close()
    page = eve.reopen()
    page.add_init_script(SLOW_MICROPHONE)
    page.goto("/library?record")
    name = page.get_by_label("Name", exact=True)
    name.fill("Rain on")
    page.evaluate("window.openMicrophone()")
    expect(page.get_by_role("button", name="Start recording")).to_be_enabled()
    page.wait_for_timeout(300)  # the devices are listed
    page.keyboard.type(" the sill")
    expect(name).to_have_value("Rain on the sill")
    throw_away(eve)
    eve.wait_for(lambda: watch.seconds() < 0, "it is gone", 10)
    page.close()
    eve.reopen()


def test_the_recorder_is_accessible_at_every_width(eve: Person) -> None:
    page = eve.page
    page.goto("/library?record")
    names = ("Start recording", "Stop and listen", "Keep it")  # before, during, after
    for at, name in enumerate(names):
        expect(page.get_by_role("button", name=name)).to_be_enabled()

        def fits() -> None:
            wide = page.get_by_role("dialog").evaluate("(it) => it.scrollWidth - it.clientWidth")
            assert wide <= 0, f"the dialog is {wide} px too wide"

        accessible.check_all(page, name, fits)
        if at < 2:
            page.get_by_role("button", name=name).click()
            page.wait_for_timeout(500)
    throw_away(eve)
