"""The map of the project stays true to the tree."""

import re
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
TEXT = (REPOSITORY / "docs" / "architecture.md").read_text()


def test_every_package_of_the_site_is_described() -> None:
    packages = {path.parent.name for path in (REPOSITORY / "studio").glob("*/__init__.py")}
    described = set(re.findall(r"`studio/([a-z_]+)`", TEXT))
    assert packages <= described, f"not in docs/architecture.md: {sorted(packages - described)}"
    assert described - {"environment.py"} <= packages, f"described, not there: {sorted(described - packages)}"


def test_every_file_that_the_text_names_exists() -> None:
    for name in re.findall(r"`((?:studio|mixing|generation|frontend|tests)/[\w./]+\.\w+)`", TEXT):
        assert (REPOSITORY / name).exists(), name


def test_no_source_file_is_too_long() -> None:
    suffixes = {".py", ".ts", ".svelte", ".cpp"}
    skipped = {"node_modules", "generated", "migrations", ".venv", "dist", "build"}
    long = [
        f"{path.relative_to(REPOSITORY)}: {lines}"
        for folder in ("studio", "generation", "mixing", "frontend/src", "tests")
        for path in (REPOSITORY / folder).rglob("*")
        if path.suffix in suffixes
        and not skipped & set(path.parts)
        and (lines := len(path.read_text().splitlines())) > 400
    ]
    assert not long, long
