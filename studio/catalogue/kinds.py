"""What the editor offers, described so that it can draw it: effects with their knobs, licences with their meaning."""

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
        "title": schema["title"],
        "description": schema.get("description", ""),
        "master_only": schema.get("master_only", False),
        "parameters": {key: _parameter(shape) for key, shape in schema.get("properties", {}).items()},
    }


def _parameter(shape: dict[str, Any]) -> dict[str, Any]:
    return {key: shape[key] for key in ("title", "minimum", "maximum", "default", "unit", "scale")}
