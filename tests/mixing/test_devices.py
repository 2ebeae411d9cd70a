"""How the devices of a document are read."""

import pytest

from mixing.devices import clip_chain, track_chain, track_devices
from mixing.effects.gain import Gain
from mixing.envelopes import Automation
from mixing.errors import MixingError
from mixing.project import Device, Envelope, Point, Project
from tests.mixing.arrangements import arrangement, clip


def gain_device(**changes: object) -> Device:
    return Device.model_validate({"track": "track", "effect": "gain", "parameters": {"gain_db": 3.0}, **changes})


def test_devices_come_in_order_and_only_when_enabled() -> None:
    devices = {
        "one": gain_device(order="b"),
        "two": gain_device(order="a", parameters={"gain_db": 1.0}),
        "three": gain_device(order="c", enabled=False),
        "elsewhere": gain_device(track="master"),
        "a clip's": gain_device(clip="clip-0"),
    }
    project = arrangement(clip(), devices=devices)
    placed = track_devices(project, Automation(project), "track")
    effects = {key: one.effect for key, one in placed.items()}
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
    project = arrangement(clip(), devices={"device": device})
    with pytest.raises(MixingError, match=complaint):
        track_chain(project, Automation(project), "track")


@pytest.mark.parametrize(
    ("device", "complaint"),
    [
        (gain_device(clip="clip-0", effect="teleporter"), 'Clip bells has an unknown effect "teleporter"'),
        (gain_device(clip="clip-0", effect="limiter", parameters={}), "works on the master track alone"),
        (gain_device(clip="clip-0", parameters={"gain_db": 900.0}), "The gain of clip bells has a wrong gain_db"),
    ],
)
def test_says_which_device_of_a_clip_cannot_be_applied(device: Device, complaint: str) -> None:
    project = arrangement(clip(name="bells"), devices={"device": device})
    with pytest.raises(MixingError, match=complaint):
        clip_chain(project, Automation(project), "clip-0")


def test_a_device_that_is_switched_off_can_be_anything() -> None:
    project = arrangement(clip(), devices={"d": gain_device(effect="teleporter", enabled=False)})
    assert track_chain(project, Automation(project), "track") == []


def automated() -> Project:
    project = arrangement(clip(), devices={"d": gain_device(wet=0.25), "c": gain_device(clip="clip-0", wet=0.5)})
    envelopes = {
        "e": Envelope(target="d", parameter="gain_db"),
        "w": Envelope(target="d", parameter="wet"),
        "off": Envelope(target="c", parameter="wet", enabled=False),
        "empty": Envelope(target="c", parameter="gain_db"),
    }
    points = {
        "1": Point(envelope="e", seconds=0, value=999),
        "2": Point(envelope="w", seconds=0, value=-3),
        "3": Point(envelope="off", seconds=0, value=0),
    }
    return project.model_copy(update={"envelopes": envelopes, "points": points})


def test_a_chain_knows_how_much_is_heard_and_what_moves() -> None:
    project = automated()
    (device,) = track_chain(project, Automation(project), "track")
    assert device.effect == Gain(gain_db=3.0) and device.wet == 0.25 and set(device.curves) == {"gain_db", "wet"}
    assert device.curves["gain_db"].at(0, 1)[0] == 36  # no further than the effect goes
    assert device.curves["wet"].at(0, 1)[0] == 0
    (wholly,) = track_chain(project, Automation(project), "track", wholly_wet=True)
    assert wholly.wet == 1.0 and set(wholly.curves) == {"gain_db"}
    (own,) = clip_chain(project, Automation(project), "clip-0")
    assert own.wet == 0.5 and not own.curves
