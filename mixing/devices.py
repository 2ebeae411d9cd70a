"""From the devices of a document to effects that can be applied."""

from pydantic import ValidationError

from mixing.chain import Placed
from mixing.effect import Effect
from mixing.effects import EFFECTS
from mixing.effects.exciter import Exciter
from mixing.envelopes import Automation
from mixing.errors import MixingError
from mixing.project import Device, Id, Project

_WET = (0.0, 1.0)


def track_devices(project: Project, automation: Automation, track: Id) -> dict[Id, Placed]:
    """A track's enabled devices in their order. Raises MixingError for one that this engine cannot apply."""
    return {key: _one(project, automation, key, device, False) for key, device in _placed(project, track=track)}


def track_chain(project: Project, automation: Automation, track: Id, *, wholly_wet: bool = False) -> list[Placed]:
    """A track's enabled devices, with how much of each is heard and what moves; or each wholly wet."""
    return [_one(project, automation, key, device, wholly_wet) for key, device in _placed(project, track=track)]


def clip_chain(project: Project, automation: Automation, clip: Id) -> tuple[Placed, ...]:
    """A clip's own enabled devices."""
    return tuple(_one(project, automation, key, device, False) for key, device in _placed(project, clip=clip))


def _placed(project: Project, *, track: Id = "", clip: Id = "") -> list[tuple[Id, Device]]:
    found = [
        (device.order, key)
        for key, device in project.devices.items()
        if device.enabled and device.clip == clip and (clip or device.track == track)
    ]
    return [(key, project.devices[key]) for _, key in sorted(found)]


def _one(project: Project, automation: Automation, key: Id, device: Device, wholly_wet: bool) -> Placed:
    effect = _effect(project, device)
    limits = {name: limits_of(type(effect), name) for name in type(effect).model_fields if name not in effect.fixed}
    curves = automation.curves(key, limits if wholly_wet else {**limits, "wet": _WET})
    watched = key if isinstance(effect, Exciter) and not device.clip else ""
    return Placed(effect, 1.0 if wholly_wet else device.wet, curves, watched)


def limits_of(kind: type[Effect], name: str) -> tuple[float, float]:
    low, high = float("-inf"), float("inf")
    for rule in kind.model_fields[name].metadata:
        low, high = getattr(rule, "ge", low), getattr(rule, "le", high)
    return low, high


def _effect(project: Project, device: Device) -> Effect:
    if device.clip:
        owner = f"Clip {project.clips[device.clip].name or device.clip}"
    else:
        owner = f"Track {project.tracks[device.track].name}"
    kind = EFFECTS.get(device.effect)
    if kind is None:
        raise MixingError(f'{owner} has an unknown effect "{device.effect}": remove or disable it.')
    if kind.master_only and (device.clip or project.tracks[device.track].role != "master"):
        raise MixingError(f"{owner} has a {device.effect}, which works on the master track alone: remove it.")
    try:
        return kind(**device.parameters)
    except ValidationError as error:
        detail = error.errors()[0]
        setting = ".".join(str(part) for part in detail["loc"])
        whose = owner[0].lower() + owner[1:]
        raise MixingError(f"The {device.effect} of {whose} has a wrong {setting}: {detail['msg'].lower()}.") from error
