"""Whatever people do in the editor, in whatever order, the engine can read it: the same commands, both languages."""

import base64
import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mixing.links import faults
from mixing.project import Project, migrate, tolerant_project
from studio.collaboration.documents import content
from tests.studio.live import REPOSITORY

FRONTEND = REPOSITORY / "frontend"
LONGEST_STEPS = 12
PLACE = 0  # the first of the actions places a clip

Rehearse = Callable[[list[dict[str, Any]]], dict[str, Any]]

step = st.fixed_dictionaries(
    {
        "what": st.integers(0, 200),
        "some": st.integers(0, 3),
        "of": st.integers(1, 4),
        "which": st.integers(0, 12),
        "at_seconds": st.floats(0, 200, allow_nan=False),
        "by": st.floats(-1, 1, allow_nan=False),
    }
)
steps = st.lists(step, min_size=1, max_size=LONGEST_STEPS)


@pytest.fixture(scope="module")
def rehearse() -> Iterator[Rehearse]:
    """Does sequences of commands in the editor's own code, and tells what came of them."""
    node = shutil.which("node")
    assert node is not None, "no Node was found: it is what the pages are built with"
    with subprocess.Popen(
        [node, "scripts/rehearse.mjs"], cwd=FRONTEND, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin is not None and process.stdout is not None
        asked, told = process.stdin, process.stdout
        assert json.loads(told.readline())["actions"] > 100

        def run(sequence: list[dict[str, Any]]) -> dict[str, Any]:
            asked.write(json.dumps({"steps": sequence}) + "\n")
            asked.flush()
            answer: dict[str, Any] = json.loads(told.readline())
            return answer

        yield run
        asked.close()


def _beginning() -> list[dict[str, Any]]:
    """Clips for the rest to work on."""
    return [
        {"what": PLACE, "some": 0, "of": 1, "which": index, "at_seconds": index * 1.5, "by": 0.1 + index / 8}
        for index in range(6)
    ]


@settings(max_examples=60, deadline=None)
@given(sequence=steps)
def test_any_sequence_of_commands_keeps_the_document_valid(rehearse: Rehearse, sequence: list[dict[str, Any]]) -> None:
    made = rehearse(_beginning() + sequence)
    document = made["document"]
    project = Project.model_validate(document)
    assert list(faults(project_records(project))) == []
    read, left_out = tolerant_project(document)
    assert (read, left_out) == (project, [])
    assert project.clips or not document["clips"]

    assert content(base64.b64decode(made["update"])) == document  # as the server reads the live document
    assert Project.model_validate(project.model_dump()) == project
    assert Project.model_validate_json(project.model_dump_json()) == project
    # A document that says it is older is the same one, migrated.
    assert Project.model_validate(migrate({**document, "version": 1})) == project


@settings(max_examples=30, deadline=None)
@given(sequence=steps)
def test_undoing_everything_restores_the_document(rehearse: Rehearse, sequence: list[dict[str, Any]]) -> None:
    made = rehearse(_beginning() + sequence)
    assert made["undone"] == made["before"]


def project_records(project: Project) -> dict[str, dict[str, Any]]:
    return {
        name: dict(getattr(project, name))
        for name in ("tracks", "clips", "devices", "sends", "envelopes", "points", "markers", "regions")
    }
