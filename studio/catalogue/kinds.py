"""What the editor offers, described so that it can draw it: effects with their knobs, licences with their meaning."""

import re
from functools import cache
from typing import Any

from studio.library.licences import KINDS


@cache
def effects() -> list[dict[str, Any]]:
    """Every effect of the mixing engine, as it describes itself."""
    from mixing.effects import EFFECTS  # compiles on import: only whoever asks pays for it

    return [_effect(name, effect.model_json_schema()) for name, effect in sorted(EFFECTS.items())]


def licences() -> list[dict[str, str]]:
    """From the most to the least permissive."""
    return [{"id": kind.id.value, "title": kind.title, "sentence": kind.sentence} for kind in KINDS.values()]


def _effect(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": name,
        "title": _in_words(schema["title"]),
        "description": schema.get("description", ""),
        "category": schema["category"],
        "master_only": schema["master_only"],
        "presets": schema["presets"],
        "fixed": schema["fixed"],
        "parameters": {key: _parameter(shape) for key, shape in schema.get("properties", {}).items()},
    }


def _parameter(shape: dict[str, Any]) -> dict[str, Any]:
    told = {key: shape[key] for key in ("title", "minimum", "maximum", "default", "unit", "scale")}
    return {**told, "choices": shape.get("choices", [])}


def _in_words(class_name: str) -> str:
    """“NoiseReduction” as people write it: “Noise reduction”."""
    return re.sub(r"(?<=[a-z])[A-Z]", lambda capital: f" {capital[0].lower()}", class_name)
