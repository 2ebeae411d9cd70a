"""What the editor plays is what the server renders: the browser's own engine, asked for whole pieces at once."""

import base64
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from mixing.audio import RATE_HZ, Audio
from mixing.metering import Meter
from mixing.outputs import Outputs
from mixing.project import Project
from mixing.render import render
from tests.contracts.test_preview_mix import CELLS, clip_materials, project, told
from tests.contracts.test_preview_sounds import bursts
from tests.end_to_end.person import Person
from tests.studio.live import REPOSITORY

pytestmark = pytest.mark.browser

REPEATS = 10  # of the bursts: loudness needs some seconds
DRY_DB, WET_DB, LOUDNESS_LU, PEAK_DB = -80.0, -50.0, 0.3, 0.5

PLAY = """async ({ worklet, orders, sounds, samples }) => {
	const context = new OfflineAudioContext(2, samples, 44100);
	await context.audioWorklet.addModule(worklet);
	for (const [key, text] of Object.entries(sounds)) {
		const bytes = Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
		const buffer = await context.decodeAudioData(bytes.buffer);
		const channels = Array.from({ length: buffer.numberOfChannels }, (_, k) => buffer.getChannelData(k));
		orders.unshift({ kind: "material", key, channels });
	}
	const node = new AudioWorkletNode(context, "player", {
		numberOfInputs: 0, outputChannelCount: [2], processorOptions: { orders },
	});
	node.connect(context.destination);
	const played = await context.startRendering();
	return [0, 1].map((side) => {
		const bytes = new Uint8Array(played.getChannelData(side).buffer);
		let text = "";
		for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
		return btoa(text);
	});
}"""


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("preview")
    sound = np.tile(bursts(CELLS * 64), REPEATS)
    for name, channels in (("mono", sound[:1]), ("stereo", sound)):
        soundfile.write(folder / f"{name}.wav", channels.T, RATE_HZ, subtype="FLOAT")
    return {name: folder / f"{name}.wav" for name in ("mono", "stereo")}


def without(one: Project, *, devices: bool, master: bool) -> Project:
    """The same project without its tracks' devices, or the master's."""
    kept = {key: device for key, device in one.devices.items() if (master if device.track == "master" else devices)}
    gone = {key for key, envelope in one.envelopes.items() if envelope.target in one.devices.keys() - kept.keys()}
    return one.model_copy(
        update={
            "devices": kept,
            "envelopes": {key: value for key, value in one.envelopes.items() if key not in gone},
            "points": {key: value for key, value in one.points.items() if value.envelope not in gone},
        }
    )


def longer(one: Project) -> Project:
    """Its clips again and again, so that there is enough to measure."""
    clips = {
        f"{key}{n}": clip.model_copy(update={"start_seconds": clip.start_seconds + 0.45 * n})
        for n in range(REPEATS)
        for key, clip in one.clips.items()
        if not any(device.clip == key for device in one.devices.values()) or not n
    }
    named = {key: f"{key}0" for key in one.clips}
    devices = {
        key: device.model_copy(update={"clip": named.get(device.clip, "")}) for key, device in one.devices.items()
    }
    return one.model_copy(update={"clips": clips, "devices": devices})


def rendered(one: Project, media: dict[str, Path], folder: Path, *, master: bool) -> Audio:
    path = folder / "out.wav"
    outputs = Outputs(master=path, master_bit_depth=32) if master else Outputs(mix=path, mix_bit_depth=32)
    for _ in render(one, media, outputs, folder / "cache"):
        pass
    sound, _ = soundfile.read(path, dtype="float32", always_2d=True)
    return np.ascontiguousarray(sound.T)


def played(ada: Person, one: Project, media: dict[str, Path], samples: int, *, master: bool) -> Audio:
    """By the page's own audio thread, as fast as it can."""
    (worklet,) = (REPOSITORY / "frontend" / "dist" / "assets").glob("player.worklet-*.js")
    document = told(one)
    clips = clip_materials(one)
    changes: dict[str, Any] = {
        kind: list(document[kind].items()) for kind in ("tracks", "devices", "sends", "envelopes", "points")
    }
    changes["clips"] = [[key, {**document["clips"][key], **clips[key]}] for key in clips]
    orders = [
        {"kind": "change", "changes": changes},
        {"kind": "mastered", "mastered": master},
        {"kind": "play", "seconds": 0},
    ]
    sounds = {name: base64.b64encode(path.read_bytes()).decode() for name, path in media.items()}
    asked = {"worklet": f"/static/assets/{worklet.name}", "orders": orders, "sounds": sounds, "samples": samples}
    sides = ada.page.evaluate(PLAY, asked)
    return np.stack([np.frombuffer(base64.b64decode(side), "<f4") for side in sides])


def off_db(one: Audio, other: Audio) -> float:
    """The level of the difference, as a share of the level of what is wanted; the soft start of playing left out."""
    start, count = 512, min(one.shape[1], other.shape[1])
    off = (one[:, start:count].astype(np.float64) - other[:, start:count]).std()
    return float(20.0 * np.log10(max(float(off), 1e-12) / float(other[:, start:count].std())))


def loudness(sound: Audio) -> tuple[float, float]:
    meter = Meter(RATE_HZ, 2)
    meter.feed(np.ascontiguousarray(sound))
    return meter.integrated_lufs(), 20.0 * float(np.log10(np.abs(sound).max()))


@pytest.mark.parametrize(("devices", "limit_db"), [(False, DRY_DB), (True, WET_DB)])
def test_the_mix_is_the_renders(
    ada: Person, media: dict[str, Path], tmp_path: Path, devices: bool, limit_db: float
) -> None:
    one = longer(without(project(), devices=devices, master=False))
    wanted = rendered(one, media, tmp_path, master=False)
    heard = played(ada, one, media, wanted.shape[1], master=False)
    assert off_db(heard, wanted) <= limit_db


def test_the_master_is_as_loud_as_the_renders(ada: Person, media: dict[str, Path], tmp_path: Path) -> None:
    one = longer(project())
    wanted = rendered(one, media, tmp_path, master=True)
    heard = played(ada, one, media, wanted.shape[1], master=True)
    (lufs, peak_db), (wanted_lufs, wanted_peak_db) = loudness(heard), loudness(wanted)
    assert lufs == pytest.approx(wanted_lufs, abs=LOUDNESS_LU)
    assert peak_db == pytest.approx(wanted_peak_db, abs=PEAK_DB)
