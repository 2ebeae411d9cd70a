"""Recording onto a track: what was played along with lies where it was heard, however late the devices are.

The page's own sound is led back into its microphone through a delay that stands for the devices, and that the page
does not know.
"""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pytest
import soundfile
from playwright.sync_api import Browser

from tests.end_to_end.accessible import AXE, CHECK
from tests.end_to_end.listening import place_of
from tests.end_to_end.person import Person, expect
from tests.end_to_end.rooms import new_project, upload_all
from tests.end_to_end.timeline import Timeline
from tests.studio.live import Studio

pytestmark = pytest.mark.browser

RATE_HZ = 44_100
CLICKS_SECONDS = 5.0
DELAY_MS = 137.0
CLOSE_MS = 2.0
MEASURED_WITHIN_MS = 60.0  # beside the delay, the browser's own way from one node to the other

LOOPBACK = """(() => {
	const ways = new Map();
	let last = null;
	const connect = AudioNode.prototype.connect;
	AudioNode.prototype.connect = function (target, ...rest) {
		const made = connect.call(this, target, ...rest);
		if (!(target instanceof AudioDestinationNode) || !(target.context instanceof AudioContext)) return made;
		last = target.context;
		if (!ways.has(last)) {
			const delay = new DelayNode(last, { delayTime: DELAY_MS / 1000, maxDelayTime: 1 });
			const microphone = new MediaStreamAudioDestinationNode(last, { channelCount: 1 });
			connect.call(delay, microphone);
			ways.set(last, { delay, microphone });
		}
		connect.call(this, ways.get(last).delay);
		return made;
	};
	navigator.mediaDevices.getUserMedia = async ({ audio }) => {
		window.asked = audio;
		if (window.refused) throw new DOMException("", "NotAllowedError");
		return ways.get(last).microphone.stream.clone();
	};
})()""".replace("DELAY_MS", str(DELAY_MS))


@pytest.fixture(scope="module")
def clicks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Bursts at uneven distances: they fit each other at one place only."""
    chance = np.random.default_rng(3)
    sound = np.zeros(int(CLICKS_SECONDS * RATE_HZ), np.float32)
    at = 2000
    while at + 400 < sound.size:
        sound[at : at + 400] = chance.uniform(-0.3, 0.3, 400) * np.hanning(400)
        at += int(chance.integers(5000, 14_000))
    path = tmp_path_factory.mktemp("overdub") / "Clicks.wav"
    soundfile.write(path, sound, RATE_HZ, subtype="PCM_24")
    return path


@pytest.fixture(scope="module")
def eve(browser: Browser, studio: Studio, clicks: Path) -> Iterator[Person]:
    person = Person(browser, studio.url, "eve")
    person.context.add_init_script(LOOPBACK)
    person.sign_up()
    upload_all(person, [clicks])
    yield person
    person.close()


@pytest.fixture
def timeline(eve: Person) -> Timeline:
    """A piece of its own: the clicks from the start on the upper track, nothing on the lower one."""
    project = new_project(eve, "Played along")
    found = Timeline(eve, project)
    expect(eve.page.get_by_text("Saved").first).to_be_visible()
    line = found.found("Clicks")
    line.focus()
    line.press("Enter")
    found.until(lambda clips: len(clips) == 1, "the clicks are placed")
    found.show_all()
    found.press("t", "Home")
    expect(eve.page.get_by_role("button", name="Arm Track 2 to record").first).to_be_visible()
    return found


def arm(timeline: Timeline) -> None:
    button = timeline.page.get_by_role("button", name="Arm Track 2 to record").first
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(timeline.page.get_by_role("img", name="Input of Track 2").first).to_be_visible()


def measure(timeline: Timeline) -> float:
    """The latency that the page finds, in ms."""
    page = timeline.page
    page.keyboard.press("Control+k")
    page.get_by_label("Search the commands").fill("measure the latency")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("latency")).to_contain_text("of 6 chirps were heard", timeout=30_000)
    found = float(page.get_by_label("Latency in ms").input_value())
    page.get_by_label("Close the record panel").click()
    return found


def record(timeline: Timeline, seconds: float) -> None:
    page = timeline.page
    page.get_by_role("button", name="Record onto the track").click()
    expect(page.get_by_test_id("recorded")).to_be_visible()
    page.wait_for_timeout(seconds * 1000)
    page.get_by_role("button", name="Stop recording").click()


def laid(timeline: Timeline, count: int = 1) -> list[dict[str, Any]]:
    """The clips that were recorded, in the order of their offsets."""
    found = timeline.until(lambda clips: len(clips) == count + 1, "what was recorded is laid on its track")
    document = timeline.document()
    (track,) = [key for key, row in document["tracks"].items() if row["name"] == "Track 2"]
    new = [clip for clip in found.values() if clip["track"] == track]
    assert len(new) == count
    return sorted(new, key=lambda clip: float(clip.get("offset_seconds", 0.0)))


def heard(timeline: Timeline, clip: dict[str, Any]) -> np.ndarray:
    """What a clip plays, one channel."""
    sample = timeline.person.fetch(f"/api/samples/{clip['sample']}")
    body = timeline.person.context.request.get(f"{timeline.person.url}{sample['audio_url']}").body()
    frames, rate_hz = soundfile.read(io.BytesIO(body), dtype="float32", always_2d=True)
    assert rate_hz == RATE_HZ
    offset = float(clip.get("offset_seconds", 0.0))
    first, last = round(offset * RATE_HZ), round((offset + clip["duration_seconds"]) * RATE_HZ)
    return np.asarray(frames[first:last, 0])


def off_ms(timeline: Timeline, clip: dict[str, Any], clicks: Path) -> float:
    """How much later the recorded clicks stand on the timeline than the clicks that were played."""
    played, _ = soundfile.read(clicks, dtype="float32")
    found = heard(timeline, clip)
    start = round(float(clip.get("start_seconds", 0.0)) * RATE_HZ)
    reach = round(0.4 * RATE_HZ)
    part = found[reach : played.size - start - reach]  # what sounds while the clicks last
    assert part.size > RATE_HZ / 2
    at, likeness = place_of(part, played, start + reach, reach)
    # On a busy machine the browser's player leaves frames out; another sound would be under 0.3.
    assert likeness > 0.7, f"what was recorded is not what was played: {likeness:.2f}"
    return (start + reach - at) / RATE_HZ * 1000


def test_a_recording_lies_where_it_was_played_along_with(eve: Person, timeline: Timeline, clicks: Path) -> None:
    arm(timeline)
    latency_ms = measure(timeline)
    assert DELAY_MS <= latency_ms <= DELAY_MS + MEASURED_WITHIN_MS
    timeline.seek(0.7)
    record(timeline, 4.0)
    (clip,) = laid(timeline)
    assert clip["start_seconds"] == pytest.approx(0.7, abs=0.3)
    assert abs(off_ms(timeline, clip, clicks)) <= CLOSE_MS
    asked = eve.page.evaluate("window.asked")
    assert (asked["echoCancellation"], asked["noiseSuppression"], asked["autoGainControl"]) == (False,) * 3

    sample = eve.fetch(f"/api/samples/{clip['sample']}")
    assert (sample["origin"], sample["is_public"]) == ("recorded", False)
    expect(eve.page.get_by_test_id("recorded")).to_have_count(0)
    timeline.press("Control+z")
    timeline.until(lambda clips: len(clips) == 1, "the clip is undone")
    assert eve.fetch(f"/api/samples/{clip['sample']}")["state"] == "ready"


def test_without_a_measurement_it_lies_as_late_as_the_devices_are(timeline: Timeline, clicks: Path) -> None:
    timeline.page.evaluate("localStorage.removeItem('overhear-latencies')")
    arm(timeline)
    record(timeline, 4.0)
    (clip,) = laid(timeline)
    assert DELAY_MS - 40 <= off_ms(timeline, clip, clicks) <= DELAY_MS + MEASURED_WITHIN_MS


def test_each_pass_of_a_loop_is_a_clip_and_one_is_heard(timeline: Timeline, clicks: Path) -> None:
    arm(timeline)
    measure(timeline)
    timeline.press("Control+a", "l")
    record(timeline, 2.6 * CLICKS_SECONDS)
    clips = laid(timeline, 3)
    assert [clip.get("mute", False) for clip in clips].count(False) == 1
    assert len({clip["sample"] for clip in clips}) == 1
    for clip in clips:
        assert clip.get("start_seconds", 0.0) == pytest.approx(0.0, abs=0.01)
        assert abs(off_ms(timeline, clip, clicks)) <= CLOSE_MS
    timeline.press("Control+z")
    timeline.until(lambda found: len(found) == 1, "one step takes all of them away")


def test_a_page_closed_in_the_middle_loses_neither_sound_nor_place(
    eve: Person, timeline: Timeline, clicks: Path
) -> None:
    arm(timeline)
    measure(timeline)
    eve.page.get_by_role("button", name="Record onto the track").click()
    eve.page.wait_for_timeout(9000)
    eve.page.close(run_before_unload=False)
    eve.reopen()
    eve.page.goto(f"/projects/{timeline.project}")
    expect(eve.page.get_by_text("A recording onto “Track 2” was not laid there yet.")).to_be_visible()
    eve.page.get_by_role("button", name="Lay it on its track").click()
    back = Timeline(eve, timeline.project)
    (clip,) = laid(back)
    assert clip["duration_seconds"] > 2
    assert abs(off_ms(back, clip, clicks)) <= CLOSE_MS
    eve.page.reload()
    expect(eve.page.get_by_role("button", name="Arm Track 2 to record").first).to_be_visible()
    expect(eve.page.get_by_text("was not laid there yet")).to_have_count(0)


def test_what_stands_in_the_way_is_said_in_a_sentence(eve: Person, timeline: Timeline) -> None:
    page = eve.page
    page.evaluate("window.refused = true")
    page.get_by_role("button", name="Arm Track 2 to record").first.click()
    expect(page.get_by_role("alert")).to_contain_text("Allow it beside the address of this page")
    expect(page.get_by_role("button", name="Arm Track 2 to record").first).to_have_attribute("aria-pressed", "false")
    page.evaluate("window.refused = false; AudioNode.prototype.connect = function (target) { return target; }")
    page.keyboard.press("Control+k")
    page.get_by_label("Search the commands").fill("measure the latency")
    page.keyboard.press("Enter")
    panel = page.get_by_test_id("record-panel")
    expect(panel.get_by_role("alert")).to_contain_text("Nothing of the chirps was heard", timeout=30_000)


def test_what_cannot_be_sent_is_kept_until_it_can(eve: Person, timeline: Timeline, clicks: Path) -> None:
    page = eve.page
    arm(timeline)
    measure(timeline)
    page.route("**/api/uploads", lambda route: route.fulfill(status=413, body="{}"))
    record(timeline, 3.0)
    notice = page.get_by_role("alert").filter(has_text="The recording is not on its track yet.")
    expect(notice).to_contain_text("larger than the studio accepts")
    expect(page.get_by_test_id("recorded")).to_be_visible()
    page.unroute("**/api/uploads")
    notice.get_by_role("button", name="Try again").click()
    (clip,) = laid(timeline)
    assert abs(off_ms(timeline, clip, clicks)) <= CLOSE_MS
    expect(page.get_by_test_id("recorded")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_recording_is_accessible_at_every_width(
    eve: Person, timeline: Timeline, scheme: Literal["light", "dark"]
) -> None:
    page = eve.page
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    arm(timeline)
    for panel in (False, True):
        if panel:
            page.keyboard.press("Control+k")
            page.get_by_label("Search the commands").fill("set up recording")
            page.keyboard.press("Enter")
            expect(page.get_by_test_id("record-panel")).to_be_visible()
        for width in (1440, 1024, 390):
            page.set_viewport_size({"width": width, "height": 900})
            page.wait_for_timeout(300)
            page.evaluate(AXE)
            assert page.evaluate(CHECK) == [], f"{scheme}, {width}, panel {panel}"
            overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert overflow <= 0, f"{overflow} px too wide at {width}"
    page.get_by_label("Close the record panel").click()
    page.get_by_label("Close the library").click()
    arms = page.get_by_role("button", name="Arm Track 2 to record")
    arms.click()
    expect(arms).to_have_attribute("aria-pressed", "false")
    arms.click()
    expect(arms).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Record onto the track").click()
    expect(page.get_by_test_id("recorded")).to_be_visible()
    page.wait_for_timeout(700)
    page.get_by_role("button", name="Stop recording").click()
    laid(timeline)
    page.set_viewport_size({"width": 1440, "height": 900})
