"""A process that edits a project's document as a web process does: `python -m … PROJECT NAME COUNT`."""

import os
import sys
from uuid import UUID


def main(project_id: str, name: str, count: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studio.settings")
    import django

    django.setup()
    from pycrdt import Doc, Map

    from studio.collaboration import documents

    documents.COMPACT_AT = 7  # so often that processes meet
    doc: Doc[Map[str]] = Doc()
    clips: Map[str] = doc.get("clips", type=Map)
    state = doc.get_state()
    for index in range(int(count)):
        clips[f"{name}-{index}"] = f"of {name}"
        update = doc.get_update(state)
        state = doc.get_state()
        documents.append(UUID(project_id), update)


if __name__ == "__main__":
    main(*sys.argv[1:])
