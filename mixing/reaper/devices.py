"""REAPER's plug-ins as devices: known by their names, with our own settings, since theirs are sealed."""

from typing import Any

from mixing.reaper.text import Entry
from mixing.records import Id

_PLUG_INS = ("VST", "JS", "AU", "DX", "LV2", "CLAP", "VIDEO_EFFECT")
_KNOWN = (
    ("exciter", "exciter"), ("saturat", "saturation"), ("tape", "tape"), ("limit", "limiter"), ("reaxcomp", ""),
    ("comp", "compressor"), ("gate", "gate"), ("convol", "convolution"), ("verb", "reverb"), ("hall", "reverb"),
    ("delay", "delay"), ("echo", "delay"), ("chorus", "chorus"), ("flang", "chorus"), ("tremolo", "tremolo"),
    ("bitcrush", "crusher"), ("pitch", "pitch_shift"), ("width", "width"), ("filter", "filter"), ("eq", "equaliser"),
    ("volume", "gain"), ("gain", "gain"),
)  # fmt: skip


def devices_of(chain: Entry, owner: dict[str, str], whose: str, notes: list[str]) -> list[tuple[Entry, dict[str, Any]]]:
    """The plug-ins that have an equal, with the entries of their own; what is lost is noted.

    owner: {"track": id} or {"clip": id}.
    """
    found: list[tuple[Entry, dict[str, Any]]] = []
    bypassed, last = False, None
    for entry in chain.inside:
        if entry.name == "BYPASS":
            bypassed = entry.whole(1) != 0 or entry.whole(2) != 0
        elif entry.name == "WET" and last is not None:
            last["wet"] = min(1.0, max(0.0, entry.number(1, 1.0)))
        elif entry.is_block and entry.name in _PLUG_INS:
            title = entry.word(1) or entry.name
            effect = _effect(title)
            last = None
            if not effect or (effect == "limiter" and owner.get("track") != "master"):
                notes.append(f"{whose}: the plug-in {title} was left out, it has no equal here.")
                continue
            notes.append(f"{whose}: {title} became the {effect} with its usual settings, REAPER's are sealed.")
            last = {**owner, "order": f"a{len(found):04}", "effect": effect, "enabled": not bypassed}
            found.append((entry, last))
        elif entry.name == "PARMENV" and found and last is not None:
            found.append((entry, last))
    return found


def _effect(title: str) -> str:
    lowered = title.lower()
    return next((effect for name, effect in _KNOWN if name in lowered), "")


def device_id(owner: Id, number: int) -> Id:
    """The id of an owner's device."""
    return f"{owner}-device-{number}"
