"""Write the JSON Schemas and the API description that the front end's types are generated from."""

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from mixing.project import Project
from studio.jobs.events import StudioEvent

GENERATED = Path(__file__).resolve().parent.parent / "frontend" / "src" / "generated"
SHAPES: dict[str, type[BaseModel]] = {"project": Project, "studio-event": StudioEvent}


def untitled(schema: Any) -> Any:
    """Drop the titles pydantic gives to fields: they become noise aliases in TypeScript."""
    if isinstance(schema, list):
        return [untitled(item) for item in schema]
    if isinstance(schema, dict):
        kept = {key: untitled(value) for key, value in schema.items()}
        if not isinstance(schema.get("properties"), dict) and isinstance(schema.get("title"), str):
            kept.pop("title")
        return kept
    return schema


def write(folder: Path = GENERATED) -> None:
    """Write `project.schema.json`, `studio-event.schema.json` and `openapi.json` into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, shape in SHAPES.items():
        schema = {**untitled(shape.model_json_schema(mode="serialization")), "title": shape.__name__}
        (folder / f"{name}.schema.json").write_text(json.dumps(schema, indent=2) + "\n")
    from drf_spectacular.generators import SchemaGenerator

    generator = SchemaGenerator()  # type: ignore[no-untyped-call]
    api = generator.get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    (folder / "openapi.json").write_text(json.dumps(api, indent=2, default=str) + "\n")


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studio.settings")
    django.setup()
    write()
