"""The session that is measured: five minutes of generated sound through everything that a piece asks of the engine.

200 clips, of which 192 are stretched, on seven tracks in three groups, with a reverb, envelopes, and the reference
piece's chains on the groups and on the master.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
from numpy.typing import NDArray

from mixing.audio import RATE_HZ
from mixing.effects import EFFECTS
from mixing.project import MASTER_ID, Clip, Device, Envelope, Id, Master, Point, Project, Send, Track

SECONDS = 300.0
CLIPS = 200
TAIL_SECONDS = 8.0
_PLAIN_EVERY = 25  # one clip in so many is not stretched
_SOURCE_SECONDS = 40.0
_SOURCE_RATES_HZ = (16_000, 16_000, 8_000, RATE_HZ)
_GROUPS = ("noise", "babbling", "cloud")
_ROWS = {"noise": ("noise-c", "noise-l", "noise-r"), "babbling": ("babbling-c", "babbling-l", "babbling-r")}
_CHAINS: dict[Id, tuple[tuple[str, str], ...]] = {
    "babbling": (("exciter", "Babbling"), ("compressor", "Babbling")),
    "cloud": (("equaliser", "Dark cloud"),),
    "reverb": (("reverb", "Large dark hall"),),
}
MASTER_CHAIN = (("equaliser", "Master"), ("compressor", "Master"), ("tape", "Master"))
LIMITER = "limiter"
LOUD_TRIM_DB, SOFT_TRIM_DB = 10.0, -14.0  # into the master chain
LIMITER_INPUT_DB = 9.0  # so that it takes 6 dB and more


@dataclass(frozen=True)
class Session:
    """A project, the files of its samples, and how long it is without its tail."""

    project: Project
    media: dict[Id, Path]
    seconds: float

    def without_limiter(self) -> "Session":
        """The same, so much softer that no ceiling is ever reached, with no limiter in the chain."""
        devices = {key: device for key, device in self.project.devices.items() if device.effect != LIMITER}
        trim = devices["master-0-gain"]
        devices["master-0-gain"] = trim.model_copy(update={"parameters": {"gain_db": SOFT_TRIM_DB}})
        return Session(self.project.model_copy(update={"devices": devices}), self.media, self.seconds)

    def with_one_clip_edited(self) -> "Session":
        """One stretched clip plays a little faster."""
        key = "clip-7"
        edited = self.project.clips[key].model_copy(update={"speed": self.project.clips[key].speed * 1.01})
        clips = {**self.project.clips, key: edited}
        return Session(self.project.model_copy(update={"clips": clips}), self.media, self.seconds)


def session(folder: Path, seconds: float = SECONDS, clips: int = CLIPS) -> Session:
    """Make the session and write its samples; the same each time."""
    folder.mkdir(parents=True, exist_ok=True)
    media = {f"sample-{k}": _sample(folder / f"sample-{k}.wav", k, rate) for k, rate in enumerate(_SOURCE_RATES_HZ)}
    return Session(_project(seconds, clips), media, seconds)


def _project(seconds: float, clips: int) -> Project:
    tracks = {MASTER_ID: Track(name="Mix", role="master"), "reverb": Track(name="Reverb", order="c0", role="return")}
    for number, group in enumerate(_GROUPS):
        tracks[group] = Track(name=group.title(), order=f"a{number}", role="group", gain_db=-2.0)
        for row in _ROWS.get(group, ("cloud-free",)):
            pan = {"l": -0.8, "r": 0.8}.get(row[-1], 0.0)
            role: Any = "free" if group == "cloud" else "audio"
            tracks[row] = Track(name=row, order=f"b{number}", role=role, parent=group, pan=pan)
    rows = [key for key, track in tracks.items() if track.role in ("audio", "free")]
    envelopes, points = _automation(seconds)
    return Project(
        master=Master(ceiling_dbtp=-0.26, tail_seconds=TAIL_SECONDS),
        tracks=tracks,
        clips={f"clip-{k}": _clip(k, rows, seconds) for k in range(clips)},
        devices=_devices(),
        sends={
            "cloud-send": Send(source="cloud", target="reverb", gain_db=-40.0),
            "left-send": Send(source="babbling-l", target="reverb", gain_db=-22.3),
            "right-send": Send(source="babbling-r", target="reverb", gain_db=-18.5),
        },
        envelopes=envelopes,
        points=points,
    )


def _clip(number: int, rows: list[Id], seconds: float) -> Clip:
    random = np.random.default_rng(number)
    duration = min(float(random.uniform(2.0, 12.0)), seconds / 2.0)
    stretched = number % _PLAIN_EVERY != 0
    speed = float(random.uniform(0.64, 1.98)) if stretched else 1.0
    return Clip(
        track=rows[number % len(rows)],
        sample=f"sample-{number % len(_SOURCE_RATES_HZ)}",
        start_seconds=float(random.uniform(0.0, seconds - duration)) if number else seconds - duration,
        offset_seconds=float(random.uniform(0.0, _SOURCE_SECONDS - duration * speed - 0.1)),
        duration_seconds=duration,
        speed=speed,
        semitones=float(random.uniform(-2.34, 9.12)) if stretched and number % 3 == 0 else 0.0,
        gain_db=float(random.uniform(-9.0, 3.0)),
        pan=float(random.uniform(-1.0, 1.0)),
        fade_in_seconds=float(random.uniform(0.01, 0.9)),
        fade_out_seconds=float(random.uniform(0.01, 0.9)),
    )


def _devices() -> dict[Id, Device]:
    devices = {
        f"{track}-{number}-{effect}": _device(track, number, effect, preset)
        for track, chain in _CHAINS.items()
        for number, (effect, preset) in enumerate(chain)
    }
    devices["master-0-gain"] = Device(track=MASTER_ID, order="a0", effect="gain", parameters={"gain_db": LOUD_TRIM_DB})
    for number, (effect, preset) in enumerate((*MASTER_CHAIN, (LIMITER, "Master")), 1):
        devices[f"master-{number}-{effect}"] = _device(MASTER_ID, number, effect, preset)
    limiter = devices[f"master-{len(MASTER_CHAIN) + 1}-{LIMITER}"]
    limiter.parameters["input_db"] = LIMITER_INPUT_DB
    return devices


def _device(track: Id, number: int, effect: str, preset: str) -> Device:
    return Device(track=track, order=f"a{number}", effect=effect, parameters=dict(EFFECTS[effect].presets[preset]))


def _automation(seconds: float) -> tuple[dict[Id, Envelope], dict[Id, Point]]:
    """The reference piece's: the noise's width, the cloud's darkness and its way into the hall."""
    moves = {
        ("noise", "width"): ((0.042, 1.0), (0.0425, -0.1), (0.047, 0.99), (0.915, 1.0), (0.9155, 0.01), (0.92, 0.99)),
        ("cloud-0-equaliser", "wet"): ((0.234, 0.005), (0.298, 1.0), (0.66, 0.984), (0.793, 0.0)),
        ("cloud-send", "gain_db"): ((0.231, -40.0), (0.303, -4.0), (0.6597, -4.0), (0.6616, -37.9)),
    }
    envelopes, points = {}, {}
    for number, ((target, parameter), path) in enumerate(moves.items()):
        envelopes[f"envelope-{number}"] = Envelope(target=target, parameter=parameter)
        for place, (share, value) in enumerate(path):
            points[f"point-{number}-{place}"] = Point(
                envelope=f"envelope-{number}", seconds=share * seconds, value=value, curve="linear"
            )
    return envelopes, points


def _sample(path: Path, seed: int, rate_hz: int) -> Path:
    """Babble: pulses of a gliding voice and bursts of noise, in syllables; stereo where the rate is full."""
    if path.exists():
        return path
    from scipy import signal  # no child that is measured has to load it

    random = np.random.default_rng(seed)
    seconds = np.arange(round(_SOURCE_SECONDS * rate_hz)) / rate_hz
    pitch_hz = 120.0 * (1.0 + 0.2 * np.sin(2 * np.pi * 0.31 * seconds + seed)) * 2.0 ** (seed / 4)
    phase = np.cumsum(pitch_hz) / rate_hz
    voice = signal.lfilter([1.0], [1.0, -1.3, 0.6], np.diff(np.floor(phase), prepend=0.0))
    syllables = np.clip(np.sin(2 * np.pi * (2.3 + 0.4 * seed) * seconds), 0.0, 1.0) ** 0.5
    sounds = [_one(voice, syllables, random) for _ in range(2 if rate_hz == RATE_HZ else 1)]
    audio = np.stack(sounds, axis=1)
    soundfile.write(path, 0.6 * audio / np.abs(audio).max(), rate_hz, subtype="PCM_24")
    return path


def _one(voice: NDArray[Any], syllables: NDArray[Any], random: np.random.Generator) -> NDArray[Any]:
    from scipy import signal

    noise = signal.lfilter([0.05, -0.09, 0.045], [1.0, -1.97, 0.971], random.standard_normal(voice.size))
    mixed: NDArray[Any] = (voice + 0.15 * noise / np.abs(noise).max()) * syllables
    return mixed
