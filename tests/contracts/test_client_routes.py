"""Every address that the pages ask for is one that the server's API description has, with that method."""

import json
import re
from pathlib import Path

SOURCES = Path(__file__).resolve().parent.parent.parent / "frontend" / "src"
CALL = re.compile(r"\bapi\.(get|post|put|patch|delete)(?:<[^(]*>)?\(\s*[\"`](/api/[^\"`]*)[\"`]", re.S)


def described() -> set[tuple[str, str]]:
    paths = json.loads((SOURCES / "generated" / "openapi.json").read_text())["paths"]
    return {(method, re.sub(r"\{\w+\}", "{}", path)) for path, methods in paths.items() for method in methods}


def asked() -> set[tuple[str, str]]:
    files = [path for suffix in ("*.ts", "*.svelte") for path in SOURCES.rglob(suffix) if "generated" not in path.parts]
    calls = [match.groups() for path in files for match in CALL.finditer(path.read_text())]
    return {(method, re.sub(r"\$\{[^}]*\}", "{}", path).partition("?")[0]) for method, path in calls}


def matches(path: str, pattern: str) -> bool:
    """A `{}` of the client may stand for a fixed part as well: `/api/${kind}/…`."""
    parts, wanted = path.split("/"), pattern.split("/")
    return len(parts) == len(wanted) and all(a == b or a == "{}" for a, b in zip(parts, wanted, strict=True))


def test_the_pages_ask_for_addresses_that_exist() -> None:
    known, calls = described(), asked()
    assert len(calls) > 25
    unknown = [call for call in calls if not any(call[0] == m and matches(call[1], path) for m, path in known)]
    assert not unknown
