"""Which tracks sound, and how their devices are read."""

import numpy as np
import pytest

from mixing.audio import RATE_HZ, Audio
from mixing.clips import Lane, PlacedClip
from mixing.effect import Processor
from mixing.effects.gain import Gain
from mixing.errors import MixingError
from mixing.project import Clip, Device, Project, Track
from mixing.routing import Fader, Strip, sounding_clips, track_effects
from tests.mixing.arrangements import arrangement, clip


def two_tracks(**changes: dict[str, bool]) -> Project:
    tracks = {name: Track(name=name, **changes.get(name, {})) for name in ("a", "b")}
    return arrangement(clip(track="a"), clip(track="b"), tracks=tracks)


def heard(project: Project) -> list[str]:
    return sorted(clip.track for clip in sounding_clips(project).values())


def test_mute_and_solo() -> None:
    assert heard(two_tracks()) == ["a", "b"]
    assert heard(two_tracks(a={"mute": True})) == ["b"]
    assert heard(two_tracks(a={"solo": True})) == ["a"]
    assert heard(two_tracks(a={"solo": True}, b={"solo": True, "mute": True})) == ["a"]


def test_a_muted_clip_is_not_heard() -> None:
    assert len(sounding_clips(arrangement(clip(), clip(mute=True)))) == 1


@pytest.mark.parametrize(
    "project",
    [arrangement(), arrangement(clip(mute=True)), two_tracks(a={"mute": True}, b={"mute": True})],
    ids=["no clips", "muted clip", "muted tracks"],
)
def test_says_when_there_is_nothing_to_render(project: Project) -> None:
    with pytest.raises(MixingError, match=r"^There is nothing to render yet: "):
        sounding_clips(project)


@pytest.mark.parametrize("track", ["gone", "master"])
def test_says_which_clip_is_on_no_track(track: str) -> None:
    with pytest.raises(MixingError, match="Clip bells is on no track"):
        sounding_clips(arrangement(clip(track=track, name="bells")))


def gain_device(**changes: object) -> Device:
    return Device.model_validate({"track": "track", "effect": "gain", "parameters": {"gain_db": 3.0}, **changes})


def test_devices_come_in_order_and_only_when_enabled() -> None:
    devices = {
        "one": gain_device(order="b"),
        "two": gain_device(order="a", parameters={"gain_db": 1.0}),
        "three": gain_device(order="c", enabled=False),
        "elsewhere": gain_device(track="master"),
    }
    effects = track_effects(arrangement(clip(), devices=devices), "track")
    assert effects == {"two": Gain(gain_db=1.0), "one": Gain(gain_db=3.0)}
    assert list(effects) == ["two", "one"]


@pytest.mark.parametrize(
    ("device", "complaint"),
    [
        (gain_device(effect="teleporter"), 'Track Track has an unknown effect "teleporter"'),
        (gain_device(effect="limiter", parameters={}), "works on the master track alone"),
        (gain_device(parameters={"gain_db": 900.0}), "The gain of track Track has a wrong gain_db"),
        (gain_device(parameters={"loudness": 1.0}), "The gain of track Track has a wrong loudness"),
    ],
)
def test_says_which_device_cannot_be_applied(device: Device, complaint: str) -> None:
    with pytest.raises(MixingError, match=complaint):
        track_effects(arrangement(clip(), devices={"device": device}), "track")


def test_a_device_that_is_switched_off_can_be_anything() -> None:
    assert (
        track_effects(arrangement(clip(), devices={"d": gain_device(effect="teleporter", enabled=False)}), "track")
        == {}
    )


def test_fader_is_gain_and_stereo_pan() -> None:
    block = np.tile(np.array([[0.5], [0.25]], np.float32), (1, 4))
    assert (Fader(Track()).process(block) == block).all()
    out = Fader(Track(gain_db=20, pan=1)).process(block)
    assert out[0] == pytest.approx(0, abs=1e-6) and out[1] == pytest.approx(7.5, rel=1e-6)


def test_clips_keep_their_place_in_the_document() -> None:
    clips = sounding_clips(two_tracks())
    assert all(isinstance(found, Clip) for found in clips.values())
    assert list(clips) == ["clip-0", "clip-1"]


class Later(Processor):
    """Delays by a hundred samples, and says so."""

    latency_samples = 100

    def __init__(self) -> None:
        self._waiting = np.zeros((2, 100), np.float32)

    def process(self, block: Audio) -> Audio:
        audio = np.concatenate([self._waiting, block], axis=1)
        self._waiting = audio[:, block.shape[1] :]
        return audio[:, : block.shape[1]]


@pytest.mark.parametrize("block_samples", [64, 1000])
def test_devices_that_are_late_do_not_make_their_track_late(block_samples: int) -> None:
    source = np.random.default_rng(0).standard_normal((RATE_HZ // 10, 2)).astype(np.float32)
    lane = Lane((PlacedClip.of(clip(duration_seconds=0.1), source),))
    strip = Strip(Track(), lane, [Later(), Later()])
    blocks = [strip.block(at, block_samples) for at in range(0, 4000, block_samples)]
    out = np.concatenate([block for block in blocks if block is not None], axis=1)
    assert (out[:, :4000] == source.T[:, :4000]).all()
