"""A microphone that plays a file, and a witness beside the recorder that writes down what came out of it.

On a busy machine the browser's own player stumbles: it leaves frames out, or gives silence. The recorder cannot know
of that, so what it must not lose is what the audio thread was given. The witness is a second node on the same source.
"""

import base64
import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
from playwright.sync_api import Browser, Page, sync_playwright

from tests.end_to_end.browser import ARGUMENTS, find
from tests.end_to_end.person import Person, expect

RATE_HZ = 44_100  # of the browser's own microphone, at which nothing is resampled
ANCHOR_FRAMES = 2000  # that many in a row are found in one place only

PROCESSOR = """
registerProcessor("witness", class extends AudioWorkletProcessor {
	process(inputs) {
		if (inputs[0].length) this.port.postMessage(inputs[0][0].slice());
		return true;
	}
});
"""
WITNESS = """
const addModule = AudioWorklet.prototype.addModule;
AudioWorklet.prototype.addModule = async function (url) {
	await addModule.call(this, URL.createObjectURL(new Blob([PROCESSOR], { type: "text/javascript" })));
	await addModule.call(this, url);
};
const createSource = AudioContext.prototype.createMediaStreamSource;
AudioContext.prototype.createMediaStreamSource = function (stream) {
	const source = createSource.call(this, stream);
	const heard = (window.heard = []);
	const node = new AudioWorkletNode(this, "witness", { channelCount: 1, channelCountMode: "explicit" });
	node.port.onmessage = ({ data }) => heard.push(data);
	source.connect(node).connect(this.destination);
	return source;
};
"""
HEARD = """async () => {
	const reader = new FileReader();
	reader.readAsDataURL(new Blob(window.heard));
	await new Promise((resolve) => { reader.onload = resolve; });
	return reader.result.split(",")[1];
}"""


@contextmanager
def browser_that_hears(played: np.ndarray, folder: Path) -> Iterator[Browser]:
    """Its microphone plays 16-bit mono once, then is silent."""
    path = folder / "played.wav"
    soundfile.write(path, played, RATE_HZ, subtype="PCM_16")
    with sync_playwright() as playwright:
        fed = [*ARGUMENTS, f"--use-file-for-fake-audio-capture={path}%noloop"]
        chromium = playwright.chromium.launch(executable_path=find(), args=fed)
        yield chromium
        chromium.close()


def witness(person: Person) -> None:
    """Write down what this person's microphone gives, from the next page on. Needs a context that bypasses the CSP."""
    person.context.add_init_script(f"{{ const PROCESSOR = {json.dumps(PROCESSOR)};\n{WITNESS} }}")


def heard(page: Page) -> np.ndarray:
    """What came out of the microphone since it was opened, as 24-bit integers."""
    floats = np.frombuffer(base64.b64decode(page.evaluate(HEARD)), "<f4").astype(float)
    return np.clip(np.floor(floats * 2**23 + 0.5), -(2**23), 2**23 - 1).astype(np.int32)


def stretches(found: np.ndarray, whole: np.ndarray) -> list[tuple[int, int]]:
    """Where in `whole` each unbroken stretch of `found` lies: as few as there are. Fails where one is not there."""
    begins: list[tuple[int, int]] = []
    at = int(np.flatnonzero(found)[0])  # silence is everywhere: what is before the first sound is checked with it
    lead = at
    searched = whole.tobytes()
    after = 0
    while at < len(found):
        anchor = found[at : at + ANCHOR_FRAMES].tobytes()
        place = searched.find(anchor, after * whole.itemsize)
        while place >= 0 and place % whole.itemsize:
            place = searched.find(anchor, place + 1)
        assert place >= 0, f"what was recorded from sample {at} on did not come from the microphone"
        start = place // whole.itemsize
        length = min(len(found) - at, len(whole) - start)
        same = found[at : at + length] == whole[start : start + length]
        length = length if same.all() else int(np.argmin(same))
        begins.append((start, start + length))
        at += length
        after = start + length
    start = begins[0][0] - lead
    assert start >= 0 and not whole[start : start + lead].any(), "it begins with silence that nobody heard"
    return begins


@dataclass(frozen=True)
class Take:
    found: np.ndarray  # 24-bit integers, as they came back from the library
    heard: np.ndarray  # as they came from the microphone
    row: dict[str, object]


def fetch(person: Person, name: str) -> tuple[np.ndarray, dict[str, object]]:
    """A mono sample of the library as 24-bit integers, and its row."""
    expect(person.sample_row(name)).to_have_attribute("data-state", "ready", timeout=60_000)
    (row,) = [each for each in person.everything("/api/samples?scope=mine") if each["name"] == name]
    body = person.context.request.get(f"{person.url}{row['audio_url']}").body()
    frames, rate_hz = soundfile.read(io.BytesIO(body), dtype="int32", always_2d=True)
    assert rate_hz == RATE_HZ
    return frames[:, 0] >> 8, row


def start(person: Person) -> None:
    """Begin a recording in mono."""
    page = person.page
    page.goto("/library?record")
    page.get_by_text("Format", exact=True).click()
    page.get_by_label("Channels").select_option("mono")
    page.get_by_role("button", name="Start recording").click()


def keep(person: Person, name: str) -> Take:
    """Stop, name and keep it; what arrived, and what was heard."""
    page = person.page
    page.get_by_role("button", name="Stop and listen").click()
    page.get_by_role("dialog").get_by_label("Name").fill(name)
    given = heard(page)  # before it is opened again, when the file begins again
    page.get_by_role("button", name="Keep it").click()
    found, row = fetch(person, name)
    return Take(found, given, row)


def share_of(found: np.ndarray, played: np.ndarray) -> float:
    """How many tenths of a second of it are exactly what the file plays: not all where the player stumbled."""
    whole, tenth = played.astype("<i2").tobytes(), RATE_HZ // 10
    pieces = [(found[at : at + tenth] >> 8).astype("<i2").tobytes() for at in range(0, len(found) - tenth, tenth)]
    return sum(piece in whole for piece in pieces) / len(pieces)
